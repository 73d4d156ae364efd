"""Writes the vectors of vinegar below the folder given: vinegar_vectors.py FOLDER.

Exceptions are raised and dumped by rpyc 6.0.2; what the vectors say is asked of rpyc 3.4.4, 4.1.4 and 5.3.1, too.
"""
import builtins
import pathlib
import re
import sys

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
from rpyc.core import brine, vinegar  # noqa: E402
from typed_values import typed  # noqa: E402

from suite import Refused, Suite, in_order  # noqa: E402

PROJECT = pathlib.Path(__file__).parents[3]
ALL = ["rpyc3", "rpyc4", "rpyc5", "rpyc6"]
TESTEE = PROJECT / "Fixtures/testees/rpyc_peer.py"


class Account(Exception):
    """An exception of the application's own, with attributes of many kinds."""

    owner = "nobody"

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.balance, self.limits, self.history = -5, (1, 2.5), [1, 2]


Account.__module__ = "bank.core"


def described(record):
    """Typed JSON of what vinegar.load takes, by vinegar.load's own reading of it."""
    if record == 1 and type(record) is int:
        return {"t": "exception", "module": "builtins", "class": "StopIteration", "args": [], "attributes": [], "traceback": ""}
    if type(record) is str:
        return {"t": "exception", "module": None, "class": record, "args": [], "attributes": [], "traceback": ""}
    (module, name), arguments, attributes, traceback = record
    return {"t": "exception", "module": module, "class": name, "args": [typed(a) for a in arguments],
            "attributes": [[key, typed(value)] for key, value in attributes], "traceback": traceback}


def decode(data):
    try:
        record = brine.load(data)
        vinegar.load(record, False, False, False)
        return in_order(described(record))
    except Exception as error:
        raise Refused(error)


suite = Suite("vinegar", ".bin", "rpyc 6.0.2", decode, reencode=lambda data: brine.dump(brine.load(data)))


def document(name, record, comment, spec, made_by_rpyc=False, **more):
    """A record that rpyc reads. What is written back is the same, since brine has one form of it."""
    more.setdefault("dialects", ALL)
    if made_by_rpyc:
        more["source"] = {"input": suite.reference, "verdict": suite.reference}
    data = brine.dump(record)
    suite.valid(name, data, comment, spec, **more)
    vector = suite.vectors.get(f"vinegar/valid/{name}")
    if vector and more.get("ops") != ["decode"]:
        vector["ops"] = ["decode", "encode", "reencode"]


def fault(name, record, comment, spec=("VINE-3",), quirks=("Q-VINE-3",), **more):
    data = record if isinstance(record, bytes) else brine.dump(record)
    more.setdefault("dialects", ALL)
    kind = more.pop("kind", "syntax")
    suite.invalid(name, data, kind, comment, list(spec) + list(quirks), at=more.pop("at", 0), **more)


# Every exception of builtins, as rpyc dumps it.

ARGUMENTS = {
    "UnicodeDecodeError": ("utf-8", b"a\xff", 1, 2, "invalid start byte"), "UnicodeEncodeError": ("ascii", "a\xe9", 1, 2, "ordinal not in range"),
    "UnicodeTranslateError": ("a\xe9", 1, 2, "no"), "KeyError": ("the key",), "SyntaxError": ("bad", ("dir/file.py", 3, 1, "x = ", 3, 4)),
    "ImportError": ("no module",), "FileNotFoundError": (2, "No such file or directory", "/tmp/none"), "OSError": (5, "five"),
}
GROUPS = {"ExceptionGroup", "BaseExceptionGroup"}


def dumped(exception, local_traceback=False, local_version=True):
    try:
        raise exception
    except BaseException:
        record = vinegar.dump(*sys.exc_info(), include_local_traceback=local_traceback, include_local_version=local_version)
    if type(record) is not tuple:
        return record
    # The repr of a method has an address, which is another one each time.
    names, arguments, attributes, traceback = record
    still = tuple((name, re.sub("0x[0-9a-f]+", "0x7f0000000000", value) if type(value) is str else value) for name, value in attributes)
    return names, arguments, still, traceback


