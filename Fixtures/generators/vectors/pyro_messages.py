"""The vectors of single messages and of streams that Pyro 4 and 5 have in common: header, annotations, payload.

What differs is in a Shape: where the fields are, how a message is written, which statements say so.
"""
import itertools
import zlib

HAND = {"input": "hand-made", "verdict": "hand-made"}
KINDS = {1: "CONNECT", 2: "CONNECTOK", 3: "CONNECTFAIL", 4: "INVOKE", 5: "RESULT", 6: "PING"}
# 16 MiB and more only where nothing but the header is there.
SIZES = {"2-31-1": 2**31 - 1, "2-31": 2**31, "2-32-1": 2**32 - 1}


class Shape:
    """Pyro 4 or 5. `make(kind, payload, serializer=, flags=, sequence=, annotations=)` writes a message as the
    reference does, `mend` makes the checksum right again; `fields` has the places of the header's fields."""

    def __init__(self, prefix, make, fields, mend=lambda data: data, length_size=4, read_limit=None):
        self.prefix, self.make, self.fields, self.mend, self.length_size = prefix, make, fields, mend, length_size
        self.header_size = max(start + size for start, size in fields.values())

    def says(self, *numbers):
        return [f"{self.prefix}-{number}" for number in numbers]

    def quirk(self, number):
        return [f"Q-{self.prefix}-{number}"]

    def put(self, data, field, value):
        """The message with another value in a field of its first header, and a right checksum."""
        start, size = self.fields[field]
        data = data[:start] + value.to_bytes(size, "big") + data[start + size:]
        return data if field == "checksum" else self.mend(data)

    def chunk(self, name, data, length=None):
        return name + (len(data) if length is None else length).to_bytes(self.length_size, "big") + data

    def with_chunks(self, data, chunks, payload=b"abc"):
        """A message that has these bytes in the place of annotations."""
        made = data[:self.header_size] + chunks + payload
        return self.put(self.put(made, "annotations", len(chunks)), "payload", len(payload))

    def with_payload(self, data, payload):
        """A message without annotations that has these bytes for its payload."""
        return self.with_chunks(data, b"", payload)


def add(suite, shape):
    for part in (kinds, fields_of_the_header, sizes, annotations, compressed, magics, cuts, broken_chunks, broken_streams,
                 streams):
        part(suite, shape)


def kinds(suite, shape):
    for code, name in KINDS.items():
        for payload in (b"", b"abc"):
            text = "without" if not payload else "with"
            suite.valid(f"kind-{name.lower()}{'-empty' if not payload else ''}", shape.make(code, payload, sequence=code),
                        f"{name} {text} a payload.", shape.says(1, 2, 10))
    message = shape.make(4, b"abc")
    for code in (0, 7, 9, 99, 255):
        suite.valid(f"kind-undefined-{code}", shape.put(message, "type", code),
                    f"Type {code}, which is not defined, is framed like any other.", shape.says(10), ops=["decode", "reencode"])
    suite.valid("ping-of-the-client", shape.make(6, b"ping", serializer=42), "A ping as Pyro's own client sends it.",
                shape.says(11, 36))


def fields_of_the_header(suite, shape):
    for code, name in shape.serializers.items():
        suite.valid(f"serializer-{name}", shape.make(4, shape.call(name), serializer=code), f"A call written by {name}.",
                    shape.says(11))
    message = shape.make(4, b"abc")
    for code in (0, max(shape.serializers) + 1, 42, 255):
        suite.valid(f"serializer-undefined-{code}", shape.put(message, "serializer", code),
                    f"Serializer {code}, which is not defined.", shape.says(11))
    for bit, name in enumerate(shape.flags):
        if name not in ("COMPRESSED", "CORR_ID"):
            suite.valid(f"flag-{name.lower().replace('_', '-')}", shape.make(5, b"abc", flags=1 << bit), f"The flag {name}.",
                        shape.says(12))
    for bit in range(len(shape.flags), 16):
        suite.valid(f"flag-undefined-{bit}", shape.put(message, "flags", 1 << bit), f"Bit {bit}, which is not defined.",
                    shape.says(12))
    for number in (0, 1, 127, 128, 255, 256, 32767, 32768, 65535):
        suite.valid(f"sequence-{number}", shape.make(4, b"abc", sequence=number), f"The number {number}.", shape.says(1))
    for number in (1, 0xFFFF):
        suite.valid(f"reserved-{number}", shape.put(message, "reserved", number),
                    f"The reserved field is {number}: the message can be read all the same.", shape.says(8), ops=["decode"])


