"""A reference that another Python than the script's own runs: a testee that is asked one thing after the other."""
import base64
import glob
import json
import os
import pathlib
import subprocess

from suite import Refused, in_order

PROJECT = pathlib.Path(__file__).parents[3]


def python2(package):
    """A Python 2.7 of this machine, or None; None also where the package for it is missing."""
    for candidate in ["/usr/bin/python2.7"] + sorted(glob.glob(os.path.expanduser("~/.pyenv/versions/2.7*/bin/python2.7"))):
        if os.access(candidate, os.X_OK) and (PROJECT / package).exists():
            return candidate
    return None


class Peer:
    """A testee, of one format."""

    def __init__(self, format, command, path=""):
        environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", PYTHONPATH=":".join(str(PROJECT / part) for part in path.split(":") if part))
        self.format = format
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)

    def ask(self, operation, **members):
        request = dict(members, id=1, op=operation, format=self.format)
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise Refused(answer["error"]["message"])
        if "skipped" in answer:
            raise Refused(answer["skipped"])
        return answer

    def decode(self, data, **options):
        return in_order(self.ask("decode", data=base64.b64encode(data).decode(), options=options)["value"])

    def encode(self, value, options=None):
        return base64.b64decode(self.ask("encode", value=value, options=options or {})["data"])
