#!/bin/sh
# Makes the package of a user who links one codec, with the example of README.md as its program; builds and runs
# it; and sees to it that no Foundation is in it. The build is kept in .build/user for the next time.
set -eu
cd "$(dirname "$0")/.."
user=.build/user
mkdir -p $user/Sources/reader
cat > $user/Package.swift <<'END'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "reader",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pickleproof", path: "../..")],
  targets: [
    .executableTarget(name: "reader", dependencies: [.product(name: "SerpentCodec", package: "pickleproof")])
  ])
END
# The first Swift in the README is the example.
{
  sed -n '/^```swift$/,/^```$/p' README.md | sed -e 1d -e '/^```$/,$d'
  echo
  echo "let readings = try temperatures(Array(\"{'oven': 21.5, 'bath': 3}\".utf8))"
  echo 'print(readings.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" })'
} > $user/Sources/reader/main.swift
grep -q 'import SerpentCodec' $user/Sources/reader/main.swift || { echo "README.md has no example" >&2; exit 1; }

${SWIFT:-swift} build --package-path $user >&2
program=$(${SWIFT:-swift} build --package-path $user --show-bin-path)/reader
wanted='["bath 3.0", "oven 21.5"]'
printed=$("$program")
[ "$printed" = "$wanted" ] || { echo "the example printed $printed, not $wanted" >&2; exit 1; }
if command -v ldd > /dev/null; then
  if ldd "$program" | grep -i foundation >&2; then echo "a user of SerpentCodec links Foundation" >&2; exit 1; fi
fi
# Only these are compiled for such a user.
for built in "$(dirname "$program")"/Modules/*.swiftmodule; do
  case $(basename "$built" .swiftmodule) in
  PythonValues | WireCore | SerpentCodec | reader) ;;
  *) echo "a user of SerpentCodec compiles $built" >&2; exit 1 ;;
  esac
done
echo "test-user: a package that links SerpentCodec builds and runs without Foundation"
