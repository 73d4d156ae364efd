import Testing
import WireCore

@testable import WireCheck

/// What the first bytes of a connection say (REP-30 to REP-36).
@Suite struct FlowRecognitionTests {
  private func recognise(_ bytes: [UInt8]) -> FlowRecognition { FlowRecognition(front: bytes.span) }

  private static let pyro5: [UInt8] =
    [0x50, 0x59, 0x52, 0x4F, 0x01, 0xF6, 1, 1] + [UInt8](repeating: 0, count: 30) + [0x4D, 0xC5]

  @Test(arguments: [5, 48, 502, 7] as [UInt16])
  func recognisesPyroOfAnyVersion(word: UInt16) {
    let bytes: [UInt8] = Array("PYRO".utf8) + [UInt8(word >> 8), UInt8(word & 0xFF), 0, 0]
    #expect(recognise(bytes) == .pyro(word))
  }

  @Test(arguments: 0..<4)
  func recognisesPyroWithOneWrongByteInItsMagic(index: Int) {
    var bytes = Self.pyro5
    bytes[index] ^= 0x0F
    #expect(recognise(bytes) == .pyro(502))
  }

  @Test func recognisesPyro5ByItsSecondMagic() {
    var bytes = Self.pyro5
    bytes.replaceSubrange(0..<4, with: Array("ABCD".utf8))
    #expect(recognise(bytes) == .pyro(502))
  }

  @Test func recognisesPyro4ByItsChecksum() {
    // The header of a call, with the checksum 0x356a.
    var bytes: [UInt8] =
      Array("ABCD".utf8) + [0, 48, 0, 4, 0, 0, 0, 1, 0, 0, 0, 0x31, 0, 1, 0, 0x1A, 0, 0, 0x35, 0x6A]
    #expect(recognise(bytes) == .pyro(48))
    bytes[23] ^= 1
    #expect(recognise(bytes) == .foreign)
  }

  @Test func waitsForTheVersion() {
    #expect(recognise([]) == .undecided)
    for count in 1..<6 { #expect(recognise(Array(Self.pyro5.prefix(count))) == .undecided) }
    #expect(recognise(Array(Self.pyro5.prefix(6))) == .pyro(502))
  }

  @Test(
    arguments: [
      [0, 0, 0, 8, 0, 0x01, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 0x02, 0x0A],  // 6.0
      [0, 0, 0, 8, 0, 0x12, 0x51, 0x50, 0x11, 0x53, 0x11, 0x51, 0x02, 0x0A],  // up to 5.3
      [0, 0, 0, 24, 0] + [0, 0, 0, 0x7F, 0x53, 4, 0x81, 0xAB] + [0, 0, 0, 0, 0, 0, 0, 0] + [
        1, 0x11, 0x50, 0x11,
      ],
      [0, 0, 4, 0, 1, 0x78, 0x01, 0, 0, 0],  // compressed
      [0, 0, 0, 8, 2, 0x01, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 0x02, 0x0A],  // a flag that cannot be
    ] as [[UInt8]])
  func recognisesRPyCOfEachGeneration(bytes: [UInt8]) {
    #expect(recognise(bytes) == .rpyc)
  }

  @Test func recognisesAClientHello() {
    #expect(recognise([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]) == .tls)
    #expect(recognise([0x16, 0x03]) == .undecided)
    #expect(recognise([0x16, 0x03, 0x01, 0x02, 0x00, 0x02, 0x00]) == .foreign)
  }

  @Test func recognisesTheInterrupt() {
    #expect(recognise([UInt8](repeating: 0x21, count: 16)) == .interrupt)
    #expect(recognise([UInt8](repeating: 0x21, count: 15)) == .undecided)
  }

  @Test(
    arguments: [
      ("D", .undecided), ("DENIED", .undecided), ("DENIED0", .refusal), ("DENIED9", .refusal),
      ("DENIED/", .foreign), ("DENIED:", .foreign), ("DENIED11", .foreign), ("DENIEE", .foreign),
    ] as [(String, FlowRecognition)])
  func recognisesTheRefusalOfPyro3(text: String, recognition: FlowRecognition) {
    let bytes = Array(text.utf8)
    #expect(recognise(bytes) == recognition)
    let isClients = recognition.isClients(bytes.span)
    #expect(isClients == (recognition == .refusal ? false : nil))
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "PYTHON is not it, nor is this",
    "\u{0}\u{0}\u{0}\u{8}\u{4}\u{52}\u{16}/ and a longer rest of it, so that it is enough",
  ])
  func refusesOtherProtocols(text: String) {
    #expect(recognise(Array(text.utf8)) == .foreign)
  }

