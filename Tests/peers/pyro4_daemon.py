"""A Pyro 4 daemon on loopback that prints its port, and ends when its standard input does or after a minute.

Arguments: `compress` turns compression on; `multiplex` takes the other server type; `key=TEXT` is the HMAC key.
It accepts every serializer.
"""
import os
import sys
import threading

import Pyro4

options = dict(argument.split("=", 1) for argument in sys.argv[1:] if "=" in argument)


@Pyro4.expose
class Depot(object):
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
        return "hello %s%s" % (name, mark)

    def echo(self, value):
        return value

    def fail(self):
        raise ValueError("no such shelf", 42)

    @Pyro4.oneway
    def note(self, line):
        self.lines.append(line)

    def notes(self):
        return self.lines

    def count(self, end):
        for number in range(end):
            yield number

    def annotated(self):
        return sorted(Pyro4.current_context.annotations)


class Daemon(Pyro4.Daemon):
    def validateHandshake(self, conn, data):
        if data == "wrong":
            raise ValueError("wrong handshake")
        return "welcome"

    def annotations(self):
        return {"NODE": b"\x00\x01\xff"}


Pyro4.config.COMPRESSION = "compress" in sys.argv
Pyro4.config.SERVERTYPE = "multiplex" if "multiplex" in sys.argv else "thread"
Pyro4.config.SERIALIZERS_ACCEPTED = {"serpent", "json", "marshal", "msgpack", "pickle", "dill", "cloudpickle"}
daemon = Daemon("127.0.0.1", 0)
daemon._pyroHmacKey = options.get("key")
daemon.register(Depot(), "demo.depot")
print(daemon.locationStr.rsplit(":", 1)[1], flush=True)
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
threading.Timer(60, lambda: os._exit(1)).start()
daemon.requestLoop()