def sizes(suite, shape):
    for size in (0, 1, 2, 99, 100, 101, 199, 200, 255, 256, 65535, 65536):
        suite.valid(f"payload-{size}", shape.make(5, b"a" * size), f"A payload of {size} bytes.", shape.says(4))
    limit = {"maxBytes": 100}
    for size, part in ((99, "under"), (100, "at")):
        suite.valid(f"limit-{part}", shape.make(5, b"a" * size), f"{size} bytes where 100 are allowed.", shape.says(4),
                    options=limit, ops=["decode"])
    chunk = {"USER": b"b" * (92 - shape.length_size)}
    suite.valid("limit-at-with-annotations", shape.make(5, b"a" * 4, annotations=chunk),
                "100 bytes of annotations and payload where 100 are allowed.", shape.says(4), options=limit, ops=["decode"])
    at = shape.fields["payload"][0]
    suite.invalid("limit-over", shape.make(5, b"a" * 101), "limit", "101 bytes where 100 are allowed.", shape.says(4),
                  options=limit, at=at)
    suite.invalid("limit-over-with-annotations", shape.make(5, b"a" * 5, annotations=chunk), "limit",
                  "101 bytes of annotations and payload where 100 are allowed.", shape.says(4), options=limit, at=at)
    header = shape.make(4, b"")
    for field in ("payload", "annotations"):
        for name, size in SIZES.items():
            if shape.fields[field][1] == 4 and not shape.is_negative(field, size):
                suite.invalid(f"declared-{field}-{name}", shape.put(header, field, size), shape.too_large(size),
                              f"{size} bytes are declared, none are there.", shape.says(4) + shape.quirk(2), at=at,
                              flags=["DeclaredSize"])
    suite.invalid("declared-payload-64-mib-1", shape.put(header, "payload", 2**26 + 1), "limit",
                  "One byte more than 64 MiB is declared.", shape.says(4) + shape.quirk(2), at=at, flags=["DeclaredSize"])
    suite.invalid("declared-payload-64-mib", shape.put(header, "payload", 2**26), "truncated",
                  "64 MiB are declared, and none are there.", shape.says(4), at=shape.header_size, flags=["DeclaredSize"])


def annotations(suite, shape):
    for size in (0, 1, 127, 128, 255, 256, 384, 32768, 65000) + ((65535, 65536) if shape.length_size == 4 else (65529,)):
        suite.valid(f"annotation-{size}", shape.make(4, b"abc", annotations={"USER": b"b" * size}),
                    f"An annotation of {size} bytes.", shape.says(20), flags=["SignedLength"] if size >= 128 else [])
    for count in (2, 3, 63, 64):
        chunks = {f"A{number:03}": bytes([number]) for number in range(count)}
        suite.valid(f"annotations-{count}", shape.make(4, b"abc", annotations=chunks), f"{count} annotations.", shape.says(20, 22))
    for name, text in (("digits", "1234"), ("blank", "A  B"), ("control", "A\x00\x01\x7f"), ("lower", "user")):
        suite.valid(f"annotation-id-{name}", shape.make(4, b"abc", annotations={text: b"x"}),
                    "An id may be any four ASCII characters.", shape.says(20))
    suite.valid("annotation-without-payload", shape.make(4, b"", annotations={"USER": b"carol"}),
                "An annotation, and no payload.", shape.says(20))
    for name, data in (("STRM", b"0f0e0d0c"), ("BLBI", b"blob")):
        suite.valid(f"annotation-{name.lower()}", shape.make(5, b"abc", annotations={name: data}),
                    f"Pyro's own annotation {name}.", shape.says(23))
    twice = shape.chunk(b"USER", b"carol") + shape.chunk(b"USER", b"dave")
    suite.valid("annotation-twice", shape.with_chunks(shape.make(4, b""), twice),
                "Two annotations of one id: both are told.", shape.says(22) + shape.twice, ops=["decode"],
                value=shape.typed([("USER", b"carol"), ("USER", b"dave")]))