for name, kind in sorted(vars(builtins).items()):
    if not (isinstance(kind, type) and issubclass(kind, BaseException)) or name in GROUPS or kind.__name__ != name:
        continue
    record = dumped(kind(*ARGUMENTS.get(name, ("message",))))
    document(f"builtin-{name.lower()}", record, f"{name}, as rpyc dumps it.", ["VINE-3", "VINE-5", "VINE-7"], made_by_rpyc=True)

document("stopiteration-with-arguments", dumped(StopIteration(1, 2)), "StopIteration is 1, whatever it carries.", "VINE-1", made_by_rpyc=True)
document("custom", dumped(Account("overdrawn", 12)), "An exception of the application's own, with attributes.", ["VINE-3", "VINE-5", "VINE-9"], made_by_rpyc=True, flags=["NoInstance"])
document("version-denied", dumped(ValueError("x"), local_version=False), "A version that is kept back.", "VINE-7", made_by_rpyc=True)
document("traceback-denied", dumped(ValueError("x")), "A traceback that is kept back.", "VINE-6", made_by_rpyc=True)
for name, arguments in {"none": (), "one": ("a",), "many": tuple(range(6)), "300": tuple(range(300)), "bytes": (b"\xff",), "nested": (("a", ("b",)),), "float": (1.5, float("inf")),
                        "list-as-repr": ([1, 2],), "dict-as-repr": ({"a": 1},), "object-as-repr": (set(),), "big": (2**100,), "text": ("é漢\U0001f600",), "frozenset": (frozenset({1}),),
                        "slice": (slice(1, 2),), "ellipsis": (...,), "complex": (1j,)}.items():
    document(f"arguments-{name}", dumped(ValueError(*arguments)), "Arguments; those that brine cannot hold are sent as their repr.", ["VINE-5", "VINE-8"], made_by_rpyc=True)

# Records made by hand.

BUILTIN = ("builtins", "ValueError")
document("string", "a string exception", "A string exception of an old Python.", "VINE-2")
document("string-empty", "", "An empty string exception.", "VINE-2")
document("string-unicode", "é漢", "A string exception past ASCII.", "VINE-2")
document("no-version", (BUILTIN, ("x",), (), "<traceback denied>"), "Without _remote_version, as rpyc 3 and 4.0 write it.", ["VINE-7", "VINE-3"])
document("traceback", (BUILTIN, ("x",), (), 'Traceback (most recent call last):\n  File "a.py", line 1, in <module>\nValueError: x\n'), "A traceback.", "VINE-6")
document("traceback-long", (BUILTIN, (), (), "line\n" * 2000), "A long traceback.", "VINE-6")
document("traceback-empty", (BUILTIN, (), (), ""), "An empty traceback.", "VINE-6")
document("traceback-controls", (BUILTIN, (), (), "\x1b[2J\x00\r\n"), "Control characters in a traceback.", ["VINE-6", "VINE-10"])
document("exceptions-module", (("exceptions", "ValueError"), ("x",), (), ""), "The module of Python 2's own exceptions.", "VINE-4")
document("class-unknown", (("builtins", "NoSuchError"), (), (), ""), "A class that builtins does not have.", ["VINE-4", "VINE-9"], flags=["NoInstance"])
for name, names in {"os-system": ("os", "system"), "subprocess": ("subprocess", "Popen"), "dotted": ("a.b.c", "D"), "not-a-name": ("a b", "c-d"), "empty": ("", ""), "dunder": ("builtins", "__import__"),
                    "not-an-exception": ("builtins", "eval"), "unicode": ("módulo", "Fehlér"), "long": ("m" * 300, "C" * 300), "path": ("../../etc", "passwd")}.items():
    document(f"names-{name}", (names, ("x",), (), ""), "Names are text, and nothing is looked up for them.", ["VINE-9", "VINE-4", "Q-VINE-1"], flags=["NoInstance"])
