"""The testee protocol (spec/testee.md) for a Python implementation of a format: one JSON request a line on
standard input, one JSON response a line on standard output.

A testee calls `serve` with, for each format, its functions and the options that it knows.
"""
import base64
import json
import sys


class Skip(Exception):
    """What this testee does not do."""


class Format:
    """How a testee does one format. `decode` makes typed JSON of bytes, `encode` bytes of typed JSON, and `reencode`
    bytes of bytes where that is more than one after the other, each with the options as keyword arguments;
    `options` has the names known, with the values known or None."""

    def __init__(self, decode=None, encode=None, options=None, reencode=None):
        self.decode = decode
        self.encode = encode
        self.reencode = reencode or (decode and encode and (lambda data, **more: encode(decode(data, **more), **more)))
        self.options = options or {}

    def check(self, options):
        for name, value in options.items():
            if name not in self.options:
                raise Skip("no such option here: " + name)
            if self.options[name] is not None and value not in self.options[name]:
                raise Skip("no such %s here: %s" % (name, value))


def answer(formats, request):
    """The response to a request, without its id."""
    operation, name = request["op"], request["format"]
    if name not in formats:
        raise Skip("no such format here: " + name)
    form, options = formats[name], request.get("options") or {}
    form.check(options)
    perform = {"decode": form.decode, "encode": form.encode, "reencode": form.reencode}.get(operation)
    if perform is None:
        raise Skip("no such op here: " + operation)
    made = perform(request["value"] if operation == "encode" else base64.b64decode(request["data"]), **options)
    if operation == "decode":
        return {"value": made}
    return {"data": base64.b64encode(made).decode("ascii")}


# What an exception of Python's means in the protocol; the first that fits.
KINDS = [(EOFError, "truncated"), (MemoryError, "limit")]
if sys.version_info[0] > 2:
    KINDS.append((RecursionError, "limit"))


def error(exception):
    kind = next((kind for type, kind in KINDS if isinstance(exception, type)), "syntax")
    return {"error": {"kind": kind, "message": "%s: %s" % (type(exception).__name__, str(exception)[:200])}}


def respond(formats, line):
    request = None
    try:
        request = json.loads(line)
        response = answer(formats, request)
    except Skip as skip:
        response = {"skipped": str(skip)}
    except Exception as exception:
        response = error(exception)
    response["id"] = request.get("id") if isinstance(request, dict) else None
    return response


def serve(formats):
    """Answers every line until the input ends."""
    for line in iter(sys.stdin.readline, ""):
        try:
            text = json.dumps(respond(formats, line))
        except Exception as exception:  # A value that the json module does not take, such as one too deep.
            text = json.dumps(dict(error(exception), id=json.loads(line).get("id")))
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
