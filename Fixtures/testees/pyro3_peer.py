#!/usr/bin/env python2.7
"""The messages of Pyro 3.16 as a testee: those that it reads and writes itself.

Run by CPython 2.7 or Jython, with the unpacked package on the path.
"""
import logging

import Pyro.core
import Pyro.protocol

from streams import fields, messages
from testee import Format, serve

logging.disable(logging.CRITICAL)
COMPRESSED, CHECKSUM = Pyro.protocol.PFLG_COMPRESSED, Pyro.protocol.PFLG_CHECKSUM
ADAPTER = Pyro.protocol.PYROAdapter()


class Connection(object):
    """What receiveMsg reads from."""

    pflags = 0

    def __init__(self, stream):
        self.sock = stream

    def close(self):
        pass


def one(stream):
    """A message as receiveMsg takes it, or an answer to the handshake as bindToURI does."""
    answer = stream.peek(len(ADAPTER.acceptMSG))
    if answer == ADAPTER.acceptMSG:
        stream.recv(len(answer))
        return [("kind", u"GRANTED")]
    if answer[:len(ADAPTER.denyMSG)] == ADAPTER.denyMSG and len(answer) == len(ADAPTER.acceptMSG):
        stream.recv(len(answer))
        return [("kind", u"DENIED"), ("reason", answer[-1])]
    version, body, flags = ADAPTER.receiveMsg(Connection(stream), 1)
    return [("kind", u"MESSAGE"), ("version", version), ("flags", flags), ("payload", body)]


def load(data, **options):
    return messages(data, one)


def dump(value, **options):
    made = b""
    for given in map(fields, value["v"]):
        if given["kind"] != "MESSAGE":
            made += ADAPTER.acceptMSG if given["kind"] == "GRANTED" else ADAPTER.denyMSG + given["reason"]
            continue
        Pyro.config.PYRO_COMPRESSION = bool(given["flags"] & COMPRESSED)
        Pyro.config.PYRO_CHECKSUM = bool(given["flags"] & CHECKSUM)
        made += ADAPTER.createMsg(given["payload"], given["flags"] & ~(COMPRESSED | CHECKSUM))
    return made


if __name__ == "__main__":
    serve({"pyro3": Format(load, dump, {"dialect": ["5"]})})
