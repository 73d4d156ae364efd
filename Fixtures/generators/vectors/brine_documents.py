"""What brine carries: every tag, at every boundary of its length, in every dialect."""
import math
import struct

from typed_values import typed

ALL = ["rpyc3", "rpyc4", "rpyc5", "rpyc6"]
LONG = ["rpyc3", "rpyc4"]
LENGTHS = (0, 1, 2, 3, 4, 5, 6, 127, 128, 254, 255, 256, 257, 65535, 65536)


def add(suite):
    singles(suite)
    small_integers(suite)
    integers(suite)
    longs(suite)
    floats(suite)
    bytes_and_text(suite)
    tuples(suite)
    slices_and_sets(suite)
    longer_forms(suite)
    depth(suite)
    mixtures(suite)


def value(suite, name, made, comment, spec, **more):
    """A value, what rpyc writes for it, and back."""
    more.setdefault("dialects", ALL)
    more.setdefault("source", {"input": suite.reference, "verdict": suite.reference})
    suite.encodes(name, typed(made), comment, spec, **more)


def document(suite, name, data, comment, spec, **more):
    more.setdefault("dialects", ALL)
    suite.valid(name, data, comment, spec, **more)


def singles(suite):
    for name, made in {"none": None, "true": True, "false": False, "notimplemented": NotImplemented, "ellipsis": ..., "bytes-empty": b"", "tuple-empty": ()}.items():
        value(suite, f"single-{name}", made, "A value of one byte.", ["BRINE-2", "BRINE-1"])


def small_integers(suite):
    for number in range(-48, 160):
        value(suite, f"immediate-{number}".replace("--", "-minus-"), number, "An integer of one byte.", "BRINE-3")


def integers(suite):
    edges = {-49, -50, 160, 161, 255, 256, -128, -129, 999, -1000, 32767, 65535, 65536, 10**9, -10**9}
    for power in (31, 32, 53, 62, 63, 64, 127, 128):
        edges |= {2**power - 1, 2**power, 2**power + 1, -2**power, -2**power - 1, 1 - 2**power}
    for number in sorted(edges):
        name = f"integer-{number}".replace("--", "-minus-")
        value(suite, name, number, "An integer as decimal digits.", "BRINE-8")
    for digits in (18, 19, 20, 254, 255, 256, 257, 1000, 4299, 4300):
        value(suite, f"integer-{digits}-digits", int("7" * digits), "An integer of so many digits.", ["BRINE-8", "BRINE-2", "BRINE-16"])
        if digits < 4300:
            value(suite, f"integer-minus-{digits}-digits", -int("7" * digits), "The same, negative: the sign is one byte more.", ["BRINE-8", "BRINE-2"])


def longs(suite):
    for number in (0, 5, -5, 159, 160, 2**31, 2**63, -2**63, 2**64, 10**300):
        data = b"\x09" + suite.encode(typed(number), {})
        name = f"long-{number}".replace("--", "-minus-") if abs(number) < 10**30 else "long-301-digits"
        document(suite, name, data, "Python 2's long, as rpyc 3 and 4 read it.", "BRINE-9", dialects=LONG, value=typed(number), ops=["decode"],
                 source={"input": "hand-made", "verdict": "rpyc 4.1.4"}, elsewhere=True)
    document(suite, "long-of-long-digits", b"\x09\x16\x02\x31\x32", "Digits where one byte would do.", ["BRINE-9", "Q-BRINE-4"], dialects=LONG, value=typed(12),
             ops=["decode"], source={"input": "hand-made", "verdict": "rpyc 4.1.4"})


FLOATS = {"zero": 0.0, "minus-zero": -0.0, "one": 1.0, "minus-one": -1.0, "tenth": 0.1, "infinity": math.inf, "minus-infinity": -math.inf, "nan": math.nan,
          "largest": 1.7976931348623157e308, "normal-smallest": 2.2250738585072014e-308, "subnormal-largest": 2.225073858507201e-308, "subnormal-smallest": 5e-324,
          "pi": math.pi, "two-53": 2.0**53, "epsilon": 2.0**-52, "negative": -123.456}
NANS = {"signalling": "7ff0000000000001", "negative": "fff8000000000000", "payload": "7ff8000000001234", "all-ones": "ffffffffffffffff"}


