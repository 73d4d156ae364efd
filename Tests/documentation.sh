#!/bin/sh
# Builds the reference manual of every library module into .build/documentation, one folder a module.
set -eu
cd "$(dirname "$0")/.."
for module in PythonValues WireCore SerpentCodec BrineCodec VinegarCodec XMLPickleCodec PyroWire RPyCWire \
  WirePolicy WireCapture WireCheck Conformance; do
  echo "docs: $module"
  swift package --allow-writing-to-directory ".build/documentation/$module" generate-documentation \
    --target "$module" --output-path ".build/documentation/$module" --transform-for-static-hosting \
    --hosting-base-path "$module"
done
