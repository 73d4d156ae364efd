"""What is no brine: each fault at each place, and what rpyc takes although it is none."""
import struct

from brine_documents import ALL, LONG

LATER = ["rpyc5", "rpyc6"]


def add(suite):
    tags(suite)
    cuts(suite)
    lengths(suite)
    trailing(suite)
    texts(suite)
    integers(suite)
    slices(suite)
    frozensets(suite)
    limits(suite)


def fault(suite, name, data, kind, at, comment, spec, **more):
    more.setdefault("dialects", ALL)
    suite.invalid(name, bytes.fromhex(data) if isinstance(data, str) else data, kind, comment, spec, at=at, **more)


def tags(suite):
    for tag in [7] + list(range(0x1c, 0x20)) + list(range(0xf0, 0x100)):
        fault(suite, f"tag-{tag:02x}", f"{tag:02x}", "syntax", 0, "A byte that begins no value.", "BRINE-4", flags=["UnknownTag"])
        fault(suite, f"tag-{tag:02x}-in-tuple", f"1151{tag:02x}", "syntax", 2, "The same, in a tuple.", "BRINE-4", flags=["UnknownTag"])
    fault(suite, "tag-07-in-slice", "1912000007", "syntax", 4, "The same, in a slice.", "BRINE-4", flags=["UnknownTag"])
    fault(suite, "tag-07-in-frozenset", "1a1007", "syntax", 2, "The same, in a frozenset.", "BRINE-4", flags=["UnknownTag"])
    fault(suite, "tag-09", "0955", "syntax", 0, "A long, where the dialect has none.", ["BRINE-4", "BRINE-5", "BRINE-9"], dialects=LATER, flags=["UnknownTag", "Dialects"])
    fault(suite, "tag-09-in-tuple", "10091605" + b"99999".hex(), "syntax", 1, "The same, in a tuple.", ["BRINE-4", "BRINE-5", "BRINE-9"], dialects=LATER,
          flags=["UnknownTag", "Dialects"])


# One document of each tag that something follows, and where a cut is noticed: always at the end.
WHOLE = {"text": "080b6162", "text-long": "080e05" + "61" * 5, "bytes-1": "0a61", "bytes-2": "0b6162", "bytes-3": "0c616263", "bytes-4": "0d61626364",
         "bytes-l1": "0e05" + "61" * 5, "bytes-l4": "0f00000100" + "61" * 256, "tuple-1": "1051", "tuple-2": "115151", "tuple-3": "12515151", "tuple-4": "1351515151",
         "tuple-l1": "1405" + "51" * 5, "tuple-l4": "1500000100" + "00" * 256, "integer-l1": "1603313630", "integer-l4": "1700000100" + "31" * 256, "float": "183ff8000000000000",
         "slice": "1912515253", "frozenset": "1a115152", "complex": "1b3ff80000000000004000000000000000"}
LENIENT = {"bytes-1", "bytes-2", "bytes-3", "bytes-4", "bytes-l1", "bytes-l4", "text", "text-long", "integer-l1", "integer-l4"}


def cuts(suite):
    places = {length for length in range(20)} | {100, 255}
    for name, text in WHOLE.items():
        data = bytes.fromhex(text)
        for length in sorted(places):
            if not 0 < length < len(data):
                continue
            # What rpyc makes of bytes that are missing, it makes without a word.
            quirk = ["Q-BRINE-2"] if suite.read(data[:length]) is not None else []
            spec = ["BRINE-14"] + quirk
            if name.startswith("tuple"):
                spec.append("BRINE-15")
            fault(suite, f"cut-{name}-after-{length}", data[:length], "truncated", length, f"{name}, cut after {length} of {len(data)} bytes.", spec, flags=["ShortRead"])
    fault(suite, "cut-empty", "", "truncated", 0, "No byte at all.", ["BRINE-1", "BRINE-14"])
    fault(suite, "cut-text-tag", "08", "truncated", 1, "Text without its bytes.", ["BRINE-7", "BRINE-14"])
    fault(suite, "cut-long", "09", "truncated", 1, "A long without its integer.", ["BRINE-9", "BRINE-14"], dialects=LONG)
    fault(suite, "cut-long-digits", "09160531", "truncated", 4, "A long cut in its digits.", ["BRINE-9", "BRINE-14", "Q-BRINE-2"], dialects=LONG)


