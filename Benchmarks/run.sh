#!/bin/sh
# Measures us and the peers on the same data in one run, prints one table, and writes it to RESULTS.md.
# SECONDS_EACH (default 0.4) is how long each row is measured each time, CAPTURE_BYTES (default 200M) the size of each capture.
set -eu
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-0.4}
data=Benchmarks/.build/data
python=.venv/bench/bin/python

if ! cmp -s Benchmarks/requirements.txt .venv/bench/installed.txt; then
  echo "bench: making the environment .venv/bench" >&2
  rm -rf .venv/bench
  python3 -m venv .venv/bench
  $python -m pip install --quiet --disable-pip-version-check -r Benchmarks/requirements.txt
  cp Benchmarks/requirements.txt .venv/bench/installed.txt
fi
mkdir -p "$data"
if ! [ -f "$data/telemetry.pyxml" ]; then
  $python Benchmarks/workloads/generate.py "$data" --only telemetry,numbers,numbers64,messages,text,nested \
    --formats serpent,brine,json,msgpack,pickle,xml,pyxml >&2
  # Gnosis needs seconds for a megabyte: it is given a tenth.
  $python Benchmarks/workloads/generate.py "$data/tenth" --scale 0.1 --only telemetry,numbers,messages,text,nested \
    --formats xml >&2
fi
gnosis=.venv/gnosis/Gnosis_Utils-1.2.2
# One that runs: pyenv has a python2.7 on the path also where none is chosen.
python2=
for candidate in python2.7 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
  if [ -z "$python2" ] && "$candidate" -c '' 2>/dev/null; then python2=$candidate; fi
done
if [ -z "$python2" ] || ! [ -d "$gnosis" ]; then
  echo "bench: no CPython 2.7 or no Gnosis_Utils (make setup): no row of Gnosis" >&2
  python2=
fi
swift build --package-path Benchmarks -c release >&2
# What the program asks of glibc for itself: see its Allocator.
joined=glibc.malloc.mxfast=0
: > "$data/rows.jsonl"
# Ours and theirs in turn, three times, of which the best counts: so that a slow phase of the machine, which lasts longer
# than a row, meets neither.
for round in 1 2 3; do
  for workload in telemetry numbers numbers64 messages text; do
    echo "bench: $workload, round $round" >&2
    $python Benchmarks/peers.py "$data" "$seconds" "$workload" >> "$data/rows.jsonl"
    GLIBC_TUNABLES=$joined Benchmarks/.build/release/bench "$data" "$seconds" all "$workload" >> "$data/rows.jsonl"
    for task in tree 'brine tree' 'pickle tree'; do
      Benchmarks/.build/release/bench --who 'pickleproof, default allocator' "$data" "$seconds" "$task" "$workload" \
        >> "$data/rows.jsonl"
    done
    if [ -n "$python2" ] && [ "$workload" != numbers64 ]; then
      "$python2" Benchmarks/gnosis_peer.py "$gnosis" "$data/tenth" "$seconds" "$workload" >> "$data/rows.jsonl"
    fi
  done
  GLIBC_TUNABLES=$joined Benchmarks/.build/release/bench "$data" "$seconds" codable >> "$data/rows.jsonl"
done
for task in tree lazy validate 'xml decode' 'pyxml decode'; do
  GLIBC_TUNABLES=$joined Benchmarks/.build/release/bench --peak "$task" "$data" telemetry >> "$data/rows.jsonl"
done
echo "bench: captures" >&2
swift build -c release --product pickleproof >&2
python3 Benchmarks/captures.py .build/release/pickleproof "$data" --bytes "${CAPTURE_BYTES:-200M}" \
  > "$data/captures.jsonl"
$python Benchmarks/table.py "$data/rows.jsonl" "$data/captures.jsonl" | tee Benchmarks/RESULTS.md
