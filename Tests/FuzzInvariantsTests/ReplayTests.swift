import Foundation
import FuzzInvariants
import FuzzMutators
import TestSupport
import Testing

/// The inputs kept by fuzzers, without a fuzzer: what they once broke stays mended.
@Suite struct ReplayTests {
  /// The files of a folder below `Fuzz/`, none where there is no such folder.
  static func files(_ path: String) -> [URL] {
    let folder = ProjectFiles.root.appending(path: "Fuzz/\(path)")
    let found = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    return (found ?? []).sorted { $0.path < $1.path }
  }

  /// Every kept crash, with the target that it once broke.
  static let crashes = FuzzTarget.all.flatMap { target in
    files("Crashes/\(target.name)").map { "\(target.name)/\($0.lastPathComponent)" }
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func corpusKeepsEveryPromise(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    for file in Self.files("Corpus/\(name)") {
      let input = [UInt8](try Data(contentsOf: file))
      do { try target.check(input) } catch { Issue.record("\(file.lastPathComponent): \(error)") }
    }
  }

  @Test(arguments: crashes) func whatOnceBrokeAPromiseBreaksNoneNow(path: String) throws {
    let target = try #require(FuzzTarget.named(String(path.prefix { $0 != "/" })))
    let file = ProjectFiles.root.appending(path: "Fuzz/Crashes/\(path)")
    #expect(throws: Never.self) { try target.check([UInt8](try Data(contentsOf: file))) }
  }

  /// A short walk of each mutator from the corpus, the same on every machine.
  @Test(arguments: ["serpent", "brine", "gnosis", "pyro5", "rpyc"]) func mutantsKeepEveryPromise(
    name: String
  ) throws {
    let target = try #require(FuzzTarget.named(name))
    let inputs = try Self.files("Corpus/\(name)").prefix(40).map { [UInt8](try Data(contentsOf: $0)) }
    try #require(!inputs.isEmpty)
    for (seed, input) in inputs.enumerated() {
      var source = MutationSource(seed: UInt64(seed), mutateBytes: flipOneByte)
      let mutant = try #require(Mutators.named(name)).mutate(input, &source)
      #expect(throws: Never.self, "\(hexText(mutant))") { try target.check(mutant) }
    }
  }
}

/// Stands for the engine's mutation of plain bytes.
func flipOneByte(_ bytes: [UInt8], _ most: Int) -> [UInt8] {
  guard !bytes.isEmpty else { return [0x41] }
  var bytes = bytes
  bytes[bytes.count / 2] ^= 0x15
  return bytes
}
