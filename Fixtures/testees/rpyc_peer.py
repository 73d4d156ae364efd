#!/usr/bin/env python3
"""brine, vinegar and messages of the rpyc that is installed, 3.4 to 6.0, as a testee."""
import importlib
import importlib.util
import pathlib
import sys
import types

from streams import Stream, fields, messages
from testee import Format, Skip, serve
from typed_values import typed, untyped


def load_rpyc():
    """The modules that are needed. Those of rpyc 3.4 load under a Python in whose time `async` is a keyword when
    the packages around them, which use it as a name, are stood in for."""
    try:
        import rpyc  # noqa: F401
    except SyntaxError:
        spec = importlib.util.find_spec("rpyc")
        for name in ("rpyc", "rpyc.core"):
            stand_in = types.ModuleType(name)
            stand_in.__path__ = [spec.submodule_search_locations[0] + name[4:].replace(".", "/")]
            sys.modules[name] = stand_in
        import rpyc.version
        sys.modules["rpyc"].version = rpyc.version
    names = ("rpyc.core.brine", "rpyc.core.vinegar", "rpyc.version", "rpyc.core.consts", "rpyc.core.channel")
    return [importlib.import_module(name) for name in names] + [load_protocol()]


def load_protocol():
    """The module protocol, of rpyc 3.4 without its import of a module called `async`."""
    try:
        return importlib.import_module("rpyc.core.protocol")
    except SyntaxError:
        place = pathlib.Path(importlib.util.find_spec("rpyc.core.brine").origin).with_name("protocol.py")
        module = types.ModuleType("rpyc.core.protocol")
        exec(place.read_text().replace("from rpyc.core.async import AsyncResult\n", ""), vars(module))
        return module


brine, vinegar, version, consts, channel, protocol = load_rpyc()
DIALECT = "rpyc" + getattr(version, "version_string", getattr(version, "__version__", "")).split(".")[0]


def load(data, **options):
    return typed(brine.load(data))


def dump(value, **options):
    return brine.dump(untyped(value))


def reload(data, **options):
    """Not through typed JSON, which has one NaN."""
    return brine.dump(brine.load(data))


def described(record):
    """Typed JSON of what vinegar.load takes: names, arguments, attributes, traceback."""
    if record == 1 and type(record) is int:
        return {"t": "exception", "module": "builtins", "class": "StopIteration", "args": [], "attributes": [], "traceback": ""}
    if type(record) is str:
        return {"t": "exception", "module": None, "class": record, "args": [], "attributes": [], "traceback": ""}
    (module, name), arguments, attributes, traceback = record
    if not all(isinstance(text, str) for text in (module or "", name, traceback)):
        raise ValueError("rpyc takes names that are no text; typed JSON does not")
    return {"t": "exception", "module": module, "class": name, "args": [typed(argument) for argument in arguments],
            "attributes": [[key, typed(value)] for key, value in attributes], "traceback": traceback}


def load_exception(data, **options):
    record = brine.load(data)
    made = vinegar.load(record, False, False, False)
    if made is None:
        raise ValueError("vinegar.load makes nothing of it")
    return described(record)


def dump_exception(value, **options):
    if value["t"] != "exception":
        raise Skip("vinegar is of exceptions")
    if (value["module"], value["class"]) == ("builtins", "StopIteration"):
        return brine.dump(1)
    if value["module"] is None:
        return brine.dump(value["class"])
    record = ((value["module"], value["class"]), tuple(map(untyped, value["args"])),
              tuple((name, untyped(item)) for name, item in value["attributes"]), value["traceback"])
    return brine.dump(record)


# Messages.

KINDS = {consts.MSG_REQUEST: "REQUEST", consts.MSG_REPLY: "REPLY", consts.MSG_EXCEPTION: "EXCEPTION"}
HANDLERS = {code: name[len("HANDLE_"):] for name, code in vars(consts).items() if name.startswith("HANDLE_")}


class Boxes(getattr(protocol, "Protocol", None) or protocol.Connection):
    """The connection's own reading of boxes, with any object there."""

    def __init__(self):
        self._local_objects = self._proxy_cache = self

    def __getitem__(self, key):
        return self

    def __contains__(self, key):
        return False

    def get(self, key):
        return None

    def __setitem__(self, key, value):
        pass

    def _netref_factory(self, *names):
        return self

    def __del__(self):
        pass


BOXES = Boxes()


def receive(stream, threads):
    """A message as Connection.serve takes it from its channel and dispatches it."""
    flag = bytearray(stream.peek(5))[4:]
    data = channel.Channel(stream).recv()
    made = []
    if threads:
        made.append(("threads", typed(brine.I8I8.unpack(data[:brine.I8I8.size]))))
        data = data[brine.I8I8.size:]
    if DIALECT == "rpyc6":
        (kind,), (sequence, body) = brine.I1.unpack(data[:1]), brine.load(data[1:])
    else:
        kind, sequence, body = brine.load(data)
    made += [("kind", KINDS[kind]), ("sequence", typed(sequence)), ("flags", flag[0])]
    if kind == consts.MSG_EXCEPTION:
        return made + [("body", described(body))]
    if kind == consts.MSG_REQUEST:
        handler, body = body
        made.append(("handler", HANDLERS[handler]))
    BOXES._unbox(body)
    return made + [("body", typed(body))]


def load_messages(data, threads=False, **options):
    return messages(data, lambda stream: receive(stream, threads))


def dump_messages(value, threads=False, **options):
    """As Connection._send does it."""
    stream = Stream()
    for given in map(fields, value["v"]):
        kind, body = dict((name, code) for code, name in KINDS.items())[given["kind"]], given["body"]
        body = brine.load(dump_exception(body)) if kind == consts.MSG_EXCEPTION else untyped(body)
        if kind == consts.MSG_REQUEST:
            body = dict((name, code) for code, name in HANDLERS.items())[given["handler"]], body
        data = b""
        if threads:
            data += brine.I8I8.pack(*untyped(given["threads"]))
        if DIALECT == "rpyc6":
            data += brine.I1.pack(kind) + brine.dump((given["sequence"], body))
        else:
            data += brine.dump((kind, given["sequence"], body))
        channel.Channel(stream, compress=bool(given["flags"])).send(data)
    return stream.written


OPTIONS = {"dialect": [DIALECT]}
MESSAGES = dict(OPTIONS, threads=None) if hasattr(brine, "I8I8") else OPTIONS
if __name__ == "__main__":
    serve({"brine": Format(load, dump, OPTIONS, reload), "vinegar": Format(load_exception, dump_exception, OPTIONS),
           "rpyc": Format(load_messages, dump_messages, MESSAGES)})
