"""Writes the vectors of brine below the folder given: brine_vectors.py FOLDER.

The reference is rpyc 6.0.2; what the vectors say of other dialects is asked of rpyc 3.4.4, 4.1.4 and 5.3.1.
"""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
from rpyc.core import brine  # noqa: E402
from typed_values import typed, untyped  # noqa: E402

import brine_documents  # noqa: E402
import brine_faults  # noqa: E402
from suite import Refused, Suite, in_order  # noqa: E402


def decode(data):
    try:
        value = brine.load(data)
    except Exception as error:
        raise Refused(error)
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return in_order(typed(value))
    except TypeError as error:
        raise Refused(error)
    finally:
        sys.set_int_max_str_digits(digits)


def encode(value, options):
    try:
        return brine.dump(untyped(value))
    except (TypeError, ValueError, UnicodeError) as error:
        raise Refused(error)


def reencode(data):
    """Not through typed JSON, which has one NaN."""
    try:
        return brine.dump(brine.load(data))
    except Exception as error:
        raise Refused(error)


suite = Suite("brine", ".bin", "rpyc 6.0.2", decode, encode, reencode)
brine_documents.add(suite)
brine_faults.add(suite)
project = pathlib.Path(__file__).parents[3]
for dialect in ("rpyc3", "rpyc4", "rpyc5", "rpyc6"):
    python = project / ".venv" / dialect / "bin/python"
    suite.ask([python, project / "Fixtures/testees/rpyc_peer.py"], dialect)
suite.write(sys.argv[1])
