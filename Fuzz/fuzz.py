#!/usr/bin/env python3
"""Builds, runs and sums up the fuzzers. Python's standard library only.

  fuzz.py build                       build the fuzzers (libFuzzer, address sanitizer; --kind thread and others)
  fuzz.py check                       whether each module of that build is instrumented
  fuzz.py run serpent --time 60       one target for a minute
  fuzz.py all --time 600 --jobs 2     every target for ten minutes, two at a time
  fuzz.py replay                      corpora and kept crashes through programs without libFuzzer; lines of each module run
  fuzz.py edges                       edges of each module that all that is kept reaches
  fuzz.py merge serpent               what is worth keeping of the last runs into Corpus/serpent
  fuzz.py gain serpent --time 60      coverage reached with and without the mutator that knows the structure
"""
import argparse
import base64
import concurrent.futures
import contextlib
import hashlib
import heapq
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = HERE / ".work"
# Captures and conversations are worth more room than single documents.
LONGEST = {"capture": 65536, "verdict": 65536, "pyro3": 16384, "pyro4": 16384, "pyro5": 16384, "rpyc": 16384, "reassembly": 6000}
# Inputs of a committed corpus: tests replay them, in debug builds too.
KEPT = 100
# A crash under the address sanitizer can hang in Swift's backtracer.
ENVIRONMENT = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "detect_leaks=0:abort_on_error=1",
               "TSAN_OPTIONS": "halt_on_error=1"}
# What the objects of an instrumented module refer to.
COUNTERS = {"address": b"__sancov_cntrs", "thread": b"__sancov_cntrs", "steps": b"__sancov_guards", "replay": b"__llvm_prf_cnts"}
CHECKS = {"address": b"__asan_", "thread": b"__tsan_", "steps": b"__asan_"}
# Builds in which C is checked for undefined behaviour, too.
CHECKS_OF_C = ["address", "thread"]


def names(path, pattern):
    return re.findall(pattern, (HERE / path).read_text())


TARGETS = sorted(names("Invariants/FuzzTarget.swift", r'FuzzTarget\("([a-z0-9]+)"'))
# Those need the references that `make setup` installs.
DIFFERENTIAL = names("Sources/Differential/Differential.swift", r'case "([a-z0-9]+-differential)"')
EVERY_TARGET = TARGETS + DIFFERENTIAL


def form(target):
    """What a target's inputs are of: its seeds, corpus and dictionary are named after that."""
    return target.split("-")[0]


def scratch(kind):
    return HERE / f".build-{kind}"


def build(kind):
    """Builds with a sanitizer (address, thread), or as a program that replays and counts lines, or steps."""
    environment = dict(ENVIRONMENT)
    command = ["swift", "build", "--package-path", str(HERE), "--scratch-path", str(scratch(kind)), "-c", "release",
               "--product", "fuzz"]
    if kind in CHECKS_OF_C:
        # Of several `-sanitize=` Swift's compiler takes the last alone, and SwiftPM writes one for each.
        command += ["--sanitize", "fuzzer", "--sanitize", kind, "-Xswiftc", f"-sanitize=fuzzer,{kind}",
                    "-Xswiftc", "-use-ld=lld"]
        environment["PICKLEPROOF_FUZZED"] = "1"
    else:
        environment["FUZZ_ENGINE"] = "replay"
    if kind == "steps":
        environment["FUZZ_STEPS"] = "1"
        command += ["--sanitize", "address", "-Xswiftc", "-sanitize-coverage=edge,trace-pc-guard"]
    if kind == "replay":
        command += ["-Xswiftc", "-profile-generate", "-Xswiftc", "-profile-coverage-mapping"]
    subprocess.run(command, check=True, env=environment, stdout=sys.stderr)
    check_instrumentation(kind)
    publish(kind)


def modules_under_test():
    return re.findall(r"\w+", names("Package.swift", r"let modules = \[([^]]*)\]")[0])


def check_instrumentation(kind):
    """Ends the program where a module under test is not instrumented: fuzzing it would be blind."""
    modules = modules_under_test()
    wanted = [table[kind] for table in (COUNTERS, CHECKS) if kind in table]
    for module in modules:
        objects = b"".join(path.read_bytes() for path in (scratch(kind) / f"release/{module}.build").rglob("*.o"))
        for mark in wanted:
            if mark not in objects:
                sys.exit(f"fuzz.py: {module} is built without {mark.decode()}: fuzzing it would be blind")
    if kind in CHECKS_OF_C:
        objects = b"".join(path.read_bytes() for path in (scratch(kind) / "release/CXMLPickle.build").rglob("*.o"))
        if b"__ubsan_handle" not in objects:
            sys.exit("fuzz.py: CXMLPickle is built without the sanitizer of undefined behaviour")