  @Test func findsAPyroHeaderInTheMiddle() {
    let bytes = Array("rest of a message".utf8) + Self.pyro5
    let place = MidstreamSearch.first(in: bytes.span)
    #expect(place?.start == 17)
    #expect(place?.recognition == .pyro(502))
    #expect(place?.fromClient == true)
  }

  @Test(arguments: [(1, true), (4, true), (2, false), (3, false), (5, false), (6, nil)] as [(UInt8, Bool?)])
  func tellsTheClientByTheMessage(type: UInt8, isClient: Bool?) {
    var bytes = Self.pyro5
    bytes[6] = type
    #expect(MidstreamSearch.first(in: bytes.span)?.fromClient == isClient)
  }

  @Test(arguments: [(1, true), (4, true), (2, false), (3, false), (5, false), (6, nil)] as [(UInt8, Bool?)])
  func findsAPyro4HeaderAndItsSender(type: UInt8, isClient: Bool?) {
    let header: [UInt8] = Array("PYRO".utf8) + [0, 48, 0, type] + [UInt8](repeating: 0, count: 16)
    let bytes = Array("the rest".utf8) + header
    let place = MidstreamSearch.first(in: bytes.span)
    #expect(place == MidstreamSearch.Place(start: 8, recognition: .pyro(48), fromClient: isClient))
  }

  /// CONNECT is the client's, a challenge the server's, any other body anybody's.
  @Test(
    arguments: [
      (Array("CONNECT".utf8), true), ([UInt8](repeating: 1, count: 16), false), ([1, 2, 3], nil),
    ] as [([UInt8], Bool?)])
  func findsAPyro3HeaderAndItsSender(body: [UInt8], isClient: Bool?) {
    let header: [UInt8] =
      Array("PYRO".utf8) + [0, 5, 0, 18, 0, 0, 0, UInt8(body.count)] + [UInt8](repeating: 0, count: 6)
    let bytes = Array("rest".utf8) + header + body
    let place = MidstreamSearch.first(in: bytes.span)
    #expect(place == MidstreamSearch.Place(start: 4, recognition: .pyro(5), fromClient: isClient))
  }

  /// A TLS record is of 1 to 18,432 bytes.
  @Test(
    arguments: [
      ([0x17, 3, 3, 0x48, 0], true), ([0x17, 3, 3, 0x48, 1], false), ([0x17, 3, 3, 0, 1], true),
      ([0x17, 3, 3, 0, 0], false), ([0x14, 3, 0, 0, 1], true), ([0x13, 3, 3, 0, 1], false),
      ([0x18, 3, 3, 0, 1], false), ([0x16, 2, 3, 0, 1], false), ([0x16, 3, 4, 0, 1], true),
      ([0x16, 3, 5, 0, 1], false), ([0x17, 3, 3, 0], false),
    ] as [([UInt8], Bool)])
  func findsATLSRecordWhereASegmentBegins(record: [UInt8], isFound: Bool) {
    let bytes = [0, 0] + record
    let place = MidstreamSearch.first(in: bytes.span, segment: 2)
    #expect(place == (isFound ? MidstreamSearch.Place(start: 2, recognition: .tls) : nil))
    let elsewhere = MidstreamSearch.first(in: bytes.span)
    #expect(elsewhere == nil)
  }

  static let threads: [UInt8] = [0, 0, 0, 18, 0] + [UInt8](repeating: 0, count: 16)

