#!/bin/sh
# Installs what building and testing need, and only what is missing: system packages with apt,
# and one virtual environment for each file of Tests/peers. A second run takes a moment.
set -eu
cd "$(dirname "$0")/.."

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

packages="zlib1g-dev libxml2-dev pkg-config python3-venv"
# The browser of Tests/browser is large, and its tests are skipped where there is none: but not in CI.
has_browser() {
  for browser in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$browser" >/dev/null 2>&1 && return 0
  done
  return 1
}
# What only the tests need: the proofs of spec/threat-model.md, and that.
if [ "${1:-all}" != system ]; then
  packages="$packages binutils strace"
  if [ "${CI:-}" = true ] && ! has_browser; then packages="$packages chromium"; fi
fi

# The peers for Python 2 run under CPython 2.7 where this machine has one, else under Jython.
has_python2() {
  for python in "$(command -v python2.7 || true)" "${PYENV_ROOT:-$HOME/.pyenv}"/versions/2.7*/bin/python2.7; do
    [ -x "$python" ] && "$python" -c pass 2>/dev/null && return 0
  done
  return 1
}

install_system_packages() {
  if ! command -v dpkg-query >/dev/null 2>&1; then
    case "$(uname -s)" in
      Darwin) echo "setup: zlib and libxml2 come with Xcode; python3 is needed for the tests." ;;
      *) echo "setup: no apt here. Install the development files of zlib and libxml2, pkg-config," \
          "and Python 3 with venv; then run this again." >&2 ;;
    esac
    return 0
  fi
  missing=""
  for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q "ok installed" \
      || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  echo "setup: installing$missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

install_peers() {
  for list in Tests/peers/*.txt; do
    name=$(basename "$list" .txt)
    folder=".venv/$name"
    # The list is copied in last: an environment without its own list is not whole.
    cmp -s "$list" "$folder/installed.txt" && continue
    echo "setup: making the environment $folder"
    rm -rf "$folder"
    python3 -m venv "$folder"
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -r "$list"
    cp "$list" "$folder/installed.txt"
  done
}

# Peers for Python 2, which pip does not install: their sources are unpacked for the tests.
#   install_source FOLDER PACKAGE VERSION
install_source() {
  folder=".venv/$1"
  [ -d "$folder/$2-$3" ] && return 0
  echo "setup: fetching $2 $3"
  rm -rf "$folder"
  python3 -m venv "$folder"
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check unearth
  if "$folder/bin/unearth" "$2==$3" --download "$folder" >/dev/null; then
    tar -xzf "$folder/$2-$3.tar.gz" -C "$folder"
  else
    echo "setup: it could not be fetched: the tests that need it will be skipped, and fail in CI" >&2
  fi
}

if [ "${1:-all}" != system ] && ! has_python2; then packages="$packages jython"; fi
install_system_packages
if [ "${1:-all}" != system ]; then
  install_peers
  install_source gnosis Gnosis_Utils 1.2.2
  install_source pyro3 Pyro 3.16
fi
