#!/usr/bin/env python3
"""Writes a large capture of many connections between real Pyro 5 and RPyC peers.

    make_capture.py OUT.pcap [--bytes 500M] [--mix both|pyro5|rpyc] [--conversations 24] [--calls 260]
                    [--at-a-time 64] [--seed 1]

A few conversations are recorded from the real peers (see recorded_peers.py); each connection of the
capture repeats one of them between addresses, ports, sequence numbers and times of its own: handshake,
segments of at most 1,448 bytes, acknowledgements, FIN, with right checksums. Connections overlap, so
many at a time. The same arguments give the same messages, with the same versions of the peers; a few of
the references that RPyC gives back one-way may share a segment with what follows, or not.

Pyro5, serpent and rpyc are taken from .venv/pyro5 and .venv/rpyc6 (`make setup`) where they cannot be
imported otherwise.
"""

import argparse
import os
import pathlib
import random
import struct
import sys

MSS = 1448
FIN, SYN, PSH, ACK = 1, 2, 8, 16
TIMESTAMPS = bytes.fromhex("0101080a") + bytes(8)
SYN_OPTIONS = bytes.fromhex("020405b40402080a") + bytes(8) + bytes.fromhex("01030307")
RECORD = struct.Struct("<IIII")
FRAME_AT = RECORD.size
IP_AT = FRAME_AT + 14
TCP_AT = IP_AT + 20


def add_peers():
    root = pathlib.Path(__file__).resolve().parents[2]
    for name in ("pyro5", "rpyc6"):
        for folder in sorted((root / ".venv" / name / "lib").glob("python3*/site-packages")):
            sys.path.append(str(folder))


def ones_sum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def fold(total):
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


