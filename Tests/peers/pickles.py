"""Pickles, and what CPython makes of them. Each line on standard output is a JSON object:

    pickle    the bytes, in hex
    value     what pickle.loads gives, as typed JSON with ids and references; null where there are instances
    opcodes   [offset, code, height of the stack after it] of each opcode, the first two from pickletools.genops
    actions   [kind, offset, module, name] of what a loader would do, in order

Nothing but plain values is ever loaded: the actions are those of an unpickler of CPython's own whose stack, memo
and arguments are the real ones, and whose look-ups and calls only leave a mark.

    values SEED COUNT       seeded plain values, at each protocol
    instances SEED COUNT    seeded instances, at each protocol
    opcodes                 pickles made by hand, with each opcode in them
    mutants SEED COUNT      damaged ones: of those that the unpickler above gets through
"""
import array
import collections
import copyreg
import datetime
import decimal
import fractions
import io
import json
import pathlib
import pickle
import pickletools
import random
import sys
import uuid

sys.path.append(str(pathlib.Path(__file__).parents[2] / "Fixtures/testees"))
from typed_values import typed  # noqa: E402
from recording_unpickler import Recorder  # noqa: E402


def shareable(value):
    kind = type(value)
    if kind in (str, bytes):
        return len(value.encode("utf-8", "surrogatepass") if kind is str else value) > 64
    if kind is int:
        return value.bit_length() > 512
    return kind in (list, dict, set, frozenset) or (kind is tuple and value != ())


def children(value):
    if isinstance(value, dict):
        return [part for entry in value.items() for part in entry]
    if isinstance(value, slice):
        return [value.start, value.stop, value.step]
    return list(value) if isinstance(value, (list, tuple, set, frozenset)) else []


def typed_shared(root):
    """Typed JSON in which a value that is met again is a reference."""
    seen, waiting = collections.Counter(), [root]
    while waiting:
        value = waiting.pop()
        seen[id(value)] += 1
        if seen[id(value)] == 1:
            waiting += children(value)
    numbers = {}

    def write(value):
        if not shareable(value) or seen[id(value)] < 2:
            return node(value)
        if id(value) in numbers:
            return {"t": "ref", "id": numbers[id(value)]}
        numbers[id(value)] = len(numbers) + 1
        number = numbers[id(value)]
        return {"id": number, **node(value)}

    def node(value):
        kind = type(value)
        if kind in (list, tuple, set, frozenset):
            return {"t": kind.__name__, "v": [write(element) for element in value]}
        if kind is dict:
            return {"t": "dict", "v": [[write(key), write(item)] for key, item in value.items()]}
        return typed(value)

    return write(root)


def line(data, value=None):
    machine = Recorder(data)
    machine.load()
    opcodes = [[*place, height] for place, height in zip(machine.instructions, machine.heights)]
    print(json.dumps({"pickle": data.hex(), "value": value, "opcodes": opcodes, "actions": machine.actions}))


# Values.

def text(pick):
    alphabet = pick.choice(["abc xyz_09", "aé漢😀\n'\"\\", "\x00\x7f\x80ÿĀ\\u"])
    return "".join(pick.choice(alphabet) for _ in range(pick.choice([0, 1, 2, 3, 9, 30, 70, 300])))


def scalar(pick):
    kind = pick.randrange(9)
    if kind == 0:
        return pick.choice([None, True, False, Ellipsis, NotImplemented, (), b"", ""])
    if kind == 1:
        return pick.choice([0, 1, -1, 255, 256, 65535, 65536, -32768, 2**31 - 1, 2**31, -2**31 - 1, 2**63, -2**63])
    if kind == 2:
        return pick.randint(-10 ** pick.choice([3, 9, 18, 19, 20, 40, 154, 155, 600]), 10 ** pick.choice([3, 19, 300]))
    if kind == 3:
        return pick.choice([0.0, -0.0, float("inf"), -float("inf"), float("nan"), 1e300, 5e-324, pick.random()])
    if kind == 4:
        return complex(pick.uniform(-9, 9), pick.choice([0.0, -0.0, 2.5]))
    if kind == 5:
        return bytes(pick.randrange(256) for _ in range(pick.choice([0, 1, 2, 9, 64, 65, 255, 256, 700])))
    if kind == 6:
        return bytearray(pick.randrange(256) for _ in range(pick.choice([0, 1, 5, 40])))
    return text(pick)


def hashable(pick):
    while True:
        value = scalar(pick)
        if not isinstance(value, bytearray) and value == value:
            return value


