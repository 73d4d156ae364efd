#!/usr/bin/env python3
"""Measures the program on large captures beside tshark and memcpy, and prints a JSON row each.

    captures.py PROGRAM FOLDER [--bytes 200M] [--runs 3]

The captures are made in FOLDER where they are not there yet; see workloads/make_capture.py. tshark lists
the connections and decodes no payload, which is the least that it can be asked to do; where it is not
installed, a line on standard error says so, and its rows are missing. Ours and theirs run in turn, and of
each the best run counts.
"""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

MIXES = ("pyro5", "rpyc", "both")


def main():
    if sys.argv[1:2] == ["--copy"]:
        return print(json.dumps(copy(int(sys.argv[2]))))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--bytes", default="200M", help="the size of each capture")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    tshark = shutil.which("tshark")
    if not tshark:
        print("captures: tshark is not installed (apt install tshark): no row of it", file=sys.stderr)
    for mix in MIXES:
        path = capture(options.folder, mix, options.bytes)
        tasks = [
            ("pickleproof", "check", [options.program, "check", "--fail-on", "never", path]),
            ("pickleproof", "check --jobs 1",
             [options.program, "check", "--fail-on", "never", "--jobs", "1", path]),
            ("pickleproof", "check --framing",
             [options.program, "check", "--fail-on", "never", "--framing", path]),
        ]
        if tshark:
            tasks.append(("tshark", "-q -z conv,tcp", [tshark, "-r", path, "-q", "-z", "conv,tcp"]))
        measured = {}
        for _ in range(options.runs):
            for who, task, command in tasks:
                keep_best(measured, (who, task), run(command))
            # In a process of its own: what this one has in memory would count as that of those it starts.
            copied = subprocess.run(
                [sys.executable, __file__, "--copy", str(os.path.getsize(path))], check=True, capture_output=True)
            keep_best(measured, ("memcpy", "of as many bytes"), json.loads(copied.stdout))
        for (who, task), row in measured.items():
            print(json.dumps({"capture": mix, "bytes": os.path.getsize(path), "who": who, "task": task, **row}))


def capture(folder, mix, size):
    """The path of a capture of this size, made where there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mix}-{size}.pcap"
    if not path.exists():
        print(f"captures: making {path}", file=sys.stderr)
        unfinished = path.with_suffix(".part")
        generator = pathlib.Path(__file__).with_name("workloads") / "make_capture.py"
        subprocess.run(
            [sys.executable, generator, unfinished, "--bytes", size, "--mix", mix], check=True, stdout=sys.stderr)
        unfinished.rename(path)
    with path.open("rb") as file:
        # Into the page cache: nobody is measured on reading the disk.
        while file.read(1 << 20):
            pass
    return str(path)


def run(command):
    """Runs a command; its seconds by the clock and of processor time, and its peak memory in bytes."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"captures: {' '.join(map(str, command))} ended with status {process.returncode}")
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return {"seconds": seconds, "processor": usage.ru_utime + usage.ru_stime, "peak": peak}


def copy(size):
    """The time of copying so many bytes from one place in memory to another, block by block."""
    block = 64 << 20
    source, target = memoryview(bytes(block)), memoryview(bytearray(block))
    target[:] = source
    began, processor = time.monotonic(), time.process_time()
    for start in range(0, size, block):
        count = min(block, size - start)
        target[:count] = source[:count]
    return {"seconds": time.monotonic() - began, "processor": time.process_time() - processor, "peak": 0}


def keep_best(measured, key, row):
    known = measured.setdefault(key, row)
    for name in ("seconds", "processor"):
        known[name] = min(known[name], row[name])
    known["peak"] = max(known["peak"], row["peak"])


if __name__ == "__main__":
    main()