class Template:
    """A connection as ready-made packet records, but for what differs between connections.

    Each packet is (record, direction, IP sum, TCP sum, sequence, acknowledgement): the sums are those
    of the headers and payload without addresses, client port, sequence numbers.
    """

    def __init__(self, chunks, server_port):
        self.server_port = server_port
        self.next = [0, 0]
        self.packets = []
        self.add(0, SYN, b"", SYN_OPTIONS)
        self.add(1, SYN | ACK, b"", SYN_OPTIONS)
        self.add(0, ACK, b"")
        for direction, data in chunks:
            self.send(direction, data)
        for direction in (0, 1):
            self.add(direction, FIN | ACK, b"")
        self.add(0, ACK, b"")
        self.size = sum(len(packet[0]) for packet in self.packets)

    def send(self, direction, data):
        for count, start in enumerate(range(0, len(data), MSS), 1):
            part = data[start:start + MSS]
            last = start + MSS >= len(data)
            self.add(direction, ACK | PSH if last else ACK, part)
            # What ends a message is acknowledged by the answer.
            if count % 2 == 0 and not last:
                self.add(1 - direction, ACK, b"")

    def add(self, direction, flags, payload, options=TIMESTAMPS):
        header = 20 + len(options)
        ports = (0, self.server_port) if direction == 0 else (self.server_port, 0)
        tcp = struct.pack(">HHIIBBHHH", *ports, 0, 0, header // 4 << 4, flags, 502, 0, 0) + options + payload
        total = 20 + len(tcp)
        ip = struct.pack(">BBHHHBBHII", 0x45, 0, total, 0, 0x4000, 64, 6, 0, 0, 0)
        frame = b"\x02\0\0\0\0\1\x02\0\0\0\0\2\x08\0" + ip + tcp
        record = bytearray(RECORD.pack(0, 0, len(frame), len(frame)) + frame)
        acknowledgement = self.next[1 - direction] if flags & ACK else None
        self.packets.append(
            (record, direction, ones_sum(ip), ones_sum(tcp) + 6 + len(tcp), self.next[direction], acknowledgement))
        self.next[direction] += len(payload) + (1 if flags & (SYN | FIN) else 0)


class Connection:
    """One connection of the capture: a template, and what is its own."""

    def __init__(self, template, number, rng):
        self.template = template
        self.at = 0
        self.ends = (0x0A000000 | 2 + number // 50_000 % 250, 0x0A010001 + number % 7)
        self.port = 10_000 + number % 50_000
        self.first = (rng.getrandbits(32), rng.getrandbits(32))
        self.sum = sum((end >> 16) + (end & 0xFFFF) for end in self.ends)

    def write_next(self, out, seconds, microseconds):
        record, direction, ip_sum, tcp_sum, sequence, acknowledgement = self.template.packets[self.at]
        self.at += 1
        source, target = self.ends if direction == 0 else self.ends[::-1]
        sequence = self.first[direction] + sequence & 0xFFFFFFFF
        acknowledgement = 0 if acknowledgement is None else self.first[1 - direction] + acknowledgement & 0xFFFFFFFF
        tcp_sum += (self.sum + self.port + (sequence >> 16) + (sequence & 0xFFFF)
                    + (acknowledgement >> 16) + (acknowledgement & 0xFFFF))
        struct.pack_into("<II", record, 0, seconds, microseconds)
        struct.pack_into(">HII", record, IP_AT + 10, fold(ip_sum + self.sum), source, target)
        struct.pack_into(">H", record, TCP_AT + 2 * direction, self.port)
        struct.pack_into(">II", record, TCP_AT + 4, sequence, acknowledgement)
        struct.pack_into(">H", record, TCP_AT + 16, fold(tcp_sum))
        out.write(record)
        return len(record)

    @property
    def is_over(self):
        return self.at == len(self.template.packets)


def record_templates(mix, count, calls, seed):
    import recorded_peers
    kinds = {"pyro5": ["pyro5"], "rpyc": ["rpyc"], "both": ["pyro5", "rpyc"]}[mix]
    templates = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        record = recorded_peers.pyro5_conversation if kind == "pyro5" else recorded_peers.rpyc_conversation
        chunks = record(f"{seed} {number}", calls)
        templates.append(Template(chunks, 9500 + number if kind == "pyro5" else 18861 + number))
    return templates


def write_capture(out, templates, size, at_a_time, seed):
    rng = random.Random(f"capture {seed}")
    written = out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    begun = packets = 0
    open_size = written
    active = []
    clock = 1_700_000_000_000_000
    while True:
        while len(active) < at_a_time and open_size < size:
            active.append(Connection(templates[begun % len(templates)], begun, rng))
            open_size += active[-1].template.size
            begun += 1
        if not active:
            return begun, packets, written
        place = int(rng.random() * len(active))
        connection = active[place]
        # A few packets of one connection in a row, as they come.
        for _ in range(1 + int(rng.random() * 8)):
            clock += 7
            written += connection.write_next(out, clock // 1_000_000, clock % 1_000_000)
            packets += 1
            if connection.is_over:
                active[place] = active[-1]
                active.pop()
                break


def byte_count(text):
    units = {"K": 1000, "M": 1000**2, "G": 1000**3}
    return int(float(text[:-1]) * units[text[-1]]) if text[-1] in units else int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--bytes", type=byte_count, default=500_000_000)
    parser.add_argument("--mix", choices=["both", "pyro5", "rpyc"], default="both")
    parser.add_argument("--conversations", type=int, default=24)
    parser.add_argument("--calls", type=int, default=260)
    parser.add_argument("--at-a-time", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    add_peers()
    templates = record_templates(options.mix, options.conversations, options.calls, options.seed)
    with open(options.out, "wb", buffering=1 << 20) as out:
        begun, packets, written = write_capture(out, templates, options.bytes, options.at_a_time, options.seed)
    print(f"{options.out}: {written:,} bytes, {packets:,} packets, {begun:,} connections")


if __name__ == "__main__":
    # The order of sets depends on the seed of hashes, which is set before Python starts.
    if os.environ.get("PYTHONHASHSEED") != "0":
        os.environ["PYTHONHASHSEED"] = "0"
        os.execv(sys.executable, [sys.executable] + sys.argv)
    main()
