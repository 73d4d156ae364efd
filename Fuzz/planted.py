#!/usr/bin/env python3
"""Shows that the fuzzers find what they are for: plants a fault of each class in a scratch copy, builds it, and fuzzes
each target from the fixtures alone until its fault is found. Status 1 where one is not found within five minutes.

  planted.py [FOLDER]      the copy is made there, or in a temporary folder; what was built there before is used again
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import fuzz

ROOT = pathlib.Path(__file__).resolve().parent.parent
SECONDS = 300

# Class, target, file, what stands there, what is planted.
FAULTS = [
    # An index one past the end.
    ("trap", "marshal", "Sources/InertReaders/MarshalScalars.swift",
     "guard number < references.count,", "guard number <= references.count,"),
    # The last byte of the input is never passed, if it is a carriage return.
    ("hang", "json", "Sources/InertReaders/JSONTapeReader.swift",
     "Self.isBlank(source[at]) { at += 1 }",
     "Self.isBlank(source[at]) { at += source[at] == 0x0D && at + 1 == source.count ? 0 : 1 }"),
    # Room is made for as many values as the input says there are.
    ("memory", "msgpack", "Sources/InertReaders/MessagePackTapeReader.swift",
     "let values = kind == .dict ? count * 2 : count\n",
     "let values = kind == .dict ? count * 2 : count\n    frames.reserveCapacity(values)\n"),
    # The escape \\v is read as a form feed.
    ("disagreement", "serpent-differential", "Sources/SerpentCodec/StringEscapes.swift",
     'case UInt8(ascii: "v"): 0x0B', 'case UInt8(ascii: "v"): 0x0C'),
]


def copy(folder):
    """The files that git knows, without corpora and kept crashes: they could know the faults already."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        if name.startswith(("Fuzz/Corpus/", "Fuzz/Crashes/")) or not (ROOT / name).is_file():
            continue
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if not (folder / name).exists() or (folder / name).read_bytes() != (ROOT / name).read_bytes():
            shutil.copy(ROOT / name, folder / name)
    if not (folder / ".venv").exists():
        (folder / ".venv").symlink_to((ROOT / ".venv").resolve())


def plant(folder):
    for kind, _, name, before, after in FAULTS:
        text = (folder / name).read_text()
        if text.count(before) != 1:
            sys.exit(f"planted.py: the place of the {kind} is not in {name} any more")
        (folder / name).write_text(text.replace(before, after))


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else tempfile.mkdtemp(prefix="planted-")).resolve()
    copy(folder)
    plant(folder)
    for command in ("build", "seeds"):
        subprocess.run([str(folder / "Fuzz/fuzz.py"), command], check=True, stdout=sys.stderr)
    missed = 0
    print("| class | target | found | after |\n| --- | --- | --- | ---: |", flush=True)
    for kind, target, *_ in FAULTS:
        began = time.time()
        run = subprocess.run([str(folder / "Fuzz/fuzz.py"), "run", target, "--time", str(SECONDS)],
                             capture_output=True, text=True)
        log = (folder / f"Fuzz/.work/runs/{target}/log.txt").read_text(errors="replace")
        found = fuzz.reason(log) if run.returncode == 1 else ""
        missed += not found
        print(f"| {kind} | `{target}` | {found or 'nothing'} | {time.time() - began:.0f} s |", flush=True)
    sys.exit(1 if missed else 0)


main()
