#!/usr/bin/env python3
"""Joins the rows that bench and peers.py printed into one table in Markdown:
`table.py ROWS.jsonl [CAPTURES.jsonl]`; the second has the rows of captures.py.

A ratio is a ratio of speed: the peer's time divided by ours, for equivalent values.
"""
import json
import os
import platform
import sys

# Their documents are of the same format as ours, Gnosis's a tenth as long: speed is bytes in time.
SAME_FORMAT = ("libxml2", "lxml", "Gnosis")
WORKLOADS = ("telemetry", "numbers", "messages", "text")
# Who builds trees in a program that asks nothing of glibc's allocator.
DEFAULT_ALLOCATOR = "pickleproof, default allocator"
# msgpack has no integers past 64 bits: beside it these stand for the numbers.
NARROW = {"numbers": "numbers64"}
# Our task, the peer and its task, and the ratio to reach on each workload.
LINES = [
    ("tree", "orjson", "decode", (1.0, 1.0, 1.2, 1.8)),
    ("lazy", "orjson", "decode", (2.0, 1.2, 2.5, 2.5)),
    ("validate", "orjson", "decode", (2.8, 2.0, 3.5, 3.0)),
    ("tree", "serpent", "decode", (60, 60, 60, 60)),
    ("encode", "serpent", "encode", (20, 18, 18, 5)),
    ("encode", "orjson", "encode", (0.5, 0.5, 0.5, None)),
    ("brine tree", "msgpack", "decode pairs", (1.5, 2.0, 1.2, 1.2)),
    ("brine lazy", "msgpack", "decode pairs", (5, 4, 2.5, 2.5)),
    ("brine validate", "msgpack", "decode pairs", (6, 7, 2.5, 1.5)),
    ("brine encode", "msgpack", "encode pairs", (2.0, 3.0, 2.2, 1.0)),
    ("brine tree", "rpyc brine", "decode", (10, 10, 10, None)),
    ("brine encode", "rpyc brine", "encode", (10, 10, 10, None)),
    ("pickle tree", "pickle", "decode", (1.0, 1.0, 1.0, 1.0)),
    ("xml decode", "libxml2", "xml bare parse", (0.71, 0.71, 0.71, 0.71)),
    ("xml decode", "lxml", "xml decode", (4, 4, 4, 4)),
    ("xml decode", "Gnosis", "xml decode", (80, 80, 80, 80)),
    ("xml encode", "Gnosis", "xml encode", (20, 20, 20, 20)),
    ("pyxml decode", "libxml2", "pyxml bare parse", (0.71, 0.71, 0.71, None)),
    ("pyxml decode", "lxml", "pyxml decode", (4, 4, 4, None)),
    ("codable decode", "JSONDecoder", "codable decode", (5, None, None, None)),
    ("codable encode", "JSONEncoder", "codable encode", (2, None, None, None)),
]


def main():
    rows = [json.loads(line) for line in open(sys.argv[1])]
    times = best(rows)
    print("# Results\n")
    print("%s, %d processors, Python %s. Peers run with Python's collector off. One run of"
          " `make bench`;\nratios are of speed, ours to the peer's, for equivalent values: above 1 we are faster."
          "\nIn brackets the ratio to reach.\n" % (platform.machine(), os.cpu_count(), platform.python_version()))
    ratios(times, "pickleproof", LINES)
    if any(who == DEFAULT_ALLOCATOR for _, _, who in times):
        print("\nOurs were measured with glibc joining small blocks as soon as they are freed, as `pickleproof` has it do"
              " by\n`mallopt(M_MXFAST, 0)` (here `GLIBC_TUNABLES=glibc.malloc.mxfast=0`). By default it joins them later,"
              " when all of a\nlarge tree has left the caches. Then trees are:\n")
        ratios(times, DEFAULT_ALLOCATOR, [line for line in LINES if line[0].endswith("tree")])
    print("\n| who and what | " + " | ".join("%s, MB/s" % name for name in WORKLOADS) + " |")
    print("| --- |" + " ---: |" * len(WORKLOADS))
    for who, task in sorted({(who, task) for _, task, who in times}):
        cells = [speed(times.get((name, task, who))) for name in WORKLOADS]
        print("| %s %s | %s |" % (who, task, " | ".join(cells)))
    peaks = [r for r in rows if r.get("peak") is not None]
    if peaks:
        print("\n| peak memory | times the document |\n| --- | ---: |")
        for r in peaks:
            print("| %s, %s | %.2f |" % (r["task"], r["workload"], r["peak"] / r["bytes"]))
    if len(sys.argv) > 2:
        captures([json.loads(line) for line in open(sys.argv[2])])


def best(rows):
    """Of each row that was measured several times the shortest time."""
    slowest_first = sorted((r for r in rows if r["milliseconds"]), key=lambda r: -r["milliseconds"])
    return {(r["workload"], r["task"], r["who"]): r for r in slowest_first}


def ratios(times, who, lines):
    print("| ours | beside | " + " | ".join(WORKLOADS) + " |")
    print("| --- | --- |" + " ---: |" * len(WORKLOADS))
    for task, peer, peer_task, goals in lines:
        cells = [cell(times, who, name, task, peer, peer_task, goal) for name, goal in zip(WORKLOADS, goals)]
        if any(cells):
            print("| %s | %s.%s | %s |" % (task, peer, peer_task, " | ".join(cells)))


# What of ours is held against tshark, by which time, and the ratio to reach.
AGAINST_TSHARK = {"check": ("seconds", 6), "check --jobs 1": ("processor", 6), "check --framing": ("processor", 20)}


def captures(rows):
    """The large captures: speed, ratio to tshark on the same file, peak memory."""
    if not rows:
        return
    print("\nCaptures of many connections, checked by the program from start to end. Beside them tshark, which lists"
          " the connections\nand decodes no payload, and a copy of as many bytes in memory. The ratio is of time by the"
          " clock for `check`, which uses\nall processors, else of processor time.\n")
    print("| capture | | MB | MB/s by the clock | MB/s of processor time | peak MB | times tshark |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: |")
    tshark = {r["capture"]: r for r in rows if r["who"] == "tshark"}
    for r in rows:
        theirs, (clock, goal) = tshark.get(r["capture"]), AGAINST_TSHARK.get(r["task"], ("seconds", None))
        ratio = "%.1f (%d)" % (theirs[clock] / r[clock], goal) if theirs and goal else ""
        print("| %s | %s %s | %.0f | %.0f | %.0f | %s | %s |" % (
            r["capture"], r["who"], r["task"], r["bytes"] / 1e6, r["bytes"] / r["seconds"] / 1e6,
            r["bytes"] / r["processor"] / 1e6, "%.0f" % (r["peak"] / 1e6) if r["peak"] else "", ratio))


def cell(times, who, workload, task, peer, peer_task, goal):
    if peer == "msgpack":
        workload = NARROW.get(workload, workload)
    ours, theirs = times.get((workload, task, who)), times.get((workload, peer_task, peer))
    if not ours or not theirs:
        return ""
    ratio = theirs["milliseconds"] / ours["milliseconds"]
    if peer in SAME_FORMAT:
        ratio *= ours["bytes"] / theirs["bytes"]
    return "%.2f%s" % (ratio, " (%g)" % goal if goal else "")


def speed(row):
    return "%.0f" % (row["bytes"] / row["milliseconds"] / 1e3) if row else ""


if __name__ == "__main__":
    main()
