#!/usr/bin/env python3
"""What the proof by observation has to find: a testee that skips every request, and opens a file for each."""
import json
import sys

for line in iter(sys.stdin.readline, ""):
    open("/dev/null", "rb").close()
    print(json.dumps({"id": json.loads(line)["id"], "skipped": "nothing is done here"}))
