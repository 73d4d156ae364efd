import CFuzzer
import Foundation
import FuzzInvariants
public import FuzzMutators

/// A target and its mutator behind the entry points of libFuzzer.
public struct FuzzedTarget: Sendable {
  private let target: FuzzTarget
  private let mutator: any Mutator

  /// Takes the target of a name; there has to be one.
  public init(_ name: String, _ mutator: any Mutator = ByteMutator()) {
    guard let target = FuzzTarget.named(name) else { fatalError("there is no target \(name)") }
    self.target = target
    // To see what the mutators gain: FUZZ_PLAIN=1 leaves them out.
    self.mutator = ProcessInfo.processInfo.environment["FUZZ_PLAIN"] == "1" ? ByteMutator() : mutator
  }

  /// Runs one input. A broken promise, or memory out of proportion, ends the program: so an engine learns of it.
  public func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let violation = check(input) { fatalError("\(target.name): \(violation)") }
    return 0
  }

  private func check(_ input: [UInt8]) -> Violation? {
    allocation_meter_begin()
    var violation: Violation?
    do throws(Violation) { try target.check(input) } catch { violation = error }
    let peak = Int(allocation_meter_end())
    let most = FuzzTarget.fixedBytes + target.bytesPerByte * input.count
    if violation == nil, peak > most {
      violation = Violation(
        promise: "memory is in proportion to the input",
        detail: "\(peak) bytes were held at once for \(input.count), at most \(most) may be")
    }
    return violation
  }

  /// Makes a variant of an input in its own place.
  public func mutate(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int, _ seed: CUnsignedInt)
    -> Int
  {
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    var source = MutationSource(seed: UInt64(seed), mutateBytes: Self.mutateBytes)
    return put(mutator.mutate(input, &source), into: data, maximum)
  }

  /// Makes an input of two.
  public func cross(
    _ left: UnsafePointer<UInt8>?, _ leftSize: Int, _ right: UnsafePointer<UInt8>?, _ rightSize: Int,
    _ output: UnsafeMutablePointer<UInt8>?, _ maximum: Int, _ seed: CUnsignedInt
  ) -> Int {
    var source = MutationSource(seed: UInt64(seed), mutateBytes: Self.mutateBytes)
    let crossed = mutator.cross(
      Array(UnsafeBufferPointer(start: left, count: leftSize)),
      Array(UnsafeBufferPointer(start: right, count: rightSize)), &source)
    return put(crossed, into: output, maximum)
  }

  private func put(_ bytes: [UInt8], into output: UnsafeMutablePointer<UInt8>?, _ maximum: Int) -> Int {
    let count = min(bytes.count, maximum)
    _ = UnsafeMutableBufferPointer(start: output, count: count).update(fromContentsOf: bytes.prefix(count))
    return count
  }

  /// What libFuzzer makes of plain bytes.
  private static func mutateBytes(_ bytes: [UInt8], _ most: Int) -> [UInt8] {
    var room = bytes + [UInt8](repeating: 0, count: max(1, most - bytes.count))
    let count = fuzzer_mutate(&room, bytes.count, room.count)
    return Array(room.prefix(count))
  }

  /// Runs the files, and the files of the folders, that the program was given; ends with status 1 where one breaks
  /// a promise. Counts steps where the build counts them.
  public func replayArguments() {
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
    let before = steps_taken()
    if let violation = check(input) { return violation }
    let steps = Int(steps_taken() - before)
    let most = 1_000_000 + target.stepsPerByte * input.count
    guard steps > most else { return nil }
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
