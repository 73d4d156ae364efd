"""Writes the vectors of Pyro 3 below the folder given: pyro3_vectors.py FOLDER.

Messages are written and read by Pyro 3.16 under CPython 2.7, and so are the payloads of the conversations.
"""
import json
import pathlib
import struct
import sys
import zlib

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
import pyro3_conversations  # noqa: E402
from peer import PROJECT, Peer, python2  # noqa: E402
from streams import record  # noqa: E402
from suite import Made, Suite, in_order  # noqa: E402

PACKAGE = ".venv/pyro3/Pyro-3.16"
HEADER = struct.Struct("!4sHHlHL")
FLAGS = {"compressed": 1, "checksum": 2, "gnosis": 4, "pyxml": 8}
QUIRK_LIMIT, QUIRK_FLAGS, QUIRK_VERSION = ["Q-PYRO3-1"], ["Q-PYRO3-4"], ["Q-PYRO3-5"]


class Pyro3:
    """Pyro 3.16 itself."""

    def __init__(self, python):
        self.peer = Peer("pyro3", [python, str(PROJECT / "Fixtures/testees/pyro3_peer.py")], PACKAGE)
        self.payloads = Peer("pyro3", [python, str(PROJECT / "Fixtures/generators/pyro3_payloads.py")],
                             f"{PACKAGE}:{PROJECT}/.venv/gnosis/Gnosis_Utils-1.2.2").process

    def make(self, payload, *flags):
        """A message as createMsg writes it."""
        number = sum(FLAGS[flag] for flag in flags)
        fields = [("kind", "MESSAGE"), ("version", 5), ("flags", number), ("payload", payload)]
        return Made(self.peer.encode({"t": "list", "v": [record(fields)]}))

    def dump(self, **request):
        self.payloads.stdin.write(json.dumps(request) + "\n")
        self.payloads.stdin.flush()
        return bytes.fromhex(self.payloads.stdout.readline().strip())


def header(body, version=5, size=18, length=None, flags=0, checksum=0, magic=b"PYRO"):
    return HEADER.pack(magic, version, size, len(body) if length is None else length, flags, checksum) + body


def typed(version, flags, payload):
    fields = [("kind", "MESSAGE"), ("version", version), ("flags", flags), ("payload", payload)]
    return {"t": "list", "v": [in_order(record(fields))]}


def says(*numbers):
    return [f"PYRO3-{number}" for number in numbers]


def messages(suite, pyro):
    for size in (0, 1, 2, 16, 255, 256, 65535, 65536):
        suite.valid(f"body-{size}", pyro.make(b"a" * size), f"A body of {size} bytes.", says(1, 5))
    for size in (0, 1, 1000):
        suite.valid(f"checksum-{size}", pyro.make(b"a" * size, "checksum"), f"A checksum of {size} bytes.", says(6, 7))
    suite.valid("checksum-negative", pyro.make(b"\xff" * 5000, "checksum"), "A checksum whose first bit is set.", says(7))
    suite.valid("compressed", pyro.make(b"a" * 300, "compressed"), "A compressed body.", says(6, 8), ops=["decode"])
    suite.valid("compressed-not-shorter", pyro.make(b"abc", "compressed"), "A body that would not get shorter is not compressed.",
                says(8), ops=["decode", "reencode"])
    suite.valid("compressed-checksum", pyro.make(b"a" * 300, "compressed", "checksum"),
                "The checksum is that of the body on the wire.", says(7, 8), ops=["decode"])
    suite.valid("gnosis", pyro.make(b"<?xml version=\"1.0\"?>", "gnosis"), "The sender writes XML of Gnosis.", says(6))
    suite.valid("pyxml", header(b"<?xml version=\"1.0\"?>", flags=8), "The sender writes XML of PyXML.", says(6), ops=["decode"])
    for bit in range(4, 16):
        suite.valid(f"flag-{bit}", header(b"abc", flags=1 << bit), f"Bit {bit} of the flags, which is not defined.",
                    says(6) + QUIRK_FLAGS, value=typed(5, 1 << bit, b"abc"), ops=["decode"])
    suite.valid("checksum-without-flag", header(b"abc", checksum=7), "A checksum without the flag: it is not looked at.",
                says(7) + QUIRK_FLAGS, value=typed(5, 0, b"abc"), ops=["decode"])
    for flags in (0, 2, 4):
        data = header(b"abc", version=4, flags=flags, checksum=zlib.adler32(b"abc") if flags == 2 else 0)
        suite.valid(f"version-4-flags-{flags}", data, "A message of a release up to 3.9.", says(2) + QUIRK_VERSION, dialects=["4"],
                    value=typed(4, flags, b"abc"), ops=["decode", "reencode"])
        suite.vectors[f"pyro3/valid/version-4-flags-{flags}"]["ops"] = ["decode", "reencode"]
        suite.invalid(f"version-4-as-5-flags-{flags}", data, "unsupported", "A message of version 4 at an end of version 5.", says(2),
                      dialects=["5"], at=4)
    suite.invalid("version-5-as-4", pyro.make(b"abc"), "unsupported", "A message of version 5 at an end of version 4.",
                  says(2) + QUIRK_VERSION, dialects=["4"], at=4)


