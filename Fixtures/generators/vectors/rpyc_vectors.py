"""Writes the vectors of RPyC below the folder given: rpyc_vectors.py FOLDER.

Messages are written and read by rpyc 6.0.2; those of the older generations by rpyc 3.4.4, 4.1.4 and 5.3.1, each as it is in its own
environment. Conversations are put together of such messages.
"""
import pathlib
import sys
import zlib

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
import rpyc_conversations  # noqa: E402
from peer import PROJECT, Peer  # noqa: E402
from streams import record  # noqa: E402
from suite import Made, Refused, Suite, in_order  # noqa: E402
from typed_values import typed  # noqa: E402

VERSIONS = {"rpyc3": "3.4.4", "rpyc4": "4.1.4", "rpyc5": "5.3.1", "rpyc6": "6.0.2"}
OLD, ALL = ["rpyc3", "rpyc4", "rpyc5"], list(VERSIONS)
# The generations with ids of three parts.
PACKED = ["rpyc4", "rpyc5", "rpyc6"]
HANDLERS = {1: "PING", 2: "CLOSE", 3: "GETROOT", 4: "GETATTR", 5: "DELATTR", 6: "SETATTR", 7: "CALL", 8: "CALLATTR", 9: "REPR",
            10: "STR", 11: "CMP", 12: "HASH", 13: "DIR", 14: "PICKLE", 15: "DEL", 16: "INSPECT", 17: "BUFFITER", 18: "OLDSLICING",
            19: "CTXEXIT", 20: "INSTANCECHECK"}
SINCE = {19: ["rpyc4", "rpyc5", "rpyc6"], 20: ["rpyc4", "rpyc5", "rpyc6"]}
PACK = ("demo.Box", 94027, 94031)


def says(*numbers):
    return [f"RPYC-{number}" for number in numbers]


class RPyC:
    """Every rpyc, by the names of its dialect."""

    def __init__(self):
        self.peers = {name: Peer("rpyc", [str(PROJECT / f".venv/{name}/bin/python"), str(PROJECT / "Fixtures/testees/rpyc_peer.py")])
                      for name in ALL}
        self.dialect = "rpyc6"

    def using(self, dialects):
        """What is read and written from here on is of the first of these generations."""
        self.dialect = dialects[0]

    def options(self, more):
        return dict(more, dialect=self.dialect)

    def decode(self, data, **more):
        return self.peers[self.dialect].decode(data, **self.options(more))

    def encode(self, value, options=None):
        return self.peers[self.dialect].encode(value, self.options(options or {}))

    def make(self, kind, body, sequence=0, handler=None, flags=0, threads=None):
        """The frame of a message; `body` is a value of Python, or typed JSON."""
        body = body if isinstance(body, dict) else typed(unboxed(body))
        fields = [("kind", kind), ("sequence", sequence), ("flags", flags), ("handler", handler), ("body", body),
                  ("threads", threads and typed(threads))]
        return Made(self.encode({"t": "list", "v": [record(fields)]}, {"threads": True} if threads else {}))

    def request(self, handler, arguments=(), **more):
        """A request whose arguments are all by value, unless they are boxed already."""
        boxed = arguments if isinstance(arguments, Box) else (1, tuple(arguments))
        return self.make("REQUEST", tuple(boxed), handler=handler, **more)

    def reply(self, value, **more):
        return self.make("REPLY", value if isinstance(value, Box) else (1, value), **more)


class Box(tuple):
    """(label, value), as it is."""


def unboxed(value):
    """The value with plain tuples for boxes."""
    return tuple(map(unboxed, value)) if isinstance(value, tuple) else value


def tuple_of(*items):
    return Box((2, tuple(item if isinstance(item, Box) else Box((1, item)) for item in items)))


LOCAL, REMOTE = Box((3, PACK)), Box((4, PACK))


def exception(name="ValueError", module="builtins", arguments=("no",), attributes=(), traceback=""):
    return {"t": "exception", "module": module, "class": name, "args": [typed(argument) for argument in arguments],
            "attributes": [[key, typed(value)] for key, value in attributes], "traceback": traceback}


def frame(data, flag=0, end=b"\n", length=None):
    return (len(data) if length is None else length).to_bytes(4, "big") + bytes([flag]) + data + end


