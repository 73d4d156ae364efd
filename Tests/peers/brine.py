"""rpyc's own brine, one request a line.

generate SEED COUNT    seeded values: their dump in hex, a tab, and their repr in hex
load                   hex lines on standard input: for each the repr, in hex, of what is loaded and the dump
                       of it, or a dash where it is refused
"""
import random
import sys
import warnings

from rpyc.core import brine

warnings.simplefilter("ignore")
sys.setrecursionlimit(10_000)


def text(pick):
    alphabet = pick.choice(["abc xyz_09", "aé漢😀\n'\"\\", "\x00\x7f\x80ÿĀ"])
    return "".join(pick.choice(alphabet) for _ in range(pick.choice([0, 1, 2, 3, 4, 5, 9, 30, 100])))


def scalar(pick):
    kind = pick.randrange(10)
    if kind == 0:
        return pick.choice([None, True, False, Ellipsis, NotImplemented, (), b"", ""])
    if kind == 1:
        return pick.randint(-60, 170)
    if kind == 2:
        return pick.randint(-10 ** pick.choice([3, 18, 19, 20, 40, 254, 255, 256, 400]), 10 ** pick.choice([3, 19, 300]))
    if kind == 3:
        return pick.choice([-1, 1]) * 2 ** pick.choice([31, 32, 62, 63, 64, 128]) + pick.randint(-1, 1)
    if kind == 4:
        return pick.choice([0.0, -0.0, float("inf"), -float("inf"), float("nan"), 1e300, 5e-324, pick.random()])
    if kind == 5:
        return complex(pick.uniform(-9, 9), pick.choice([0.0, -0.0, 2.5]))
    if kind == 6:
        return bytes(pick.randrange(256) for _ in range(pick.choice([0, 1, 2, 3, 4, 5] * 9 + [255, 256, 700])))
    return text(pick)


def value(pick, depth):
    kind = pick.randrange(12)
    if depth == 0 or kind < 5:
        return scalar(pick)
    if kind < 10:
        if pick.randrange(60) == 0:
            return tuple(range(pick.choice([255, 256, 300])))
        count = pick.choice([0, 1, 1, 2, 2, 3, 4, 5, 6])
        return tuple(value(pick, depth - 1) for _ in range(count))
    if kind == 10:
        return slice(value(pick, depth - 1), value(pick, depth - 1), value(pick, depth - 1))
    return frozenset(scalar(pick) for _ in range(pick.randrange(6)))


def generate(seed, count):
    pick = random.Random(seed)
    for _ in range(count):
        made = value(pick, 4)
        print(brine.dump(made).hex(), repr(made).encode().hex(), sep="\t")


def load():
    for line in sys.stdin:
        try:
            made = brine.load(bytes.fromhex(line))
            answer = repr(made).encode().hex() + "\t" + brine.dump(made).hex()
        except Exception:
            answer = "-"
        print(answer)


if sys.argv[1] == "generate":
    generate(int(sys.argv[2]), int(sys.argv[3]))
else:
    load()