def lengths(suite):
    big = {"2-31-1": 2**31 - 1, "2-31": 2**31, "2-32-1": 2**32 - 1, "16-mib": 2**24, "300": 300}
    for name, length in big.items():
        packed = struct.pack("!L", length)
        fault(suite, f"length-bytes-{name}", b"\x0f" + packed + b"ab", "truncated", 7, "Fewer bytes than announced.", ["BRINE-14", "Q-BRINE-2"], flags=["DeclaredSize", "ShortRead"])
        fault(suite, f"length-text-{name}", b"\x08\x0f" + packed + b"ab", "truncated", 8, "Fewer bytes of text than announced.", ["BRINE-14", "Q-BRINE-2"],
              flags=["DeclaredSize", "ShortRead"])
        fault(suite, f"length-integer-{name}", b"\x17" + packed + b"12", "truncated", 7, "Fewer digits than announced.", ["BRINE-14", "Q-BRINE-2"],
              flags=["DeclaredSize", "ShortRead"])
        fault(suite, f"length-tuple-{name}", b"\x15" + packed + b"\x00\x00", "truncated", 7, "Fewer elements than announced.", ["BRINE-15"], flags=["DeclaredSize"])
        fault(suite, f"length-frozenset-{name}", b"\x1a\x15" + packed + b"\x00", "truncated", 7, "Fewer members than announced.", ["BRINE-15", "BRINE-13"], flags=["DeclaredSize"])
    fault(suite, "length-bytes-255", "0eff6162", "truncated", 4, "Fewer bytes than announced.", ["BRINE-14", "Q-BRINE-2"], flags=["ShortRead"])
    fault(suite, "length-tuple-255", "14ff0000", "truncated", 4, "Fewer elements than announced.", "BRINE-15")
    fault(suite, "length-tuples-nested", "15000000ff" * 9 + "00", "truncated", 46, "Tuples in tuples, each announcing 255.", "BRINE-15", flags=["DeclaredSize"])


def trailing(suite):
    quirk = ["BRINE-1", "Q-BRINE-1"]
    for name, text, at in [("none", "000000", 1), ("one", "0000", 1), ("after-tuple", "105100", 2), ("after-bytes", "0a6162", 2), ("after-integer", "1603313630ff", 5),
                           ("after-float", "183ff800000000000000", 9), ("after-empty-tuple", "0202", 1), ("after-text", "080a6161", 3), ("after-slice", "191200000000", 5),
                           ("after-frozenset", "1a0200", 2), ("line-feed", "510a", 1), ("unknown-tag", "51ff", 1), ("after-complex", "1b" + "00" * 17, 17)]:
        fault(suite, f"trailing-{name}", text, "trailing", at, "Bytes after the value.", quirk, flags=["TrailingData"])


def texts(suite):
    for name, inside in {"none": "00", "true": "03", "integer": "51", "digits": "160131", "tuple": "02", "float": "18" + "00" * 8, "text": "080a61", "slice": "1912000000",
                         "frozenset": "1a02", "notimplemented": "05"}.items():
        fault(suite, f"text-of-{name}", "08" + inside, "syntax", 1, "Text that holds no bytes.", "BRINE-7")
    for name, (data, at) in {"continuation": ("80", 0), "overlong": ("c080", 0), "overlong-3": ("e08080", 0), "surrogate": ("eda080", 0), "above": ("f4908080", 0), "cut": ("c3", 0),
                             "latin-1": ("e9", 0), "ff": ("ff", 0), "in-middle": ("61ff62", 1)}.items():
        raw = bytes.fromhex(data)
        header = bytes([0x08, 0x09 + len(raw)])
        fault(suite, f"text-utf8-{name}", header + raw, "syntax", 2 + at, "Text that is not UTF-8.", "BRINE-7")


def integers(suite):
    quirk = ["BRINE-8", "Q-BRINE-3"]
    def digits(text):
        return b"\x16" + bytes([len(text)]) + text
    for name, text, at in [("blanks", b" 12 ", 0), ("blank-after", b"12 ", 2), ("underscore", b"1_000", 1), ("plus", b"+5", 0), ("zero-first", b"07", 0), ("zeros", b"00", 0), ("minus-zero", b"-0", 1),
                           ("minus-zero-first", b"-07", 1), ("line-feed", b"12\n", 2), ("tab", b"\t12", 0)]:
        fault(suite, f"integer-{name}", digits(text), "syntax", 2 + at, "Digits that Python's int takes, and no encoder writes.", quirk, flags=["LenientInteger"])
    for name, text, at in [("empty", b"", 0), ("minus", b"-", 0), ("two-minus", b"--5", 1), ("minus-behind", b"5-", 1), ("hex", b"0x10", 0), ("letters", b"abc", 0), ("dot", b"1.5", 1),
                           ("exponent", b"1e5", 1), ("nul", b"12\0", 2), ("comma", b"1,000", 1), ("blank-between", b"1 2", 1), ("long", b"12L", 2), ("ff", b"\xff", 0), ("minus-blank", b"- 5", 1)]:
        fault(suite, f"integer-{name}", digits(text), "syntax", 2 + at, "What is no integer.", "BRINE-8")
    fault(suite, "integer-arabic", digits("١٢".encode()), "syntax", 2, "Digits of another script.", ["BRINE-8"])
    fault(suite, "integer-empty-l4", "1700000000", "syntax", 5, "No digits, behind a length of 4 bytes.", "BRINE-8")
    for name, inside in {"bytes": "0b3132", "text": "080b3132", "float": "18" + "00" * 8, "true": "03", "none": "00", "tuple": "02"}.items():
        fault(suite, f"long-of-{name}", "09" + inside, "syntax", 1, "A long that holds no integer.", ["BRINE-9", "Q-BRINE-8"], dialects=LONG)


