"""A peer of a fuzzer: reads inputs, answers what the reference makes of each. One process serves millions.

An input is four bytes of length (little-endian) and the bytes; so is an answer: typed JSON of the value, or
`!` and the name of the exception.
"""
import json
import os
import struct
import sys
import warnings

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Fixtures/testees"))
from typed_values import typed  # noqa: E402

warnings.simplefilter("ignore")
FORMAT = sys.argv[1]

if FORMAT == "serpent":
    import serpent
    load = serpent.loads
elif FORMAT == "brine":
    from rpyc.core import brine
    load = brine.load
else:
    sys.exit("usage: peer.py serpent|brine")


def answer(data):
    try:
        value = load(data)
    except Exception as error:
        return "!" + type(error).__name__
    # The limit of digits is for what is read, hexadecimal integers apart; here any is printed.
    set_digits = getattr(sys, "set_int_max_str_digits", lambda digits: None)
    set_digits(0)
    try:
        return json.dumps(typed(value))
    finally:
        set_digits(4300)


def main():
    source, output = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        data = source.read(struct.unpack("<I", head)[0])
        text = answer(data).encode()
        output.write(struct.pack("<I", len(text)) + text)
        output.flush()


main()
