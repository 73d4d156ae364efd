#!/bin/sh
# Builds the manual of every library module into .build/docs. Warnings, broken links among them, are errors.
set -eu
cd "$(dirname "$0")/.."
export PICKLEPROOF_DOCS=1
docs=.build/docs
rm -rf $docs
mkdir -p $docs
modules=${MODULES:-$(ls -d Sources/*/*.docc | sed -e 's|^Sources/||' -e 's|/.*||')}
targets=
for module in $modules; do targets="$targets --target $module"; done
# shellcheck disable=SC2086
${SWIFT:-swift} package --allow-writing-to-directory $docs generate-documentation $targets \
  --enable-experimental-combined-documentation --warnings-as-errors \
  --transform-for-static-hosting --output-path $docs
echo "the manual is in $docs: serve it, as with 'python3 -m http.server -d $docs', and open /documentation/"