def plain(pick, depth, met):
    if met and pick.random() < 0.08:
        return pick.choice(met)
    kind = pick.randrange(12) if depth else 0
    size = pick.choice([0, 1, 2, 3, 4, 7])
    if kind < 4:
        return scalar(pick)
    if kind < 6:
        made = []
        met.append(made)
        made += [plain(pick, depth - 1, met) for _ in range(size)]
    elif kind < 8:
        made = tuple(plain(pick, depth - 1, met) for _ in range(size))
        met.append(made)
    elif kind < 10:
        made = {}
        met.append(made)
        for _ in range(size):
            made[hashable(pick)] = plain(pick, depth - 1, met)
    elif kind == 10:
        made = pick.choice([set, frozenset])({hashable(pick) for _ in range(size)})
        met.append(made)
    else:
        made = slice(scalar(pick), scalar(pick), scalar(pick))
    return made


class Plain:
    pass


class Slotted:
    __slots__ = ("left", "right")


class Nested:
    class Inner:
        pass


class ListLike(list):
    pass


class DictLike(dict):
    pass


class Keyworded:
    def __new__(cls, *arguments, **keywords):
        return super().__new__(cls)

    def __getnewargs_ex__(self):
        return (1, "two"), {"three": 3}


class Argued:
    def __new__(cls, *arguments):
        return super().__new__(cls)

    def __getnewargs__(self):
        return ("one", 2)


class Reduced:
    def __init__(self, parts):
        self.parts = parts

    def __reduce__(self):
        return self.parts


class Registered:
    pass


class Kept:
    pass


def function():
    pass


copyreg.add_extension("__main__", "Registered", 240)
PLAIN_CLASSES = [Plain, Nested.Inner, ListLike, DictLike, Argued, Keyworded, Registered]


def instance(pick, depth=2):
    part = lambda: instance(pick, depth - 1) if depth and pick.random() < 0.3 else scalar(pick)
    kind = pick.randrange(12)
    if kind < 3:
        made = pick.choice(PLAIN_CLASSES)()
        for name in ("a", "b", "long_name")[:pick.randrange(4)]:
            setattr(made, name, part())
        if isinstance(made, list):
            made.extend(part() for _ in range(pick.randrange(4)))
        if isinstance(made, dict):
            made.update((hashable(pick), part()) for _ in range(pick.randrange(4)))
        return made
    if kind == 3:
        made = Slotted()
        made.left, made.right = part(), part()
        return made
    if kind == 4:
        return pick.choice([ValueError("x", 1), KeyError(), OSError(2, "gone"), UnicodeDecodeError("a", b"b", 0, 1, "c")])
    if kind == 5:
        return pick.choice([
            datetime.datetime(2020, 1, 2, 3, 4, 5), datetime.date(1, 1, 1), datetime.timedelta(5),
            decimal.Decimal("1.5"), fractions.Fraction(1, 3), uuid.UUID(int=5), array.array("d", [1.5]), range(5)])
    if kind == 6:
        return pick.choice([collections.OrderedDict(a=part()), collections.deque([1, 2]), collections.Counter("aab"),
                            collections.defaultdict(list, a=[1])])
    if kind == 7:
        return pick.choice([len, int, print, Plain, Nested.Inner, function, type(None), "x".join, os_system])
    if kind == 8:
        return Reduced((os_system, ("id",)))
    if kind == 9:
        return Reduced((Plain, (), {"a": part()}, iter([part()]), iter([("k", part())])))
    if kind == 10:
        return Kept()
    return [instance(pick, depth - 1) if depth else scalar(pick) for _ in range(pick.randrange(4))]


import os  # noqa: E402

os_system = os.system


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        return "kept" if isinstance(value, Kept) else None


def instance_pickle(value, protocol):
    """The pickle; of what the protocol has no way for, an empty one."""
    out = io.BytesIO()
    try:
        Pickler(out, protocol).dump(value)
    except (TypeError, pickle.PicklingError):
        return b"N."
    return out.getvalue()


