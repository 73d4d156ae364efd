#!/usr/bin/env python3
"""Plants one-token faults in the decoders and counts how many the tests notice. Python's standard library only.

  mutate.py list --seed 1 --count 100     the faults, in the order in which they are planted
  mutate.py run --seed 1 --count 100      build a copy with all of them in it, then run the tests with each switched on
  mutate.py show                          what the last run found, as Markdown

A fault that does not compile gives its place to the next, and so does one that equivalent.json says changes no answer, with
the reason. The copy, its build and what is found are in .build/mutation;
a run that was interrupted goes on where it stood.
"""
import argparse
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import faults
import suites

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / ".build/mutation"
TREE = WORK / "tree"
# Some do not compile: so many more are planted at first.
SPARE = 1.4
ERROR = re.compile(r"^(/[^:]+\.swift):(\d+):\d+: error: (.*)", re.M)
FOUND = WORK / "found.json"
EQUIVALENT = pathlib.Path(__file__).with_name("equivalent.json")


def write(file, data):
    """Writes what is not there already, so that no more is built than has changed."""
    if not file.is_file() or file.read_bytes() != data:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def copy_tree():
    """Brings the copy in line with the files that are in the repository or could be."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = {name for name in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
             if name and (ROOT / name).is_file()} | {"Package.resolved"}
    for folder, folders, files in os.walk(TREE):
        if pathlib.Path(folder) == TREE:
            folders[:] = [name for name in folders if name not in (".build", ".venv")]
        for file in (pathlib.Path(folder) / name for name in files):
            if str(file.relative_to(TREE)) not in names and file.name != "PlantedFaults.swift":
                file.unlink()
    for name in sorted(names):
        if (ROOT / name).is_file() and not name.startswith("Sources/"):
            write(TREE / name, (ROOT / name).read_bytes())
            shutil.copymode(ROOT / name, TREE / name)
    if not (TREE / ".venv").exists():
        (TREE / ".venv").symlink_to((ROOT / ".venv").resolve())


def plant(planted):
    """Writes the sources of the copy with faults in them."""
    by_path, by_module = collections.defaultdict(list), collections.defaultdict(list)
    for fault in planted:
        by_path[fault.path].append(fault)
        by_module[fault.module].append(fault)
    for file in sorted(path for path in (ROOT / "Sources").rglob("*") if path.is_file()):
        path = str(file.relative_to(ROOT))
        data = file.read_bytes()
        if path in by_path:
            data = faults.plant(data.decode(), by_path[path]).encode()
        write(TREE / path, data)
    for module in faults.MODULES:
        write(TREE / "Sources" / module / "PlantedFaults.swift", faults.switches(by_module[module]).encode())


def blamed(planted, output):
    """The faults that the compiler's errors are about."""
    guilty = {}
    for path, line, message in ERROR.findall(output):
        line = int(line)
        if path.endswith("/PlantedFaults.swift"):
            text = pathlib.Path(path).read_text().split("\n")[line - 1]
            near = [fault for fault in planted if faults.switch(fault.number) in text or str(fault.number) in re.findall(r"\d+", text)]
        else:
            here = [fault for fault in planted if path.endswith("/" + fault.path) and abs(fault.line - line) <= 12]
            nearest = min((abs(fault.line - line) for fault in here), default=0)
            near = [fault for fault in here if abs(fault.line - line) == nearest]
        guilty |= {fault.number: message for fault in near}
    return guilty


def equivalents():
    """The faults that were looked at and change no answer, each as file, line and what the line becomes."""
    return {(entry["file"], entry["line"], entry["becomes"]) for entry in json.loads(EQUIVALENT.read_text())}


def is_equivalent(fault, known):
    return (fault.path, *fault.lines((ROOT / fault.path).read_text())) in known


def build(every, count, broken):
    """Plants until as many faults as are wanted compile and change an answer; returns those, in order, and how many
    before them change none. What does not compile is added to `broken`."""
    known = equivalents()
    wanted = int(count * SPARE)
    while True:
        planted = [fault for fault in every if fault.number not in broken][:wanted - len(broken)]
        judged = [fault for fault in planted if not is_equivalent(fault, known)]
        if len(judged) < count:
            wanted += count // 4
            continue
        plant(planted)
        log = WORK / "build.log"
        with open(log, "w") as output:
            command = ["swift", "build", *suites.BUILT_AS, "--build-tests", "--package-path", str(TREE)]
            status = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT).returncode
        if status == 0:
            last = judged[count - 1].number
            same = [fault for fault in planted if fault not in judged and fault.number < last]
            return judged[:count], len(same)
        guilty = blamed(planted, log.read_text())
        if not guilty:
            sys.exit(f"mutate: the copy does not build, and no fault is to blame: see {log}")
        broken += guilty
        print(f"{len(guilty)} do not compile, {len(broken)} in all", file=sys.stderr)


