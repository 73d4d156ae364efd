import CFuzzer
import Foundation
import FuzzInvariants

// The same program without libFuzzer: it replays what was kept.
extension FuzzedTarget {
  /// Runs the files, and the files of the folders, that the program was given; ends with status 1 where one breaks
  /// a promise. Counts steps where the build counts them.
  func replayArguments() {
    var failures = 0
    var inputs = 0
    for file in CommandLine.arguments.dropFirst().flatMap(Self.files) {
      guard let data = FileManager.default.contents(atPath: file) else {
        print("\(file): cannot be read")
        failures += 1
        continue
      }
      inputs += 1
      if let violation = replay([UInt8](data)) {
        print("\(file): \(violation)")
        failures += 1
      }
    }
    print("\(target.name): \(inputs) inputs, \(failures) broken promises")
    exit(failures == 0 && inputs > 0 ? 0 : 1)
  }

  private func replay(_ input: [UInt8]) -> Violation? {
    let most = 1_000_000 + target.stepsPerByte * input.count
    var steps = 0
    // What is done once in a process, as unpacking the names of characters, is none of the input's: the
    // second run counts where the first takes too many.
    for _ in 0..<2 {
      let before = steps_taken()
      if let violation = check(input) { return violation }
      steps = Int(steps_taken() - before)
      if steps <= most { return nil }
    }
    return Violation(
      promise: "time is linear in the input",
      detail: "\(steps) steps for \(input.count) bytes, at most \(most) may be")
  }

  private static func files(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return [path]
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.sorted().map { "\(path)/\($0)" }
  }
}
