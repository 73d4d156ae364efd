#!/usr/bin/env python3
"""Serpent as CPython reads it, as a testee: cpython.py [serpent | literal_eval]

`serpent` is the package, which reads and writes; `literal_eval` is CPython's ast module alone.
"""
import ast
import sys
import warnings

from testee import Format, serve
from typed_values import typed, untyped

warnings.simplefilter("ignore")
# CPython's own depth and digits are what is measured; writing the answer down needs more of both.
ROOM = 20_000


def described(value):
    """Typed JSON, whatever the depth and the digits of the value."""
    depth = sys.getrecursionlimit()
    digits = getattr(sys, "get_int_max_str_digits", int)()
    sys.setrecursionlimit(ROOM)
    if digits:
        sys.set_int_max_str_digits(0)
    try:
        return typed(value)
    finally:
        sys.setrecursionlimit(depth)
        if digits:
            sys.set_int_max_str_digits(digits)


def literal_eval(data):
    return described(ast.literal_eval(data.decode("utf-8")))


def loads(data, **options):
    import serpent
    return described(serpent.loads(data))


def dumps(value, indent=False, moduleInClassname=False, bytesRepr=False):
    import serpent
    return serpent.dumps(untyped(value), indent=indent, module_in_classname=moduleInClassname, bytes_repr=bytesRepr)


OPTIONS = {"indent": None, "moduleInClassname": None, "bytesRepr": None}
FORMATS = {"serpent": Format(loads, dumps, OPTIONS), "literal_eval": Format(literal_eval)}
serve({"serpent": FORMATS[(sys.argv[1:] or ["serpent"])[0]]})