def compressed(suite, shape):
    for size in (shape.smallest, 1000, 65536):
        suite.valid(f"compressed-{size}", shape.compressing(b"a" * size), f"{size} bytes, compressed.", shape.says(24, 25),
                    ops=["decode"])
    suite.valid("compressed-with-annotation", shape.compressing(b"a" * 300, annotations={"USER": b"carol"}),
                "Annotations are not compressed.", shape.says(24), ops=["decode"])
    base = shape.compressing(b"a" * 300)
    for level in (0, 1, 9):
        suite.valid(f"compressed-level-{level}", shape.with_payload(base, zlib.compress(b"abc", level)),
                    f"A zlib stream of level {level}.", shape.says(24), ops=["decode"])
    suite.valid("compressed-empty", shape.with_payload(base, zlib.compress(b"")), "A zlib stream of no bytes.", shape.says(24),
                ops=["decode"])
    suite.valid("inflated-at-limit", shape.with_payload(base, zlib.compress(b"a" * 1000)),
                "1,000 bytes after inflation where 1,000 are allowed.", shape.says(26), options={"maxBytes": 1000}, ops=["decode"])


def magics(suite, shape):
    message = shape.make(4, b"abc", annotations={"USER": b"carol"})
    for place in range(4):
        wrong = message[:place] + bytes([message[place] ^ 0x20]) + message[place + 1:]
        suite.invalid(f"magic-{place}", wrong, "syntax", f"Byte {place} of the magic is another.", shape.says(3), at=0)
    for version in shape.foreign:
        suite.invalid(f"version-{version}", shape.put(message, "version", version), "unsupported",
                      f"The version is {version}.", shape.says(2), at=4)
    start, size = shape.fields[shape.last]
    for place in range(start, start + size):
        wrong = message[:place] + bytes([message[place] ^ 1]) + message[place + 1:]
        suite.invalid(f"{shape.last}-{place - start}", wrong, "syntax", f"Byte {place - start} of the {shape.last} is another.",
                      shape.says(3, 9), at=start)


def cuts(suite, shape):
    message = shape.make(4, b"abcd", annotations={"USER": b"carol"})
    for size in range(1, len(message)):
        part = "header" if size < shape.header_size else "annotation" if size < len(message) - 4 else "payload"
        suite.invalid(f"cut-{part}-after-{size}", message[:size], "truncated", f"The stream ends inside the {part}.",
                      shape.says(7), at=size, flags=["ShortRead"])
    for size in (1, 5, shape.header_size, len(message) - 1):
        suite.invalid(f"cut-second-after-{size}", message + message[:size], "truncated",
                      "The stream ends inside the second message.", shape.says(7), at=len(message) + size, flags=["ShortRead"])