class Maker:
    """Adds vectors for one generation after the other, with its name behind theirs."""

    def __init__(self, suite, rpyc, dialects):
        self.suite, self.rpyc, self.dialects = suite, rpyc, dialects
        # rpyc 3 to 5 write alike: one of them speaks for those that read it.
        self.groups = [group for group in ([name for name in dialects if name != "rpyc6"], [name for name in dialects if name == "rpyc6"])
                       if group]

    def each(self):
        for group in self.groups:
            self.rpyc.using(group)
            self.suite.reference = f"rpyc {VERSIONS[group[0]]}"
            yield group, "6" if group == ["rpyc6"] else "tuple"

    def valid(self, name, data_of, comment, spec, **more):
        for group, suffix in self.each():
            self.suite.valid(f"{name}-{suffix}", data_of(), comment, spec, dialects=group, **more)

    def invalid(self, name, data_of, kind, comment, spec, **more):
        for group, suffix in self.each():
            data = data_of()
            at = more.get("at")
            members = dict(more, at=at(data) if callable(at) else at)
            if more.get("through") is True:
                members["through"] = len(data)
            self.suite.invalid(f"{name}-{suffix}", data, kind, comment, spec, dialects=group, **members)


def messages(suite, rpyc):
    maker = Maker(suite, rpyc, ALL)
    for code, name in HANDLERS.items():
        arguments = rpyc_conversations.ARGUMENTS.get(name, ())
        Maker(suite, rpyc, SINCE.get(code, ALL)).valid(
            f"request-{name.lower()}", lambda: rpyc.request(name, arguments), f"A request of {name}.", says(10, 11, 15, 30))
    for name, value in (("none", None), ("number", 3), ("text", "speed"), ("bytes", b"\0\xff"), ("float", 2.5), ("tuple", (1, (2, "a"))),
                        ("frozenset", frozenset([1])), ("slice", slice(1, 2, None)), ("complex", 1 + 2j), ("empty-tuple", ())):
        maker.valid(f"reply-{name}", lambda: rpyc.reply(value), "A reply by value.", says(16, 20, 21))
    maker.valid("reply-tuple-labelled", lambda: rpyc.reply(tuple_of(1, "a")), "A tuple of values that are labelled each.", says(20))
    maker.valid("reply-tuple-nested", lambda: rpyc.reply(tuple_of(tuple_of(1), "a")), "A labelled tuple in another.", says(20))
    for number in (0, 1, 127, 128, 255, 256, 65535, 65536, 2**31, 2**32, 2**62):
        maker.valid(f"sequence-{number}", lambda: rpyc.request("GETROOT", sequence=number), f"The number {number}.", says(15))
    packed = Maker(suite, rpyc, PACKED)
    packed.valid("reference-remote", lambda: rpyc.reply(REMOTE), "A reference to an object of the sender.", says(12, 20, 22))
    packed.valid("reference-local", lambda: rpyc.reply(LOCAL), "A reference to an object of the receiver.", says(20, 22))
    packed.valid("reference-class", lambda: rpyc.reply(Box((4, ("demo.Box", 94027, 0)))), "The id of a class ends in 0.", says(22))
    packed.valid("reference-in-tuple", lambda: rpyc.request("CALL", tuple_of(LOCAL, (1, 2), ())), "A reference among arguments.", says(20, 21, 23))
    bare = Maker(suite, rpyc, ["rpyc3"])
    bare.valid("reference-described", lambda: rpyc.reply(Box((4, (94031, "Box", "demo")))), "An id of rpyc 3: number, class, module.",
               says(12, 22))
    bare.valid("reference-bare", lambda: rpyc.reply(Box((3, 94031))), "A bare id of rpyc 3.", says(12, 22))
    bare.valid("reference-by-value", lambda: rpyc.request("GETATTR", (94031, "speed")), "An object named by its bare id, by value.", says(23))
    for name, made in (("usual", exception()), ("attributes", exception(attributes=[("balance", -5)])),
                       ("traceback", exception(traceback="Traceback (most recent call last):\nValueError: no\n")),
                       ("custom", exception("Overdrawn", "bank.core")), ("stop", exception("StopIteration", "builtins", ()))):
        maker.valid(f"exception-{name}", lambda: rpyc.make("EXCEPTION", made), "An exception, as vinegar.", says(16))
    threads = Maker(suite, rpyc, ["rpyc5", "rpyc6"])
    for name, pair in (("both", (140735, 140736)), ("no-receiver", (140735, 0)), ("most", (2**63 - 1, 2**63 - 1))):
        threads.valid(f"threads-{name}", lambda: rpyc.request("GETROOT", threads=pair), "Two ids of threads stand before the message.",
                      says(13), options={"threads": True})


