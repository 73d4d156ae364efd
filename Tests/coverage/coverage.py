#!/usr/bin/env python3
"""Line coverage of the modules that read what comes from strangers. Python's standard library only.

  coverage.py run      build for coverage, run every test, and report
  coverage.py report   report what the last run measured

The report is a table of the modules, and every run of lines that no test reaches, with the reason that
explained.json gives for it. It ends with 1 where a module is below 95 %, a run of lines has no reason, or a reason
no longer has such lines.
"""
import argparse
import collections
import fnmatch
import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build/coverage"
EXPLAINED = pathlib.Path(__file__).with_name("explained.json")
MODULES = ["PythonValues", "WireCore", "SerpentCodec", "SerpentFoundation", "BrineCodec", "VinegarCodec", "XMLPickleCodec",
           "InertReaders", "WirePolicy", "PyroWire", "RPyCWire", "WireCapture", "WireCheck"]
LEAST = 95.0


def swift(*arguments):
    """Runs swift with the scratch folder of this measurement."""
    return subprocess.run(["swift", *arguments, "--package-path", str(ROOT), "--scratch-path", str(SCRATCH)], check=True,
                          capture_output=arguments[0] == "build" and "--show-bin-path" in arguments, text=True)


def toolchain(name):
    """A program of LLVM's that stands beside swift: those of another toolchain read other formats."""
    return str(pathlib.Path(shutil.which("swift")).resolve().parent / name)


def run_tests():
    """Runs every test. What fails does not end the measurement: a line that was run was run."""
    products = pathlib.Path(swift("build", "--show-bin-path").stdout.strip())
    for old in products.glob("codecov/*.prof*"):
        old.unlink()
    status = subprocess.run(["swift", "test", "--package-path", str(ROOT), "--scratch-path", str(SCRATCH),
                             "--enable-code-coverage"], stdout=sys.stderr).returncode
    if status:
        print("coverage: some test failed", file=sys.stderr)


def measured():
    """What the last run has left, by file: the segments of llvm-cov's export. The programs that the tests start, ours
    among them, leave files of their own."""
    products = pathlib.Path(swift("build", "--show-bin-path").stdout.strip())
    merged = products / "codecov/merged.profdata"
    raw = sorted(map(str, products.glob("codecov/*.profraw")))
    if not raw:
        sys.exit("coverage: nothing was measured yet: run it first")
    subprocess.run([toolchain("llvm-profdata"), "merge", "-sparse", "--failure-mode=all", "-o", str(merged), *raw], check=True)
    exported = subprocess.run([toolchain("llvm-cov"), "export", "-instr-profile", str(merged), "-skip-functions",
                               str(products / "pickleproofPackageTests.xctest"), str(ROOT / "Sources")], check=True, capture_output=True)
    for file in json.loads(exported.stdout)["data"][0]["files"]:
        name = pathlib.Path(file["filename"])
        if name.is_relative_to(ROOT / "Sources"):
            yield name.relative_to(ROOT / "Sources"), file["segments"]


def line_counts(segments):
    """How often each line was run, for the lines that have code. A segment is the place where a count begins to hold:
    line, column, count, whether there is code, whether a region begins, whether it is only the gap between two."""
    by_line = collections.defaultdict(list)
    for segment in segments:
        by_line[segment[0]].append(segment)
    counts, around = {}, None
    for line in range(min(by_line, default=1), max(by_line, default=0) + 1):
        here = by_line.get(line, [])
        begun = [count for _, _, count, has_count, is_entry, is_gap in here if has_count and is_entry and not is_gap]
        is_skipped = here and not here[0][3] and here[0][4]
        holds = [around[2]] if around and around[3] else []
        if not is_skipped and (holds or begun):
            counts[line] = max(holds + begun)
        around = here[-1] if here else around
    return counts


def unreached(counts):
    """The runs of lines that nothing reached, as ranges; lines without code between two belong to them."""
    runs, before = [], None
    for line in sorted(counts):
        if counts[line] == 0:
            if before == 0:
                runs[-1] = (runs[-1][0], line)
            else:
                runs.append((line, line))
        before = counts[line]
    return runs


def reasons():
    """The explanations. `file` is a pattern. `words` stand in one of the lines; or every line that is not blank has the
    form of `pattern`."""
    return json.loads(EXPLAINED.read_text())


def explains(entry, name, lines):
    """Whether an explanation is about a run of lines."""
    if not fnmatch.fnmatchcase(name, entry["file"]):
        return False
    if "words" in entry:
        return any(entry["words"] in line for line in lines)
    return all(re.fullmatch(entry["pattern"], line.strip()) for line in lines if line.strip())


def report():
    table, runs = collections.Counter(), []
    for name, segments in measured():
        counts = line_counts(segments)
        module = name.parts[0]
        table[module, "lines"] += len(counts)
        table[module, "reached"] += sum(map(bool, counts.values()))
        text = (ROOT / "Sources" / name).read_text().split("\n")
        runs += [(module, str(name), first, text[first - 1:last]) for first, last in unreached(counts)]
    explanations, used, failed = reasons(), set(), False
    print("| module | lines | reached | % |\n| --- | ---: | ---: | ---: |")
    for module in MODULES:
        lines, reached = table[module, "lines"], table[module, "reached"]
        percent = 100 * reached / lines
        failed |= percent < LEAST
        print(f"| `{module}` | {lines} | {reached} | {percent:.1f} |")
    for module, name, first, lines in sorted(runs):
        if module not in MODULES:
            continue
        why = [index for index, entry in enumerate(explanations) if explains(entry, name, lines)]
        used.update(why)
        failed |= not why
        reason = explanations[why[0]]["rule"] if why else "NOT EXPLAINED"
        print(f"\n{name}:{first}: {reason}")
        print("\n".join("    " + line for line in lines))
    for index, entry in enumerate(explanations):
        if index not in used:
            failed = True
            print(f"\nSTALE: {entry['file']}: '{entry.get('words') or entry['pattern']}' is reached, or gone")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["run", "report"])
    if parser.parse_args().command == "run":
        run_tests()
    sys.exit(report())


if __name__ == "__main__":
    main()
