"""Values as marshal, msgpack and json write them, and as they read them: `inert.py SEED COUNT`.

Each line is a JSON object: format, data in hex, value as typed JSON. msgpack has the hooks of Pyro5.
"""
import json
import marshal
import pathlib
import random
import sys

from Pyro5.serializers import MsgpackSerializer

sys.path.append(str(pathlib.Path(__file__).parents[2] / "Fixtures/testees"))
from typed_values import typed  # noqa: E402

MSGPACK = MsgpackSerializer()


def text(pick):
    alphabet = pick.choice(["abc xyz_09", "aé漢😀\n'\"\\", "\x00\x7f\x80ÿĀ/"])
    return "".join(pick.choice(alphabet) for _ in range(pick.choice([0, 1, 2, 3, 9, 31, 32, 60])))


def scalar(pick, has_bytes):
    kind = pick.randrange(7 if has_bytes else 5)
    if kind == 0:
        return pick.choice([None, True, False])
    if kind == 1:
        return pick.choice([0, 1, -1, -32, -33, 127, 128, 255, 256, 65535, 65536, 2**31, -2**31 - 1, 2**63, 2**64, -2**63])
    if kind == 2:
        return pick.randint(-10 ** pick.choice([3, 9, 18, 20, 40, 150]), 10 ** pick.choice([3, 19, 150]))
    if kind == 3:
        return pick.choice([0.0, -0.0, float("inf"), -float("inf"), float("nan"), 1e300, 5e-324, pick.random()])
    if kind == 5:
        return bytes(pick.randrange(256) for _ in range(pick.choice([0, 1, 2, 9, 60])))
    if kind == 6:
        return complex(pick.uniform(-9, 9), pick.choice([0.0, -0.0, 2.5]))
    return text(pick)


def key(pick, form):
    while True:
        made = scalar(pick, form == "marshal") if form == "marshal" else text(pick)
        if made == made:
            return made


def value(pick, form, depth=4):
    kind = pick.randrange(9) if depth else 0
    inner = lambda: [value(pick, form, depth - 1) for _ in range(pick.choice([0, 1, 2, 3, 7, 17]))]
    if kind < 4:
        return scalar(pick, form != "json")
    if kind < 6 or (form != "marshal" and kind == 8):
        return inner()
    if kind == 6 and form == "marshal":
        return tuple(inner())
    if kind == 8:
        return pick.choice([set, frozenset])(key(pick, form) for _ in range(3))
    return {key(pick, form): value(pick, form, depth - 1) for _ in range(pick.choice([0, 1, 2, 5, 17]))}


def line(form, data, read):
    print(json.dumps({"format": form, "data": data.hex(), "value": typed(read)}))


def main():
    pick, count = random.Random(int(sys.argv[1])), int(sys.argv[2])
    for _ in range(count):
        made = value(pick, "marshal")
        for version in (0, 1, 2, 3, 4):
            data = marshal.dumps(made, version)
            line("marshal", data, marshal.loads(data))
        data = MSGPACK.dumps(value(pick, "msgpack"))
        line("msgpack", data, MSGPACK.loads(data))
        data = json.dumps(value(pick, "json"), ensure_ascii=pick.random() < 0.5, indent=pick.choice([None, 1])).encode()
        line("json", data, json.loads(data))
    for function in (value, main, lambda left, right=1: left + right):
        for version in (2, 3, 4):
            data = marshal.dumps([function.__code__, "after"], version)
            print(json.dumps({"format": "code", "data": data.hex(), "value": marshal.dumps(function.__code__, version).hex()}))


main()
