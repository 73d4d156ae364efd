import PyroWire
import TestSupport
import Testing
import WireCore

@Suite struct Pyro3HeaderTests {
  static let bytes = hexBytes("5059524f 0005 0012 01020304 0506 0708090a")
  static let header = Pyro3Header(
    version: 5, flags: .init(rawValue: 0x0506), bodySize: 0x0102_0304, checksum: 0x0708_090A)

  @Test func readsAndWritesEachField() throws {
    #expect(try Pyro3Header(Self.bytes.span) == Self.header)
    var written: [UInt8] = []
    Self.header.append(to: &written)
    #expect(written == Self.bytes)
    #expect(Pyro3Header.size == 18)
  }

  @Test(arguments: 0..<18) func rejectsFewerBytes(count: Int) {
    let bytes = Array(Self.bytes[..<count])
    #expect { try Pyro3Header(bytes.span, base: 100) } throws: {
      let error = $0 as? WireError
      return error?.kind == .truncated && error?.offset == 100 + count
    }
  }

  @Test(arguments: [
    (0, 0x51, WireError.Kind.syntax, 0), (1, 0, .syntax, 0), (2, 0, .syntax, 0), (3, 0, .syntax, 0),
    (4, 1, .unsupported, 4), (5, 3, .unsupported, 4), (5, 6, .unsupported, 4), (6, 1, .syntax, 6),
    (7, 17, .syntax, 6), (7, 19, .syntax, 6), (8, 0x80, .syntax, 8),
  ])
  func rejectsAHeaderThatCannotBe(index: Int, byte: UInt8, kind: WireError.Kind, offset: Int) {
    var bytes = Self.bytes
    bytes[index] = byte
    #expect { try Pyro3Header(bytes.span, base: 100) } throws: {
      let error = $0 as? WireError
      return error?.kind == kind && error?.offset == 100 + offset
    }
  }

  @Test(arguments: [4, 5] as [UInt16]) func acceptsBothVersions(version: UInt16) throws {
    var bytes: [UInt8] = []
    Pyro3Header(version: version, bodySize: 0).append(to: &bytes)
    #expect(try Pyro3Header(bytes.span).version == version)
  }

  @Test(arguments: [
    (Pyro3HeaderFault.magic, 0, Rule.badMagic, WireError.Kind.syntax, "the magic is not PYRO"),
    (
      .version(.pyro4(48)), 4, .badVersion, .unsupported, "the version is 48 (Pyro 4), not 4 or 5"
    ),
    (.headerSize(20), 6, .badHeader, .syntax, "the header says that it is 20 bytes long, not 18"),
    (.negativeSize(-2), 8, .badHeader, .syntax, "the size of the body is -2"),
    (.size(101, limit: 100), 8, .badHeader, .limit, "a body of 101 bytes, 100 allowed"),
  ])
  func eachFaultSaysWhatIsWrongAndWhere(
    fault: Pyro3HeaderFault, offset: Int, rule: Rule, kind: WireError.Kind, detail: String
  ) {
    #expect(fault.offset == offset)
    #expect(fault.rule == rule)
    #expect(fault.detail == detail)
    #expect(
      fault.error(base: 1_000) == WireError(kind, at: 1_000 + offset, reading: "Pyro 3 header", detail))
  }

  @Test func flagsAreThoseOfPyro3() {
    for bit in 0..<16 {
      let flag = Pyro3Flags(rawValue: 1 << bit)
      #expect(flag.unknown.isEmpty == (bit < 4))
    }
    let named: [Pyro3Flags] = [.compressed, .checksum, .gnosis, .pyxml]
    #expect(named.map(\.rawValue) == [1, 2, 4, 8])
    #expect(named.map(\.serializer) == [.pickle, .pickle, .gnosis, .pyxml])
    #expect(Pyro3Flags([.gnosis, .pyxml]).serializer == .gnosis)
    #expect([Pyro3Serializer.pickle, .gnosis, .pyxml].map(\.name) == ["pickle", "gnosis-xml", "pyxml"])
  }

  /// The error that a message is refused with, when its first byte is byte 1000 of the stream.
  private func refusal(_ bytes: [UInt8], limits: Limits = Limits()) -> WireError? {
    do throws(WireError) {
      _ = try Pyro3Message(bytes.span, base: 1_000, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  @Test func aBodyMayBeAsLongAsTheLimit() throws {
    let bytes = try Pyro3Encoder().encode(Pyro3Message(body: [1, 2, 3, 4]))
    #expect(refusal(bytes, limits: Limits(bytes: 4)) == nil)
    let error = refusal(bytes, limits: Limits(bytes: 3))
    #expect(error?.kind == .limit)
    #expect(error?.offset == 1_008)
    #expect(Pyro3Log.of(bytes, piece: .max, limits: Limits(bytes: 4)).entries.count == 1)
    #expect(
      Pyro3Log.of(bytes, piece: .max, limits: Limits(bytes: 3)).entries == [
        .damage(.size(4, limit: 3), 0)
      ])
  }

  @Test func errorsOfAMessageSayWhere() throws {
    let body = [UInt8](repeating: 7, count: 300)
    let plain = try Pyro3Encoder(checksums: true).encode(Pyro3Message(body: body))
    #expect(refusal(Array(plain.dropLast()))?.offset == 1_000 + 317)
    #expect(refusal(plain + [0])?.offset == 1_000 + 318)
    var changed = plain
    changed[317] ^= 1
    #expect(refusal(changed)?.offset == 1_014)
    var packed = try Pyro3Encoder(compresses: true).encode(Pyro3Message(body: body))
    packed[18] = 0
    #expect { try inflate(Array(packed[18...]).span) } throws: {
      ($0 as? WireError).map { 1_018 + $0.offset } == refusal(packed)?.offset
    }
  }

  /// After damage, magic, version and the size of a header have to be there, all of them (PYRO3-9).
  @Test(arguments: 0..<8) func eachByteOfASignatureCounts(index: Int) throws {
    let message = try Pyro3Encoder().encode(Pyro3Message(version: 4, body: [1, 2, 3]))
    var broken = message
    broken[index] ^= 0x10
    for size in [1, 2, 7, .max] {
      let entries = Pyro3Log.of([0xFF] + broken + message, piece: size).entries
      #expect(entries == [.damage(.magic, 0), .message(Pyro3Header(version: 4, bodySize: 3), [1, 2, 3])])
    }
  }

  /// What a stream may end in.
  @Test(
    arguments: [
      (
        "PYR", .clientToServer,
        "- - truncated-stream: the client's stream ends inside the message that begins"
      ),
      ("PYRO\u{0}", .clientToServer, "- - truncated-stream: "),
      ("PYRO\u{0}\u{5}\u{0}", .clientToServer, "- - truncated-stream: "),
      ("PYRO\u{0}0", .clientToServer, "- 4 bad-version: at byte 0 of the client's stream: the version is 48"),
      (
        "PYRO\u{0}0\u{0}", .serverToClient,
        "- 4 bad-version: at byte 0 of the server's stream: the version is"
      ),
      ("PYX", .clientToServer, "- 0 bad-magic: at byte 0 of the client's stream: the magic is not PYRO"),
      ("GRAN", .serverToClient, "- - truncated-stream: the server's stream"),
      ("GRAN", .clientToServer, "- 0 bad-magic: "), ("GRAX", .serverToClient, "- 0 bad-magic: "),
      ("DENIED", .serverToClient, "- - truncated-stream: "), ("DENIEE", .serverToClient, "- 0 bad-magic: "),
    ] as [(String, Direction, String)])
  func tellsHowAStreamEnds(text: String, direction: Direction, line: String) {
    let dialogue = Pyro3Dialogue(turns: [(direction, Array(text.utf8))])
    for size in [1, .max] {
      let lines = dialogue.heard(piece: size).lines
      #expect(lines.count == 1)
      #expect(lines.first?.hasPrefix(line) == true, "\(lines)")
    }
  }

  @Test func whatIsPassedOverAfterDamageIsNoMessageCutShort() {
    let dialogue = Pyro3Dialogue(turns: [(.clientToServer, Array("?PYRO\u{0}".utf8))])
    #expect(dialogue.heard().rules == [.badMagic])
  }
}
