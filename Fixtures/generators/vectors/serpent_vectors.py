"""Writes the vectors of serpent below the folder given: serpent_vectors.py FOLDER.

The reference is serpent 1.43 on CPython 3.11: `serpent.loads` and `serpent.dumps`.
"""
import pathlib
import platform
import sys

import serpent

sys.path.append(str(pathlib.Path(__file__).parents[2] / "testees"))
from typed_values import typed, untyped  # noqa: E402

import serpent_containers  # noqa: E402
import serpent_encoding  # noqa: E402
import serpent_hostile  # noqa: E402
import serpent_layout  # noqa: E402
import serpent_numbers  # noqa: E402
import serpent_strings  # noqa: E402
from suite import Refused, Suite, in_order  # noqa: E402

ARGUMENTS = {"indent": "indent", "moduleInClassname": "module_in_classname", "bytesRepr": "bytes_repr"}


def decode(data):
    try:
        value = serpent.loads(data)
    except (SyntaxError, ValueError, TypeError, OverflowError, MemoryError, RecursionError) as error:
        raise Refused(error)
    # Integers in other bases have no limit of digits; writing them in decimal has.
    digits = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    try:
        return in_order(typed(value))
    finally:
        sys.set_int_max_str_digits(digits)


def encode(value, options):
    try:
        return serpent.dumps(untyped(value), **{ARGUMENTS[name]: flag for name, flag in options.items()})
    except (ValueError, TypeError, RecursionError, UnicodeError) as error:
        raise Refused(error)


version = ".".join(platform.python_version_tuple()[:2])
assert version == "3.11", "CPython 3.11 is the reference, not " + version
suite = Suite("serpent", ".txt", f"serpent {serpent.__version__}, CPython 3.11", decode, encode)
for module in (serpent_layout, serpent_numbers, serpent_strings, serpent_containers, serpent_hostile, serpent_encoding):
    module.add(suite)
suite.write(sys.argv[1])
