"""Random values and what serpent writes for them, for SerpentEncodePeerTests.

    serpent_values.py SEED COUNT

For each value: one line of tokens that describe it (see `describe`), then for each of the eight
combinations of indent, module_in_classname and bytes_repr one length (a line, "!" where serpent raises)
and so many bytes.
"""
import itertools
import random
import struct
import sys

import serpent

NAN = float("nan")
SPECIAL_FLOATS = (0.0, -0.0, float("inf"), -float("inf"), NAN, 1e16, 9007199254740993.0, 1e-5, 5e-324)
PIECES = ("'", '"', "\\", "a", "bc", "\u00e9", "\x7f", "\n", "\u200b", "\u6f22", "\U0001f600", "0123456789",
          "\u0378", "\U0001fae0", "\U000e0100", "\x00", "\u2028")


class Thing:
    """An instance of a class; serpent writes its attributes."""


class Keeper(Thing):
    """An instance with a state of its own, a dict or not."""

    def __getstate__(self):
        return self.state


def scalar(r):
    kind = r.randrange(12)
    if kind < 3:
        return r.choice((None, True, False, r.getrandbits(8), r.getrandbits(62), -r.getrandbits(62)))
    if kind == 3:
        return r.getrandbits(r.randrange(1, 400)) * r.choice((1, -1))
    if kind < 6:
        return struct.unpack("<d", struct.pack("<Q", r.getrandbits(64)))[0] if r.random() < .5 else r.random()
    if kind == 6:
        return r.choice(SPECIAL_FLOATS)
    if kind == 7:
        return complex(r.choice(SPECIAL_FLOATS + (1.5, -2.0)), r.choice(SPECIAL_FLOATS + (1.5, -2.0)))
    if kind == 8:
        return bytes(r.choice((39, 34, 92, 0, 10, 65, 255, r.randrange(256))) for _ in range(r.randrange(9)))
    return "".join(r.choice(PIECES) for _ in range(r.randrange(6)))


def key(r, depth):
    if depth > 0 and r.random() < .2:
        return tuple(element(r, depth - 1) for _ in range(r.randrange(3)))
    while True:
        value = scalar(r)
        if value is not None or r.random() < .02:
            return NAN if value != value else value


def element(r, depth):
    """What may stand in a tuple that is a key."""
    if depth > 0 and r.random() < .2:
        return frozenset(key(r, 0) for _ in range(r.randrange(3)))
    return None if r.random() < .1 else key(r, depth)


def strings(r):
    return {str(r.randrange(1000)): r.randrange(9) for _ in range(r.randrange(8))}


def value(r, depth):
    if depth == 0 or r.random() < .3:
        return scalar(r)
    kind = r.randrange(20)
    size = r.choice((0, 1, 1, 2, 3, 5)) if r.random() < .95 else r.randrange(90)
    depth = depth - 1 if size < 6 else 0
    if kind < 5:
        return [value(r, depth) for _ in range(size)]
    if kind < 9:
        return tuple(value(r, depth) for _ in range(size))
    if kind < 12:
        return {key(r, 2): value(r, depth) for _ in range(size)}
    if kind < 14:
        return {r.choice("abcdefgh") * r.randrange(1, 9): value(r, depth) for _ in range(size)}
    if kind == 14:
        return {r.choice((1, -1)) * r.getrandbits(r.choice((3, 62, 70))) * r.choice((1, 1.0)): value(r, depth)
                for _ in range(size)}
    if kind == 15:
        return {key(r, 2) for _ in range(size)}
    if kind == 16:
        return frozenset(r.getrandbits(12) for _ in range(size))
    if kind == 17:
        error = r.choice((ValueError, KeyError, OSError))(*[value(r, depth) for _ in range(min(size, 1))])
        for name in strings(r):
            setattr(error, "a" + name, value(r, 0))
        return error
    if kind == 18:
        thing = Thing()
        vars(thing).update(("a" + name, value(r, depth)) for name in strings(r))
        return thing
    keeper = Keeper()
    keeper.state = r.choice((strings(r), {"__class__": "Own", "x": 1}, value(r, depth), Ellipsis))
    return keeper


def bits(number):
    return struct.pack(">d", number).hex()


def describe(v, out):
    """Appends tokens: one for a scalar; for a container its kind and count, then its parts."""
    t = type(v)
    if v is None or v is Ellipsis:
        out.append("N" if v is None else "E")
    elif t is bool:
        out.append("T" if v else "F")
    elif t is int:
        out.append("i%x" % v)
    elif t is float:
        out.append("f" + bits(v))
    elif t is complex:
        out.append("c" + bits(v.real) + bits(v.imag))
    elif t in (str, bytes):
        out.append("s" + v.encode().hex() if t is str else "b" + v.hex())
    elif t is dict:
        out.append("d%d" % len(v))
        for item in v.items():
            for part in item:
                describe(part, out)
    elif t in (list, tuple, set, frozenset):
        out.append({list: "l", tuple: "t", set: "S", frozenset: "Z"}[t] + str(len(v)))
        for part in v:
            describe(part, out)
    elif isinstance(v, Exception):
        out.append("x" + t.__module__ + "/" + t.__name__)
        describe(list(v.args), out)
        describe(vars(v), out)
    else:
        out.append("o" + t.__module__ + "/" + t.__name__)
        describe(v.state if t is Keeper else vars(v), out)


def main():
    r = random.Random(int(sys.argv[1]))
    out = sys.stdout.buffer
    for _ in range(int(sys.argv[2])):
        v = value(r, r.randrange(5))
        tokens = []
        describe(v, tokens)
        out.write(" ".join(tokens).encode() + b"\n")
        for indent, module, plain in itertools.product((False, True), repeat=3):
            try:
                data = serpent.dumps(v, indent, module, plain)
                out.write(b"%d\n" % len(data) + data)
            except (TypeError, ValueError):
                out.write(b"!\n")


main()
