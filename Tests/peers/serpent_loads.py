"""Reads documents, a line of base64 each; answers with the value in a plain form, a line each.

The plain form tells apart what Python's == does not: 1 from 1.0 and True, 0.0 from -0.0.
"""
import base64
import struct
import sys
import warnings

import serpent


def plain(value):
    kind = type(value)
    if value is None or kind is bool or value is Ellipsis:
        return str(value)
    if kind is int:
        return "i%x" % value
    if kind is float:
        return "f" + struct.pack(">d", value).hex()
    if kind is complex:
        return "c%s%s" % (plain(value.real), plain(value.imag))
    if kind is str:
        return "s" + value.encode("utf-8").hex()
    if kind is bytes:
        return "b" + value.hex()
    if kind is list:
        return "[%s]" % ",".join(map(plain, value))
    if kind is tuple:
        return "(%s)" % ",".join(map(plain, value))
    if kind is set:
        return "{%s}" % ",".join(sorted(map(plain, value)))
    if kind is dict:
        return "<%s>" % ",".join("%s:%s" % (plain(k), plain(v)) for k, v in value.items())
    raise TypeError(kind)


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(3000)
    for line in sys.stdin.buffer:
        try:
            answer = plain(serpent.loads(base64.b64decode(line)))
        except UnicodeEncodeError:
            answer = "surrogate"
        except Exception as error:
            answer = "!" + type(error).__name__
        print(answer)


if __name__ == "__main__":
    main()
