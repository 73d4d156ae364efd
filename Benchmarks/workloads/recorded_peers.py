"""Conversations of real Pyro5 and RPyC peers, recorded by a relay between them.

Each is a list of (direction, bytes): direction 0 from the client, 1 from the server, in the order in
which the bytes went. The peers run in this process, over loopback; what they would choose at random
(object ids, correlation ids) is drawn from the seed instead.
"""

import random
import re
import socket
import string
import threading
import uuid


class Relay:
    """Passes one connection on to a server, and keeps what went through."""

    def __init__(self, server_port):
        self.chunks = []
        self.lock = threading.Lock()
        self.server_port = server_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        client, _ = self.listener.accept()
        server = socket.create_connection(("127.0.0.1", self.server_port))
        pumps = [threading.Thread(target=self.pump, args=ends, daemon=True)
                 for ends in ((client, server, 0), (server, client, 1))]
        for pump in pumps:
            pump.start()
        for pump in pumps:
            pump.join()

    def pump(self, source, target, direction):
        while True:
            try:
                data = source.recv(1 << 16)
            except OSError:
                data = b""
            if not data:
                break
            with self.lock:
                if self.chunks and self.chunks[-1][0] == direction:
                    self.chunks[-1][1].extend(data)
                else:
                    self.chunks.append((direction, bytearray(data)))
            target.sendall(data)
        try:
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def finish(self):
        self.thread.join(20)
        self.listener.close()
        return [(direction, bytes(data)) for direction, data in self.chunks]


class Values:
    """Arguments and results such as remote calls carry, from a seed."""

    def __init__(self, rng):
        self.rng = rng

    def word(self):
        return "".join(self.rng.choices(string.ascii_lowercase, k=self.rng.randint(3, 12)))

    def reading(self):
        rng = self.rng
        return {"sensor": self.word(), "time": rng.randint(1_600_000_000, 1_900_000_000),
                "value": rng.uniform(-40, 120), "ok": rng.random() < 0.9, "unit": rng.choice(["C", "bar", "V"])}

    def sentence(self, words):
        return " ".join(self.word() for _ in range(words))

    def rows(self, count):
        return [[self.rng.randint(0, 10**6), round(self.rng.uniform(0, 100), 3), self.word()] for _ in range(count)]


def seeded_uuid(rng):
    return lambda: uuid.UUID(int=rng.getrandbits(128), version=4)


def pyro5_conversation(seed, calls):
    """A proxy and a daemon: calls of all sizes, some one-way, some compressed, some that raise."""
    import Pyro5
    import Pyro5.api
    import Pyro5.server

    # The two ends draw from generators of their own: which of them is faster must not matter.
    rng = random.Random(f"pyro5 client {seed}")
    values = Values(random.Random(f"pyro5 server {seed}"))
    uuid.uuid4 = seeded_uuid(random.Random(f"pyro5 ids {seed}"))

    @Pyro5.api.expose
    class Plant:
        def status(self, name):
            return {"name": name, "readings": [values.reading() for _ in range(5)]}

        def history(self, name, count):
            return [values.reading() for _ in range(count)]

        def note(self, text, level=1):
            return len(text)

        @Pyro5.api.oneway
        def push(self, reading):
            pass

        def fail(self, name):
            raise KeyError(name)

    # One thread, so that nothing depends on which is faster.
    Pyro5.config.SERVERTYPE = "multiplex"
    Pyro5.config.COMPRESSION = False
    daemon = Pyro5.server.Daemon(host="127.0.0.1", port=0)
    daemon.register(Plant(), "plant")
    serving = threading.Thread(target=daemon.requestLoop, daemon=True)
    serving.start()
    relay = Relay(int(daemon.locationStr.rsplit(":", 1)[1]))
    with Pyro5.api.Proxy(f"PYRO:plant@127.0.0.1:{relay.port}") as plant:
        for _ in range(calls):
            pyro5_call(plant, rng, Values(rng), Pyro5.config)
    chunks = relay.finish()
    daemon.shutdown()
    serving.join(20)
    return chunks


def pyro5_call(plant, rng, values, config):
    draw = rng.random()
    config.COMPRESSION = rng.random() < 0.04
    if draw < 0.45:
        plant.status(values.word())
    elif draw < 0.65:
        plant.note(values.sentence(rng.randint(1, 120)), level=rng.randint(0, 5))
    elif draw < 0.75:
        plant.push(values.reading())
    elif draw < 0.96:
        plant.history(values.word(), rng.randint(1, 50))
    elif draw < 0.98:
        plant.history(values.word(), rng.randint(200, 800))
    else:
        try:
            plant.fail(values.word())
        except KeyError:
            pass


class SmallIdentities:
    """Stands for id(): addresses differ from run to run, these numbers do not."""

    def __init__(self):
        self.known = {}

    def __call__(self, thing):
        # What was numbered is kept, so that nothing else can have its address.
        number, _ = self.known.setdefault(id(thing), (len(self.known), thing))
        return 140_000_000_000_000 + 16 * number


def rpyc_conversation(seed, calls):
    """A client and a service of RPyC 6: calls, attributes, iteration, exceptions; large replies are compressed."""
    import rpyc
    import rpyc.lib
    from rpyc.utils.server import OneShotServer

    rng = random.Random(f"rpyc client {seed}")
    values = Values(random.Random(f"rpyc server {seed}"))
    rpyc.lib.id = SmallIdentities()

    class PlantService(rpyc.Service):
        ALIASES = ["PLANT"]
        exposed_limit = 100

        def exposed_status(self, name):
            return (name, values.rng.randint(0, 10**9), values.rng.uniform(0, 1), True)

        def exposed_history(self, name, count):
            return tuple(tuple(values.reading().items()) for _ in range(count))

        def exposed_rows(self, count):
            return values.rows(count)

        def exposed_note(self, text, level=1):
            return len(text)

        def exposed_fail(self, name):
            raise ValueError(name)

    server = OneShotServer(PlantService, hostname="127.0.0.1", port=0, logger=quiet_logger())
    serving = threading.Thread(target=server.start, daemon=True)
    serving.start()
    relay = Relay(server.port)
    connection = rpyc.connect("127.0.0.1", relay.port)
    for _ in range(calls):
        rpyc_call(connection, rng, Values(rng))
        settle(connection)
    connection.close()
    chunks = relay.finish()
    serving.join(20)
    # A description of an exception has an address in it.
    return [(direction, re.sub(rb"at 0x[0-9a-f]{12}>", b"at 0x7f0000000000>", data)) for direction, data in chunks]


def quiet_logger():
    import logging
    logger = logging.getLogger("recorded")
    logger.setLevel(logging.CRITICAL)
    return logger


def settle(connection):
    """References are given back one-way, and answered: let that be over, lest the order depend on who is faster."""
    while connection._request_callbacks:
        connection.serve(1)


def rpyc_call(connection, rng, values):
    root = connection.root
    draw = rng.random()
    if draw < 0.4:
        root.status(values.word())
    elif draw < 0.55:
        root.note(values.sentence(rng.randint(1, 120)), level=rng.randint(0, 5))
    elif draw < 0.6:
        root.limit
    elif draw < 0.92:
        root.history(values.word(), rng.randint(1, 28))
    elif draw < 0.94:
        root.history(values.word(), rng.randint(200, 1500))
    elif draw < 0.98:
        rows = root.rows(rng.randint(1, 10))
        row = rows[0]
        held = [rows, row, iter(row)]
        len(held[0]), next(held[2])
        del rows, row
        while held:
            held.pop()
            settle(connection)
    else:
        try:
            root.fail(values.word())
        except ValueError:
            pass
