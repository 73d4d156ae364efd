"""Prints random values as serpent dumps them: `serpent_dumps.py SEED COUNT`.

A line each: the document in base64, a tab, and what serpent.loads makes of it in the plain form of
serpent_loads.py.
"""
import base64
import random
import sys

import serpent

from serpent_loads import plain

TEXT = "abc '\"\\\n\t\x00\x01\x7f\x85\xa0\xade\u0301\u20ac\u2028\ufeff\U0001f680{}[],:#"


def text(draw):
    return "".join(draw.choice(TEXT) for _ in range(draw.randrange(12)))


def scalar(draw):
    return draw.choice((
        lambda: None, lambda: draw.random() < 0.5, lambda: draw.randrange(-1000, 1000),
        lambda: draw.getrandbits(draw.randrange(1, 200)) * draw.choice((1, -1)),
        lambda: draw.random() * 10 ** draw.randrange(-320, 308), lambda: draw.choice((0.0, -0.0, 1e22, 1e16, 2.0 ** 60)),
        lambda: float(draw.choice(("inf", "-inf", "nan"))), lambda: complex(draw.gauss(0, 1), draw.randrange(-3, 3)),
        lambda: complex(draw.choice((0.0, -0.0, 1.5)), draw.choice((0.0, -0.0, float("inf")))),
        lambda: text(draw), lambda: text(draw), lambda: text(draw).encode(), lambda: bytearray(text(draw).encode()),
    ))()


def key(draw):
    kind = draw.randrange(5)
    if kind < 3:
        return text(draw)
    return draw.randrange(-5, 5) if kind == 3 else (text(draw), draw.random())


def value(draw, depth):
    kind = draw.randrange(9) if depth else 0
    count = draw.randrange(5)
    if kind < 4:
        return scalar(draw)
    if kind == 4:
        return [value(draw, depth - 1) for _ in range(count)]
    if kind == 5:
        return tuple(value(draw, depth - 1) for _ in range(count))
    if kind == 6:
        return {key(draw) for _ in range(count)}
    return {key(draw): value(draw, depth - 1) for _ in range(count)}


def main():
    draw = random.Random(int(sys.argv[1]))
    for _ in range(int(sys.argv[2])):
        data = serpent.dumps(value(draw, 4), indent=draw.random() < 0.3, bytes_repr=draw.random() < 0.5)
        print(base64.b64encode(data).decode() + "\t" + plain(serpent.loads(data)))


if __name__ == "__main__":
    main()