  @Test(
    arguments: [
      ([], .undecided), ([4], .undecided), ([5], .foreign), ([0, 0, 0, 8, 0, 1], .undecided),
      ([0, 0, 0, 1, 0, 1, 0x11], .foreign), ([0, 0, 0, 2, 0, 1, 0x11], .matches),
      ([4, 0, 0, 0, 0, 1, 0x11], .matches), ([4, 0, 0, 1, 0, 1, 0x11], .foreign),
      ([0, 0, 0, 2, 0, 3, 0x11], .matches), ([0, 0, 0, 2, 0, 4, 0x11], .foreign),
      ([0, 0, 0, 2, 0, 0, 0x11], .foreign), ([0, 0, 0, 2, 0, 1, 0x12], .foreign),
      ([0, 0, 0, 2, 1, 0x12, 0x51], .matches), ([0, 0, 0, 2, 0, 0x12, 0x53], .matches),
      ([0, 0, 0, 2, 0, 0x12, 0x50], .foreign), ([0, 0, 0, 2, 0, 0x12, 0x54], .foreign),
      ([0, 0, 0, 2, 1, 0x78, 0x9C], .matches), ([0, 0, 0, 2, 1, 0x78, 0x9D], .foreign),
      ([0, 0, 0, 2, 0, 0x78, 0x9C], .foreign), ([0, 0, 0, 2, 2, 1, 0x11, 0x0A], .matches),
      ([0, 0, 0, 2, 2, 1, 0x11, 0x0B], .foreign), ([0, 0, 0, 2, 2, 1, 0x11], .foreign),
      (threads, .undecided), (threads + [1], .undecided), (threads + [1, 0x11], .matches),
      (threads + [4, 0x11], .foreign), ([0, 0, 0, 17] + threads[4...] + [1, 0x11], .foreign),
    ] as [([UInt8], RPyCFront)])
  func judgesTheFrontOfAnRPyCFrame(bytes: [UInt8], front: RPyCFront) {
    let judged = RPyCFront(bytes.span)
    #expect(judged == front)
  }

  @Test func findsAnRPyCFrameBehindALineFeedOnlyWithItsOwn() {
    let frame: [UInt8] = [0, 0, 0, 8, 0, 0x02, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 0x02, 0x0A]
    let whole = Array("rest\n".utf8) + frame
    #expect(MidstreamSearch.first(in: whole.span)?.start == 5)
    #expect(MidstreamSearch.first(in: Array(whole.dropLast()).span) == nil)
    #expect(MidstreamSearch.first(in: frame.span)?.start == 0)
  }

  @Test func findsAnRPyCFrameWhereALaterSegmentBegins() {
    let frame: [UInt8] = [0, 0, 0, 8, 0, 0x02, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 0x02, 0x0A]
    var probe = FlowProbe(midstream: true)
    #expect(
      probe.take(Array("the rest of a long frame, which cannot be read ".utf8).span, from: .clientToServer)
        == nil)
    let decision = probe.take(frame.span, from: .clientToServer)
    #expect(decision?.recognition == .rpyc)
    #expect(probe.bytes(from: .clientToServer) == frame)
  }

  @Test func readsTheFrontByteByByteAsInOnePiece() {
    for front in [Self.pyro5, Array("GET / HTTP/1.1\r\n".utf8) + [UInt8](repeating: 0x20, count: 3_000)] {
      var whole = FlowProbe(midstream: false)
      let decision = whole.take(front.span, from: .clientToServer)
      var bytewise = FlowProbe(midstream: false)
      var last: FlowProbe.Decision?
      for byte in front where last == nil { last = bytewise.take([byte].span, from: .clientToServer) }
      #expect(decision?.recognition == last?.recognition)
      #expect(decision != nil)
    }
  }

  @Test func takesWhatOneEndSentWhenTheOtherIsRecognised() {
    var probe = FlowProbe(midstream: false)
    #expect(probe.take(Array("no magic at all, but a message".utf8).span, from: .clientToServer) == nil)
    let decision = probe.take(Self.pyro5.span, from: .serverToClient)
    #expect(decision?.recognition == .pyro(502))
    #expect(probe.bytes(from: .clientToServer).count == 30)
  }
}
