"""Payloads as Pyro4's serializers write them, one a line, fields parted by tabs: serializer, its number, then in hex
a CONNECT to demo.depot, a call of echo with values of many types, and a call of fail.
"""
from Pyro4 import util

for name in ["serpent", "json", "marshal", "msgpack", "pickle", "dill", "cloudpickle"]:
    serializer = util.get_serializer(name)
    payloads = [
        serializer.dumps({"handshake": "hello", "object": "demo.depot"}),
        serializer.dumpsCall("demo.depot", "echo", ([None, True, -5, 2.5, "\u00e9", {"k": ["v"]}],), {}),
        serializer.dumpsCall("demo.depot", "fail", (), {}),
    ]
    print(name, serializer.serializer_id, *(payload.hex() for payload in payloads), sep="\t")
