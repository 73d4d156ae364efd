#!/usr/bin/env python3
"""The messages of the Pyro5 that is installed as a testee: those that it reads and writes itself."""
import uuid

from Pyro5 import config, protocol
from Pyro5.callcontext import current_context

from streams import chunks, coded, fields, messages, named, pairs
from testee import Format, serve

KINDS = {1: "CONNECT", 2: "CONNECTOK", 3: "CONNECTFAIL", 4: "INVOKE", 5: "RESULT", 6: "PING"}
SERIALIZERS = {1: "serpent", 2: "marshal", 3: "json", 4: "msgpack"}
OWN_MAXIMUM = config.MAX_MESSAGE_SIZE


def one(stream):
    """A message as protocol.recv_stub takes it; its flags are looked at before they are changed."""
    flags = int.from_bytes(stream.peek(10)[8:], "big")
    message = protocol.recv_stub(stream)
    correlation = str(uuid.UUID(bytes=message.corr_id)) if flags & protocol.FLAGS_CORR_ID else None
    return [("kind", named(KINDS, "type", message.type)), ("sequence", message.seq), ("flags", flags),
            ("serializer", named(SERIALIZERS, "serializer", message.serializer_id)), ("correlation", correlation),
            ("annotations", chunks(message.annotations.items())), ("payload", bytes(message.data))]


def load(data, maxBytes=OWN_MAXIMUM):
    config.MAX_MESSAGE_SIZE = maxBytes
    return messages(data, one)


def dump(value, maxBytes=OWN_MAXIMUM):
    config.MAX_MESSAGE_SIZE = maxBytes
    made = b""
    for given in map(fields, value["v"]):
        config.COMPRESSION = bool(given["flags"] & protocol.FLAGS_COMPRESSED)
        current_context.correlation_id = uuid.UUID(given["correlation"]) if "correlation" in given else None
        made += protocol.SendingMessage(
            coded(KINDS, given["kind"]), given["flags"], given["sequence"], coded(SERIALIZERS, given["serializer"]),
            given["payload"], pairs(given["annotations"])).data
    return made


if __name__ == "__main__":
    serve({"pyro5": Format(load, dump, {"maxBytes": None})})