def frames(suite, rpyc):
    maker = Maker(suite, rpyc, ALL)
    for size in (2990, 3100, 65536):
        maker.valid(f"compressed-{size}", lambda: rpyc.reply(b"a" * size, flags=1), f"{size} bytes, where compression is on.", says(2, 4),
                    ops=["decode"])
    for level in (0, 9):
        maker.valid(f"compressed-level-{level}", lambda: frame(zlib.compress(rpyc.reply("speed")[5:-1], level), 1),
                    f"A zlib stream of level {level}.", says(2), ops=["decode"])
    for size in (0, 1, 255, 256, 3000, 65535):
        maker.valid(f"reply-bytes-{size}", lambda: rpyc.reply(b"a" * size), f"{size} bytes.", says(1))
    maker.valid("stream-empty", lambda: b"", "A stream without messages.", says(1), ops=["decode", "reencode"])
    for count in (2, 20):
        maker.valid(f"stream-{count}", lambda: b"".join(rpyc.request("GETROOT", sequence=number) for number in range(count)),
                    f"{count} messages.", says(1))
    size = lambda: len(rpyc.reply("speed")) - 6  # noqa: E731
    for group, suffix in maker.each():
        limit = {"maxBytes": size()}
        suite.valid(f"limit-at-{suffix}", rpyc.reply("speed"), "As many bytes of data as are allowed.", says(6), dialects=group,
                    options=limit, ops=["decode"])
        suite.invalid(f"limit-over-{suffix}", rpyc.reply("speeds"), "limit", "A byte more than is allowed.", says(6), dialects=group,
                      options=limit, at=0)
    for name, length in (("64-mib-1", 2**26 + 1), ("2-31-1", 2**31 - 1), ("2-31", 2**31), ("2-32-1", 2**32 - 1)):
        maker.invalid(f"declared-{name}", lambda: frame(b"", length=length, end=b""), "limit", f"{length} bytes are declared, none are there.",
                      says(6), at=0, flags=["DeclaredSize"])
    maker.invalid("declared-64-mib", lambda: frame(b"", length=2**26, end=b""), "truncated", "64 MiB are declared, none are there.",
                  says(1), at=5, flags=["DeclaredSize"])
    for flag in (2, 10, 255):
        maker.invalid(f"flag-{flag}", lambda: frame(rpyc.reply("speed")[5:-1], flag), "syntax", f"The flag is {flag}.",
                      says(2) + ["Q-RPYC-1"], at=4)
        maker.invalid(f"flag-{flag}-compressed", lambda: frame(zlib.compress(rpyc.reply("speed")[5:-1]), flag), "syntax",
                      f"The flag is {flag}, and the data a zlib stream.", says(2) + ["Q-RPYC-1"], at=4)
    for end in (0, 13, 255):
        maker.invalid(f"end-{end}", lambda: rpyc.reply("speed")[:-1] + bytes([end]), "syntax", f"The frame ends in the byte {end}.",
                      says(3) + ["Q-RPYC-2"], at=lambda data: len(data) - 1)
    for length in range(1, 26):
        maker.invalid(f"cut-after-{length}", lambda: rpyc.reply("the speed of it")[:length], "truncated", "The stream ends inside a frame.",
                      says(1), at=length, flags=["ShortRead"])
    maker.invalid("cut-second", lambda: rpyc.reply("speed") + rpyc.reply("speed")[:7], "truncated", "The stream ends inside the second frame.",
                  says(1), at=len, flags=["ShortRead"])
    good = lambda: zlib.compress(rpyc.reply("speed" * 9)[5:-1])  # noqa: E731
    for name, data_of, kind, more in (
            ("not", lambda: b"plain text", "syntax", {}), ("nothing", lambda: b"", "truncated", {}), ("cut", lambda: good()[:-5], "truncated", {}),
            ("checksum", lambda: good()[:-1] + bytes([good()[-1] ^ 1]), "syntax", {}),
            ("bomb", lambda: zlib.compress(bytes(3 << 20), 9), "limit", {"flags": ["Inflation"]})):
        maker.invalid(f"compressed-{name}", lambda: frame(data_of(), 1), kind, "Data that is not one sound zlib stream.", says(5),
                      at=5, through=True, **more)
    maker.invalid("compressed-trailing", lambda: frame(good() + b"X", 1), "trailing", "A byte follows the zlib stream.",
                  says(5) + ["Q-RPYC-8"], at=lambda data: len(data) - 2, flags=["TrailingData"])
    maker.invalid("compressed-over-limit", lambda: frame(zlib.compress(rpyc.reply(b"a" * 1000)[5:-1]), 1), "limit",
                  "More bytes after inflation than are allowed.", says(5), at=5, through=True, options={"maxBytes": 1000},
                  flags=["Inflation"])


