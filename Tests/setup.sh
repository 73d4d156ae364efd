#!/bin/sh
# Installs what building and testing need, and only what is missing: system packages with apt,
# and one virtual environment for each file of Tests/peers. A second run takes a moment.
set -eu
cd "$(dirname "$0")/.."

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

packages="zlib1g-dev libxml2-dev pkg-config python3-venv"

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

# Gnosis_Utils is for Python 2: pip does not install it, so its source is unpacked for the peer tests,
# which run it where this machine has a Python 2.7.
install_gnosis() {
  [ -d .venv/gnosis/Gnosis_Utils-1.2.2 ] && return 0
  echo "setup: fetching Gnosis_Utils"
  rm -rf .venv/gnosis
  python3 -m venv .venv/gnosis
  .venv/gnosis/bin/python -m pip install --quiet --disable-pip-version-check unearth
  if .venv/gnosis/bin/unearth "Gnosis_Utils==1.2.2" --download .venv/gnosis >/dev/null; then
    tar -xzf .venv/gnosis/Gnosis_Utils-1.2.2.tar.gz -C .venv/gnosis
  else
    echo "setup: it could not be fetched: the tests that need it will be skipped" >&2
  fi
}

install_system_packages
if [ "${1:-all}" != system ]; then
  install_peers
  install_gnosis
fi
