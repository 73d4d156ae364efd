#!/usr/bin/env python3
"""Measures the peers on the workloads: `peers.py FOLDER [SECONDS [WORKLOAD,...]]`.

Prints a JSON row each: orjson and msgpack for values equivalent to ours, serpent, rpyc's brine, pickle and lxml
for the same bytes. Brine has no dict, so beside brine msgpack has the same tuples of pairs, in rows of their own.
Python's garbage collector is off while they run. The best of all runs counts, in processor time of the
thread, as with ours.
"""
import gc
import os
import pickle
import sys

import lxml.etree
import msgpack
import orjson
import serpent
from rpyc.core import brine

from measuring import WORKLOADS, best, documents, row


def loop(function, items):
    def body():
        for item in items:
            function(item)
    return body


def measure(folder, name, seconds):
    as_json, as_serpent = documents(folder, name, "json"), documents(folder, name, "serpent")
    row(name, "decode", "orjson", as_json, best(seconds, loop(orjson.loads, as_json)))
    packed = documents(folder, name, "msgpack") if name != "numbers" else None
    if packed:
        row(name, "decode", "msgpack", packed, best(seconds, loop(msgpack.unpackb, packed)))
    # serpent.loads turns the collector on when it returns: what runs after it turns it off again.
    row(name, "decode", "serpent", as_serpent, best(min(seconds, 1), loop(serpent.loads, as_serpent)))
    gc.disable()
    values = [serpent.loads(item) for item in as_serpent]
    gc.disable()
    row(name, "encode", "serpent", as_serpent, best(seconds, loop(serpent.dumps, values)))
    gc.disable()
    if name != "numbers":  # integers wider than 64 bits
        row(name, "encode", "orjson", as_json, best(seconds, loop(orjson.dumps, values)))
        row(name, "encode", "msgpack", packed, best(seconds, loop(msgpack.packb, values)))


def measure_brine(folder, name, seconds):
    if not os.path.exists(os.path.join(folder, name + ".brine")):
        return
    items = documents(folder, name, "brine")
    values = [brine.load(item) for item in items]
    row(name, "decode", "rpyc brine", items, best(min(seconds, 1), loop(brine.load, items)))
    row(name, "encode", "rpyc brine", items, best(min(seconds, 1), loop(brine.dump, values)))
    if name != "numbers":  # integers wider than 64 bits
        packed = [msgpack.packb(value) for value in values]
        row(name, "decode pairs", "msgpack", packed, best(seconds, loop(msgpack.unpackb, packed)))
        row(name, "encode pairs", "msgpack", packed, best(seconds, loop(msgpack.packb, values)))


def measure_pickle(folder, name, seconds):
    items = documents(folder, name, "pickle")
    row(name, "decode", "pickle", items, best(seconds, loop(pickle.loads, items)))


def measure_xml(folder, name, seconds):
    """lxml, which builds a tree of elements, on XML pickles of both dialects."""
    for form in ("xml", "pyxml"):
        if not os.path.exists(os.path.join(folder, "%s.%s" % (name, form))):
            continue
        parser = lxml.etree.XMLParser(huge_tree=True)
        items = documents(folder, name, form)
        row(name, form + " decode", "lxml", items,
            best(seconds, loop(lambda item: lxml.etree.fromstring(item, parser), items)))


def main():
    folder = sys.argv[1]
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 1.0
    names = sys.argv[3].split(",") if len(sys.argv) > 3 else WORKLOADS
    gc.disable()
    for name in names:
        if name != "numbers64":
            measure(folder, name, seconds)
            measure_pickle(folder, name, seconds)
            measure_xml(folder, name, seconds)
        measure_brine(folder, name, seconds)


if __name__ == "__main__":
    main()
