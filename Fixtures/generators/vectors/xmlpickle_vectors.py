"""Writes the vectors of XML pickles below the folder given: xmlpickle_vectors.py FOLDER.

The reference of the Gnosis dialect is Gnosis_Utils 1.2.2 under CPython 2.7, at the paranoia 0 that Pyro 3 sets. What PyXML
wrote is kept in Fixtures/xmlpickle/pyxml.jsonl; of the PyXML dialect the rest is hand-made.
"""
import base64
import glob
import json
import os
import pathlib
import subprocess
import sys

import xmlpickle_gnosis
import xmlpickle_hostile
import xmlpickle_marshal
from suite import Refused, Suite, in_order

PROJECT = pathlib.Path(__file__).parents[3]
PACKAGE = PROJECT / ".venv/gnosis/Gnosis_Utils-1.2.2"


def python2():
    """A Python 2.7 of this machine, or None."""
    for candidate in ["/usr/bin/python2.7"] + sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/2.7*/bin/python2.7"))):
        if os.access(candidate, os.X_OK) and PACKAGE.exists():
            return candidate
    return None


class Gnosis:
    """Gnosis as a testee that is asked one thing after the other."""

    def __init__(self, python):
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", PYTHONPATH=str(PACKAGE))
        script = PROJECT / "Fixtures/testees/gnosis_peer.py"
        self.process = subprocess.Popen([python, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, operation, data):
        request = {"id": 1, "op": operation, "format": "xmlpickle", "data": base64.b64encode(data).decode()}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        return answer

    def decode(self, data):
        if b"<marshal" in data:
            raise Refused("another dialect")
        return earned(in_order(self.ask("decode", data)["value"]))


def earned(node, referred=None):
    """Typed JSON with those ids only that something refers to, from 1 in the order of the text."""
    if referred is None:
        referred = {}
        collect(node, referred)
        earned(node, referred)
        return node
    if isinstance(node, list):
        for item in node:
            earned(item, referred)
    elif isinstance(node, dict):
        if "id" in node:
            if node["id"] not in referred:
                del node["id"]
            else:
                if referred[node["id"]] is None:
                    referred[node["id"]] = 1 + sum(number is not None for number in referred.values())
                node["id"] = referred[node["id"]]
        for member in list(node.values()):
            earned(member, referred)
    return node


def collect(node, referred):
    if isinstance(node, list):
        for item in node:
            collect(item, referred)
    elif isinstance(node, dict):
        if node.get("t") == "ref":
            referred[node["id"]] = None
        for member in node.values():
            collect(member, referred)


SUFFIXES = {"deepCopy": "deep", "inBody": "body", "verbose": "verbose"}
COMMENTS = {"pyxml": "What PyXML's xml.marshal.generic writes for this value.", "gnosis": "What Gnosis writes for this value."}


WRITING = {
    "int": ["XMLP-57"], "float": ["XMLP-57"], "complex": ["XMLP-57"], "str": ["XMLP-58"], "unicode": ["XMLP-58"], "instance": ["XMLP-55", "XMLP-53"], "initargs": ["XMLP-55"], "getstate": ["XMLP-55"],
    "array": ["XMLP-56"], "pattern": ["XMLP-56"], "core": ["XMLP-56"], "list": ["XMLP-54"], "tuple": ["XMLP-54"], "dict": ["XMLP-54"], "shared": ["XMLP-54"], "cycle": ["XMLP-54"],
}


def statements(dialect, name, options):
    """What a golden document shows, by its name and options."""
    if dialect == "pyxml":
        return ["XMLP-60", "XMLP-61", "XMLP-62", "XMLP-63", "XMLP-64", "XMLP-65"]
    shown = ["XMLP-50"] + WRITING.get(name.split("-")[0], [])
    return shown + (["XMLP-52"] if options.get("verbose") else [])


def golden(suite, dialect, source, keep):
    """The values of a golden file, with what the reference wrote for them."""
    path = PROJECT / "Fixtures/xmlpickle" / (dialect + ".jsonl")
    for number, line in enumerate(path.read_text().splitlines()):
        entry = json.loads(line)
        name = str(entry["id"]) if dialect == "gnosis" else f"random-{entry['id']}"
        if "data" not in entry or "unreadable" in entry or not keep(name, number):
            continue
        quirks = []
        if name.startswith(("float", "complex")) and "decoded" in entry:
            # Q-XMLP-1, Q-XMLP-2: it does not read back the numbers that it writes.
            quirks = ["Q-XMLP-1", "Q-XMLP-2"]
            del entry["decoded"]
        options = {option: True for option, on in entry.get("options", {}).items() if on is True}
        if dialect == "pyxml":
            options["dialect"] = "pyxml"
        suffix = "".join("-" + SUFFIXES[option] for option in options if option in SUFFIXES)
        vector = suite.new("valid", f"{dialect}-{name}{suffix}", COMMENTS[dialect], statements(dialect, name, options) + quirks,
                           {"source": {"input": source, "verdict": source}, "options": options})
        vector["value"] = entry["value"]
        if "decoded" in entry:
            vector["decoded"] = entry["decoded"]
        # Q-XMLP-19: a state that is a dict is written as attributes.
        if not name.startswith("getstate"):
            vector["ops"] = ["decode", "encode"]
        suite.add(vector, base64.b64decode(entry["data"]))


python = python2()
if python is None:
    print("xmlpickle: there is no Python 2.7 with Gnosis_Utils here", file=sys.stderr)
    sys.exit(3)
gnosis = Gnosis(python)


def end_of_tag(data, offset):
    """Parsers of XML hand a tag over when it is whole: that is how late a fault may be noticed."""
    return data.find(b">", offset) + 1 or len(data)


suite = Suite("xmlpickle", ".xml", "Gnosis_Utils 1.2.2, CPython 2.7", gnosis.decode, through=end_of_tag)
globals_by_name = ("function", "class-inside")
golden(suite, "gnosis", suite.reference, lambda name, number: not name.startswith(globals_by_name) and (not name.startswith("random") or number % 2 == 0))
golden(suite, "pyxml", "PyXML 0.8, CPython 2", lambda name, number: number % 2 == 0)
for module in (xmlpickle_gnosis, xmlpickle_marshal, xmlpickle_hostile):
    module.add(suite)
gnosis.process.stdin.close()
suite.write(sys.argv[1])
