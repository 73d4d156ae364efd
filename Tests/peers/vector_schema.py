"""Holds every sidecar below the folder given to vector.schema.json there, and its flags to notes.json.
Writes a line for each fault, and last how many sidecars there are."""
import json
import pathlib
import sys

import jsonschema

sys.setrecursionlimit(20_000)
root = pathlib.Path(sys.argv[1])
validator = jsonschema.Draft202012Validator(json.loads((root / "vector.schema.json").read_text()))
notes = json.loads((root / "notes.json").read_text())
count, used = 0, set()
for path in sorted(root.glob("*/*/*.json")):
    if path.parent.name not in ("valid", "invalid", "either"):
        continue
    sidecar = json.loads(path.read_text())
    count += 1
    used.update(sidecar.get("flags", []))
    for error in validator.iter_errors(sidecar):
        print(f"{path.name}: {error.json_path}: {error.message[:200]}")
    for flag in set(sidecar.get("flags", [])) - set(notes):
        print(f"{path.name}: there is no note {flag}")
for flag in sorted(set(notes) - used):
    print(f"notes.json: nobody has the flag {flag}")
print(count)
