"""What CPython makes of values given as typed JSON, one a line. The argument says what is asked:

    repr       the value's repr, as JSON
    typed      the value written as typed JSON again
    hashable   whether hash() takes it
    dict, set  of a list of pairs or elements: what a dict or set keeps of it, as typed JSON
    float      float() of an integer, as float.hex() writes it, or "overflow"
    equality   one line a value: 1 where a list of it equals a list of the value of that place, else 0
"""
import json
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parents[2] / "Fixtures/testees"))
from typed_values import typed, untyped  # noqa: E402


def is_hashable(value):
    try:
        hash(value)
        return True
    except TypeError:
        return False


def as_float(value):
    try:
        return float(value).hex()
    except OverflowError:
        return "overflow"


ANSWERS = {
    "repr": lambda value: json.dumps(repr(value)),
    "typed": lambda value: json.dumps(typed(value)),
    "hashable": lambda value: str(is_hashable(value)),
    "dict": lambda value: json.dumps(typed(dict(value))),
    "set": lambda value: json.dumps(typed(set(value))),
    "float": as_float,
}

values = [untyped(json.loads(line)) for line in sys.stdin]
question = sys.argv[1]
if question == "equality":
    for left in values:
        # In lists, where Python takes one NaN object for equal to itself.
        print("".join("1" if [left] == [right] else "0" for right in values))
else:
    for value in values:
        print(ANSWERS[question](value))
