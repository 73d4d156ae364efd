"""What the peers' measurements share. It runs under CPython 2.7 too, for Gnosis_Utils."""
import json
import os
import struct
import sys
import time

WORKLOADS = ("telemetry", "numbers", "messages", "text", "nested")


def documents(folder, name, form):
    """The documents of a workload: one, or of messages many, each behind its length."""
    with open(os.path.join(folder, "%s.%s" % (name, form)), "rb") as file:
        data = file.read()
    if name != "messages":
        return [data]
    out, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        out.append(data[at + 4:at + 4 + length])
        at += 4 + length
    return out


def clock():
    """Seconds of processor time: of the thread, or in CPython 2.7 of the process, which has one."""
    return time.thread_time() if hasattr(time, "thread_time") else time.clock()


def best(seconds, body):
    """The shortest of all runs within so many seconds, in milliseconds."""
    shortest, start, runs = float("inf"), clock(), 0
    while runs < 3 or clock() - start < seconds:
        began = clock()
        body()
        shortest = min(shortest, clock() - began)
        runs += 1
    return shortest * 1e3


def row(name, task, who, items, milliseconds):
    """Prints a result."""
    size = sum(len(item) for item in items)
    print(json.dumps({"workload": name, "task": task, "who": who, "bytes": size, "milliseconds": milliseconds}))
    sys.stdout.flush()
