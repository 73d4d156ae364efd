// swift-tools-version: 6.2
import PackageDescription

// Fuzzers of Pickleproof. `Fuzz/fuzz.py build` builds them with libFuzzer and the sanitizers; built plainly with
// FUZZ_ENGINE=replay in the environment, the same programs replay the files that they are given.
let isReplay = Context.environment["FUZZ_ENGINE"] == "replay"
let countsSteps = Context.environment["FUZZ_STEPS"] == "1"

let targets = [
  "serpent", "brine", "vinegar", "gnosis", "pyxml", "pickle", "marshal", "msgpack", "json", "pyro3", "pyro4",
  "pyro5", "rpyc", "datagram", "capture", "reassembly", "verdict", "policy", "typedjson", "testee",
  "serpent-differential", "brine-differential",
]

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
      name: "FuzzInvariants", dependencies: modules.map { .product(name: $0, package: "pickleproof") },
      path: "Invariants"),
    .target(
      name: "FuzzMutators",
      dependencies: ["FuzzInvariants", .product(name: "WireCore", package: "pickleproof")], path: "Mutators"),
    .target(name: "CFuzzer", cSettings: countsSteps ? [.define("COUNT_STEPS")] : []),
    .target(name: "Differential", dependencies: ["FuzzInvariants"]),
    .target(name: "FuzzEntry", dependencies: ["CFuzzer", "FuzzInvariants", "FuzzMutators"]),
  ]
    + targets.map { name in
      .executableTarget(
        name: "fuzz-\(name)", dependencies: ["Differential", "FuzzEntry", "FuzzMutators"],
        path: "Sources/Targets/\(name)",
        swiftSettings: [.unsafeFlags(["-parse-as-library"])] + (isReplay ? [.define("REPLAY")] : []))
    },
  swiftLanguageModes: [.v6]
)