for name, attributes in {"one": (("a", 1),), "two": (("a", 1), ("b", "c")), "underscore": (("_x", 1),), "dunder-class": (("__class__", "x"),), "version-first": (("_remote_version", "6.0.2"), ("a", 1)),
                         "twice": (("a", 1), ("a", 2)), "nested": (("a", ((1,), (2,))),), "none": (("a", None),), "many": tuple((f"a{n}", n) for n in range(260)), "name-empty": (("", 1),),
                         "slice": (("a", slice(1, 2, 3)),)}.items():
    # Setting some of them fails with rpyc, according to the class; the record is the same.
    document(f"attributes-{name}", (("bank.core", "Account"), (), attributes, ""), "Attributes, in the order in which they come.", ["VINE-5", "Q-VINE-1"], value=described((("bank.core", "Account"), (), attributes, "")))

# Faults.

for name, record in {
    "none": None, "integer-0": 0, "integer-2": 2, "float": 1.0, "true": True, "false": False, "empty-tuple": (), "tuple-of-1": ("a",), "tuple-of-3": (BUILTIN, (), ()), "tuple-of-5": (BUILTIN, (), (), "", 1),
    "frozenset": frozenset({1}), "slice": slice(1), "ellipsis": ...,
}.items():
    fault(f"record-{name}", record, "A value that is no exception.")
for name, record in {
    "names-none": (None, (), (), ""), "names-text": ("builtins.ValueError", (), (), ""), "names-of-1": (("builtins",), (), (), ""), "names-of-3": (("a", "b", "c"), (), (), ""), "names-integer": ((1, 2), (), (), ""),
    "class-none": (("builtins", None), (), (), ""), "class-integer": (("builtins", 1), (), (), ""), "module-integer": ((1, "ValueError"), (), (), ""), "class-tuple": (("builtins", ("a",)), (), (), ""),
    "arguments-none": (BUILTIN, None, (), ""), "arguments-text": (BUILTIN, "ab", (), ""), "arguments-integer": (BUILTIN, 1, (), ""), "arguments-frozenset": (BUILTIN, frozenset({1}), (), ""),
    "attributes-none": (BUILTIN, (), None, ""), "attributes-text": (BUILTIN, (), "ab", ""), "attributes-integer": (BUILTIN, (), 1, ""), "attribute-none": (BUILTIN, (), (None,), ""),
    "attribute-of-1": (BUILTIN, (), (("a",),), ""), "attribute-of-3": (BUILTIN, (), (("a", 1, 2),), ""), "attribute-name-integer": (BUILTIN, (), ((1, 2),), ""), "attribute-name-none": (BUILTIN, (), ((None, 2),), ""),
    "attribute-text": (BUILTIN, (), ("ab",), ""), "traceback-none": (BUILTIN, (), (), None), "traceback-integer": (BUILTIN, (), (), 1), "traceback-tuple": (BUILTIN, (), (), ("a",)),
}.items():
    fault(f"part-{name}", record, "A part of another type than it has to be.", spec=["VINE-3", "VINE-4", "VINE-5"])
whole = brine.dump((BUILTIN, ("x",), (("a", 1),), ""))
for length in range(len(whole)):
    fault(f"cut-after-{length}", whole[:length], f"An exception cut after {length} of {len(whole)} bytes.", spec=["VINE-3", "BRINE-14"], quirks=["Q-BRINE-2"], kind="truncated", at=length, flags=["ShortRead"])
fault("trailing", whole + b"\x00", "A byte after the exception.", spec=["VINE-3", "BRINE-1"], quirks=["Q-BRINE-1"], kind="trailing", at=len(whole), flags=["TrailingData"])
fault("deep", b"\x13\x11\x0a\x61\x0a\x61" + b"\x10" * 300 + b"\x00" + b"\x02\x01", "Arguments nested deeper than 200.", spec=["VINE-5", "BRINE-16"], quirks=["Q-BRINE-10"], kind="limit", at=205, options={"maxDepth": 200}, flags=["Depth"])

for dialect in ALL:
    suite.ask([PROJECT / ".venv" / dialect / "bin/python", TESTEE], dialect)
suite.write(sys.argv[1])