def measure(name, seconds):
    """How long a test target takes with no fault switched on; it has to pass."""
    if name not in seconds:
        with open(WORK / f"sound-{name}.log", "w") as log:
            outcome = suites.run(TREE, [name], log=log)
        if outcome.noticed:
            sys.exit(f"mutate: {name} fails without a fault: {outcome.by}; see {log.name}")
        seconds[name] = outcome.seconds
    return seconds[name]


def judge(fault, names, seconds):
    """Runs some test targets with a fault switched on: what noticed it, or nothing."""
    limit = 20 + 8 * sum(measure(name, seconds) for name in names)
    outcome = suites.run(TREE, names, fault.number, limit)
    return {"by": outcome.by, "in": names} if outcome.noticed else {}


def state(every, options):
    """What an earlier run with the same sources, seed and count has found."""
    inputs = [every[:options.count * 3], options.seed, options.count]
    if FOUND.is_file() and not options.afresh:
        found = json.loads(FOUND.read_text())
        if found["inputs"] == json.loads(json.dumps(inputs)):
            return found
    return {"inputs": inputs, "noticed": {}, "passed": {}, "broken": []}


def run(options):
    WORK.mkdir(parents=True, exist_ok=True)
    every = faults.candidates(ROOT, options.seed)
    found = state(every, options)
    copy_tree()
    planted, same = build(every, options.count, found["broken"])
    targets = suites.targets(TREE)
    seconds = {}
    found |= {"planted": planted, "equivalent": same, "candidates": len(every), "seed": options.seed}
    noticed, passed = found["noticed"], found["passed"] if not options.again else {}
    found["passed"] = passed
    # The quick tests are shown every fault before the slow ones are shown what is left.
    for part in range(3):
        for fault in planted:
            number = str(fault.number)
            phases = suites.phases(targets, fault.module)
            if number in noticed or part < passed.get(number, 0) or part >= len(phases):
                continue
            if result := judge(fault, phases[part], seconds):
                noticed[number] = result
            else:
                passed[number] = part + 1
            FOUND.write_text(json.dumps(found, indent=1))
            print(f"{fault}: " + (f"noticed by {result['by']}" if result else f"unnoticed by {' '.join(phases[part])}"), flush=True)
    FOUND.write_text(json.dumps(found, indent=1))
    show(options)


def show(options):
    """The result as Markdown."""
    found = json.loads(FOUND.read_text())
    planted = [faults.Fault(*fault) for fault in found["planted"]]
    noticed = set(map(int, found["noticed"])) & {fault.number for fault in planted}
    print("| module | planted | noticed |\n| --- | ---: | ---: |")
    for module in faults.MODULES:
        here = [fault for fault in planted if fault.module == module]
        print(f"| `{module}` | {len(here)} | {sum(fault.number in noticed for fault in here)} |")
    print(f"| all | {len(planted)} | {len(noticed)} |\n")
    broken = sum(number < max(fault.number for fault in planted) for number in found["broken"])
    print(f"Seed {found['seed']}, {found['candidates']} places, {broken} passed over that do not compile, "
          f"{found['equivalent']} that change no answer.\n")
    for fault in planted:
        if fault.number not in noticed:
            text = (ROOT / fault.path).read_text().split("\n")[fault.line - 1].strip()
            print(f"- {fault}: `{text}`")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["list", "run", "show"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--tree", type=pathlib.Path, help="where the copy goes")
    parser.add_argument("--afresh", action="store_true", help="forget what an earlier run has found")
    parser.add_argument("--again", action="store_true", help="judge survivors again: tests have been added")
    options = parser.parse_args()
    global TREE
    TREE = options.tree or TREE
    if options.command == "list":
        for fault in faults.candidates(ROOT, options.seed)[:options.count]:
            print(fault)
    else:
        {"run": run, "show": show}[options.command](options)


if __name__ == "__main__":
    main()
