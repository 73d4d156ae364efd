"""The test targets: which of them have to do with a module, and a run of some of them that ends with the first failure."""
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import threading
import time
from typing import NamedTuple

# They start programs and peers, which takes long: they are asked last.
LATE = {"PeerTests", "ToolTests"}
# They run the references and the documents, and none of our code.
APART = "VectorGenerationTests|TestingPageTests"
MEMORY = 4 << 30
# Building takes longer than in debug, but happens once; the tests run ten times as fast.
BUILT_AS = ["-c", "release", "-Xswiftc", "-enable-testing"]
FAILED = re.compile(r"^✘ Test (?!run)(.*?) (?:recorded an issue|failed)")


class Outcome(NamedTuple):
    noticed: bool
    by: str  # the first test that failed, or how the run ended
    seconds: float


def targets(tree):
    """The package's targets by name: each with whether it is a test target, and the targets it depends on, at any remove."""
    dump = subprocess.run(["swift", "package", "--package-path", str(tree), "dump-package"], check=True, capture_output=True)
    direct, tests = {}, set()
    for target in json.loads(dump.stdout)["targets"]:
        named = [dependency.get("byName") or dependency.get("target") for dependency in target["dependencies"]]
        direct[target["name"]] = {name[0] for name in named if name}
        if target["type"] == "test":
            tests.add(target["name"])

    def closure(name):
        return {name}.union(*(closure(each) for each in direct.get(name, ())))

    return {name: (name in tests, closure(name)) for name in direct}


def phases(every, module):
    """The test targets that a fault in a module is shown to, in three parts: the module's own, those of what is built on
    it, and the slow ones."""
    concerned = {name for name, (is_test, reach) in every.items() if is_test and module in reach}
    own = {module + "Tests"} & concerned
    return [sorted(part) for part in (own, concerned - own - LATE, concerned & LATE) if part]


def session_members(session):
    """The processes of a session: those that a test has started are in it, though not in its process group."""
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(stat.read_text().rpartition(")")[2].split()[3]) == session:
                yield int(stat.parent.name)
        except (OSError, ValueError, IndexError):
            continue


def end(process):
    for member in session_members(process.pid):
        try:
            os.kill(member, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


def run(tree, names, fault=0, seconds=600, log=None):
    """Runs test targets with one fault switched on, until a test fails."""
    folder = pathlib.Path(tree) / ".build/release"
    command = [str(folder / "pickleproofPackageTests.xctest"), "--testing-library", "swift-testing",
               "--filter", "^(" + "|".join(names) + r")\.", "--skip", APART]
    environment = {**os.environ, "PLANTED_FAULT": str(fault), "SWIFT_BACKTRACE": "enable=no", "NO_COLOR": "1"}
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=tree, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace", start_new_session=True,
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY)))
    late = threading.Event()
    clock = threading.Timer(seconds, lambda: (late.set(), end(process)))
    clock.start()
    by = None
    for line in process.stdout:
        if log:
            log.write(line)
        if match := FAILED.match(line):
            by = match.group(1)
            break
    if by:
        end(process)
    status = process.wait()
    clock.cancel()
    if not by and late.is_set():
        by = "no end"
    elif not by and status:
        by = f"ended with {status}"
    return Outcome(bool(by), by or "", time.monotonic() - begun)
