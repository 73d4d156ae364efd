"""Vectors of the testee protocol made by serpent itself: typed JSON on each line of input, one vector
on each line of output, with serpent's own document and what it reads it back as, for one set of options.

The argument is the options as JSON, by the names of the testee protocol.
"""
import base64
import json
import sys

import serpent
from typed_values import typed, untyped

NAMES = {"indent": "indent", "moduleInClassname": "module_in_classname", "bytesRepr": "bytes_repr"}
options = json.loads(sys.argv[1])
arguments = {NAMES[name]: flag for name, flag in options.items()}
for number, line in enumerate(sys.stdin):
    value = untyped(json.loads(line))
    vector = {"id": number, "format": "serpent", "options": options, "value": typed(value)}
    try:
        document = serpent.dumps(value, **arguments)
        vector["data"] = base64.b64encode(document).decode()
        vector["decoded"] = typed(serpent.loads(document))
    except (TypeError, ValueError) as error:
        vector["error"] = str(error)
    print(json.dumps(vector))
