#!/usr/bin/env python3
"""Writes Fixtures/pickle/cases.jsonl: small pickles, and what CPython makes of them. Any Python 3.8 or later.

The values are those of `pickle.loads`, for plain data; the actions those of CPython's own machine with its look-ups and
calls left out (Tests/peers/pickles.py). Nothing hostile is loaded.
"""
import collections
import contextlib
import datetime
import io
import json
import pathlib
import pickle
import sys
import types

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[0] = str(ROOT / "Tests/peers")
import pickles  # noqa: E402

demo = types.ModuleType("demo")
sys.modules["demo"] = demo


class Thing:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Failure(Exception):
    pass


for kind in (Thing, Failure):
    kind.__module__, kind.__qualname__ = "demo", kind.__name__
    setattr(demo, kind.__name__, kind)


def shared():
    one = [1]
    return {"a": one, "b": one, "pair": (one, one)}


def cyclic():
    ring = []
    ring.append({"ring": ring})
    return ring


def failure():
    error = Failure("no such oven", 7)
    error._pyroTraceback = ["line 1"]
    return error


PLAIN = {
    "call": (("oven", "bake", ((180, 2.5), ["bun"], None), {"wait": True})),
    "scalars": [None, True, False, 0, -1, 2**31, 2**70, -2**70, 1.5, float("inf"), "é", "x" * 70, b"\x00\xff", 1 + 2j],
    "containers": ({"a": [1, (2,)]}, {3, "x"}, frozenset([4]), slice(1, None, 2), bytearray(b"ab"), ..., NotImplemented),
    "shared": shared(),
    "cyclic": cyclic(),
}
INSTANCES = {
    "instance": Thing(name="oven", at=(1, 2)),
    "linked": Thing(next=Thing(next=None)),
    "exception": failure(),
    "builtin-exception": ValueError("x", 1),
    "ordered": collections.OrderedDict(a=1),
    "datetime": datetime.datetime(2020, 1, 2, 3, 4, 5),
}
# name: (pickle, whether it is dangerous)
BY_HAND = {
    "system-0": (b"cos\nsystem\n(S'id'\ntR.", True),
    "system-2": (b"\x80\x02cposix\nsystem\nq\x00X\x02\x00\x00\x00idq\x01\x85q\x02Rq\x03.", True),
    "system-4": (b"\x80\x04\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x02id\x94\x85\x94R\x94.", True),
    "inst": (b"(S'id'\nios\nsystem\n.", True),
    "obj": (b"(cos\nsystem\nS'id'\no.", True),
    "within-a-call": (b"(S'oven'\nS'bake'\n(cos\nsystem\n(S'id'\ntRt(dt.", True),
    "popped": (b"cos\nsystem\n(S'id'\ntR0(dp0\n.", True),
    "names-from-the-memo": (b"\x80\x04\x8c\x06system\x94\x8c\x02os\x940h\x010h\x01h\x00\x93)R.", True),
    "dotted": (b"\x80\x04\x8c\x07logging\x8c\x09os.system\x93\x8c\x02id\x85R.", True),
    "getattr": (b"c__builtin__\ngetattr\n(c__builtin__\nobject\nS'__subclasses__'\ntR)R.", True),
    "eval": (b"c__builtin__\neval\n(S'1+1'\ntR.", True),
    "computed-name": (b"\x80\x04cdemo\njoin\n)R\x8c\x06system\x93)R.", True),
    "build": (b"cdemo\nThing\n)\x81}S'a'\nI1\nsb.", False),
    "only-looked-up": (b"(cos\nsystem\nl.", True),
    "persistent": (b"Pkey\n.", False),
    "bomb": (b"N" + b"2\x86" * 40 + b".", False),
    "high-memo-number": (b"Nr\xff\xff\xff\xff0j\xff\xff\xff\xff.", False),
}


def case(name, data, is_plain, is_dangerous):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        pickles.line(data, pickles.typed_shared(pickle._loads(data)) if is_plain else None)
    made = json.loads(out.getvalue())
    return {"name": name, "dangerous": is_dangerous, "pickle": made["pickle"], "value": made["value"],
            "actions": made["actions"]}


def main():
    cases = []
    for values, is_plain in ((PLAIN, True), (INSTANCES, False)):
        for name, value in values.items():
            for protocol in range(6):
                cases.append(case("%s-p%d" % (name, protocol), pickle.dumps(value, protocol), is_plain, False))
    for name, (data, is_dangerous) in BY_HAND.items():
        cases.append(case(name, data, False, is_dangerous))
    with open(ROOT / "Fixtures/pickle/cases.jsonl", "w") as file:
        for made in cases:
            file.write(json.dumps(made, ensure_ascii=True) + "\n")


main()
