// swift-tools-version: 6.2
import PackageDescription

// The dependencies point one way: PythonValues <- WireCore <- codecs <- wire modules <-
// WireCheck <- the program. A user of one codec compiles that codec, PythonValues and
// WireCore, and no Foundation.
// `.ci/run` builds with warnings as errors; a user's newer compiler may warn in peace.
let strictness: [SwiftSetting] =
  Context.environment["PICKLEPROOF_WARNINGS"] == "errors" ? [.treatAllWarnings(as: .error)] : []

// The fuzzers' builds look for undefined behaviour in C. Swift has none to look for: what would be traps in every build.
let checksOfC: [CSetting] =
  Context.environment["PICKLEPROOF_FUZZED"] == nil
  ? [] : [.unsafeFlags(["-fsanitize=undefined", "-fno-sanitize-recover=undefined"])]

let package = Package(
  name: "pickleproof",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "PythonValues", targets: ["PythonValues"]),
    .library(name: "WireCore", targets: ["WireCore"]),
    .library(name: "WireCapture", targets: ["WireCapture"]),
    .library(name: "XMLPickleCodec", targets: ["XMLPickleCodec"]),
    .library(name: "WirePolicy", targets: ["WirePolicy"]),
    .library(name: "PyroWire", targets: ["PyroWire"]),
    .library(name: "SerpentCodec", targets: ["SerpentCodec"]),
    .library(name: "SerpentFoundation", targets: ["SerpentFoundation"]),
    .library(name: "InertReaders", targets: ["InertReaders"]),
    .library(name: "BrineCodec", targets: ["BrineCodec"]),
    .library(name: "Conformance", targets: ["Conformance"]),
    .library(name: "RPyCWire", targets: ["RPyCWire"]),
    .library(name: "VinegarCodec", targets: ["VinegarCodec"]),
    .library(name: "WireCheck", targets: ["WireCheck"]),
    .executable(name: "pickleproof", targets: ["pickleproof"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.0.0"),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
    .target(name: "CXMLPickle", dependencies: ["CLibXML2"], cSettings: checksOfC),
    .target(name: "CAllocator", cSettings: checksOfC),
    .target(name: "XMLPickleCodec", dependencies: ["PythonValues", "WireCore", "CXMLPickle"]),
    // Rounding calls the C mathematics library, which only Foundation would link otherwise.
    .target(
      name: "PythonValues", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(name: "WireCore", dependencies: ["PythonValues", "CZlib"]),
    .target(
      name: "Conformance",
      dependencies: [
        "BrineCodec", "PyroWire", "PythonValues", "RPyCWire", "SerpentCodec", "VinegarCodec", "WireCore",
        "XMLPickleCodec",
      ]),
    .target(
      name: "WireCheck",
      dependencies: [
        "WireCore", "WireCapture", "PyroWire", "RPyCWire", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "pickleproof",
      dependencies: [
        "WireCheck", "WireCapture", "WireCore", "PyroWire", "PythonValues", "Conformance", "SerpentCodec",
        "BrineCodec", "CAllocator", "InertReaders", "VinegarCodec", "WirePolicy", "XMLPickleCodec",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "InertReaders", dependencies: ["PythonValues", "WireCore"]),
    .target(name: "WirePolicy", dependencies: ["InertReaders", "PythonValues", "WireCore"]),
    .target(
      name: "PyroWire",
      dependencies: [
        "PythonValues", "WireCore", "WirePolicy", "InertReaders", "SerpentCodec", "XMLPickleCodec",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(name: "SerpentCodec", dependencies: ["PythonValues", "WireCore"]),
    .target(name: "SerpentFoundation", dependencies: ["PythonValues", "SerpentCodec", "WireCore"]),
    .target(name: "WireCapture", dependencies: ["WireCore", "CZlib"]),
    .target(name: "BrineCodec", dependencies: ["PythonValues", "WireCore"]),
    .target(
      name: "RPyCWire",
      dependencies: ["BrineCodec", "PythonValues", "VinegarCodec", "WireCore", "WirePolicy"]),
    .target(name: "VinegarCodec", dependencies: ["BrineCodec", "PythonValues", "WireCore"]),
    .target(name: "FuzzScripts", dependencies: ["WireCore"], path: "Fuzz/Scripts"),
    // What the fuzzers of the nested package `Fuzz` assert; here its tests and replays call it.
    .target(
      name: "FuzzInvariants",
      dependencies: [
        "BrineCodec", "Conformance", "FuzzScripts", "InertReaders", "PyroWire", "PythonValues", "RPyCWire",
        "SerpentCodec",
        "VinegarCodec", "WireCapture", "WireCheck", "WireCore", "WirePolicy", "XMLPickleCodec",
      ],
      path: "Fuzz/Invariants"),
    .target(
      name: "FuzzMutators", dependencies: ["FuzzScripts", "WireCore"], path: "Fuzz/Mutators"),
    .executableTarget(
      name: "fuzz-seeds", dependencies: ["FuzzScripts", "WireCapture", "WireCore"], path: "Fuzz/Seeds"),
    .testTarget(
      name: "FuzzInvariantsTests",
      dependencies: [
        "BrineCodec", "FuzzInvariants", "FuzzMutators", "FuzzScripts", "SerpentCodec", "TestSupport",
        "WireCapture",
        "WireCore",
        "XMLPickleCodec",
      ]),
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "TestSupportTests", dependencies: ["TestSupport"]),
    .testTarget(name: "PythonValuesTests", dependencies: ["PythonValues", "TestSupport"]),
    .testTarget(name: "WireCoreTests", dependencies: ["WireCore", "TestSupport"]),
    .testTarget(
      name: "InertReadersTests", dependencies: ["InertReaders", "PythonValues", "WireCore", "TestSupport"]),
    .testTarget(
      name: "WirePolicyTests", dependencies: ["InertReaders", "WirePolicy", "WireCore", "TestSupport"]),
    .testTarget(name: "PyroWireTests", dependencies: ["PyroWire", "WireCore", "TestSupport"]),
    .testTarget(name: "SerpentCodecTests", dependencies: ["SerpentCodec", "TestSupport"]),
    .testTarget(
      name: "SerpentFoundationTests",
      dependencies: ["PythonValues", "SerpentCodec", "SerpentFoundation", "TestSupport", "WireCore"]),
    .testTarget(
      name: "PeerTests",
      dependencies: [
        "BrineCodec", "Conformance", "InertReaders", "PyroWire", "PythonValues", "RPyCWire", "SerpentCodec",
        "SerpentFoundation", "TestSupport", "VinegarCodec", "WireCore", "XMLPickleCodec",
      ],
      exclude: ["gnosis_peer.py"]),
    .testTarget(name: "BrineCodecTests", dependencies: ["BrineCodec", "TestSupport"]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: ["Conformance", "WireCore", "PythonValues", "TestSupport"]),
    .testTarget(
      name: "XMLPickleCodecTests",
      dependencies: ["XMLPickleCodec", "Conformance", "PythonValues", "WireCore", "TestSupport"]),
    .testTarget(name: "VinegarCodecTests", dependencies: ["VinegarCodec", "TestSupport"]),
    .testTarget(name: "RPyCWireTests", dependencies: ["RPyCWire", "TestSupport"]),
    .testTarget(
      name: "WireCheckTests",
      dependencies: ["WireCheck", "WireCapture", "PyroWire", "WireCore", "TestSupport"]),
    .testTarget(
      name: "WireCaptureTests",
      dependencies: [
        "WireCapture", "WireCore", "TestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "ToolTests", dependencies: ["pickleproof", "SerpentCodec", "WireCore", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)

let targetsInC = ["CAllocator", "CXMLPickle"]
for target in package.targets where target.type != .system && !targetsInC.contains(target.name) {
  target.swiftSettings = (target.swiftSettings ?? []) + strictness
}

// A release build of the tests optimises what they test. To optimise the tests, too, would take longer than to
// run them.
for target in package.targets where target.type == .test {
  target.swiftSettings =
    (target.swiftSettings ?? []) + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}

// The manual's plugin is fetched for `make docs` only, never for a user's build.
if Context.environment["PICKLEPROOF_DOCS"] != nil {
  package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.3"))
}
