"""What serpent.dumps writes for values, with each of its options."""
import itertools
import math

from typed_values import typed

NAN = float("nan")
VALUES = {
    "none": None, "true": True, "false": False, "zero": 0, "int": 12345, "int-negative": -9, "int-64": 2**63 - 1, "int-big": 2**200, "float": 1.5,
    "float-integral": 3.0, "float-zero": 0.0, "float-minus-zero": -0.0, "float-tiny": 5e-324, "float-largest": 1.7976931348623157e308, "float-exponent": 1e16,
    "float-small": 1e-5, "float-third": 1 / 3, "infinity": math.inf, "infinity-negative": -math.inf, "nan": NAN, "complex": 1 + 2j, "complex-negative": -1.5 - 2.5j,
    "complex-imaginary": 2j, "complex-zero-real-negative": complex(-0.0, 2), "complex-infinite": complex(math.inf, 1), "complex-nan": complex(NAN, 1),
    "complex-imaginary-nan": complex(1, NAN), "complex-imaginary-infinite": complex(0, -math.inf),
    "string-empty": "", "string": "abc", "string-quote": "it's", "string-double-quote": 'say "x"', "string-both-quotes": "'\"", "string-backslash": "a\\b",
    "string-controls": "\x00\x01\t\n\r\x1f\x7f", "string-latin": "é\xa0\xad", "string-cjk": "漢字", "string-emoji": "\U0001f600", "string-unprintable": "\u200b\u2028\ue000\U000e0001",
    "string-newlines": "a\nb\r\nc", "bytes-empty": b"", "bytes": b"abc", "bytes-all": bytes(range(256)), "bytes-quote": b"it's",
    "list-empty": [], "list-one": [1], "list": [1, "a", None], "list-nested": [[], [[]], [1, [2, [3]]]], "tuple-empty": (), "tuple-one": (1,), "tuple": (1, "a"),
    "tuple-nested": ((), ((1,),)), "set-empty": set(), "set-one": {1}, "set-ints": {3, 1, 2}, "set-strings": {"b", "a"}, "set-mixed": {1, "a"}, "frozenset": frozenset({1, 2}),
    "dict-empty": {}, "dict": {"a": 1, "b": [2]}, "dict-unsorted": {"b": 1, "a": 2}, "dict-mixed-keys": {1: 2, "a": 3}, "dict-ints": {10: 1, 9: 2}, "dict-nested": {"a": {"b": {"c": {}}}},
    "dict-tuple-keys": {(2, 1): 1, (1, 2): 2}, "bytes-in-list": [b"a", b""], "nan-in-list": [NAN, math.inf],
    "shared-look": [[1], [1]], "deep": [[[[[[[[[[1]]]]]]]]]], "wide": list(range(300)), "ellipsis-in-string": "...",
    "mixture": {"numbers": [1, 2.5, 3j], "flags": (True, None), "raw": b"\x00\xff", "names": {"x", "y"}},
}


# By how the name of a value begins, the longest first.
STATEMENTS = {
    "none": "SERP-102", "true": "SERP-102", "false": "SERP-102", "string": "SERP-103", "ellipsis": "SERP-103", "zero": "SERP-104", "int": "SERP-104",
    "float": "SERP-105", "infinity": "SERP-105", "nan": "SERP-105", "complex": "SERP-106", "bytes": "SERP-107", "list": "SERP-108", "tuple": "SERP-108",
    "set": "SERP-108", "set-empty": "SERP-109", "frozenset": "SERP-108", "dict": "SERP-108", "dict-tuple-keys": "SERP-111", "set-ints": "SERP-111",
    "set-strings": "SERP-111", "deep": "SERP-113",
}


def statements(name, options):
    of_value = [STATEMENTS[start] for start in sorted(STATEMENTS, key=len, reverse=True) if name.startswith(start)][:1]
    layout = ["SERP-110"] if options.get("indent") else []
    order = ["SERP-112"] if layout and name.startswith(("set-", "frozenset", "dict")) else []
    return ["SERP-101"] + of_value + layout + order


def add(suite):
    for name, value in VALUES.items():
        for indent, module, raw in itertools.product((False, True), repeat=3):
            if module and name not in ("complex", "nan", "mixture"):
                continue
            if indent and not isinstance(value, (list, tuple, set, frozenset, dict)):
                continue
            if raw and not any(part in name for part in ("bytes", "mixture")):
                continue
            options = {option: True for option, on in (("indent", indent), ("moduleInClassname", module), ("bytesRepr", raw)) if on}
            suffix = "".join("-" + {"indent": "indented", "moduleInClassname": "module", "bytesRepr": "bytes-repr"}[o] for o in options)
            node = typed(value)
            if name in ("set-mixed",):
                continue
            suite.encodes(f"encode-{name}{suffix}", node, "What serpent.dumps writes for this value.", statements(name, options), options=options,
                          source={"input": suite.reference, "verdict": suite.reference})
