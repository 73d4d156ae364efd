#!/usr/bin/env python3
"""brine and vinegar of the rpyc that is installed, 3.4 to 6.0, as a testee."""
import importlib
import importlib.util
import sys
import types

from testee import Format, Skip, serve
from typed_values import typed, untyped


def load_rpyc():
    """The modules brine, vinegar and version. Those of rpyc 3.4 load under a Python in whose time `async` is a
    keyword when the packages around them, which use it as a name, are stood in for."""
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
    return [importlib.import_module(name) for name in ("rpyc.core.brine", "rpyc.core.vinegar", "rpyc.version")]



brine, vinegar, version = load_rpyc()
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


OPTIONS = {"dialect": [DIALECT]}
serve({"brine": Format(load, dump, OPTIONS, reload), "vinegar": Format(load_exception, dump_exception, OPTIONS)})
