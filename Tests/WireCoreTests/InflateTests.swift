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

  private func kind(
    _ bytes: [UInt8], _ limits: Limits, _ format: CompressionFormat = .zlib
  ) -> WireError.Kind? {
    do {
      _ = try inflate(bytes.span, limits: limits, format: format)
      return nil
    } catch { return error.kind }
  }

  /// 16 bytes that inflate to 17.
  @Test func theRatioCountsAboveTheFloor() {
    #expect(kind(Self.hello, Limits(bytes: 17)) == nil)
    #expect(kind(Self.hello, Limits(inflationRatio: 1, inflationFloor: 0)) == .limit)
    #expect(kind(Self.hello, Limits(inflationRatio: 1, inflationFloor: 16)) == .limit)
    #expect(kind(Self.hello, Limits(inflationRatio: 1, inflationFloor: 17)) == nil)
    #expect(kind(Self.hello, Limits(inflationRatio: 2, inflationFloor: 0)) == nil)
    #expect(kind(Self.hello, Limits(bytes: 16, inflationRatio: 2)) == .limit)
    #expect(kind(Self.hello, Limits(inflationRatio: .max)) == nil)
  }

  @Test func readsAMemberOfAGzipFile() throws {
    let member: [UInt8] =
      [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3] + Self.hello[2..<12] + [0x80, 0x88, 0xf9, 0xe5, 17, 0, 0, 0]
    let inflated = try inflate(member.span, format: .gzip)
    #expect(inflated == Array("hello hello hello".utf8))
    #expect(kind(member, Limits()) == .syntax)
    #expect(kind(Self.hello, Limits(), .gzip) == .syntax)
  }

  @Test(arguments: [0, 1, 6, 9]) func readsWhatWasDeflated(level: Int) throws {
    let bytes = (0..<300_000).map { UInt8($0 % 1_000 / 7) }
    let compressed = try deflate(bytes.span, level: level)
    let isSame = try inflate(compressed.span) == bytes
    #expect(isSame)
    #expect(level > 0 ? compressed.count < bytes.count : compressed.count > bytes.count)
  }

  @Test(arguments: [(-5, 0), (12, 9)]) func levelsAreBroughtIntoTheRange(level: Int, used: Int) throws {
    let bytes = [UInt8](repeating: 7, count: 5_000)
    let (compressed, expected) = (try deflate(bytes.span, level: level), try deflate(bytes.span, level: used))
    #expect(compressed == expected)
  }

  /// As Python's `zlib.adler32`.
  @Test(arguments: [("", 1), ("a", 0x0062_0062), ("Wikipedia", 0x11E6_0398)])
  func checksumsAreAdlers(text: String, expected: UInt32) {
    let bytes = Array(text.utf8)
    let sum = adler32(bytes.span)
    #expect(sum == expected)
  }
}
