#!/usr/bin/env python3
"""What the proof by contrast has to find: a testee that does what its inputs want, harmless as they are."""
import json
import os
import sys

for line in iter(sys.stdin.readline, ""):
    os.mkdir("marker")
    print(json.dumps({"id": json.loads(line)["id"], "value": {"t": "none"}}))
