#!/bin/sh
# Judges the references that `make setup` installs, and Pickleproof, with the vectors, side by side, and holds them to
# what is known of each (known/). Arguments are handed on to `pickleproof conform`:
#
#     Fixtures/testees/run.sh --output markdown=spec/matrix.md --output html=matrix.html
#
# PICKLEPROOF names another program than the release build. A reference that is not here is left out, or fails the run
# where CI is "true"; so Gnosis and Pyro 3, which need a Python 2.7, may be left out anywhere.
set -eu
cd "$(dirname "$0")/../.."
tool=${PICKLEPROOF:-.build/release/pickleproof}
here=Fixtures/testees

set -- "$@" --testee "Pickleproof=exec '$tool' testee"

python2=
for candidate in /usr/bin/python2.7 "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
  if [ -x "$candidate" ]; then python2=$candidate; fi
done
while read -r package file script; do
  name=$(echo "$file" | tr '_' ' ')
  if [ -z "$python2" ] || [ ! -d ".venv/$package" ]; then
    echo "run.sh: $name or a Python 2.7 is not here" >&2
    continue
  fi
  set -- "$@" --known "$name=$here/known/$file.jsonl" --testee \
    "$name=PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=.venv/$package exec $python2 $here/$script"
done <<TESTEES
gnosis/Gnosis_Utils-1.2.2 Gnosis_1.2.2 gnosis_peer.py
pyro3/Pyro-3.16 Pyro_3.16 pyro3_peer.py
TESTEES

while read -r environment file script; do
  name=$(echo "$file" | tr '_' ' ')
  if [ ! -x ".venv/$environment/bin/python" ]; then
    echo "run.sh: $name is not here; run make setup" >&2
    [ "${CI:-}" != true ] || exit 2
    continue
  fi
  set -- "$@" --testee "$name=PYTHONDONTWRITEBYTECODE=1 PYTHONHASHSEED=0 exec .venv/$environment/bin/python $here/$script"
  if [ -f "$here/known/$file.jsonl" ] || [ -n "${WRITE_KNOWN:-}" ]; then
    set -- "$@" --known "$name=$here/known/$file.jsonl"
  fi
done <<TESTEES
pyro5 serpent_1.43 cpython.py serpent
pyro5 literal_eval_3.11 cpython.py literal_eval
pyro4 Pyro4_4.82 pyro4_peer.py
pyro5 Pyro5_5.17 pyro5_peer.py
rpyc3 rpyc_3.4.4 rpyc_peer.py
rpyc4 rpyc_4.1.4 rpyc_peer.py
rpyc5 rpyc_5.3.1 rpyc_peer.py
rpyc6 rpyc_6.0.2 rpyc_peer.py
TESTEES

exec "$tool" conform "$@"
