#!/bin/sh
# The proof that decoding makes nothing but inert values (spec/threat-model.md): run.sh [BUILD-FOLDER]
#
# Each part is also shown to fail where it has to: a proof that cannot fail is none.
set -eu
cd "$(dirname "$0")/../.."
build=${1:-.build/debug}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

must_fail() { # what is planted, the command
  what=$1
  shift
  if "$@" >"$scratch/log" 2>&1; then
    echo "proof: $what was not found" >&2
    exit 1
  fi
  echo "$what is found: $(tail -n 1 "$scratch/log")"
}

for tool in nm objdump strace; do
  command -v $tool >/dev/null || { echo "proof: $tool is missing; run make setup" >&2; exit 2; }
done

echo "By construction"
python3 Tests/proof/by_construction.py "$build"
"${SWIFTC:-swiftc}" -parse-as-library -emit-object Tests/proof/planted.swift -o "$scratch/planted.o"
must_fail "a planted violation" python3 Tests/proof/by_construction.py --object "$scratch/planted.o"

echo "By observation"
python3 Tests/proof/by_observation.py "$build/pickleproof"
must_fail "a testee that opens files" python3 Tests/proof/by_observation.py --command python3 Tests/proof/opening_testee.py

echo "By contrast"
python3 Tests/proof/by_contrast.py "$build/pickleproof"
must_fail "a program that runs what it reads" python3 Tests/proof/by_contrast.py Tests/proof/obeying_testee.py
