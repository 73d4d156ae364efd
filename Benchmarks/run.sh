#!/bin/sh
# Measures us and the peers on the same data in one run, prints one table, and writes it to RESULTS.md.
# SECONDS_EACH (default 1) is how long each row is measured, CAPTURE_BYTES (default 200M) the size of each capture.
set -eu
cd "$(dirname "$0")/.."
seconds=${SECONDS_EACH:-1}
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
if ! [ -f "$data/telemetry.pickle" ]; then
  $python Benchmarks/workloads/generate.py "$data" --only telemetry,numbers,numbers64,messages,text,nested \
    --formats serpent,brine,json,msgpack,pickle >&2
fi
swift build --package-path Benchmarks -c release >&2
: > "$data/rows.jsonl"
# Ours and theirs in turn, so that a slow phase of the machine meets both.
for workload in telemetry numbers numbers64 messages text; do
  echo "bench: $workload" >&2
  $python Benchmarks/peers.py "$data" "$seconds" "$workload" >> "$data/rows.jsonl"
  Benchmarks/.build/release/bench "$data" "$seconds" all "$workload" >> "$data/rows.jsonl"
done
Benchmarks/.build/release/bench "$data" "$seconds" codable >> "$data/rows.jsonl"
for task in tree lazy validate; do
  Benchmarks/.build/release/bench --peak "$task" "$data" telemetry >> "$data/rows.jsonl"
done
echo "bench: captures" >&2
swift build -c release --product pickleproof >&2
python3 Benchmarks/captures.py .build/release/pickleproof "$data" --bytes "${CAPTURE_BYTES:-200M}" \
  > "$data/captures.jsonl"
$python Benchmarks/table.py "$data/rows.jsonl" "$data/captures.jsonl" | tee Benchmarks/RESULTS.md
