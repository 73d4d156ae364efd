import FuzzEntry

private let fuzzed = FuzzedTarget("datagram")

/// Runs one input; libFuzzer calls it.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt { fuzzed.run(start, count) }

#if REPLAY
  @main enum Replay { static func main() { fuzzed.replayArguments() } }
#endif