def slices(suite):
    for name, inside, lenient in [("bytes", "0c616263", True), ("text", "080c616263", True), ("none", "00", False), ("integer", "51", False), ("tuple-2", "115151", False), ("tuple-4", "1351515151", False),
                                  ("tuple-empty", "02", False), ("tuple-1", "1051", False), ("frozenset", "1a12515253", True), ("slice", "1912000000", False), ("float", "18" + "00" * 8, False)]:
        spec = ["BRINE-12"] + (["Q-BRINE-5"] if lenient else [])
        fault(suite, f"slice-of-{name}", "19" + inside, "syntax", 1, "A slice of something else than a tuple of three.", spec)


def frozensets(suite):
    for name, inside, lenient in [("bytes", "0c616263", True), ("text", "080c616263", True), ("frozenset", "1a1051", True), ("none", "00", False), ("integer", "51", False), ("float", "18" + "00" * 8, False),
                                  ("slice", "1912000000", False), ("bytes-empty", "01", True)]:
        fault(suite, f"frozenset-of-{name}", "1a" + inside, "syntax", 1, "A frozenset of something else than a tuple.", ["BRINE-13"] + (["Q-BRINE-6"] if lenient else []))
    for name, inside in {"twice": "115151", "true-one": "110351", "one-float": "1151183ff0000000000000", "zeros": "11180000000000000000188000000000000000", "text-twice": "11080a61080a61",
                         "tuples": "1110511003", "third": "12515251"}.items():
        fault(suite, f"frozenset-member-{name}", "1a" + inside, "syntax", 0, "A member twice.", ["BRINE-13", "Q-BRINE-7"], flags=["KeyEquality"])
    fault(suite, "frozenset-slice", "1a101912000000", "syntax", 0, "A slice as a member.", ["BRINE-13", "Q-BRINE-11"], flags=["UnhashableKey", "CPythonVersions"])
    fault(suite, "frozenset-slice-in-tuple", "1a10101912000000", "syntax", 0, "A slice in a tuple as a member.", ["BRINE-13", "Q-BRINE-11"], flags=["UnhashableKey", "CPythonVersions"])


def limits(suite):
    for count in (201, 500, 100_000):
        quirk = ["Q-BRINE-10"] if count < 1000 else []
        # Without an option, what is deeper than any stack has to be refused, not what is deeper than our default.
        asked = {"options": {"maxDepth": 200}} if quirk else {}
        fault(suite, f"depth-tuple-{count}", b"\x10" * count + b"\x00", "limit", 200, "Tuples deeper than 200.", ["BRINE-16"] + quirk, flags=["Depth"], **asked)
    fault(suite, "depth-slice-201", b"\x19\x12" * 201 + b"\x00" + b"\x00\x00" * 201, "limit", 400, "Slices deeper than 200.", ["BRINE-16", "Q-BRINE-10"], options={"maxDepth": 200}, flags=["Depth"])
    fault(suite, "depth-frozenset-201", b"\x1a\x10" * 201 + b"\x00", "limit", 400, "Frozensets deeper than 200.", ["BRINE-16", "Q-BRINE-10"], options={"maxDepth": 200}, flags=["Depth"])
    for limit in (1, 5, 100):
        fault(suite, f"depth-tuple-over-{limit}", b"\x10" * (limit + 1) + b"\x00", "limit", limit, f"Deeper than the option maxDepth, {limit}, allows.", "BRINE-16",
              options={"maxDepth": limit}, flags=["Depth"])
    fault(suite, "count-over-3", "1351515151", "limit", 0, "More elements than the option maxCount, 3, allows.", "BRINE-16", options={"maxCount": 3}, flags=["Size"])
    fault(suite, "count-over-3-nested", "11115151115151", "limit", 1, "The same, in all containers together.", "BRINE-16", options={"maxCount": 3}, flags=["Size"])
    fault(suite, "size-over-5", "0d61626364" + "61", "limit", 5, "More bytes than the option maxBytes, 5, allows.", "BRINE-16", options={"maxBytes": 5}, flags=["Size"])
    fault(suite, "digits-4301", b"\x17" + struct.pack("!L", 4301) + b"7" * 4301, "limit", 5, "One digit more than the limit.", "BRINE-16", flags=["IntegerDigits"])
    fault(suite, "digits-4301-minus", b"\x17" + struct.pack("!L", 4302) + b"-" + b"7" * 4301, "limit", 5, "The same, negative.", "BRINE-16", flags=["IntegerDigits"])
