import Testing
import WireCore

@Suite struct InflateTests {
  /// `zlib.compress(b"hello hello hello")`
  static let hello: [UInt8] = [
    0x78, 0x9c, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 0x57, 0xc8, 0x40, 0x90, 0x00, 0x3a, 0x2e, 0x06, 0x7d,
  ]

  @Test func readsAStream() throws {
    #expect(try inflate(Self.hello.span) == Array("hello hello hello".utf8))
  }

  @Test(arguments: 0..<16) func eachShorterStreamIsTruncated(length: Int) {
    let bytes = Array(Self.hello[..<length])
    #expect { try inflate(bytes.span) } throws: { ($0 as? WireError)?.kind == .truncated }
  }

  @Test func trailingBytesAreRefusedWhereTheyStart() {
    let bytes = Self.hello + [0]
    #expect { try inflate(bytes.span, base: 100) } throws: {
      let error = $0 as? WireError
      return error?.kind == .trailing && error?.offset == 116
    }
  }

  @Test func outputPastTheLimitIsRefused() {
    #expect { try inflate(Self.hello.span, limits: Limits(bytes: 16)) } throws: {
      ($0 as? WireError)?.kind == .limit
    }
  }
}
