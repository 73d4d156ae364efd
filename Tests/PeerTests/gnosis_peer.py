"""Puts documents through Gnosis: a line of base64 in, a JSON line out with what Gnosis reads of it (typed
JSON) and writes of that. Run by CPython 2.7 or Jython 2.7, with Gnosis_Utils 1.2.2 on the path."""
import base64, json, os, sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Fixtures", "generators"))
import gnosis_vectors
from gnosis_vectors import Typed, renumber, set_options, xml_pickle

gnosis_vectors.setParanoia(0)
set_options({})
for line in iter(sys.stdin.readline, ""):
    try:
        value = xml_pickle.loads(base64.b64decode(line))
        answer = {"value": Typed(True).of(value), "data": base64.b64encode(renumber(xml_pickle.dumps(value)))}
    except Exception as error:
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer))
