#!/usr/bin/env python3
"""Makes the vectors in Fixtures/ with the real peers, each format in the environment of its reference.

    make_vectors.py [FORMAT ...]             writes them
    make_vectors.py --check [FORMAT ...]     says what writing them would change, and ends with 1 if anything

`make setup` makes the environments. What cannot be made here, for want of a peer, is said, and ends with 3.
"""
import filecmp
import os
import shutil
import subprocess
import sys
import tempfile

FIXTURES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIDES = ("valid", "invalid", "either")
# The environments whose Python runs the script of a format.
FORMATS = {"serpent": "pyro5", "brine": "rpyc6", "vinegar": "rpyc6", "xmlpickle": "pyro5", "pyro3": "pyro5", "pyro4": "pyro4",
           "pyro5": "pyro5", "rpyc": "rpyc6"}


def generate(format, root):
    """Runs the script of a format. Its status: 0, or 3 where a peer is missing."""
    python = os.path.join(os.path.dirname(FIXTURES), ".venv", FORMATS[format], "bin", "python")
    script = os.path.join(FIXTURES, "generators", "vectors", format + "_vectors.py")
    if not os.path.exists(python):
        print(f"{format}: there is no {python}; run make setup", file=sys.stderr)
        return 3
    environment = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1")
    return subprocess.run([python, "-W", "ignore", script, root], env=environment).returncode


def differences(made, kept):
    """The names of the files that differ, are missing, or are left over."""
    for side in SIDES:
        mine, theirs = os.path.join(made, side), os.path.join(kept, side)
        names = set(os.listdir(mine)) | set(os.listdir(theirs) if os.path.isdir(theirs) else [])
        for name in sorted(names):
            paths = os.path.join(mine, name), os.path.join(theirs, name)
            if not all(map(os.path.exists, paths)) or not filecmp.cmp(*paths, shallow=False):
                yield os.path.join(side, name)


def run(format, check):
    kept = os.path.join(FIXTURES, format)
    with tempfile.TemporaryDirectory() as root:
        status = generate(format, root)
        if status:
            return status
        made = os.path.join(root, format)
        changed = list(differences(made, kept))
        if check:
            print("\n".join(f"{format}/{name}" for name in changed), end="\n" if changed else "")
            return 1 if changed else 0
        for side in SIDES:
            shutil.rmtree(os.path.join(kept, side), ignore_errors=True)
            shutil.copytree(os.path.join(made, side), os.path.join(kept, side))
        count = sum(name.endswith(".json") for side in SIDES for name in os.listdir(os.path.join(kept, side)))
        print(f"{format}: {count} vectors, {len(changed)} files changed")
        return 0


def main(arguments):
    check = "--check" in arguments
    formats = [argument for argument in arguments if not argument.startswith("--")] or list(FORMATS)
    return max([run(format, check) for format in formats])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
