"""A live rpyc server on loopback: prints its port, serves until standard input ends."""
import os
import sys
import threading

import rpyc
from rpyc.utils.server import ThreadedServer


class ShopService(rpyc.Service):
    exposed_motto = "open till late"
    _ledger = "private"

    def exposed_add(self, first, second=1):
        return first + second

    def exposed_each(self, count, callback):
        return tuple(callback(number) for number in range(count))

    def exposed_fail(self, text):
        raise ValueError(text)

    def exposed_echo(self, value):
        return value

    def exposed_shelf(self):
        return ["tea", "coffee"]


def end_with_input():
    sys.stdin.read()
    os._exit(0)


server = ThreadedServer(ShopService, hostname="127.0.0.1", port=0)
# start() listens only later; who reads the port may connect at once.
server.listener.listen(5)
print(server.port, flush=True)
threading.Thread(target=end_with_input, daemon=True).start()
server.start()
