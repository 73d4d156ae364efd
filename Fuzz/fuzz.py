#!/usr/bin/env python3
"""Builds, runs and sums up the fuzzers. Python's standard library only.

  fuzz.py build                       build every fuzzer (libFuzzer, address sanitizer)
  fuzz.py run serpent --time 60       one target for a minute
  fuzz.py all --time 600 --jobs 2     every target for ten minutes, two at a time
  fuzz.py replay                      corpora and kept crashes through programs without libFuzzer
  fuzz.py merge serpent               what is worth keeping of the last runs into Corpus/serpent
  fuzz.py gain serpent --time 60      coverage reached with and without the mutator that knows the structure
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / ".work"
EVERY_TARGET = sorted(folder.name for folder in (HERE / "Sources/Targets").iterdir())
DIFFERENTIAL = [name for name in EVERY_TARGET if name.endswith("-differential")]
TARGETS = [name for name in EVERY_TARGET if name not in DIFFERENTIAL]
# Captures and conversations are worth more room than single documents.
LONGEST = {"capture": 65536, "verdict": 65536, "pyro3": 16384, "pyro4": 16384, "pyro5": 16384, "rpyc": 16384, "reassembly": 6000}
# Inputs of a committed corpus, smallest first: tests replay them, in debug builds too.
KEPT = 200
# A crash under the address sanitizer can hang in Swift's backtracer.
ENVIRONMENT = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1"}


def scratch(kind):
    return HERE / f".build-{kind}"


def build(kind, products=None):
    """Builds with a sanitizer (address, thread), or as programs that replay (replay, steps)."""
    environment = dict(ENVIRONMENT)
    command = ["swift", "build", "--package-path", str(HERE), "--scratch-path", str(scratch(kind)), "-c", "release"]
    if kind in ("address", "thread"):
        command += ["--sanitize", "fuzzer", "--sanitize", kind, "-Xswiftc", "-use-ld=lld"]
    else:
        environment["FUZZ_ENGINE"] = "replay"
    if kind == "steps":
        environment["FUZZ_STEPS"] = "1"
        command += ["--sanitize", "address", "-Xswiftc", "-sanitize-coverage=edge,trace-pc-guard"]
    for product in products or [None]:
        subprocess.run(command + (["--product", product] if product else []), check=True, env=environment,
                       stdout=sys.stderr)


def program(kind, target):
    return scratch(kind) / "release" / f"fuzz-{target}"


def seeds():
    """Seed corpora made of the fixtures, for every target."""
    subprocess.run(["swift", "build", "--package-path", str(ROOT), "-c", "release", "--product", "fuzz-seeds"],
                   check=True, stdout=sys.stderr)
    subprocess.run([str(ROOT / ".build/release/fuzz-seeds"), str(ROOT / "Fixtures"), str(WORK / "seeds")],
                   check=True, stdout=sys.stderr)


def folders(target, plain=False):
    """The working corpus, then what is read only."""
    base = target.split("-")[0]
    own = WORK / (f"{target}-plain" if plain else target) / "corpus"
    own.mkdir(parents=True, exist_ok=True)
    others = [WORK / "seeds" / base, HERE / "Corpus" / base]
    return [own] + [folder for folder in others if folder.is_dir() and any(folder.iterdir())]


def fuzz(target, seconds, kind="address", plain=False):
    """One target for so many seconds; what libFuzzer said of it."""
    own = WORK / (f"{target}-plain" if plain else target)
    corpora = folders(target, plain)
    if plain:
        shutil.rmtree(corpora[0])
        corpora[0].mkdir()
    dictionary = HERE / "Dictionaries" / f"{target.split('-')[0]}.dict"
    command = [str(program(kind, target)), f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=3000",
               "-malloc_limit_mb=512", "-print_final_stats=1", f"-max_len={LONGEST.get(target, 4096)}",
               "-detect_leaks=0", f"-artifact_prefix={own}/"]
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    before = {path.name for path in own.iterdir()}
    environment = {**ENVIRONMENT, **({"FUZZ_PLAIN": "1"} if plain else {})}
    log = own / "log.txt"
    with open(log, "w") as output:
        try:
            subprocess.run(command + [str(folder) for folder in corpora], stdout=output, stderr=output,
                           env=environment, timeout=seconds + 120)
        except subprocess.TimeoutExpired:
            output.write("\nthe fuzzer did not end in time\n")
    found = [own / name for name in sorted({path.name for path in own.iterdir()} - before)
             if re.match(r"(crash|timeout|oom|leak|slow-unit)-", name) and not name.startswith("slow")]
    return Result(target, log.read_text(errors="replace"), found)


class Result:
    """What a run reached."""

    def __init__(self, target, log, findings):
        def number(pattern):
            matches = re.findall(pattern, log)
            return int(matches[-1]) if matches else 0
        self.target = target
        self.findings = findings
        self.runs = number(r"stat::number_of_executed_units:\s*(\d+)") or number(r"#(\d+)\s")
        self.speed = number(r"stat::average_exec_per_sec:\s*(\d+)") or number(r"exec/s: (\d+)")
        self.new = number(r"stat::new_units_added:\s*(\d+)")
        self.memory = number(r"stat::peak_rss_mb:\s*(\d+)")
        self.edges = number(r"cov: (\d+)")
        self.features = number(r"ft: (\d+)")
        self.reason = reason(log) if findings else ""

    HEADER = f"{'target':22}{'runs':>12}{'runs/s':>9}{'edges':>8}{'features':>10}{'new':>7}{'MB':>6}  findings"

    def __str__(self):
        text = (f"{self.target:22}{self.runs:>12,}{self.speed:>9,}{self.edges:>8,}{self.features:>10,}{self.new:>7,}"
                f"{self.memory:>6,}  ")
        return text + (f"{len(self.findings)}: {self.reason}" if self.findings else "none")


def reason(log):
    """The line of a log that says why the program ended."""
    for pattern in (r"Fatal error: (.*)", r"(ERROR: AddressSanitizer: .*)", r"(ERROR: libFuzzer: .*)",
                    r"(WARNING: ThreadSanitizer: .*)"):
        match = re.search(pattern, log)
        if match:
            return match.group(1)[:200]
    return "see the log"


def keep(result):
    """Minimises each finding and keeps it under a name made of the fault."""
    for finding in result.findings:
        kept = HERE / "Crashes" / result.target.split("-")[0]
        kept.mkdir(parents=True, exist_ok=True)
        words = re.sub(r"[^a-z0-9]+", "-", result.reason.lower().split(": ", 1)[-1])[:60].strip("-")
        small = kept / f"{words or 'crash'}-{finding.name[-6:]}"
        subprocess.run([str(program("address", result.target)), "-minimize_crash=1", "-max_total_time=30",
                        f"-exact_artifact_path={small}", str(finding)], env=ENVIRONMENT,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300)
        if not small.exists():
            shutil.copy(finding, small)
        print(f"  kept as {small.relative_to(ROOT)}: tests replay it from now on; rename it after its fault")


def run_many(targets, seconds, jobs):
    print(Result.HEADER, flush=True)
    results = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for future in concurrent.futures.as_completed(pool.submit(fuzz, target, seconds) for target in targets):
            results.append(future.result())
            print(results[-1], flush=True)
            keep(results[-1])
    found = sum(len(result.findings) for result in results)
    print(f"{sum(result.runs for result in results):,} runs, {found} findings")
    return 1 if found else 0


def gain(target, seconds):
    """Edges reached in equal time from the same seeds, with and without the mutator of the format."""
    shutil.rmtree(WORK / target / "corpus", ignore_errors=True)
    print(Result.HEADER)
    for plain in (False, True):
        result = fuzz(target, seconds, plain=plain)
        result.target += " (bytes)" if plain else " (structure)"
        print(result, flush=True)


def merge(target):
    """Replaces the committed corpus by the smallest set of small inputs that reaches the same."""
    old = HERE / "Corpus" / target
    new = WORK / target / "merged"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    inputs = [str(folder) for folder in folders(target)]
    subprocess.run([str(program("address", target)), "-merge=1", "-max_len=2048", "-detect_leaks=0", str(new)] + inputs,
                   env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=1800)
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir(parents=True)
    for path in sorted(new.iterdir(), key=lambda path: path.stat().st_size)[:KEPT]:
        shutil.copy(path, old / path.name)
    print(f"{len(list(old.iterdir()))} inputs in {old.relative_to(ROOT)}")


def replay(kind, targets):
    """Runs all that is kept through programs without libFuzzer; with `steps` the time is checked too."""
    status = 0
    for target in targets:
        kept = [folder / target for folder in (HERE / "Corpus", HERE / "Crashes", WORK / "seeds")]
        kept = [str(folder) for folder in kept if folder.is_dir()]
        if kept:
            status |= subprocess.run([str(program(kind, target))] + kept, env=ENVIRONMENT).returncode
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build")
    one.add_argument("--kind", choices=["address", "thread", "replay", "steps"], default="address")
    one.add_argument("targets", nargs="*")
    for name in ("run", "merge", "gain"):
        one = commands.add_parser(name)
        one.add_argument("target", choices=EVERY_TARGET)
        one.add_argument("--time", type=int, default=60, help="seconds")
    one = commands.add_parser("all")
    one.add_argument("--time", type=int, default=60, help="seconds for each target")
    one.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at a time")
    one = commands.add_parser("replay")
    one.add_argument("--kind", choices=["replay", "steps"], default="replay")
    one.add_argument("targets", nargs="*")
    commands.add_parser("seeds")
    options = parser.parse_args()
    began = time.time()
    status = 0
    if options.command == "build":
        build(options.kind, [f"fuzz-{target}" for target in options.targets])
    elif options.command == "seeds":
        seeds()
    elif options.command == "replay":
        build(options.kind)
        status = replay(options.kind, options.targets or TARGETS)
    elif options.command == "merge":
        merge(options.target)
    elif options.command == "gain":
        gain(options.target, options.time)
    elif options.command == "run":
        status = run_many([options.target], options.time, 1)
    else:
        status = run_many(TARGETS, options.time, options.jobs)
    print(f"{time.time() - began:.0f} s", file=sys.stderr)
    sys.exit(status)


main()