def broken_chunks(suite, shape):
    base = shape.make(4, b"")
    start = shape.header_size
    most = 256 ** shape.length_size - 1
    for name, length in (("one", 6), ("many", 200), ("all", most)):
        suite.invalid(f"overrun-by-{name}", shape.with_chunks(base, shape.chunk(b"USER", b"carol", length)), "syntax",
                      "The chunk goes on past the end of the annotations.", shape.says(21) + shape.overrun, at=start,
                      flags=["DeclaredSize"])
    good = shape.chunk(b"USER", b"carol")
    for size in range(1, 4 + shape.length_size):
        for name, front in (("first", b""), ("second", good)):
            suite.invalid(f"overrun-{name}-chunk-of-{size}", shape.with_chunks(base, front + good[:size]), "syntax",
                          "A chunk is cut before its length is whole.", shape.says(21) + shape.overrun, at=start + len(front))
    suite.invalid("overrun-second", shape.with_chunks(base, good + shape.chunk(b"NEXT", b"abc", 4)), "syntax",
                  "The second chunk goes on past the end.", shape.says(21) + shape.overrun, at=start + len(good))
    for place in range(4):
        wrong = bytearray(good)
        wrong[place] = 0xE9
        suite.invalid(f"annotation-id-{place}", shape.with_chunks(base, bytes(wrong)), "syntax",
                      "An id is ASCII.", shape.says(20), at=start)
    chunks = b"".join(shape.chunk(b"A%03d" % number, b"") for number in range(65))
    suite.invalid("annotations-65", shape.with_chunks(base, chunks), "limit", "65 annotations.", shape.says(22) + shape.twice,
                  at=start + 64 * (4 + shape.length_size))


def broken_streams(suite, shape):
    base = shape.compressing(b"a" * 300)
    start = shape.header_size
    good = zlib.compress(b"abc" * 40)

    def refuse(name, payload, kind, comment, spec, at=None, **more):
        suite.invalid(f"compressed-{name}", shape.with_payload(base, payload), kind, comment, spec, at=start if at is None else at,
                      through=start + len(payload), **more)
    refuse("not", b"plain text", "syntax", "The payload is no zlib stream.", shape.says(24, 26))
    refuse("nothing", b"", "truncated", "There is no zlib stream.", shape.says(24, 26))
    refuse("cut", good[:-5], "truncated", "The zlib stream ends too soon.", shape.says(26))
    refuse("cut-checksum", good[:-1], "truncated", "The last byte of the zlib stream's checksum is missing.", shape.says(26))
    refuse("checksum", good[:-1] + bytes([good[-1] ^ 1]), "syntax", "The zlib stream's checksum is wrong.", shape.says(26))
    refuse("block", good[:2] + b"\xff" + good[3:], "syntax", "A block of the zlib stream is of no type.", shape.says(26))
    dictionary = zlib.compressobj(zdict=b"abc")
    refuse("dictionary", dictionary.compress(b"abcabc") + dictionary.flush(), "unsupported",
           "The zlib stream asks for a dictionary that nobody has.", shape.says(26))
    suite.invalid("compressed-trailing", shape.with_payload(base, good + b"X"), "trailing",
                  "A byte follows the zlib stream.", shape.says(26) + shape.trailing, at=start + len(good),
                  flags=["TrailingData"])
    bomb = zlib.compress(b"a" * 1001)
    refuse("over-limit", bomb, "limit", "1,001 bytes after inflation where 1,000 are allowed.",
           shape.says(26) + shape.quirk(2), options={"maxBytes": 1000}, flags=["Inflation"])
    bomb = zlib.compress(bytes(3 << 20), 9)
    refuse("bomb", bomb, "limit", "3 MiB of zeros in three thousand bytes: more than 200 times the size.",
           shape.says(26) + shape.quirk(2), flags=["Inflation"])


def streams(suite, shape):
    suite.valid("stream-empty", b"", "A stream without messages.", shape.says(6), ops=["decode", "reencode"])
    for count in (2, 3, 20):
        data = b"".join(shape.make(4 + number % 2, b"abc", sequence=number) for number in range(count))
        suite.valid(f"stream-{count}", data, f"{count} messages, one behind the other.", shape.says(6))
    numbers = itertools.chain(range(65534, 65536), range(2))
    data = b"".join(shape.make(4, b"abc", sequence=number) for number in numbers)
    suite.valid("stream-wrap", data, "Numbers wrap around after 65535.", shape.says(33))
    message = shape.make(4, b"abc")
    suite.invalid("stream-byte-between", message + b"\n" + message, "syntax", "A byte stands between two messages.", shape.says(3),
                  at=len(message))
    suite.invalid("stream-after-message", message + b"PYRX" + message[4:], "syntax", "The second message has another magic.",
                  shape.says(3), at=len(message))
