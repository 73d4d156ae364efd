import CFuzzer
import Differential
import Foundation
import FuzzInvariants
import FuzzMutators

/// A target and its mutator behind the entry points of libFuzzer.
struct FuzzedTarget: Sendable {
  let target: FuzzTarget
  /// `nil` where plain bytes are mutated, as the engine does by itself.
  private let mutator: (any Mutator)?

  /// Takes the target that the name of a program says; FUZZ_TARGET in the environment goes before.
  init(program: String) {
    let environment = ProcessInfo.processInfo.environment
    let file = program.split(separator: "/").last.map(String.init) ?? program
    let name = environment["FUZZ_TARGET"] ?? String(file.dropFirst("fuzz-".count))
    guard let target = FuzzTarget.named(name) ?? Differential.target(name) else {
      fatalError("there is no target \(name)")
    }
    self.target = target
    // To see what the mutators gain: FUZZ_PLAIN=1 leaves them out.
    mutator = environment["FUZZ_PLAIN"] == "1" ? nil : Mutators.named(target.format)
  }

  /// Runs one input. A broken promise, or memory out of proportion, ends the program: so an engine learns of it.
  func run(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    if let violation = check(input) { fatalError("\(target.name): \(violation)") }
    return 0
  }

  func check(_ input: [UInt8]) -> Violation? {
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
  func mutate(_ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int, _ seed: CUnsignedInt)
    -> Int
  {
    guard let mutator else { return fuzzer_mutate(data, size, maximum) }
    let input = Array(UnsafeBufferPointer(start: data, count: size))
    var source = MutationSource(seed: UInt64(seed), mutateBytes: Self.mutateBytes)
    return put(mutator.mutate(input, &source), into: data, maximum)
  }

  /// Makes an input of two; of plain bytes none (0), since the engine's own mutations cross them too.
  func cross(
    _ left: UnsafePointer<UInt8>?, _ leftSize: Int, _ right: UnsafePointer<UInt8>?, _ rightSize: Int,
    _ output: UnsafeMutablePointer<UInt8>?, _ maximum: Int, _ seed: CUnsignedInt
  ) -> Int {
    guard let mutator else { return 0 }
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
}
