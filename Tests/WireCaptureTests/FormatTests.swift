import Testing
import WireCapture
import WireCore

/// The file formats, in each of their variants.
@Suite struct FormatTests {
  static func frames() -> [[UInt8]] {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "question")
    talk.send(.serverToClient, "answer")
    talk.close()
    return talk.packets.map { Frames.ethernet($0) }
  }

  private func expectConversation(_ bytes: [UInt8], step: Int = Int.max) throws {
    let sink = try readCapture(bytes, step: step)
    #expect(sink.flows.count == 1 && sink.breaches.isEmpty && sink.findings.isEmpty)
    #expect(sink.text(0, .clientToServer) == "question" && sink.text(0, .serverToClient) == "answer")
  }

  @Test(arguments: [0xA1B2_C3D4, 0xA1B2_3C4D, 0xA1B2_CD34] as [UInt32], [true, false])
  func readsPcap(magic: UInt32, bigEndian: Bool) throws {
    try expectConversation(PcapFile(bigEndian: bigEndian, magic: magic).bytes(Self.frames()))
  }

  @Test(arguments: 1...40) func readsInPiecesOfAnySize(step: Int) throws {
    try expectConversation(PcapFile().bytes(Self.frames()), step: step)
    var file = PcapngFile()
    file.interface()
    for frame in Self.frames() { file.enhanced(frame) }
    try expectConversation(file.bytes, step: step)
  }

  @Test(arguments: [true, false]) func readsEveryKindOfPacketBlock(bigEndian: Bool) throws {
    var file = PcapngFile(bigEndian: bigEndian)
    file.interface()
    for (index, frame) in Self.frames().enumerated() {
      switch index % 3 {
      case 0: file.enhanced(frame, options: [0, 0, 0, 0])
      case 1: file.simple(frame)
      default: file.old(frame)
      }
    }
    try expectConversation(file.bytes)
  }

  @Test func skipsBlocksThatAreNotKnown() throws {
    var file = PcapngFile()
    file.block(0x0BAD, [UInt8](repeating: 0xAA, count: 3_000_000))
    file.interface()
    for frame in Self.frames() {
      file.block(5, [1, 2, 3, 4, 5])
      file.enhanced(frame)
      file.block(0x8000_0001, [])
    }
    try expectConversation(file.bytes)
    try expectConversation(file.bytes, step: 1_000)
  }

  @Test func sectionsHaveTheirOwnOrderAndInterfaces() throws {
    let frames = Self.frames()
    var first = PcapngFile(bigEndian: true)
    first.interface(link: 101)
    first.interface(link: 1)
    for frame in frames[..<4] { first.enhanced(frame, interface: 1) }
    var second = PcapngFile(bigEndian: false)
    second.interface(link: 1)
    for frame in frames[4...] { second.enhanced(frame) }
    try expectConversation(first.bytes + second.bytes)
  }

  @Test func aSimpleBlockIsCutByTheSnapLength() throws {
    var file = PcapngFile()
    file.interface(snap: 60)
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "0123456789")
    for packet in talk.packets { file.simple(Frames.ethernet(packet)) }
    let sink = try readCapture(file.bytes)
    #expect(sink.text(0, .clientToServer) == "012345" && sink.flows[0].lost == [.clientToServer: [4]])
    #expect(sink.findings.map(\.rule) == [.snapped])
  }

  /// if_tsresol and if_tsoffset, units, nanoseconds.
  static let clocks: [(UInt8?, Int64?, UInt64, Int64?)] = [
    (nil, nil, 1_500_000, 1_500_000_000), (6, nil, 1_500_000, 1_500_000_000), (9, nil, 77, 77),
    (0, nil, 2, 2_000_000_000),
    (3, 5, 1_500, 6_500_000_000), (12, nil, 5_000, 5), (127, nil, .max, 0),
    (0x80 | 10, nil, 1_536, 1_500_000_000),
    (0x80, nil, 3, 3_000_000_000), (0x80 | 63, nil, 1 << 62, 500_000_000),
    (0x80 | 64, nil, 1 << 63, 500_000_000),
    (0x80 | 1, nil, 3, 1_500_000_000), (0x80 | 10, nil, 1_025, 1_000_976_562),
    (0x80 | 127, nil, .max, 0), (0, nil, .max, nil), (9, nil, .max, nil), (6, .max, 1, nil),
    (6, -1, 0, -1_000_000_000),
  ]

  @Test(arguments: clocks)
  func readsTimesInEveryUnit(resolution: UInt8?, offset: Int64?, units: UInt64, expected: Int64?) throws {
    var file = PcapngFile(bigEndian: true)
    var options: [(UInt16, [UInt8])] = [(2, Array("eth0".utf8))]
    if let resolution { options.append((9, [resolution])) }
    if let offset { options.append((14, (0..<8).map { UInt8(truncatingIfNeeded: offset >> (56 - 8 * $0)) })) }
    file.interface(options: options)
    file.enhanced(Self.frames()[0], time: units)
    var sink = RecordingSink()
    let summary = try CaptureReader().read(CaptureInput(bytes: file.bytes), into: &sink)
    #expect(summary.firstNanoseconds == expected && summary.packets == 1)
  }

  @Test func pcapTimesAreInNanoseconds() throws {
    var sink = RecordingSink()
    let bytes = PcapFile().bytes(Self.frames())
    let summary = try CaptureReader().read(CaptureInput(bytes: bytes), into: &sink)
    #expect(summary.firstNanoseconds == 1_700_000_000_000_000_000)
    #expect(summary.lastNanoseconds == 1_700_000_000_007_000_000)
    #expect(summary.format == .pcap && !summary.isCompressed && summary.packets == 8)
    #expect(summary.bytes == Self.frames().map(\.count).reduce(0, +))
  }

  /// The last of the packets is captured 7,000 units after the first.
  @Test(
    arguments: [(0xA1B2_C3D4, 1_000), (0xA1B2_3C4D, 1), (0xA1B2_CD34, 1_000)] as [(UInt32, Int64)],
    [true, false])
  func pcapTimesAreInTheUnitOfTheirMagic(unit: (magic: UInt32, nanoseconds: Int64), bigEndian: Bool) throws {
    var sink = RecordingSink()
    let bytes = PcapFile(bigEndian: bigEndian, magic: unit.magic).bytes(Self.frames())
    let summary = try CaptureReader().read(CaptureInput(bytes: bytes), into: &sink)
    #expect(summary.firstNanoseconds == 1_700_000_000_000_000_000)
    #expect(summary.lastNanoseconds == 1_700_000_000_000_000_000 + 7_000 * unit.nanoseconds)
  }

  /// Options of an interface before that of nanoseconds, and whether this one counts.
  @Test(
    arguments: [
      ([], true), ([0, 2, 0, 4, 1, 2, 3, 4], true), ([0, 2, 0, 1, 1, 0, 0, 0], true), ([0, 0, 0, 0], false),
      ([0, 9, 0, 0], true), ([0, 14, 0, 4, 0, 0, 0, 1], true),
      ([0, 14, 0, 7, 0, 0, 0, 0, 0, 0, 1, 0], true), ([0, 2, 0, 9], false), ([0, 2, 0, 8], false),
    ] as [([UInt8], Bool)])
  func optionsOfAnInterfaceEndAtTheirEnd(before: [UInt8], counts: Bool) throws {
    var file = PcapngFile(bigEndian: true)
    // The last option is 8 bytes long with what pads it.
    file.block(1, file.shorts([1, 0]) + file.integers([0]) + before + [0, 9, 0, 1, 9, 0, 0, 0])
    file.enhanced(Self.frames()[0], time: 77)
    var sink = RecordingSink()
    let summary = try CaptureReader().read(CaptureInput(bytes: file.bytes), into: &sink)
    #expect(summary.firstNanoseconds == (counts ? 77 : 77_000))
  }

  @Test func aPacketOfAnUnknownInterfaceCostsThatPacketOnly() throws {
    var file = PcapngFile()
    file.interface()
    for frame in Self.frames() {
      file.enhanced(frame)
      file.enhanced(frame, interface: 9)
    }
    let sink = try readCapture(file.bytes)
    #expect(sink.text(0, .clientToServer) == "question" && sink.findings.map(\.rule) == [.damagedCapture])
  }

  /// Blocks after which a file cannot be read on.
  static let wrongBlocks: [[UInt32]] = [
    [6, 0], [6, 8], [6, 13], [6, 0xFFFF_FFFF], [6, 0xFFFF_FFFC], [6, 16, 0, 20], [1, 0x1000_0000],
    [1, 16, 0, 16],
    [0x0A0D_0D0A, 28, 0x1234_5678], [0x0A0D_0D0A, 12, 0x1A2B_3C4D],
  ]

  @Test(arguments: wrongBlocks) func aWrongBlockEndsTheFile(words: [UInt32]) throws {
    var file = PcapngFile()
    file.interface()
    for frame in Self.frames() { file.enhanced(frame) }
    file.bytes += file.integers(words) + [UInt8](repeating: 0, count: 64)
    let sink = try readCapture(file.bytes)
    #expect(sink.text(0, .clientToServer) == "question" && sink.text(0, .serverToClient) == "answer")
    #expect(sink.findings.map(\.rule) == [.damagedCapture])
  }

  static let order: UInt32 = 0x1A2B_3C4D

  /// Blocks after which a file cannot be read on, and what is said of them.
  @Test(
    arguments: [
      ([6, 8, 0, 8], "a block claims a length of 8 bytes"), ([6, 13], "a block claims a length of 13 bytes"),
      ([6, 0xFFFF_FFFC], "a block claims a length of 4294967292 bytes"),
      ([6, 16, 0, 20], "the two lengths of a block differ"),
      ([0x0A0D_0D0A, 28, 0x1234_5678], "a section header without a byte order"),
      ([0x0A0D_0D0A, 16, order, 16], "a section header of 16 bytes"),
      ([0x0A0D_0D0A, 24, order, 1, 0, 24], "a section header of 24 bytes"),
      ([0x0A0D_0D0A, 28, order, 2, 0, 0, 28], "a section of version 2"),
      ([1, 16, 0, 16], "an interface description of 16 bytes"),
    ] as [([UInt32], String)])
  func saysWhatIsWrongWithABlock(words: [UInt32], what: String) throws {
    var file = PcapngFile()
    file.interface()
    for frame in Self.frames() { file.enhanced(frame) }
    file.bytes += file.integers(words) + [UInt8](repeating: 0, count: 64)
    let sink = try readCapture(file.bytes)
    #expect(sink.findings.map(\.rule) == [.damagedCapture])
    #expect(sink.findings.first?.detail == "The capture contradicts itself after packet 8: \(what).")
  }

  /// Blocks that cost themselves only, and what is said of them.
  @Test(
    arguments: [
      ([6, 28, 0, 0, 0, 0, 28], "a packet block of 28 bytes"),
      ([2, 28, 0, 0, 0, 0, 28], "a packet block of 28 bytes"),
      ([3, 12, 12], "a simple packet block of 12 bytes"),
      ([6, 36, 0, 0, 0, 5, 5, 0, 36], "a packet of 5 bytes in a block of 36"),
      ([6, 32, 1, 0, 0, 0, 0, 32], "a packet of interface 1, not described"),
      ([2, 32, 1, 0, 0, 0, 0, 32], "a packet of interface 1, not described"),
    ] as [([UInt32], String)])
  func passesOverABlockThatIsWrongWithin(words: [UInt32], what: String) throws {
    var file = PcapngFile()
    file.interface()
    file.bytes += file.integers(words)
    // A block that is as large as it can be.
    file.bytes += file.integers([6, 36, 0, 0, 0, 4, 4, 0, 36]) + file.integers([3, 16, 0, 16])
    for frame in Self.frames() { file.enhanced(frame) }
    let sink = try readCapture(file.bytes)
    #expect(sink.text(0, .clientToServer) == "question" && sink.text(0, .serverToClient) == "answer")
    #expect(sink.findings.map(\.rule) == [.damagedCapture])
    #expect(sink.findings.first?.detail == "The capture contradicts itself: \(what); it was passed over.")
  }

  @Test func aRecordOfAbsurdLengthEndsTheFile() throws {
    let file = PcapFile()
    let bytes = file.bytes(Self.frames()) + file.integers([0, 0, 0x7FFF_FFFF, 60])
    let sink = try readCapture(bytes)
    #expect(sink.text(0, .serverToClient) == "answer" && sink.findings.map(\.rule) == [.damagedCapture])
  }

  @Test(
    arguments: [
      ([], .empty), ([1, 2, 3], .notCapture), (Array("GET / HTTP/1.1\r\n\r\n plenty".utf8), .notCapture),
      ([0xD4, 0xC3, 0xB2, 0xA1, 2, 0], .notCapture), ([0x28, 0xB5, 0x2F, 0xFD, 0, 0, 0, 0, 0], .compression),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 0], .compression),
      ([0x04, 0x22, 0x4D, 0x18, 0, 0, 0, 0], .compression),
      ([0x42, 0x5A, 0x68, 0x39, 0, 0, 0, 0], .compression), (PcapFile(link: 105).bytes([]), .linkType),
    ] as [([UInt8], CaptureError.Kind)])
  func refusesWhatIsNoCapture(bytes: [UInt8], kind: CaptureError.Kind) {
    #expect { try readCapture(bytes) } throws: { ($0 as? CaptureError)?.kind == kind }
  }

  @Test func refusesAFileOfLinkTypesThatAreNotRead() {
    var file = PcapngFile()
    file.interface(link: 105)
    file.enhanced([1, 2, 3, 4])
    #expect { try readCapture(file.bytes) } throws: { ($0 as? CaptureError)?.kind == .linkType }
  }

  @Test func passesOverAnInterfaceWhoseLinkTypeIsNotRead() throws {
    var file = PcapngFile()
    file.interface(link: 105)
    file.interface(link: 1)
    file.enhanced([1, 2, 3, 4])
    for frame in Self.frames() { file.enhanced(frame, interface: 1) }
    let sink = try readCapture(file.bytes)
    #expect(sink.text(0, .serverToClient) == "answer" && sink.findings.map(\.rule) == [.unknownProtocol])
  }

  @Test(arguments: ["", "pcapng"]) func anEmptyCaptureIsNoError(kind: String) throws {
    let sink = try readCapture(kind.isEmpty ? PcapFile().bytes([]) : PcapngFile().bytes)
    #expect(sink.flows.isEmpty && sink.findings.isEmpty)
  }
}
