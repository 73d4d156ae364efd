"""Writes the vectors of Pyro 4 below the folder given: pyro4_vectors.py FOLDER.

Messages are written and read by Pyro4's own class; conversations are put together of such messages. Those of the protocols
46 and 47 are protocol 48's with another version, which is all that their headers differ in.
"""
import pathlib
import sys
import uuid
import zlib

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
import Pyro4  # noqa: E402
from Pyro4 import constants, util  # noqa: E402
from Pyro4.message import Message  # noqa: E402

import pyro4_older  # noqa: E402
import pyro_conversations  # noqa: E402
import pyro_messages  # noqa: E402
from pyro4_peer import dump, load  # noqa: E402
from streams import chunks, record  # noqa: E402
from suite import Made, Refused, Suite, in_order  # noqa: E402

FLAGS = ["EXCEPTION", "COMPRESSED", "ONEWAY", "BATCH", "META_ON_CONNECT", "ITEMSTREAMRESULT", "KEEPSERIALIZED"]
SERIALIZERS = {1: "serpent", 2: "json", 3: "marshal", 4: "pickle", 5: "dill", 6: "msgpack", 7: "cloudpickle"}
CORRELATION = uuid.UUID("7d38df4f-f08b-4617-9845-f087e85c145a")
Pyro4.config.SERIALIZERS_ACCEPTED = set(SERIALIZERS.values())


def make(kind, payload, serializer=1, flags=0, sequence=7, annotations=None, compress=False, key=None):
    if compress:
        payload, flags = zlib.compress(payload), flags | 2
    return Made(Message(kind, payload, serializer, flags, sequence, annotations, key and key.encode()).to_bytes())


def mend(data):
    """The message with the checksum that its fields come to."""
    words = [int.from_bytes(data[start:start + 2], "big") for start in range(4, 20, 2)]
    # The payload's size counts as a whole: its upper half is beyond the 16 bits of the sum.
    total = sum(words[:4]) + words[5] + words[6] + words[7] + Message.checksum_magic
    return data[:22] + (total & 0xFFFF).to_bytes(2, "big") + data[24:]


def decode(data, **options):
    try:
        return in_order(load(data, **options))
    except Exception as error:
        raise Refused(error) from error


def encode(value, options):
    try:
        return dump(value, **options)
    except BaseException as error:
        raise Refused(error) from error


SHAPE = pyro_messages.Shape("PYRO4", make, {
    "magic": (0, 4), "version": (4, 2), "type": (6, 2), "flags": (8, 2), "sequence": (10, 2), "payload": (12, 4),
    "serializer": (16, 2), "annotations": (18, 2), "reserved": (20, 2), "checksum": (22, 2)}, mend, 2)
SHAPE.serializers, SHAPE.flags, SHAPE.last, SHAPE.smallest = SERIALIZERS, FLAGS, "checksum", 200
SHAPE.call = lambda name: SHAPE.dump_call("demo", "add", (1, 2), {}, name)
SHAPE.twice, SHAPE.trailing, SHAPE.overrun = ["Q-PYRO5-4"], ["Q-PYRO5-3"], ["Q-PYRO4-3"]
SHAPE.foreign = (0, 4, 5, 45, 49, 500, 502, 65535)
SHAPE.compressing = lambda payload, kind=5, **more: make(kind, payload, compress=True, **more)
SHAPE.is_negative = lambda field, size: False
SHAPE.too_large = lambda size: "syntax"
SHAPE.typed = lambda pairs: {"t": "list", "v": [in_order(record([
    ("kind", "INVOKE"), ("version", 48), ("sequence", 7), ("flags", 0), ("serializer", "serpent"),
    ("annotations", chunks(pairs)), ("payload", b"abc")]))]}

# Conversations.
SHAPE.asks_meta, SHAPE.last_rule = ("META_ON_CONNECT",), "bad-checksum"
SHAPE.talkative = ("serpent", "json", "marshal", "msgpack", "pickle", "dill", "cloudpickle")
SHAPE.busy = "marshal-serializer@1=note"
SHAPE.format_of = {"json": (61,), "marshal": (62,), "msgpack": (62,), "pickle": (63,)}
SHAPE.uri, SHAPE.protocol_error = "Pyro4.core.URI", "Pyro4.errors.ProtocolError"
SHAPE.note_of = lambda name: (" marshal-serializer@0" if name == "marshal" else
                              " pickle-serializer@0" if name in ("pickle", "dill", "cloudpickle") else "")
SHAPE.code_finding = lambda name: "payload-syntax@2"
SHAPE.dump = lambda value, serializer: util.get_serializer(serializer).serializeData(value)[0]
SHAPE.dump_call = lambda *parts: util.get_serializer(parts[-1]).serializeCall(*parts[:-1])[0]


