import Differential
import FuzzEntry
import FuzzMutators

private let fuzzed = FuzzedTarget("serpent", LiteralMutator())
private let differential = Differential.serpent()

/// Runs one input; libFuzzer calls it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  differential.run(start, count)
}

/// Makes a variant of an input in its place.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int, _ seed: CUnsignedInt
) -> Int { fuzzed.mutate(data, size, maximum, seed) }

#if REPLAY
  @main enum Replay { static func main() { fuzzed.replayArguments() } }
#endif
