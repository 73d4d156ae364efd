#!/usr/bin/env python2.7
"""gnosis.xml.pickle of Gnosis_Utils 1.2.2 as a testee, at the paranoia 0 that Pyro 3 sets.

Run by CPython 2.7 or Jython, with the unpacked package on the path.
"""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "generators"))
import gnosis_vectors  # noqa: E402
from gnosis_vectors import Typed, renumber, set_options, xml_pickle  # noqa: E402

from testee import Format, Skip, serve  # noqa: E402

gnosis_vectors.setParanoia(0)
sys.setrecursionlimit(3000)


def without_makers(node):
    """Typed JSON in which the classes that Gnosis makes up, for names without a module, have none."""
    if isinstance(node, list):
        return [without_makers(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = dict((name, without_makers(member)) for name, member in node.items())
    if str(made.get("module")).startswith("gnosis.xml.pickle"):
        made["module"] = None
    return made


def load(data, **options):
    if b"<marshal" in data:
        raise Skip("another dialect: PyXML's")
    if len(data) > 1000 and data[:2] == b"\x1f\x8b" or data.count(b"&a;") > 1000:
        raise Skip("Gnosis takes seconds for it, on a fast machine less: no result to rely on")
    return without_makers(Typed(True).of(xml_pickle.loads(data)))


def reload(data, **options):
    set_options(options)
    return renumber(xml_pickle.dumps(xml_pickle.loads(data)))


OPTIONS = {"deepCopy": None, "inBody": None, "verbose": None, "dialect": ["gnosis"]}
serve({"xmlpickle": Format(load, None, OPTIONS, reload)})
