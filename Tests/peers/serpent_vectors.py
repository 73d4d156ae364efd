"""Vectors of the testee protocol made by serpent itself: typed JSON on each line of input, one vector
on each line of output, with serpent's own document and what it reads it back as, for one set of options.

The argument is the options as JSON, by the names of the testee protocol.
"""
import base64
import json
import pathlib
import sys

import serpent
sys.path.append(str(pathlib.Path(__file__).parents[2] / "Fixtures/testees"))
from typed_values import typed, untyped  # noqa: E402

NAMES = {"indent": "indent", "moduleInClassname": "module_in_classname", "bytesRepr": "bytes_repr"}


def document_and_value(value, arguments):
    """What serpent writes, and reads of it; either may fail: bytes as keys become dicts, which are none."""
    try:
        document = serpent.dumps(value, **arguments)
    except (TypeError, ValueError):
        return {}
    data = base64.b64encode(document).decode()
    try:
        return {"data": data, "decoded": typed(serpent.loads(document))}
    except (TypeError, ValueError, SyntaxError):
        return {"data": data}


options = json.loads(sys.argv[1])
arguments = {NAMES[name]: flag for name, flag in options.items()}
for number, line in enumerate(sys.stdin):
    value = untyped(json.loads(line))
    vector = {"id": number, "format": "serpent", "options": options, "value": typed(value)}
    vector.update(document_and_value(value, arguments))
    print(json.dumps(vector))