def floats(suite):
    for name, number in FLOATS.items():
        value(suite, f"float-{name}", number, "A float of 8 bytes.", "BRINE-10")
        value(suite, f"complex-{name}-real", complex(number, 1), "A complex number of 16 bytes.", ["BRINE-10", "BRINE-2"])
        value(suite, f"complex-{name}-imaginary", complex(1, number), "A complex number of 16 bytes.", ["BRINE-10", "BRINE-2"])
    for name, bits in NANS.items():
        document(suite, f"float-nan-{name}", b"\x18" + bytes.fromhex(bits), "A NaN keeps its bits.", "BRINE-10")


def bytes_and_text(suite):
    for length in LENGTHS:
        value(suite, f"bytes-{length}", b"x" * length, f"Bytes of length {length}, in the shortest form.", ["BRINE-6", "BRINE-2"])
        value(suite, f"text-{length}", "x" * length, f"Text of {length} bytes.", ["BRINE-7", "BRINE-2"])
    value(suite, "bytes-all", bytes(range(256)), "Every byte.", "BRINE-6")
    for name, text in {"accent": "é", "two-byte-last": "\u07ff", "cjk": "漢", "emoji": "\U0001f600", "last": "\U0010ffff", "nul": "\0", "combining": "e\u0301", "bom": "\ufeff",
                       "line-separator": "\u2028", "noncharacter": "\uffff", "before-surrogates": "\ud7ff", "after-surrogates": "\ue000", "mixed": "aé漢\U0001f600\n\t\\'\"",
                       "bidi": "\u202e", "255-in-utf8": "é" * 127 + "x", "256-in-utf8": "é" * 128}.items():
        value(suite, f"text-{name}", text, "Text is UTF-8.", "BRINE-7")


def tuples(suite):
    for count in (0, 1, 2, 3, 4, 5, 6, 254, 255, 256, 257, 1000):
        value(suite, f"tuple-{count}", tuple(range(count)) if count < 150 else (None,) * count, f"A tuple of {count}, in the shortest form.", ["BRINE-11", "BRINE-2"])
    for name, made in {"nested": ((), ((),), (((),),)), "mixed": (1, "a", b"a", None, 1.5), "of-text": ("a", "é"), "of-empty": (b"", "", ())}.items():
        value(suite, f"tuple-{name}", made, "A tuple.", "BRINE-11")


def slices_and_sets(suite):
    for name, made in {"empty": slice(None), "numbers": slice(1, 10, 2), "stop": slice(5), "negative": slice(-1, None, -1), "strings": slice("a", "b", None),
                       "tuples": slice((1,), (), ((),)), "in-slice": slice(slice(1, 2, 3), None, None), "big": slice(2**64, -2**64, 200)}.items():
        value(suite, f"slice-{name}", made, "A slice of three values.", "BRINE-12")
    value(suite, "slice-in-tuple", (slice(1), slice(2)), "Slices in a tuple.", ["BRINE-12", "BRINE-11"])
    for name, made in {"empty": (), "one": (1,), "text": ("a",), "tuple": ((1, 2),), "none": (None,), "nan": (math.nan,), "frozenset": (frozenset({1}),)}.items():
        value(suite, f"frozenset-{name}", frozenset(made), "A frozenset.", "BRINE-13")
    # The order of several members is the writer's own: Q-BRINE-9.
    for name, hexadecimal in {"two": "1a115152", "reversed": "1a115251", "five": "1a1405515253" + "5455", "mixed": "1a125108 0a61 0a61".replace(" ", ""),
                              "zero-and-empty": "1a135002 0100".replace(" ", ""), "minus-one-two": "1a114f4e", "255": "1a14ff" + "".join(f"{n:02x}" for n in range(0x20, 0xf0)) +
                              "".join("16" + "03" + str(n).encode().hex() for n in range(200, 247))}.items():
        document(suite, f"frozenset-{name}", bytes.fromhex(hexadecimal), "A frozenset of several members, in any order.", ["BRINE-13", "Q-BRINE-9"], ops=["decode"])
    for name, hexadecimal in {"two": "1a1118" + "7ff8000000000000" + "18" + "7ff8000000000000", "in-tuples": "1a1110187ff8000000000000" + "10187ff8000000000000"}.items():
        document(suite, f"frozenset-nan-{name}", bytes.fromhex(hexadecimal), "A NaN equals nothing, itself neither.", "BRINE-13", ops=["decode"], flags=["KeyEquality"])


