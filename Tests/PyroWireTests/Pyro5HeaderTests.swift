import PyroWire
import Testing
import WireCore

@Suite struct Pyro5HeaderTests {
  /// The example that spec/pyro5.md works byte by byte.
  static let bytes: [UInt8] = [
    0x50, 0x59, 0x52, 0x4F, 0x01, 0xF6, 0x04, 0x01, 0x00, 0x40, 0x00, 0x07, 0x00, 0x00, 0x00, 0x37,
    0x00, 0x00, 0x00, 0x0D, 0x7D, 0x38, 0xDF, 0x4F, 0xF0, 0x8B, 0x46, 0x17, 0x98, 0x45, 0xF0, 0x87,
    0xE8, 0x5C, 0x14, 0x5A, 0x00, 0x00, 0x4D, 0xC5,
  ]
  static let header = Pyro5Header(
    type: .invoke, serializerID: 1, flags: .correlationID, sequence: 7, dataSize: 55, annotationsSize: 13,
    correlationID: PyroCorrelationID(high: 0x7D38_DF4F_F08B_4617, low: 0x9845_F087_E85C_145A))

  @Test func readsAndWritesEachField() throws {
    #expect(try Pyro5Header(Self.bytes.span) == Self.header)
    var written: [UInt8] = []
    Self.header.append(to: &written)
    #expect(written == Self.bytes)
    #expect(Self.header.correlationID.description == "7d38df4f-f08b-4617-9845-f087e85c145a")
    #expect(Self.header.serializer == .serpent)
    #expect(Self.header.bodySize == 68)
  }

  @Test(arguments: 0..<40) func rejectsFewerBytes(count: Int) {
    let bytes = Array(Self.bytes[..<count])
    #expect { try Pyro5Header(bytes.span, base: 100) } throws: {
      let error = $0 as? WireError
      return error?.kind == .truncated && error?.offset == 100 + count
    }
  }

  @Test(arguments: [
    (0, WireError.Kind.syntax, 0), (3, .syntax, 0), (4, .unsupported, 4), (5, .unsupported, 4),
    (38, .syntax, 38),
    (39, .syntax, 38),
  ])
  func rejectsOtherMagicsAndVersions(index: Int, kind: WireError.Kind, offset: Int) {
    var bytes = Self.bytes
    bytes[index] ^= 0x55
    #expect { try Pyro5Header(bytes.span) } throws: {
      let error = $0 as? WireError
      return error?.kind == kind && error?.offset == offset
    }
  }

  @Test func theVersionNamesThePyro() {
    #expect(PyroVersion(4) == .pyro3(4))
    #expect(PyroVersion(48) == .pyro4(48))
    #expect(PyroVersion(502) == .pyro5(502))
    #expect(PyroVersion(503) == .unknown(503))
    #expect(PyroVersion(prefix: Self.bytes.span) == .pyro5(502))
    #expect(PyroVersion(prefix: Array("PYRA\u{1}\u{1}".utf8).span) == nil)
    #expect(PyroVersion(prefix: Array("PYRO\u{1}".utf8).span) == nil)
  }
}