def publish(kind):
    """One program under the name of each target, apart from the build: what runs is not built over."""
    folder = WORK / "programs" / kind
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    first = program(kind, EVERY_TARGET[0])
    shutil.copy(scratch(kind) / "release/fuzz", first)
    for target in EVERY_TARGET[1:]:
        os.link(first, program(kind, target))


def program(kind, target):
    return WORK / "programs" / kind / f"fuzz-{target}"


def seeds():
    """Seed corpora made of the fixtures, for every target. A debug build, as the tests have it built already."""
    subprocess.run(["swift", "build", "--package-path", str(ROOT), "--product", "fuzz-seeds"],
                   check=True, stdout=sys.stderr)
    subprocess.run([str(ROOT / ".build/debug/fuzz-seeds"), str(ROOT / "Fixtures"), str(WORK / "seeds")],
                   check=True, stdout=sys.stderr)


def working(target, variant=""):
    """The folder of a target's runs; a variant of them has its own."""
    return WORK / "runs" / (target + variant)


def kept_folders(target):
    """The inputs that are kept: seeds, and the committed corpus."""
    folders = [WORK / "seeds" / form(target), HERE / "Corpus" / form(target)]
    return [folder for folder in folders if folder.is_dir() and any(folder.iterdir())]


def fuzz(target, seconds, variant="", starts=None, kind="address"):
    """One target for so many seconds; what libFuzzer said of it."""
    own = working(target, variant)
    (own / "corpus").mkdir(parents=True, exist_ok=True)
    dictionary = HERE / "Dictionaries" / f"{form(target)}.dict"
    command = [str(program(kind, target)), f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=3000",
               "-malloc_limit_mb=512", "-print_final_stats=1", f"-max_len={LONGEST.get(form(target), 4096)}",
               "-detect_leaks=0", f"-artifact_prefix={own}/"]
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    command += [str(folder) for folder in [own / "corpus"] + (kept_folders(target) if starts is None else starts)]
    before = {path.name for path in own.iterdir()}
    environment = {**ENVIRONMENT, **({"FUZZ_PLAIN": "1"} if variant == "-plain" else {})}
    with open(own / "log.txt", "w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
        overdue = threading.Timer(seconds + 300, process.kill)
        overdue.start()
        usage = os.wait4(process.pid, 0)[2]
        overdue.cancel()
    found = [own / name for name in sorted({path.name for path in own.iterdir()} - before)
             if re.match(r"(crash|timeout|oom|leak)-", name)]
    return Result(target, (own / "log.txt").read_text(errors="replace"), found, usage.ru_utime + usage.ru_stime)


class Result:
    """What a run reached."""

    def __init__(self, target, log, findings, processor):
        def number(pattern):
            matches = re.findall(pattern, log)
            return int(matches[-1]) if matches else 0
        self.target = target
        self.findings = findings
        self.processor = processor
        self.runs = number(r"stat::number_of_executed_units:\s*(\d+)") or number(r"#(\d+)\s")
        self.new = number(r"stat::new_units_added:\s*(\d+)")
        self.memory = number(r"stat::peak_rss_mb:\s*(\d+)")
        self.edges = number(r"cov: (\d+)")
        self.features = number(r"ft: (\d+)")
        self.reason = reason(log) if findings else ""

    HEADER = (f"{'target':22}{'runs':>12}{'seconds':>9}{'runs/s':>9}{'edges':>8}{'features':>10}{'new':>7}{'MB':>6}"
              "  findings (seconds are the processor's, and so runs/s)")

    def __str__(self):
        text = (f"{self.target:22}{self.runs:>12,}{self.processor:>9,.0f}{self.runs / max(1, self.processor):>9,.0f}"
                f"{self.edges:>8,}{self.features:>10,}{self.new:>7,}{self.memory:>6,}  ")
        if self.runs == 0:
            return text + "it did not run: see the log"
        return text + (f"{len(self.findings)}: {self.reason}" if self.findings else "none")


def reason(log):
    """The line of a log that says why the program ended."""
    for pattern in (r"Fatal error: (.*)", r"(ERROR: AddressSanitizer: .*)", r"(ERROR: libFuzzer: .*)",
                    r"(WARNING: ThreadSanitizer: .*)"):
        match = re.search(pattern, log)
        if match:
            return match.group(1)[:200]
    return "see the log"


def keep(result, kind):
    """Minimises each finding and keeps it under a name made of the fault."""
    for finding in result.findings:
        kept = HERE / "Crashes" / form(result.target)
        kept.mkdir(parents=True, exist_ok=True)
        words = re.sub(r"[^a-z0-9]+", "-", result.reason.lower().split(": ", 1)[-1])[:60].strip("-")
        small = kept / f"{words or 'crash'}-{finding.name[-6:]}"
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run([str(program(kind, result.target)), "-minimize_crash=1", "-max_total_time=30",
                            f"-exact_artifact_path={small}", str(finding)], env=ENVIRONMENT,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
        if not small.exists():
            shutil.copy(finding, small)
        print(f"  kept as {small.relative_to(ROOT)}: tests replay it from now on; rename it after its fault")
        if small.stat().st_size <= 3000:
            print(f"  in base64: {base64.b64encode(small.read_bytes()).decode()}", flush=True)


def run_many(targets, seconds, jobs, kind):
    for target in targets:
        if not program(kind, target).exists():
            sys.exit(f"fuzz.py: nothing is built: fuzz.py build --kind {kind}")
    print(Result.HEADER, flush=True)
    results = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for future in concurrent.futures.as_completed(pool.submit(fuzz, target, seconds, kind=kind) for target in targets):
            results.append(future.result())
            print(results[-1], flush=True)
            keep(results[-1], kind)
    found = sum(len(result.findings) for result in results)
    print(f"{sum(result.runs for result in results):,} runs, {found} findings")
    return 1 if found or not all(result.runs for result in results) else 0


def everything():
    """Every target that can run here."""
    if os.environ.get("CI") == "true" or (ROOT / ".venv/rpyc6").exists():
        return EVERY_TARGET
    print(f"left out, since `make setup` was not run: {', '.join(DIFFERENTIAL)}")
    return TARGETS


def gain(target, seconds, count):
    """Edges reached in equal time from the first `count` seeds, at the same time, with and without the mutator of the
    format."""
    variants = {"-structure": " (structure)", "-plain": " (bytes)"}
    for variant in variants:
        shutil.rmtree(working(target, variant), ignore_errors=True)
    seeds = working(target, "-seeds")
    shutil.rmtree(seeds, ignore_errors=True)
    seeds.mkdir(parents=True)
    for path in sorted((WORK / "seeds" / form(target)).iterdir())[:count]:
        shutil.copy(path, seeds / path.name)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        runs = {variant: pool.submit(fuzz, target, seconds, variant, [seeds]) for variant in variants}
    print(Result.HEADER)
    for variant, run in runs.items():
        result = run.result()
        result.target += variants[variant]
        print(result, flush=True)


def merge(target):
    """Replaces the committed corpus by the inputs that together reach most."""
    old = HERE / "Corpus" / target
    new, control = working(target) / "merged", working(target) / "merge-control"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    control.unlink(missing_ok=True)
    inputs = [str(folder) for folder in [working(target) / "corpus"] + kept_folders(target) if folder.is_dir()]
    subprocess.run([str(program("address", target)), "-set_cover_merge=1", f"-merge_control_file={control}", "-max_len=2048",
                    "-detect_leaks=0", str(new)] + inputs,
                   env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=3600)
    chosen = [(path, path.read_bytes()) for path in most_reaching(features(control), KEPT)]
    shutil.rmtree(old, ignore_errors=True)
    old.mkdir(parents=True)
    for path, data in chosen:
        (old / hashlib.sha1(data).hexdigest()).write_bytes(data)
    print(f"{len(list(old.iterdir()))} inputs in {old.relative_to(ROOT)}")


def features(control):
    """What each input of a merge reaches, by libFuzzer's list: counts, names, and a line `FT number feature …` for each."""
    lines = control.read_text(errors="replace").split("\n")
    names = lines[2:2 + int(lines[0])]
    return {pathlib.Path(names[int(number)]): set(reached)
            for kind, number, *reached in (line.split() for line in lines[2 + len(names):] if line.startswith("FT "))}


def most_reaching(features, count):
    """So many inputs, each time that which adds most; of those that add as much the smallest."""
    # What an input adds only grows less: one that still leads when looked at again is the best of all.
    waiting = [(-len(reached), path.stat().st_size, path) for path, reached in features.items()]
    heapq.heapify(waiting)
    seen = set()
    while waiting and count:
        before, size, path = heapq.heappop(waiting)
        added = len(features[path] - seen)
        if added and -added == before:
            seen |= features[path]
            count -= 1
            yield path
        elif added:
            heapq.heappush(waiting, (-added, size, path))


def edges(targets):
    """Edges of the control flow that all that is kept reaches, by module. Of each function the most that one target reaches
    is counted, since libFuzzer says no more."""
    functions = {}
    for target in targets:
        folders = [working(target) / "corpus", HERE / "Crashes" / form(target)] + kept_folders(target)
        command = [str(program("address", target)), "-runs=0", "-print_coverage=1", f"-max_len={LONGEST.get(target, 4096)}"]
        said = subprocess.run(command + [str(folder) for folder in folders if folder.is_dir()], env=ENVIRONMENT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True).stdout.decode(errors="replace")
        for reached, count, name in re.findall(r"COVERED_FUNC: hits: \d+ edges: (\d+)/(\d+) (\S+)", said):
            before = functions.get(name, (0, 0))[0]
            functions[name] = (max(before, int(reached)), int(count))
    print("| module | edges reached | of | |\n| --- | ---: | ---: | ---: |")
    for module in modules_under_test():
        mangled = f"$s{len(module)}{module}"
        found = [counts for name, counts in functions.items() if name.startswith(mangled)]
        reached, count = sum(counts[0] for counts in found), sum(counts[1] for counts in found)
        print(f"| `{module}` | {reached:,} | {count:,} | {100 * reached / max(1, count):.0f} % |")


def replay(kind, targets):
    """Runs all that is kept through programs without libFuzzer; with `steps` the time is checked too."""
    status = 0
    profiles = WORK / "profiles"
    shutil.rmtree(profiles, ignore_errors=True)
    profiles.mkdir(parents=True)
    for target in targets:
        kept = kept_folders(target) + [HERE / "Crashes" / form(target), working(target) / "corpus"]
        kept = [str(folder) for folder in kept if folder.is_dir() and any(folder.iterdir())]
        if kept:
            environment = {**ENVIRONMENT, "LLVM_PROFILE_FILE": str(profiles / f"{target}.profraw")}
            status |= subprocess.run([str(program(kind, target))] + kept, env=environment).returncode
    if kind == "replay" and status == 0:
        lines(profiles)
    return status


def lines(profiles):
    """Lines of each module that the replay ran."""
    tools = pathlib.Path(shutil.which("swift")).resolve().parent
    merged = profiles / "merged.profdata"
    subprocess.run([str(tools / "llvm-profdata"), "merge", "-o", str(merged)] + [str(path) for path in profiles.glob("*.profraw")],
                   check=True)
    report = subprocess.run([str(tools / "llvm-cov"), "export", "-summary-only", f"-instr-profile={merged}",
                             str(program("replay", TARGETS[0]))], check=True, capture_output=True).stdout
    totals = {}
    for file in json.loads(report)["data"][0]["files"]:
        module = re.search(rf"{re.escape(str(ROOT))}/Sources/(\w+)/.*\.(swift|c)$", file["filename"])
        if module:
            total = totals.setdefault(module.group(1), [0, 0])
            total[0] += file["summary"]["lines"]["covered"]
            total[1] += file["summary"]["lines"]["count"]
    print("| module | lines run | of | |\n| --- | ---: | ---: | ---: |")
    for module, (covered, count) in sorted(totals.items()):
        print(f"| `{module}` | {covered:,} | {count:,} | {100 * covered / count:.1f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("build")
    one.add_argument("--kind", choices=["address", "thread", "replay", "steps"], default="address")
    commands.add_parser("check").add_argument("--kind", default="address")
    for name in ("run", "merge", "gain"):
        one = commands.add_parser(name)
        one.add_argument("target", choices=EVERY_TARGET if name == "run" else TARGETS)
        if name != "merge":
            one.add_argument("--time", type=int, default=60, help="seconds")
        if name == "run":
            one.add_argument("--kind", choices=["address", "thread"], default="address")
        elif name == "gain":
            one.add_argument("--seeds", type=int, default=3, help="how many to begin with: all of them leave little to gain")
    one = commands.add_parser("all")
    one.add_argument("--time", type=int, default=60, help="seconds for each target")
    one.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="targets at a time")
    one.add_argument("--kind", choices=["address", "thread"], default="address")
    one = commands.add_parser("replay")
    one.add_argument("--kind", choices=["replay", "steps"], default="replay")
    one.add_argument("targets", nargs="*")
    for name in ("seeds", "targets", "edges"):
        commands.add_parser(name)
    options = parser.parse_args()
    began = time.time()
    status = 0
    if options.command == "build":
        build(options.kind)
    elif options.command == "check":
        check_instrumentation(options.kind)
    elif options.command == "seeds":
        seeds()
    elif options.command == "targets":
        print("\n".join(TARGETS))
    elif options.command == "edges":
        edges(TARGETS)
    elif options.command == "replay":
        build(options.kind)
        status = replay(options.kind, options.targets or TARGETS)
    elif options.command == "merge":
        merge(options.target)
    elif options.command == "gain":
        gain(options.target, options.time, options.seeds)
    elif options.command == "run":
        status = run_many([options.target], options.time, 1, options.kind)
    else:
        status = run_many(everything(), options.time, options.jobs, options.kind)
    print(f"{time.time() - began:.0f} s", file=sys.stderr)
    sys.exit(status)


if __name__ == "__main__":
    main()
