#!/bin/sh
# Judges every implementation of the formats that `make setup` installs, with all vectors, side by side. Arguments are
# handed on to `pickleproof conform`: Fixtures/testees/run.sh --output markdown=spec/matrix.md
set -eu
cd "$(dirname "$0")/../.."
tool=${PICKLEPROOF:-.build/release/pickleproof}
testees=Fixtures/testees

set -- "$@" --testee "Pickleproof=exec $tool testee"
add() { # NAME, the Python, the script and its arguments
  [ -x "$2" ] || { echo "run.sh: no $2: $1 is left out" >&2; return 0; }
  set_name=$1 set_python=$2
  shift 2
  known=$testees/known/$(echo "$set_name" | tr 'A-Z .' 'a-z--').jsonl
  more="$more
$set_name|exec $set_python $*|$known"
}
more=
add "serpent 1.43" .venv/pyro5/bin/python $testees/cpython.py serpent
add "literal_eval 3.11" .venv/pyro5/bin/python $testees/cpython.py literal_eval
add "rpyc 3.4.4" .venv/rpyc3/bin/python $testees/rpyc_peer.py
add "rpyc 4.1.4" .venv/rpyc4/bin/python $testees/rpyc_peer.py
add "rpyc 5.3.1" .venv/rpyc5/bin/python $testees/rpyc_peer.py
add "rpyc 6.0.2" .venv/rpyc6/bin/python $testees/rpyc_peer.py
