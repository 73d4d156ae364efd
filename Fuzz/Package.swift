// swift-tools-version: 6.2
import PackageDescription

// The fuzzers of Pickleproof, which are one program: `Fuzz/fuzz.py build` builds it with libFuzzer and the sanitizers
// and gives it the name of each target. Built with FUZZ_ENGINE=replay in the environment, it replays files instead.
let isReplay = Context.environment["FUZZ_ENGINE"] == "replay"
let countsSteps = Context.environment["FUZZ_STEPS"] == "1"

let modules = [
  "BrineCodec", "Conformance", "InertReaders", "PyroWire", "PythonValues", "RPyCWire", "SerpentCodec",
  "VinegarCodec", "WireCapture", "WireCheck", "WireCore", "WirePolicy", "XMLPickleCodec",
]

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pickleproof", path: "..")],
  targets: [
    .target(
      name: "FuzzScripts", dependencies: [.product(name: "WireCore", package: "pickleproof")], path: "Scripts"
    ),
    .target(
      name: "FuzzInvariants",
      dependencies: ["FuzzScripts"] + modules.map { .product(name: $0, package: "pickleproof") },
      path: "Invariants"),
    .target(
      name: "FuzzMutators",
      dependencies: ["FuzzScripts", .product(name: "WireCore", package: "pickleproof")], path: "Mutators"),
    .target(name: "CFuzzer", cSettings: countsSteps ? [.define("COUNT_STEPS")] : []),
    .target(name: "Differential", dependencies: ["FuzzInvariants"]),
    .executableTarget(
      name: "fuzz", dependencies: ["CFuzzer", "Differential", "FuzzInvariants", "FuzzMutators"],
      path: "Sources/Fuzzers",
      swiftSettings: [.unsafeFlags(["-parse-as-library"])] + (isReplay ? [.define("REPLAY")] : [])),
  ],
  swiftLanguageModes: [.v6]
)
