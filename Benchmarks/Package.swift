// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses the library builds it. See run.sh.
let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "pickleproof", path: "..")],
  targets: [
    .systemLibrary(name: "CBenchXML2", pkgConfig: "libxml-2.0"),
    .target(name: "CBareXML", dependencies: ["CBenchXML2"]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "CBareXML",
        .product(name: "BrineCodec", package: "pickleproof"),
        .product(name: "InertReaders", package: "pickleproof"),
        .product(name: "PythonValues", package: "pickleproof"),
        .product(name: "SerpentCodec", package: "pickleproof"),
        .product(name: "WireCore", package: "pickleproof"),
        .product(name: "XMLPickleCodec", package: "pickleproof"),
      ]),
  ],
  swiftLanguageModes: [.v6]
)
