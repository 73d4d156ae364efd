"""Records a call of add(1, 2) between a client and a daemon of the Pyro4 that is on the path: KEY SERIALIZER [CAPTURE].

KEY is the HMAC key, or a dash. What either end sent is printed, a line a turn: direction and bytes in hex. With CAPTURE a
capture of raw IP packets is written that holds the same. Runs under Python 2.7 and 3, for the releases of both.
"""
from __future__ import print_function

import binascii
import os
import struct
import sys
import threading

import Pyro4
from Pyro4 import socketutil

turns = []
client = threading.current_thread()


def watched(method, direction):
    def call(self, argument):
        result = method(self, argument)
        if threading.current_thread() is client:
            data = bytes(argument if direction == "c2s" else result)
            if turns and turns[-1][0] == direction:
                turns[-1][1] += data
            else:
                turns.append([direction, data])
        return result
    return call


class Depot(object):
    def add(self, left, right):
        return left + right


def packet(direction, sequence, acknowledged, data, flags=0x18):
    ports = (40000, 9090) if direction == "c2s" else (9090, 40000)
    tcp = struct.pack(">HHIIBBHHH", ports[0], ports[1], sequence, acknowledged, 0x50, flags, 65535, 0, 0) + data
    local = b"\x7f\x00\x00\x01"
    ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(tcp), 0, 0, 64, 6, 0, local, local)
    return ip + tcp


def capture():
    file = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101)
    frames = [packet("c2s", 0, 0, b"", 0x02), packet("s2c", 0, 1, b"", 0x12)]
    sent = {"c2s": 1, "s2c": 1}
    for direction, data in turns:
        other = "s2c" if direction == "c2s" else "c2s"
        frames.append(packet(direction, sent[direction], sent[other], data))
        sent[direction] += len(data)
    for number, frame in enumerate(frames):
        file += struct.pack("<IIII", 1700000000, 1000 * number, len(frame), len(frame)) + frame
    return file


key, serializer = sys.argv[1], sys.argv[2]
Pyro4.config.SERIALIZER = serializer
Pyro4.config.SERIALIZERS_ACCEPTED = set([serializer])
daemon = Pyro4.Daemon("127.0.0.1", 0)
proxy = Pyro4.Proxy(daemon.register(getattr(Pyro4, "expose", lambda kind: kind)(Depot)(), "demo"))
if key != "-":
    if hasattr(Pyro4.config, "HMAC_KEY"):  # up to 4.29: one key for all
        Pyro4.config.HMAC_KEY = key.encode()
    daemon._pyroHmacKey = key.encode()
    if hasattr(type(proxy), "_pyroHmacKey"):
        proxy._pyroHmacKey = key.encode()
socketutil.SocketConnection.send = watched(socketutil.SocketConnection.send, "c2s")
socketutil.SocketConnection.recv = watched(socketutil.SocketConnection.recv, "s2c")
loop = threading.Thread(target=daemon.requestLoop)
loop.daemon = True
loop.start()
assert proxy.add(1, 2) == 3
for direction, data in turns:
    print(direction, binascii.hexlify(data).decode())
if len(sys.argv) > 3:
    with open(sys.argv[3], "wb") as out:
        out.write(capture())
sys.stdout.flush()
os._exit(0)
