/// This program is every fuzzer. Which one, the name says that it was started by: `fuzz-brine` is that of brine.
private let fuzzed = FuzzedTarget(program: CommandLine.arguments[0])

/// Runs one input; libFuzzer calls it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { fuzzed.run(start, count) }

/// Makes a variant of an input in its place.
@_cdecl("LLVMFuzzerCustomMutator")
public func mutate(
  _ data: UnsafeMutablePointer<UInt8>?, _ size: Int, _ maximum: Int, _ seed: CUnsignedInt
) -> Int { fuzzed.mutate(data, size, maximum, seed) }

/// Makes an input of two.
@_cdecl("LLVMFuzzerCustomCrossOver")
public func cross(
  _ left: UnsafePointer<UInt8>?, _ leftSize: Int, _ right: UnsafePointer<UInt8>?, _ rightSize: Int,
  _ output: UnsafeMutablePointer<UInt8>?, _ maximum: Int, _ seed: CUnsignedInt
) -> Int { fuzzed.cross(left, leftSize, right, rightSize, output, maximum, seed) }

#if REPLAY
  @main enum Replay { static func main() { fuzzed.replayArguments() } }
#endif