def faults(suite, rpyc):
    """Data of sound frames that is no message. What is no message for its structure may be told at any byte of it."""
    maker = Maker(suite, rpyc, ALL)
    raw = rpyc_conversations.data_of(rpyc)

    def refuse(name, parts, comment, spec, kind="syntax", **more):
        maker.invalid(name, lambda: frame(raw(*parts)), kind, comment, spec, **dict({"at": 5, "through": True}, **more))
    for code in (0, 4, 18, 200):
        refuse(f"kind-{code}", (code, 0, (1, 3)), f"A message of kind {code}.", says(10))
    for name, number in (("text", "0"), ("none", None), ("tuple", ())):
        refuse(f"sequence-{name}", (2, number, (1, 3)), "The number is none.", says(15) + ["Q-RPYC-7"])
    for name, body in (("number", 3), ("one", (1,)), ("three", (1, 2, 3)), ("none", None)):
        refuse(f"box-{name}", (2, 0, body), "A box is (label, value).", says(16, 20))
    for label in (0, 5, -1, 1000):
        refuse(f"label-{label}".replace("--", "-minus-"), (2, 0, (label, 3)), f"The label is {label}.", says(20))
    for name, value in (("number", 3), ("text", "ab"), ("unboxed", (1, 2))):
        refuse(f"label-2-{name}", (2, 0, (2, value)), "Label 2 is of a tuple of boxes.", says(20))
    for name, body in (("number", 3), ("one", (3,)), ("three", (3, (1, ()), 1))):
        refuse(f"request-{name}", (1, 0, body), "The body of a request is (handler, box).", says(15))
    for code in (0, 21, 99, -1):
        refuse(f"handler-{code}".replace("--", "-minus-"), (1, 0, (code, (1, ()))), f"Handler {code}.", says(30), "unsupported")
    for name, value in (("number", 3), ("two", ("a", 1)), ("four", ("a", 1, 2, 3))):
        maker_of = Maker(suite, rpyc, PACKED)
        maker_of.invalid(f"reference-{name}", lambda: frame(raw(2, 0, (4, value))), "syntax", "An id of no form that there is.",
                         says(22) + (["Q-RPYC-7"] if name == "four" else []), at=5, through=True)
    for name, value in (("number", 3), ("three", (("builtins", "ValueError"), (), ())), ("class-text", ("ValueError", (), (), ""))):
        refuse(f"exception-{name}", (3, 0, value), "An exception is ((module, class), arguments, attributes, traceback).", says(16))
    for group, suffix in maker.each():
        data = raw(2, 0, (1, "speed"))
        start = 5
        suite.invalid(f"data-empty-{suffix}", frame(b""), "truncated", "A frame without data.", says(10, 11), dialects=group, at=5)
        suite.invalid(f"data-cut-{suffix}", frame(data[:-1]), "truncated", "The brine of a message is cut.", says(11) + ["Q-BRINE-2"], dialects=group,
                      at=start + len(data) - 1, flags=["ShortRead"])
        suite.invalid(f"data-trailing-{suffix}", frame(data + b"X"), "trailing", "A byte follows the brine of a message.",
                      says(11) + ["Q-BRINE-1"], dialects=group, at=start + len(data), flags=["TrailingData"])
        place = data.index(b"\x08") if b"\x08" in data else len(data) - 6
        suite.invalid(f"data-tag-{suffix}", frame(data[:place] + b"\x07" + data[place + 1:]), "syntax", "A tag that brine does not have.",
                      says(11), dialects=group, at=start + place, flags=["UnknownTag"])
        other = ["rpyc6"] if suffix == "tuple" else OLD
        suite.invalid(f"generation-of-{suffix}", rpyc.request("GETROOT"), "unsupported", "A message of another generation.",
                      says(11, 14), dialects=other, at=5, flags=["Dialects"])
    threads = Maker(suite, rpyc, ["rpyc5", "rpyc6"])
    threads.invalid("threads-cut", lambda: frame(bytes(15)), "syntax", "Not enough bytes for two threads.", says(13), at=5, through=True,
                    options={"threads": True})


def main(root):
    rpyc = RPyC()

    def decode(data, **more):
        return rpyc.decode(data, **more)
    suite = Suite("rpyc", ".bin", "rpyc 6.0.2", decode, rpyc.encode, told=("threads",))
    for part in (messages, frames, faults, rpyc_conversations.add):
        part(suite, rpyc)
    suite.write(root)


if __name__ == "__main__":
    if not all((PROJECT / f".venv/{name}/bin/python").exists() for name in ALL):
        sys.exit(3)
    main(sys.argv[1])
