#!/bin/bash -eu
# Builds every fuzzer into $OUT with its seed corpus and dictionary, as OSS-Fuzz and ClusterFuzzLite expect. Runs in
# the top folder of the sources. Works without their image too: SANITIZER=address OUT=/tmp/out Fuzz/oss-fuzz/build.sh

: "${SANITIZER:=address}" "${OUT:?the folder for what is built}"
flags="--sanitize=fuzzer --sanitize=$SANITIZER"
if command -v precompile_swift > /dev/null; then
  # Theirs: static runtime libraries, the symbolizer, and the flags of the sanitizer or of coverage.
  . precompile_swift
  flags="$SWIFT6_2FLAGS"
fi
# Of several `-sanitize=` Swift's compiler takes the last alone, and SwiftPM writes one for each.
# The runtime of either sanitizer has that of undefined behaviour in it, which C is checked for.
if [ "$SANITIZER" != coverage ]; then
  flags="$flags -Xswiftc -sanitize=fuzzer,$SANITIZER"
  export PICKLEPROOF_FUZZED=1
fi

built="Fuzz/.build-$SANITIZER"
# shellcheck disable=SC2086
swift build --package-path Fuzz --scratch-path "$built" -c release --product fuzz $flags -Xswiftc -use-ld=lld
python3 Fuzz/fuzz.py check --kind "$SANITIZER"
swift build --product fuzz-seeds
seeds=$(mktemp -d)
"$(swift build --show-bin-path)/fuzz-seeds" Fixtures "$seeds"

# The programs that compare us with Python are not among them: there is no Python beside them.
for target in $(python3 Fuzz/fuzz.py targets); do
  # One program is every fuzzer, and goes by its name.
  cp "$built/release/fuzz" "$OUT/fuzz-$target"
  folders=()
  for folder in "$seeds/$target" "Fuzz/Corpus/$target" "Fuzz/Crashes/$target"; do
    if [ -d "$folder" ]; then folders+=("$folder"); fi
  done
  if [ ${#folders[@]} -gt 0 ]; then zip -q -j -r "$OUT/fuzz-${target}_seed_corpus.zip" "${folders[@]}"; fi
  if [ -f "Fuzz/Dictionaries/$target.dict" ]; then cp "Fuzz/Dictionaries/$target.dict" "$OUT/fuzz-$target.dict"; fi
done
rm -rf "$seeds"