def answers(suite, pyro):
    suite.valid("granted", b"GRANTED", "The connection is granted.", says(14))
    for code in "0123":
        suite.valid(f"denied-{code}", b"DENIED" + code.encode(), f"The connection is denied, for reason {code}.", says(14))
    for name, code in (("letter", b"X"), ("nul", b"\0"), ("high", b"\xff")):
        suite.valid(f"denied-{name}", b"DENIED" + code, "The connection is denied, for a reason that is not defined.", says(14))
    challenge = pyro.make(bytes(range(16)))
    suite.valid("server-stream", challenge + b"GRANTED" + pyro.make(b"abc") + pyro.make(b"def"),
                "What a server sends: a challenge, its answer, results.", says(10, 11, 14))
    suite.valid("client-stream", pyro.make(b"CONNECT" + bytes(16)) + pyro.make(b"abc"), "What a client sends: a token, a call.",
                says(10, 11))
    suite.valid("stream-empty", b"", "A stream without messages.", says(9), ops=["decode", "reencode"])
    for size in range(1, 7):
        for word in (b"GRANTED", b"DENIED1"):
            suite.invalid(f"cut-{word[:-1].decode().lower()}-after-{size}", word[:size], "truncated", "The answer is cut.",
                          says(14), at=size, flags=["ShortRead"])
    for word in (b"GRANTEX", b"granted", b"DENIES1"):
        suite.invalid(f"answer-{word.hex()}", word + bytes(20), "syntax", "Nearly an answer.", says(14), at=0)


def limits(suite, pyro):
    limit = {"maxBytes": 100}
    suite.valid("limit-at", pyro.make(b"a" * 100), "100 bytes where 100 are allowed.", says(5), options=limit, ops=["decode"])
    suite.invalid("limit-over", pyro.make(b"a" * 101), "limit", "101 bytes where 100 are allowed.", says(5) + QUIRK_LIMIT,
                  options=limit, at=8)
    for name, length in (("64-mib-1", 2**26 + 1), ("1-gib", 2**30), ("2-31-1", 2**31 - 1)):
        suite.invalid(f"declared-{name}", header(b"", length=length), "limit", f"{length} bytes are declared, none are there.",
                      says(5) + QUIRK_LIMIT, at=8, flags=["DeclaredSize"])
    suite.invalid("declared-64-mib", header(b"", length=2**26), "truncated", "64 MiB are declared, none are there.", says(5), at=18,
                  flags=["DeclaredSize"])
    for length in (-1, -2**31):
        suite.invalid(f"declared-minus-{-length}", header(b"", length=length), "syntax", f"The size is {length}.", says(5), at=8,
                      flags=["DeclaredSize"])


