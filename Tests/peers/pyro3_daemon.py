"""A Pyro 3 daemon on loopback that prints its port, and ends when its standard input does or after ten minutes.

Run by CPython 2.7 or Jython 2.7, with Pyro 3.16 on the path. Arguments: `passphrase=TEXT` lets nobody else in;
`checksum` and `compress` turn these on; `mobile` lets code be sent; `most=N` limits the connections.
"""
import os
import sys
import tempfile
import threading

os.environ["PYRO_STORAGE"] = tempfile.gettempdir()
import Pyro.core
import Pyro.errors


class Ledger(Pyro.core.ObjBase):
    def __init__(self):
        Pyro.core.ObjBase.__init__(self)
        self.total = 10
        self.lines = []

    def add(self, left, right):
        return left + right

    def greet(self, name, mark="!"):
        return "hello %s%s" % (name, mark)

    def echo(self, value):
        return value

    def fail(self):
        raise ValueError("no such shelf", 42)

    def note(self, line):
        self.lines.append(line)

    def notes(self):
        return self.lines

    def text(self, count):
        return "abc " * count


options = dict((argument + "=1").split("=")[:2] for argument in sys.argv[1:])
Pyro.core.initServer(banner=0, storageCheck=0)
Pyro.config.PYRO_CHECKSUM = int("checksum" in options)
Pyro.config.PYRO_COMPRESSION = int("compress" in options)
Pyro.config.PYRO_MOBILE_CODE = int("mobile" in options)
Pyro.config.PYRO_MAXCONNECTIONS = int(options.get("most", 100))
daemon = Pyro.core.Daemon(host="127.0.0.1", port=0, norange=1)
if "passphrase" in options:
    daemon.setAllowedIdentifications([options["passphrase"]])
daemon.connect(Ledger(), "demo_ledger")
sys.stdout.write("%d\n" % daemon.port)
sys.stdout.flush()


def end_with_input():
    sys.stdin.read()
    os._exit(0)


for ending in (threading.Thread(target=end_with_input), threading.Timer(600, lambda: os._exit(1))):
    ending.setDaemon(True)
    ending.start()
daemon.requestLoop()
