"""Writes the vectors of Pyro 5 below the folder given: pyro5_vectors.py FOLDER.

Messages are written and read by Pyro5's own classes; conversations are put together of such messages.
"""
import pathlib
import sys
import uuid

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
import Pyro5  # noqa: E402
from Pyro5 import config, protocol, serializers  # noqa: E402
from Pyro5.callcontext import current_context  # noqa: E402

import pyro_conversations  # noqa: E402
import pyro_messages  # noqa: E402
from pyro5_peer import OWN_MAXIMUM, dump, load  # noqa: E402
from streams import chunks, record  # noqa: E402
from suite import Made, Refused, Suite, in_order  # noqa: E402

FLAGS = ["EXCEPTION", "COMPRESSED", "ONEWAY", "BATCH", "ITEMSTREAMRESULT", "KEEPSERIALIZED", "CORR_ID"]
SERIALIZERS = {1: "serpent", 2: "marshal", 3: "json", 4: "msgpack"}
CORRELATION = uuid.UUID("7d38df4f-f08b-4617-9845-f087e85c145a")


def make(kind, payload, serializer=1, flags=0, sequence=7, annotations=None, correlation=None, compress=False):
    config.MAX_MESSAGE_SIZE, config.COMPRESSION = OWN_MAXIMUM, compress
    current_context.correlation_id = correlation
    return Made(protocol.SendingMessage(kind, flags, sequence, serializer, payload, annotations).data)


def call(serializer):
    return serializers.serializers[serializer].dumpsCall("demo", "add", (1, 2), {})


def decode(data):
    try:
        return in_order(load(data))
    except Exception as error:
        raise Refused(error) from error


def encode(value, options):
    try:
        return dump(value)
    except Exception as error:
        raise Refused(error) from error


SHAPE = pyro_messages.Shape("PYRO5", make, {
    "magic": (0, 4), "version": (4, 2), "type": (6, 1), "serializer": (7, 1), "flags": (8, 2), "sequence": (10, 2),
    "payload": (12, 4), "annotations": (16, 4), "correlation": (20, 16), "reserved": (36, 2), "second-magic": (38, 2)})
SHAPE.serializers, SHAPE.flags, SHAPE.call, SHAPE.last = SERIALIZERS, FLAGS, call, "second-magic"
SHAPE.smallest, SHAPE.twice, SHAPE.trailing, SHAPE.overrun = 101, ["Q-PYRO5-4"], ["Q-PYRO5-3"], []
SHAPE.foreign = (0, 4, 5, 46, 48, 500, 501, 503, 62977, 65535)
SHAPE.compressing = lambda payload, kind=5, **more: make(kind, payload, compress=True, **more)
SHAPE.is_negative = lambda field, size: False
SHAPE.too_large = lambda size: "limit"
SHAPE.typed = lambda pairs: {"t": "list", "v": [in_order(record([
    ("kind", "INVOKE"), ("sequence", 7), ("flags", 0), ("serializer", "serpent"), ("annotations", chunks(pairs)),
    ("payload", b"abc")]))]}

# Conversations.
SHAPE.asks_meta, SHAPE.talkative, SHAPE.busy, SHAPE.last_rule = (), SERIALIZERS.values(), "marshal-serializer@1=note", "bad-magic"
SHAPE.format_of = {"json": (61,), "marshal": (62,), "msgpack": (63,)}
SHAPE.uri, SHAPE.protocol_error = "Pyro5.core.URI", "Pyro5.errors.ProtocolError"
SHAPE.dump = lambda value, serializer: serializers.serializers[serializer].dumps(value)
SHAPE.dump_call = lambda *parts: serializers.serializers[parts[-1]].dumpsCall(*parts[:-1])
SHAPE.note_of = lambda serializer: " marshal-serializer@0" if serializer == "marshal" else ""
SHAPE.code_finding = lambda name: "payload-syntax@2"


def error(name, message, traceback=None):
    """An exception as Pyro5 dumps it, by the class's name."""
    made = {"__class__": name if "." in name else f"builtins.{name}", "__exception__": True,
            "args": () if message is None else (message,), "attributes": {"_pyroTraceback": traceback} if traceback else {}}
    return SHAPE.dump(made, "serpent")


SHAPE.error = error


def correlations(suite):
    for name, number in (("usual", CORRELATION), ("zero", uuid.UUID(int=0)), ("most", uuid.UUID(int=2**128 - 1))):
        data = make(4, b"abc", correlation=number)
        suite.valid(f"correlation-{name}", data, "A correlation id, and the flag that says so.", ["PYRO5-13"])
    data = make(4, b"abc")
    suite.valid("correlation-without-flag", data[:20] + CORRELATION.bytes + data[36:],
                "An id in a message whose flags say that there is none: it is not told.", ["PYRO5-13"], ops=["decode"])
    # PYRO5-1: the example in the specification.
    suite.valid("example", make(4, call("serpent"), sequence=7, annotations={"USER": b"carol"}, correlation=CORRELATION),
                "The example in the specification.", ["PYRO5-1", "PYRO5-13", "PYRO5-20"])


def main(root):
    suite = Suite("pyro5", ".bin", f"Pyro5 {Pyro5.__version__}", decode, encode)
    pyro_messages.add(suite, SHAPE)
    correlations(suite)
    pyro_conversations.add(suite, SHAPE)
    suite.write(root)


main(sys.argv[1])