def faults(suite, pyro):
    message = pyro.make(b"abcd", "checksum")
    for place in range(4):
        wrong = message[:place] + bytes([message[place] ^ 0x20]) + message[place + 1:]
        suite.invalid(f"magic-{place}", wrong, "syntax", f"Byte {place} of the magic is another.", says(4), at=0)
    for version in (0, 3, 6, 46, 48, 502, 65535):
        suite.invalid(f"version-{version}", header(b"abc", version=version), "unsupported", f"The version is {version}.", says(2), at=4)
    for size in (0, 14, 17, 19, 65535):
        suite.invalid(f"header-size-{size}", header(b"abc", size=size), "syntax", f"The header says that it has {size} bytes.",
                      says(4), at=6)
    for size in range(1, len(message)):
        suite.invalid(f"cut-after-{size}", message[:size], "truncated",
                      f"The stream ends inside the {'header' if size < 18 else 'body'}.", says(1), at=size, flags=["ShortRead"])
    for size in (1, 17, 18, 21):
        suite.invalid(f"cut-second-after-{size}", message + message[:size], "truncated", "The stream ends inside the second message.",
                      says(1), at=len(message) + size, flags=["ShortRead"])
    suite.invalid("stream-byte-between", message + b"\n" + message, "syntax", "A byte stands between two messages.", says(4),
                  at=len(message))
    for place in range(14, 18):
        wrong = message[:place] + bytes([message[place] ^ 1]) + message[place + 1:]
        suite.invalid(f"checksum-{place - 14}", wrong, "syntax", f"Byte {place - 14} of the checksum is another.", says(7), at=14)
    suite.invalid("checksum-of-body", message[:-1] + b"e", "syntax", "The body is another than the checksum's.", says(7), at=14)
    suite.invalid("checksum-of-inflated", header(zlib.compress(b"a" * 99), flags=3, checksum=zlib.adler32(b"a" * 99)), "syntax",
                  "The checksum is of the body after inflation.", says(7), at=14)
    good = zlib.compress(b"abc" * 40)

    def refuse(name, body, kind, comment, at=18, spec=(), **more):
        suite.invalid(f"compressed-{name}", header(body, flags=1), kind, comment, says(8) + list(spec), at=at,
                      through=more.pop("through", 18 + len(body)), **more)
    refuse("not", b"plain text", "syntax", "The body is no zlib stream.")
    refuse("nothing", b"", "truncated", "There is no zlib stream.")
    refuse("cut", good[:-5], "truncated", "The zlib stream ends too soon.")
    refuse("checksum", good[:-1] + bytes([good[-1] ^ 1]), "syntax", "The zlib stream's checksum is wrong.")
    refuse("trailing", good + b"X", "trailing", "A byte follows the zlib stream.", 18 + len(good), ["Q-PYRO5-3"], elsewhere=True,
           flags=["TrailingData"])
    refuse("over-limit", zlib.compress(b"a" * 1001), "limit", "1,001 bytes after inflation where 1,000 are allowed.", spec=QUIRK_LIMIT,
           options={"maxBytes": 1000}, flags=["Inflation"])
    refuse("bomb", zlib.compress(bytes(3 << 20), 9), "limit", "3 MiB of zeros in three thousand bytes.", spec=QUIRK_LIMIT,
           flags=["Inflation"])


def main(root):
    python = python2(PACKAGE)
    if python is None:
        print("pyro3: there is no Python 2.7, or no Pyro 3.16; run make setup", file=sys.stderr)
        return 3
    pyro = Pyro3(python)
    suite = Suite("pyro3", ".bin", "Pyro 3.16", pyro.peer.decode, pyro.peer.encode)
    for part in (messages, answers, limits, faults, pyro3_conversations.add):
        part(suite, pyro)
    suite.write(root)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
