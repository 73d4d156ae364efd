"""What Pyro 3.16 puts into its messages, as JSON of texts in hex. Runs under CPython 2.7 with Pyro on the path.

Each line of standard input is JSON: {"call": [object, method, flags, arguments]}, {"value": V}, {"error": [class, text,
lines]}, {"token": [passphrase, challenge in hex]}, and with "xml" the name of a dialect; each line of output the payload.
"""
import binascii
import json
import logging
import pickle
import sys

import Pyro.constants
import Pyro.core
import Pyro.errors
import Pyro.protocol
import Pyro.util

from gnosis_vectors import renumber

logging.disable(logging.CRITICAL)


class Command(object):
    """What runs a command when it is unpickled."""

    def __reduce__(self):
        import os
        return os.system, ("id",)


def plain(node):
    """A value of JSON, where lists are tuples and texts are str: what a program of Python 2 has."""
    if isinstance(node, list):
        return tuple(plain(item) for item in node)
    if isinstance(node, dict):
        return dict((plain(key), plain(value)) for key, value in node.items())
    if node == u"<command>":
        return Command()
    return node.encode("utf-8") if isinstance(node, type(u"")) else node


def dump(value, dialect):
    if dialect:
        # Gnosis writes memory addresses.
        return renumber(Pyro.util.getXMLPickle(dialect).dumps(value, 0))
    return pickle.dumps(value, Pyro.config.PYRO_PICKLE_FORMAT)


def payload(request):
    dialect = request.get("xml")
    if "token" in request:
        passphrase, challenge = request["token"]
        validator = Pyro.protocol.DefaultConnValidator()
        ident = validator.mungeIdent(passphrase.encode("utf-8")) if passphrase is not None else ""
        return validator.createAuthToken(ident, binascii.unhexlify(challenge), None, None, None)
    if "error" in request:
        name, text, lines = plain(request["error"])
        return dump(Pyro.errors.PyroExceptionCapsule(getattr(__import__("exceptions"), name)(text), list(lines)), dialect)
    return dump(plain(request["call"] if "call" in request else request["value"]), dialect)


for line in iter(sys.stdin.readline, ""):
    sys.stdout.write(binascii.hexlify(payload(json.loads(line))) + "\n")
    sys.stdout.flush()
