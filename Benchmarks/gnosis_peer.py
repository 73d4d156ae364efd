"""Measures Gnosis_Utils on its own XML pickles: `gnosis_peer.py GNOSIS FOLDER [SECONDS [WORKLOAD,...]]`.

Run by CPython 2.7, with the folder of the unpacked package. Prints the rows that peers.py prints, of the
documents in FOLDER: shorter ones than ours, since Gnosis needs seconds for a megabyte.
"""
import gc
import json
import os
import struct
import sys
import time

WORKLOADS = ("telemetry", "numbers", "messages", "text", "nested")


def documents(folder, name):
    with open(os.path.join(folder, name + ".xml"), "rb") as file:
        data = file.read()
    if name != "messages":
        return [data]
    out, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        out.append(data[at + 4:at + 4 + length])
        at += 4 + length
    return out


def best(seconds, body):
    """In milliseconds of processor time, all threads; there is one."""
    shortest, start, runs = float("inf"), time.clock(), 0
    while runs < 2 or time.clock() - start < seconds:
        began = time.clock()
        body()
        shortest = min(shortest, time.clock() - began)
        runs += 1
    return shortest * 1e3


def main():
    sys.path.insert(0, sys.argv[1])
    from gnosis.xml.pickle import dumps, loads

    folder = sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
    gc.disable()
    for name in sys.argv[4].split(",") if len(sys.argv) > 4 else WORKLOADS:
        items = documents(folder, name)
        values = [loads(item) for item in items]
        for task, work in (("xml decode", lambda: [loads(item) for item in items]),
                           ("xml encode", lambda: [dumps(value) for value in values])):
            print(json.dumps({
                "workload": name, "task": task, "who": "Gnosis", "bytes": sum(map(len, items)),
                "milliseconds": best(seconds, work)}))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
