import Testing
import WireCore

/// Reads are whole or nothing, and errors count from the base.
@Suite struct ByteReaderTests {
  private func fault(_ body: () throws -> Void) -> WireError? {
    do {
      try body()
      return nil
    } catch { return error as? WireError }
  }

  @Test func readsFromFrontToBack() throws {
    var reader = ByteReader([1, 2, 3, 0xFF, 5, 6, 7, 8, 9], base: 100)
    #expect(reader.peek() == 1)
    #expect(try reader.readByte("a byte") == 1)
    #expect(try reader.readBigEndian(UInt16.self, "a word") == 0x0203)
    #expect(try reader.readBigEndian(Int8.self, "a sign") == -1)
    #expect([reader.position, reader.offset, reader.remaining] == [4, 104, 5])
    #expect(try reader.readBytes(2, "bytes") == [5, 6])
    #expect(reader.peek() == 7)
    #expect(try Array(reader.readBytes(3, "bytes")) == [7, 8, 9])
    #expect(reader.peek() == nil)
    try reader.requireEnd("a message")
  }

  @Test(arguments: 0..<4) func whatIsCutNamesTheEndAndConsumesNothing(count: Int) {
    var reader = ByteReader([UInt8](repeating: 7, count: count), base: 10)
    let error = fault { _ = try reader.readBigEndian(UInt32.self, "a length") }
    #expect(
      error
        == WireError(.truncated, at: 10 + count, reading: "a length", "4 bytes wanted, \(count) left"))
    #expect(reader.remaining == count)
    #expect(fault { _ = try reader.readBytes(count + 1, "bytes") }?.offset == 10 + count)
    #expect(fault { _ = try reader.readReader(count + 1, "a part") }?.kind == .truncated)
    #expect(fault { _ = try reader.readBytes(-1, "bytes") }?.kind == .truncated)
    #expect(reader.position == 0)
  }

  @Test func anEmptyReaderHasNoByte() {
    var reader = ByteReader([])
    #expect(fault { _ = try reader.readByte("a byte") }?.offset == 0)
  }

  @Test func bytesLeftOverAreRefusedWhereTheyBegin() throws {
    var reader = ByteReader([1, 2, 3], base: 5)
    _ = try reader.readByte("a byte")
    let error = fault { try reader.requireEnd("a message") }
    #expect(error == WireError(.trailing, at: 6, reading: "a message", "2 bytes more than it needs"))
  }

  @Test func aPartIsReadByItself() throws {
    var reader = ByteReader([1, 2, 3, 4, 5], base: 50)
    _ = try reader.readByte("a byte")
    var part = try reader.readReader(3, "a part")
    #expect(try reader.readByte("a byte") == 5)
    #expect([part.offset, part.remaining, part.end] == [51, 3, 4])
    #expect(try part.readBytes(3, "bytes") == [2, 3, 4])
    #expect(fault { _ = try part.readByte("a byte") }?.offset == 54)
    try part.requireEnd("a part")
  }

  @Test func bigEndianWordsGoThereAndBack() {
    var bytes: [UInt8] = [0xAA]
    bytes.appendBigEndian(UInt16(0x0102))
    bytes.appendBigEndian(UInt32(0x0304_0506))
    bytes.appendBigEndian(UInt64(0x0708_090A_0B0C_0D0E))
    #expect(bytes == [0xAA] + (1...14).map { UInt8($0) })
    let (word, double, quad) = (
      bigEndian16(bytes.span, at: 1), bigEndian32(bytes.span, at: 3), bigEndian64(bytes.span, at: 7)
    )
    #expect(word == 0x0102)
    #expect(double == 0x0304_0506)
    #expect(quad == 0x0708_090A_0B0C_0D0E)
  }
}
