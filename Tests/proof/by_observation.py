#!/usr/bin/env python3
"""Proof by observation: the program decodes every vector under strace, the refused ones first, and after the first request
it opens nothing, reaches nobody, starts nothing, maps no code, and writes to its output only.

    by_observation.py PROGRAM             PROGRAM testee, with all vectors in Fixtures/
    by_observation.py --command COMMAND   any testee: this is how the proof is shown to fail
"""
import base64
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

FIXTURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Fixtures")
# All that it takes to read, to count and to answer.
HARMLESS = {"read", "write", "brk", "munmap", "mremap", "mprotect", "mmap", "madvise", "futex", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack", "exit_group", "exit", "getpid", "gettid",
            "clock_gettime", "clock_nanosleep", "sched_yield", "getrandom", "poll", "ppoll", "lseek", "fstat", "restart_syscall", "close"}
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")


def requests():
    """A request for each vector, those that have to be refused first; then some to encode."""
    names = [name for side in ("invalid", "either", "valid") for name in sorted(glob.glob(f"{FIXTURES}/*/{side}/*.json"))]
    for number, name in enumerate(names):
        with open(name, encoding="ascii") as file:
            sidecar = json.load(file)
        path = next(path for path in glob.glob(glob.escape(name[:-5]) + ".*") if not path.endswith(".json"))
        with open(path, "rb") as file:
            data = base64.b64encode(file.read()).decode()
        for operation in ("check",) if sidecar.get("ops") == ["check"] else ("decode", "reencode"):
            yield json.dumps({"id": number, "op": operation, "format": sidecar["format"], "data": data})


def offence(line):
    """Why a system call is none that decoding takes; None where it is."""
    call = CALL.match(line)
    if not call:
        return None
    name, arguments = call.groups()
    if name not in HARMLESS:
        return name
    if name in ("mmap", "mprotect") and "PROT_EXEC" in arguments:
        return name + " of code"
    if name == "write" and not arguments.startswith("1,"):
        return "write to " + arguments[:20]
    if name == "read" and not arguments.startswith("0,"):
        return "read from " + arguments[:20]
    return None


def main(arguments):
    sys.setrecursionlimit(20_000)
    command = arguments[1:] if arguments[0] == "--command" else [arguments[0], "testee"]
    lines = list(requests())
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "trace")
        run = subprocess.run(["strace", "-f", "-s", "16", "-o", trace] + command, input="\n".join(lines) + "\n", capture_output=True, text=True)
        with open(trace, encoding="utf-8", errors="replace") as file:
            calls = file.read().splitlines()
    # Start-up ends with the first read from standard input.
    start = next((number for number, line in enumerate(calls) if re.search(r"\bread\(0,", line)), None)
    answers = run.stdout.count("\n")
    if start is None or run.returncode or answers != len(lines):
        print(f"it ended with {run.returncode} after {answers} answers to {len(lines)} requests: {run.stderr[-300:]}")
        return 1
    offences = {}
    for line in calls[start:]:
        what = offence(line)
        if what:
            offences[what] = offences.get(what, 0) + 1
    for what, count in sorted(offences.items()):
        print(f"{what}: {count} times")
    print(f"{answers} answers, {len(calls) - start} system calls, {sum(offences.values())} of them out of place")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
