import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// What breaks the protocol, and what is lost.
@Suite struct RPyCDefectTests {
  /// The data of a frame behind GETROOT and its answer, the rule it breaks, and the byte of the frame.
  static let defects: [(data: String, rule: Rule, offset: Int)] = [
    ("07 11 51 11 52 11 52 02", .unknownMessageType, 5), ("01 11 51 11 b3 11 51 02", .unknownHandler, 9),
    ("01 11 51 51", .badCallShape, 8),
    ("01 11 51 12 51 11 51 02 02", .badCallShape, 8), ("01 11 51 11 00 11 51 02", .badCallShape, 9),
    ("01 11 00 11 51 11 51 02", .badCallShape, 7), ("01 12 51 50 50", .badCallShape, 6),
    ("01 11 51 11 51 11 59 10 50", .unknownLabel, 11), ("01 11 51 11 51 10 51", .badBoxing, 10),
    ("01 11 51 11 51 11 52 50", .badBoxing, 12), ("01 11 51 11 51 11 52 10 11 53 00", .badBoxing, 15),
    ("01 11 51 11 51 11 51 02", .badCallShape, 10), ("01 11 51 11 52 11 51 02 00", .trailingBytes, 13),
    ("01 11 51 11 52 11 51 1c", .payloadSyntax, 12), ("01 11 51 15 ffffffff 50", .payloadSyntax, 14),
    ("03 11 51 53", .payloadSyntax, 8), ("03 11 51 13 10 50 02 02 0801", .payloadSyntax, 9),
    // An exception (("x", "y"), 5, (), ""), then with attributes, one of them, and the traceback wrong.
    ("03 11 51 13 11 0a78 0a79 55 02 01", .payloadSyntax, 14),
    ("03 11 51 13 11 0a78 0a79 02 55 01", .payloadSyntax, 15),
    ("03 11 51 13 11 0a78 0a79 02 10 55 01", .payloadSyntax, 16),
    ("03 11 51 13 11 0a78 0a79 02 02 55", .payloadSyntax, 16),
  ]

  @Test(arguments: defects.indices) func findsEachDefect(_ index: Int) throws {
    let (hex, rule, offset) = Self.defects[index]
    var talk = Talk()
    try talk.ask(.ping, 1, [.nothing])
    let direction: Direction = hex.hasPrefix("03") ? .serverToClient : .clientToServer
    try talk.send(data: hexBytes(hex), from: direction)
    #expect(talk.rules.first == rule, "\(talk.sink.findings)")
    #expect(talk.sink.findings.first?.offset == offset, "\(talk.sink.findings)")
    #expect(talk.sink.findings.first?.message == 1)
    #expect(talk.sink.messages.count == 2)
  }

  @Test func findsFramesThatAreNoFrames() throws {
    var talk = Talk()
    talk.send(hexBytes("00000008 02 01 11 50 11 53 11 51 02 0a"))
    talk.send(hexBytes("00000008 01 01 11 52 11 53 11 51 02 0a"))
    talk.send(hexBytes("00000008 00 01 11 51 11 53 11 51 02 0d"))
    #expect(talk.rules == [.badCompressionFlag, .badCompression, .badFrameTerminator])
    #expect(talk.sink.findings.map(\.message) == [0, 1, 2])
    #expect(talk.sink.findings[0].offset == 4)
    #expect(talk.sink.messages.map(\.kind) == ["REQUEST", "UNKNOWN", "REQUEST"])
  }

  @Test func findsDataThatInflatesTooFar() throws {
    let bomb = [0x01] + [UInt8](repeating: 0x20, count: 4 << 20)
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(inflationRatio: 20)))
    try talk.send(data: bomb)
    #expect(talk.rules == [.decompressionBomb])
  }

  /// A frame past the limit is passed over, and the next one read.
  @Test func findsFramesPastTheLimit() throws {
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(bytes: 100)))
    talk.send([0, 0, 4, 0, 0] + [UInt8](repeating: 7, count: 1_025))
    try talk.ask(.ping, 1, [.nothing])
    #expect(talk.rules == [.resourceLimit])
    #expect(talk.sink.messages.map(\.handler) == ["PING"])
  }

  @Test func findsDeepNesting() throws {
    var talk = Talk()
    try talk.send(data: [1, 0x11, 0x51] + [UInt8](repeating: 0x10, count: 2_900) + [0x50])
    #expect(talk.rules == [.resourceLimit])
  }

  @Test func findsAStreamThatEndsInsideAFrame() throws {
    var talk = Talk()
    talk.send(hexBytes("00100000 00 01 11 51"))
    talk.end()
    #expect(talk.rules == [.truncatedStream])
  }

  // MARK: Losses

  /// Bytes lost inside one frame cost that frame only.
  @Test func readsOnAfterTheFrameThatLostBytes() throws {
    var talk = Talk()
    let frame = try RPyCEncoder().frame(data: hexBytes("01 11 51 11 51 11 52 10 11 51 0e08 0102030405060708"))
    talk.send(Array(frame[..<9]))
    talk.conversation.lose(frame.count - 14, from: .clientToServer, into: &talk.sink)
    talk.send(Array(frame[(frame.count - 5)...]))
    try talk.ask(.ping, 2, [.nothing])
    #expect(talk.rules == [])
    #expect(talk.sink.messages.map(\.sequence) == [2])
  }

  /// From the middle of a connection, reading starts with the first frame that can be told.
  @Test(arguments: [RPyCGeneration.fourFive, .six], [1, 4, 1_000])
  func startsInTheMiddle(_ generation: RPyCGeneration, _ size: Int) throws {
    var talk = Talk(generation, options: RPyCConversation.Options(beginsMidstream: true))
    var bytes = Array("\n\n the rest of a frame\u{0}\u{0}\n\u{0}\n".utf8)
    for sequence in 500..<504 {
      let body = RPyCMessage.Body.request(.ping, arguments: .tuple([.value(.int(Int64(sequence)))]))
      bytes += try RPyCEncoder(generation: generation).frame(RPyCMessage(sequence: sequence, body: body))
    }
    for start in stride(from: 0, to: bytes.count, by: size) {
      talk.send(Array(bytes[start..<min(start + size, bytes.count)]))
    }
    try talk.answer(499, .nothing)
    try talk.answer(500, .nothing)
    talk.end()
    #expect(talk.rules == [])
    #expect(talk.sink.messages.map(\.sequence) == [500, 501, 502, 503, 499, 500])
    #expect(talk.sink.messages.last?.answers == 0)
  }

  /// Whatever comes, a conversation neither traps nor keeps more than it may.
  @Test func survivesMutatedTraffic() throws {
    var generator = SeededGenerator(seed: 51)
    let frames = try RPyCConversationTests.mixedFrames()
    for _ in 0..<400 {
      var talk = Talk()
      var bytes = frames
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8(
          truncatingIfNeeded: generator.next())
      }
      let half = Int.random(in: 0..<bytes.count, using: &generator)
      talk.send(Array(bytes[..<half]))
      if half.isMultiple(of: 3) {
        talk.conversation.lose(half % 7 == 0 ? nil : 3, from: .clientToServer, into: &talk.sink)
      }
      talk.send(Array(bytes[half...]))
      talk.end()
      #expect(talk.sink.messages.count <= 60)
    }
  }
}
