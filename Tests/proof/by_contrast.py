#!/usr/bin/env python3
"""Proof by contrast: the same hostile input is given to the Python system that it attacks and to Pickleproof, each in a
folder of its own that is thrown away. The payload makes a folder, `marker`, and nothing else. It has to appear
with the one and not with the other.

    by_contrast.py PROGRAM

A system that is not on this machine is named and left out; one at least has to be there.
"""
import base64
import glob
import json
import os
import subprocess
import sys
import tempfile

PROJECT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
VENV = os.path.join(PROJECT, ".venv")
PICKLE = b"cos\nmkdir\n(S'marker'\ntR."
MODULE = "import os\nos.mkdir('marker')\nclass Trap(Exception): pass\n"
HEAD = '<?xml version="1.0"?>\n<!DOCTYPE PyObject SYSTEM "PyObjects.dtd">\n'
WRAPPED = HEAD + '<PyObject family="obj" type="builtin_wrapper"  class="_EmptyClass">\n<attr name="__toplevel__" %s\n</PyObject>\n'
GNOSIS = "import sys\nimport gnosis.xml.pickle as p\np.setParanoia(0)\np.loads(sys.stdin.read())\n"
VINEGAR = """import sys
from rpyc.core import brine, vinegar
vinegar.load(brine.load(sys.stdin.buffer.read()), import_custom_exceptions=True, instantiate_custom_exceptions=True,
             instantiate_oldstyle_exceptions=False)
"""


def text(string):
    """Brine of a text of 5 to 255 bytes, or of 1 to 4."""
    data = string.encode()
    return b"\x08" + (bytes([0x09 + len(data)]) if len(data) < 5 else b"\x0e" + bytes([len(data)])) + data


def python2():
    """A Python 2.7 with Gnosis_Utils, as a command and its environment; None where there is none."""
    found = sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/2.7*/bin/python2.7"))) + ["/usr/bin/python2.7"]
    package = os.path.join(VENV, "gnosis", "Gnosis_Utils-1.2.2")
    found = [path for path in found if os.access(path, os.X_OK)]
    return ([found[0], "-B"], {"PYTHONPATH": package + os.pathsep + "."}) if found and os.path.isdir(package) else None


def python3(environment):
    path = os.path.join(VENV, environment, "bin", "python")
    return ([path, "-B"], {"PYTHONPATH": "."}) if os.access(path, os.X_OK) else None


# What is attacked, how, the input, the system, the script that does with it what the system does, the format for us.
ATTACKS = [
    ("pickle, as Pyro 4 and Pyro 3 load it", "a function by name, called", PICKLE, python3("pyro5"), "import sys, pickle\npickle.loads(sys.stdin.buffer.read())\n", "serpent"),
    ("Gnosis at the paranoia that Pyro 3 sets", "a pickle in the document", (WRAPPED % ('family="atom" type="rawpickle">' + PICKLE.decode() + "</attr>")).encode(), python2(), GNOSIS, "xmlpickle"),
] + [
    (f"rpyc {version}, custom exceptions imported", "a module that is imported for an exception", b"\x13\x11" + text("trap") + text("Trap") + b"\x02\x02" + b"\x08\x01", python3(environment), VINEGAR, "vinegar")
    for version, environment in (("4.1.4", "rpyc4"), ("5.3.1", "rpyc5"), ("6.0.2", "rpyc6"))
] + [
    ("Python's eval, which literal_eval replaces", "a call in a literal", b"[__import__('os').mkdir('marker')]", python3("pyro5"), "import sys\neval(sys.stdin.read())\n", "serpent"),
]


def leaves_marker(command, data, environment=None):
    """Runs a command in a folder of its own, and says whether the payload ran, and what the command printed."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "trap.py"), "w", encoding="ascii") as file:
            file.write(MODULE)
        run = subprocess.run(command, input=data, capture_output=True, cwd=folder, env=dict(os.environ, **(environment or {})), timeout=60)
        return os.path.isdir(os.path.join(folder, "marker")), run.stdout


def main(arguments):
    if len(arguments) != 1:
        sys.exit(__doc__)
    program = os.path.abspath(arguments[0])
    failed = tried = 0
    for system, what, data, python, script, form in ATTACKS:
        request = json.dumps({"id": 1, "op": "decode", "format": form, "data": base64.b64encode(data).decode()}) + "\n"
        ours, answer = leaves_marker([program, "testee"], request.encode())
        if not python:
            print(f"LEFT OUT {system}: it is not here")
            continue
        tried += 1
        theirs, _ = leaves_marker(python[0] + ["-c", script], data, python[1])
        good = theirs and not ours and answer.count(b"\n") == 1
        failed += not good
        outcome = json.loads(answer)
        said = outcome["error"]["kind"] if "error" in outcome else "a record"
        print(f"{'ok  ' if good else 'FAIL'} {system}, {what}: it runs: {theirs}; Pickleproof answers {said}, and runs it: {ours}")
    print(f"{tried} attacks, {failed} not as they have to be")
    return 1 if failed or not tried else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