def by_hand():
    quick = [
        b"I00\n.", b"I01\n.", b"I-12\n.", b"I99999999999999999999\n.", b"L12L\n.", b"L-5\n.",
        b"L1_000\n.", b"J\xff\xff\xff\xff.", b"K\xff.", b"M\xff\xff.", b"\x8a\x00.", b"\x8a\x01\x80.",
        b"\x8a\x09\x00\x00\x00\x00\x00\x00\x00\x80\x00.", b"\x8b\x02\x00\x00\x00\xff\x7f.", b"S'a\\n\\x41\\101\\q'\n.",
        b"S\"it's\"\n.", b"T\x02\x00\x00\x00ab.", b"U\x02ab.", b"B\x02\x00\x00\x00\xff\x00.", b"C\x01\xff.",
        b"\x8e\x01\x00\x00\x00\x00\x00\x00\x00\xff.", b"\x96\x01\x00\x00\x00\x00\x00\x00\x00\xff.", b"N.", b"\x88.", b"\x89.",
        b"Va\\u00e9\\U0001F600\xe9\\\\u0041\n.", b"\x8c\x02\xc3\xa9.", b"X\x02\x00\x00\x00\xc3\xa9.",
        b"\x8d\x02\x00\x00\x00\x00\x00\x00\x00\xc3\xa9.", b"F1.5\n.", b"F-inf\n.", b"Fnan\n.", b"F1e-7\n.",
        b"G?\xf8\x00\x00\x00\x00\x00\x00.", b"].", b"]Na.", b"](NNe.", b"](NeN.", b"(NNl.", b").", b"(NNt.", b"(t.", b"N\x85.",
        b"NN\x86.", b"NNN\x87.", b"}.", b"(NNd.", b"}NNs.", b"}(NNu.", b"\x8f.", b"\x8f(NK\x01\x90.", b"(NK\x01\x91.",
        b"NN0.", b"(0N.", b"N2\x86.", b"N(K\x011.", b"Np0\ng0\n\x86.", b"Nq\x00h\x00\x86.",
        b"Nr\xff\xff\xff\xffj\xff\xff\xff\xff\x86.", b"N\x94h\x00\x86.", b"]\x94h\x00a.", b"]2a.", b"(]p0\n(g0\nlt.",
        b"\x80\x02N.", b"\x95\x02\x00\x00\x00\x00\x00\x00\x00N.",
    ]
    acting = [
        b"cos\nsystem\n.", b"\x8c\x02os\x8c\x06system\x93.", b"\x82\x05.", b"\x83\x05\x01.", b"\x84\x05\x00\x01\x00.",
        b"cos\nsystem\n(S'id'\ntR.", b"(S'id'\nios\nsystem\n.", b"(cos\nsystem\nS'id'\no.", b"cdemo\nC\n)\x81.",
        b"cdemo\nC\n)}\x92.", b"cdemo\nC\n)\x81}b.", b"Pid\n.", b"S'id'\nQ.", b"\x97.", b"\x97\x98.", b"cdemo\nC\n)\x81Na.",
        b"cdemo\nC\n)\x81(Ne.", b"cdemo\nC\n)\x81(e.", b"cdemo\nC\n)\x81NNs.", b"cdemo\nC\n)\x81(NNu.", b"cdemo\nC\n)\x81(N\x90.",
        b"cdemo\nf\n)R)R.", b"ccopy_reg\n_reconstructor\n(cdemo\nC\nc__builtin__\nobject\nNtR.", b"Nb.".replace(b"N", b"N}", 1),
    ]
    codes = {opcode.code for data in quick + acting for opcode, _, _ in pickletools.genops(data)}
    missing = {opcode.code for opcode in pickletools.opcodes} - codes
    assert not missing, missing
    for data in quick:
        # The loader in Python: that in C takes memory for the highest number of the memo.
        line(data, typed_shared(pickle._loads(data)))
    for data in acting:
        line(data)


def survives(data):
    try:
        Recorder(data).load()
        return True
    except Exception:
        return False


def mutants(pick, count):
    seeds = [pickle.dumps(plain(pick, 3, []), pick.randrange(6)) for _ in range(200)]
    seeds += [instance_pickle(instance(pick), pick.randrange(6)) for _ in range(200)]
    while count:
        data = bytearray(pick.choice(seeds))
        for _ in range(pick.choice([1, 1, 2, 3])):
            place = pick.randrange(len(data))
            if pick.random() < 0.5:
                data[place] = pick.choice([pick.randrange(256), ord(pick.choice(pickletools.opcodes).code)])
            elif pick.random() < 0.5:
                del data[place:place + pick.choice([1, 2, 9])]
            else:
                data[place:place] = bytes(data[pick.randrange(len(data)):][:pick.choice([1, 4, 20])])
            if not data:
                break
        if data and survives(bytes(data)):
            line(bytes(data))
            count -= 1


def main():
    mode = sys.argv[1]
    if mode == "opcodes":
        return by_hand()
    pick, count = random.Random(int(sys.argv[2])), int(sys.argv[3])
    if mode == "mutants":
        return mutants(pick, count)
    for _ in range(count):
        value = plain(pick, 4, []) if mode == "values" else instance(pick)
        for protocol in range(6):
            if mode == "values":
                data = pickle.dumps(value, protocol)
                line(data, typed_shared(pickle.loads(data)))
            else:
                line(instance_pickle(value, protocol))


if __name__ == "__main__":
    main()