def longer_forms(suite):
    quirk = ["Q-BRINE-4"]
    for length in (0, 1, 4, 5, 255):
        data = b"x" * length
        document(suite, f"bytes-{length}-in-l4", b"\x0f" + struct.pack("!L", length) + data, "Bytes in a form longer than need be.", ["BRINE-6"] + quirk)
        if length < 5:
            document(suite, f"bytes-{length}-in-l1", b"\x0e" + bytes([length]) + data, "Bytes in a form longer than need be.", ["BRINE-6"] + quirk)
        document(suite, f"text-{length}-in-l4", b"\x08\x0f" + struct.pack("!L", length) + data, "Text in a form longer than need be.", ["BRINE-7", "BRINE-6"] + quirk)
        document(suite, f"tuple-{length}-in-l4", b"\x15" + struct.pack("!L", length) + b"\x00" * length, "A tuple in a form longer than need be.", ["BRINE-11"] + quirk)
        if length < 5:
            document(suite, f"tuple-{length}-in-l1", b"\x14" + bytes([length]) + b"\x00" * length, "A tuple in a form longer than need be.", ["BRINE-11"] + quirk)
    for number in (0, 5, -48, 159, -1, 10):
        digits = str(number).encode()
        name = str(number).replace("-", "minus-")
        document(suite, f"integer-{name}-as-digits", b"\x16" + bytes([len(digits)]) + digits, "An integer of one byte as digits.", ["BRINE-8"] + quirk)
    for number in (160, 12345, -49, 2**64):
        digits = str(number).encode()
        document(suite, f"integer-{str(number).replace('-', 'minus-')}-in-l4", b"\x17" + struct.pack("!L", len(digits)) + digits, "Digits behind a length of 4 bytes.",
                 ["BRINE-8"] + quirk)
    document(suite, "integer-255-digits-in-l4", b"\x17\x00\x00\x00\xff" + b"1" * 255, "Digits behind a length of 4 bytes.", ["BRINE-8"] + quirk)
    document(suite, "slice-in-l1", b"\x19\x14\x03\x00\x00\x00", "A slice's tuple in a longer form.", ["BRINE-12", "BRINE-11"] + quirk)
    document(suite, "slice-in-l4", b"\x19\x15\x00\x00\x00\x03\x00\x00\x00", "A slice's tuple in a longer form.", ["BRINE-12", "BRINE-11"] + quirk)
    document(suite, "frozenset-empty-in-l4", b"\x1a\x15\x00\x00\x00\x00", "A frozenset's tuple in a longer form.", ["BRINE-13", "BRINE-11"] + quirk)


def depth(suite):
    for count in (1, 2, 50, 99, 100, 101, 199, 200):
        more = {"flags": ["Depth"]} if count > 90 else {}
        document(suite, f"depth-tuple-{count}", b"\x10" * count + b"\x00", f"Tuples, {count} deep.", "BRINE-16", ops=["decode"], **more)
        document(suite, f"depth-slice-{count}", b"\x19\x12" * count + b"\x00" + b"\x00\x00" * count, f"Slices, {count} deep.", ["BRINE-16", "BRINE-12"],
                 ops=["decode"], **more)
        document(suite, f"depth-frozenset-{count}", b"\x1a\x10" * count + b"\x00", f"Frozensets, {count} deep.", ["BRINE-16", "BRINE-13"], ops=["decode"], **more)


def mixtures(suite):
    value(suite, "mixture-manual", ("he", 7, "llo", 8, (), 900, None, True, Ellipsis, 18.2, 18.2j + 13, slice(1, 2, 3), NotImplemented),
          "Something of everything.", ["BRINE-2"])
    value(suite, "mixture-example", (7, "é", slice(1, None, None)), "The example of spec/brine.md.", ["BRINE-2"])
    value(suite, "mixture-request", (2, 17, (2, 5, (1, "shared"))), "What a request of RPyC looks like.", ["BRINE-2", "BRINE-11"])
    value(suite, "mixture-wide", tuple((n, str(n), bytes([n])) for n in range(200)), "Two hundred tuples.", ["BRINE-11"])
