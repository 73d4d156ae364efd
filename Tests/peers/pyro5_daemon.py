"""A Pyro 5 daemon on loopback that prints its port, and ends when its standard input does or after a minute.

Arguments: `compress` turns compression on; `multiplex` takes the other server type.
"""
import os
import sys
import threading

import Pyro5.api as api
import Pyro5.server


@api.expose
class Depot:
    def __init__(self):
        self._label = "north"
        self.lines = []

    @property
    def label(self):
        return self._label

    @label.setter
    def label(self, value):
        self._label = value

    def add(self, left, right):
        return left + right

    def greet(self, name, mark="!"):
        return f"hello {name}{mark}"

    def echo(self, value):
        return value

    def fail(self):
        raise ValueError("no such shelf", 42)

    @api.oneway
    def note(self, line):
        self.lines.append(line)

    def notes(self):
        return self.lines

    def count(self, end):
        yield from range(end)

    def annotated(self):
        return sorted(key for key in api.current_context.annotations)


class Daemon(Pyro5.server.Daemon):
    def validateHandshake(self, conn, data):
        if data == "wrong":
            raise ValueError("wrong handshake")
        return "welcome"

    def annotations(self):
        return {"NODE": b"\x00\x01\xff"}


api.config.COMPRESSION = "compress" in sys.argv
api.config.SERVERTYPE = "multiplex" if "multiplex" in sys.argv else "thread"
daemon = Daemon("127.0.0.1", 0)
daemon.register(Depot(), "demo.depot")
print(daemon.locationStr.rsplit(":", 1)[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
threading.Timer(60, lambda: os._exit(1)).start()
daemon.requestLoop()