def error(name, message, traceback=None):
    """An exception as Pyro4 dumps it, by the class's name."""
    made = {"__class__": name if "." in name else f"builtins.{name}", "__exception__": True,
            "args": () if message is None else (message,), "attributes": {"_pyroTraceback": traceback} if traceback else {}}
    return SHAPE.dump(made, "serpent")


SHAPE.error = error


def signatures(suite):
    """PYRO4-27: messages of two ends that share a key, which the options name."""
    def signed(name, data, comment, *numbers, key="secret", **more):
        suite.valid(f"signed-{name}", data, comment, SHAPE.says(*numbers), options={"hmacKey": key}, **more)
    signed("call", make(4, SHAPE.call("serpent"), key="secret"), "A call that is signed.", 27)
    signed("empty", make(6, b"", key="secret"), "An empty payload that is signed.", 27)
    for number in (1, 2, 5):
        chunks = {f"X{number - at:03}": bytes([at]) for at in range(number)}
        signed(f"annotations-{number}", make(4, b"abc", annotations=chunks, key="secret"),
               "The data of annotations are signed in the order of their ids.", 27)
    for size in (1, 63, 64, 65, 200):
        signed(f"key-{size}", make(4, b"abc", key="k" * size), f"A key of {size} bytes.", 27, key="k" * size)
    signed("key-utf-8", make(4, b"abc", key="schl\u00fcssel"), "A key past ASCII.", 27, key="schl\u00fcssel")
    signed("compressed", make(4, b"a" * 300, key="secret", compress=True), "What is signed is what is on the wire.", 27, ops=["decode"])
    signed("correlation", make(4, b"abc", annotations={"CORR": CORRELATION.bytes}, key="secret"), "A correlation id is signed, too.", 23, 27)
    # PYRO4-1: the example in the specification.
    signed("example", make(4, SHAPE.call("serpent"), annotations={"USER": b"carol"}, key="secret"), "The example in the specification.", 1, 27)

    def forged(name, data, offset, comment, **more):
        with_key = {"options": {"hmacKey": "secret"}, "source": {"input": "hand-made", "verdict": suite.reference}}
        if decodes(data, hmacKey="secret"):
            raise SystemExit(f"{name}: the reference reads it")
        suite.invalid(f"signed-{name}", data, "forbidden", comment, SHAPE.says(27), at=offset, **dict(with_key, **more))
    good = make(4, b"abc", annotations={"USER": b"carol"}, key="secret")
    place = good.index(b"HMAC") + 6
    forged("other-key", make(4, b"abc", annotations={"USER": b"carol"}, key="Secret"), place, "Signed with another key.")
    forged("other-payload", good[:-1] + b"d", place, "The payload was changed.")
    forged("other-annotation", good.replace(b"carol", b"caros"), place, "An annotation was changed.")
    for number in (0, 19):
        wrong = good[:place + number] + bytes([good[place + number] ^ 1]) + good[place + number + 1:]
        forged(f"byte-{number}", wrong, place, f"Byte {number} of the code is another.")
    forged("not", make(4, b"abc"), 24, "No code, where there is a key.")
    for size in (0, 19, 21):
        code = (good[place:place + 20] + b"\0")[:size]
        forged(f"size-{size}", SHAPE.with_chunks(good, SHAPE.chunk(b"HMAC", code)), 30, f"A code of {size} bytes.")
    code = good[place:place + 20]
    suite.either("signed-without-key", good, "A signed message, where the key is not known: Pyro4 refuses it.", SHAPE.says(27, 28),
                 "forbidden", at=24, value=SHAPE.typed([("USER", b"carol"), ("HMAC", code)]))


def decodes(data, **options):
    try:
        return decode(data, **options)
    except Refused:
        return None


def checksums(suite):
    message = make(4, b"abc")
    for field in ("type", "flags", "sequence", "serializer", "annotations"):
        start, _ = SHAPE.fields[field]
        wrong = message[:start + 1] + bytes([message[start + 1] ^ 1]) + message[start + 2:]
        suite.invalid(f"checksum-of-{field}", wrong, "syntax", f"The field {field} is another than the checksum has.",
                      SHAPE.says(9), at=22)
    data = make(4, b"a" * 70000)
    suite.valid("checksum-payload-70000", data, "The upper half of the payload's size does not count.", SHAPE.says(9))
    high = mend(message[:12] + b"\x00\x01\x00\x03" + message[16:])
    suite.invalid("checksum-same-for-another-size", high, "truncated", "65,536 bytes more, and the same checksum.", SHAPE.says(9),
                  at=27)


def main(root):
    suite = Suite("pyro4", ".bin", f"Pyro4 {constants.VERSION}", decode, encode, told=("hmacKey",))
    pyro_messages.add(suite, SHAPE)
    signatures(suite)
    checksums(suite)
    pyro_conversations.add(suite, SHAPE)
    pyro4_older.add(suite, SHAPE)
    suite.write(root)


main(sys.argv[1])
