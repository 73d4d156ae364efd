#!/usr/bin/env python3
"""The messages of the Pyro4 that is installed as a testee: those that it reads and writes itself."""
from Pyro4 import config
from Pyro4.message import FLAGS_COMPRESSED, Message

from streams import chunks, coded, fields, messages, named, pairs
from testee import Format, Skip, serve

KINDS = {1: "CONNECT", 2: "CONNECTOK", 3: "CONNECTFAIL", 4: "INVOKE", 5: "RESULT", 6: "PING"}
SERIALIZERS = {1: "serpent", 2: "json", 3: "marshal", 4: "pickle", 5: "dill", 6: "msgpack", 7: "cloudpickle"}


def load(data, maxBytes=0, hmacKey=None, **options):
    config.MAX_MESSAGE_SIZE = maxBytes
    key = hmacKey.encode() if hmacKey is not None else None

    def one(stream):
        message = Message.recv(stream, hmac_key=key)
        flags = message.flags
        message.decompress_if_needed()
        return [("kind", named(KINDS, "type", message.type)), ("version", 48), ("sequence", message.seq), ("flags", flags),
                ("serializer", named(SERIALIZERS, "serializer", message.serializer_id)),
                ("annotations", chunks(message.annotations.items())), ("payload", bytes(message.data))]
    return messages(data, one)


def dump(value, maxBytes=0, hmacKey=None, **options):
    config.MAX_MESSAGE_SIZE = maxBytes
    key = hmacKey.encode() if hmacKey is not None else None
    made = b""
    for given in map(fields, value["v"]):
        if given["flags"] & FLAGS_COMPRESSED:
            raise Skip("Pyro4 compresses elsewhere")
        annotations = pairs(given["annotations"])
        if key:
            annotations.pop("HMAC", None)
        made += Message(coded(KINDS, given["kind"]), given["payload"], coded(SERIALIZERS, given["serializer"]),
                        given["flags"], given["sequence"], annotations, key).to_bytes()
    return made


if __name__ == "__main__":
    serve({"pyro4": Format(load, dump, {"maxBytes": None, "hmacKey": None, "dialect": ["48"]})})
