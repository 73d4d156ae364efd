import PyroWire
import Testing
import WireCore

@Suite struct Pyro4HeaderTests {
  /// The header of the example that spec/pyro4.md works byte by byte.
  static let bytes: [UInt8] = [
    0x50, 0x59, 0x52, 0x4F, 0x00, 0x30, 0x00, 0x04, 0x00, 0x00, 0x00, 0x07, 0x00, 0x00, 0x00, 0x31,
    0x00, 0x01, 0x00, 0x25, 0x00, 0x00, 0x35, 0x7B,
  ]
  static let header = Pyro4Header(
    type: .invoke, serializerID: 1, sequence: 7, dataSize: 49, annotationsSize: 37)

  @Test func readsAndWritesEachField() throws {
    #expect(try Pyro4Header(Self.bytes.span) == Self.header)
    var written: [UInt8] = []
    Self.header.append(to: &written)
    #expect(written == Self.bytes)
    #expect(Self.header.serializer == .serpent)
    #expect(Self.header.bodySize == 86)
    #expect(Self.header.checksum == 0x357B)
  }

  @Test func theChecksumIsTheSumOfTheFieldsAsFarAsItFits() {
    let header = Pyro4Header(
      type: .init(rawValue: 0xFFFF), serializerID: 0xFFFF, flags: .init(rawValue: 0xFFFF), sequence: 0xFFFF,
      dataSize: 0x1234_0002, annotationsSize: 0xFFFF)
    // 48 + 5 * 0xFFFF + 0x12340002 + 0x34E9
    #expect(header.checksum == 0x3516)
  }

  @Test(arguments: 0..<24) func rejectsFewerBytes(count: Int) {
    let bytes = Array(Self.bytes[..<count])
    #expect { try Pyro4Header(bytes.span, base: 100) } throws: {
      let error = $0 as? WireError
      return error?.kind == .truncated && error?.offset == 100 + count
    }
  }

  @Test(arguments: 0..<24) func rejectsEachByteChanged(index: Int) {
    // The reserved field is not in the checksum (PYRO4-8), nor is the upper half of the payload's size.
    guard ![13, 20, 21].contains(index) else { return }
    var bytes = Self.bytes
    bytes[index] ^= 0x55
    #expect { try Pyro4Header(bytes.span) } throws: {
      let error = $0 as? WireError
      switch index {
      case ..<4: return error?.kind == .syntax && error?.offset == 0
      case 4, 5: return error?.kind == .unsupported && error?.offset == 4
      case 12: return error?.kind == .syntax && error?.offset == 12
      default: return error?.kind == .syntax && error?.offset == 22
      }
    }
  }

  @Test(arguments: [(45, false), (46, true), (47, true), (48, true), (49, false)] as [(UInt16, Bool)])
  func readsProtocols46To48(version: UInt16, isRead: Bool) {
    var header = Self.header
    header.version = version
    var bytes: [UInt8] = []
    header.append(to: &bytes)
    if isRead {
      #expect(throws: Never.self) { try Pyro4Header(bytes.span) }
    } else {
      #expect { try Pyro4Header(bytes.span) } throws: { ($0 as? WireError)?.kind == .unsupported }
    }
  }

  @Test(arguments: [-1, -5, .min, Pyro4Header.mostBytes + 1, .max] as [Int32])
  func rejectsSizesThatCannotBe(size: Int32) {
    var bytes: [UInt8] = []
    Pyro4Header(type: .invoke, serializerID: 1, sequence: 1, dataSize: size).append(to: &bytes)
    #expect { try Pyro4Header(bytes.span) } throws: {
      let error = $0 as? WireError
      return error?.kind == .syntax && error?.offset == 12
    }
  }

  @Test func flagsHaveOtherMeaningsThanInPyro5() {
    #expect(Pyro4Flags.metadataOnConnect.rawValue == Pyro5Flags.itemStreamResult.rawValue)
    #expect(Pyro4Flags.itemStreamResult.rawValue == Pyro5Flags.keepSerialized.rawValue)
    #expect(Pyro4Flags.keepSerialized.rawValue == Pyro5Flags.correlationID.rawValue)
  }

  @Test func flagsAreThoseOfTheirProtocol() {
    for bit in 0..<16 {
      let flag = Pyro4Flags(rawValue: 1 << bit)
      #expect(flag.unknown(in: 48).isEmpty == (bit < 7))
      #expect(flag.unknown(in: 47).isEmpty == (bit < 4))
    }
  }

  @Test func serializersHaveOtherNumbersThanInPyro5() {
    #expect(
      Pyro4Serializer.allCases.map(\.name) == [
        "serpent", "json", "marshal", "pickle", "dill", "msgpack", "cloudpickle",
      ])
    #expect(Pyro4Serializer.allCases.map(\.rawValue) == Array(1...7))
    #expect(Pyro4Serializer(rawValue: 4)?.common.isPickle == true)
    #expect(Pyro5Serializer(rawValue: 4)?.common == .msgpack)
  }
}
