import PythonValues
import SerpentCodec
import Testing
import WireCore

/// Documents damaged in every place: each gets an answer, and all readers give the same.
@Suite struct SweepTests {
  static let documents = [
    "# serpent utf-8 python3.2\n{'a':[1,-2.5,(3+4j),None],'bé':({1,2},b'x\\n',\"\"\"t\r\n\"\"\")}\n",
    "(1,'\\x41\\u00e9\\N{BULLET}\\101','a' 'b',0x1F,1_0,1e400,-(1),set(),...,(set)(),True)",
    "{ 'key' : [ ] , # c\n ('t',1.5,-2j) : { } , \\\n b'\\xff' : r'\\\\' }",
    "-12345678901234567890123.5e-3,[0.1,0b1,0o7,123456789012345678901234567890]",
  ]

  /// The readers agree: all accept with one value, or all throw one error, within the input.
  private func check(_ bytes: [UInt8]) {
    let lazy = Result { () throws(WireError) in try SerpentCodec.parse(bytes) }
    let tree = Result { () throws(WireError) in try SerpentCodec.decode(bytes) }
    let valid = Result { () throws(WireError) in try SerpentCodec.validate(bytes) }
    switch (tree, lazy, valid) {
    case (.success(let value), .success(let document), .success):
      #expect((try? document.root.materialise())?.isIdentical(to: value) == true)
    case (.failure(let one), .failure(let two), .failure(let three)):
      #expect(one == two)
      #expect(one == three)
      #expect(one.offset >= 0 && one.offset <= bytes.count, "\(one)")
    default:
      Issue.record("the readers disagree on \(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  @Test(arguments: documents) func documentsCutAnywhereGetAnAnswer(text: String) throws {
    let bytes = Array(text.utf8)
    try SerpentCodec.validate(bytes)
    for length in 0...bytes.count { check(Array(bytes[..<length])) }
  }

  @Test(arguments: documents) func documentsWithAnyByteReplacedGetAnAnswer(text: String) {
    let bytes = Array(text.utf8)
    let replacements =
      [0, 0x09, 0x0A, 0x0D] + Array("'\"\\#()[]{},:+-.01_eEjxbrufNs \u{7f}".utf8) + [
        0x80, 0xC3, 0xE2, 0xF0, 0xFF,
      ]
    for place in bytes.indices {
      for byte in replacements {
        var damaged = bytes
        damaged[place] = byte
        check(damaged)
      }
    }
  }

  @Test func truncationIsToldFromBadSyntax() {
    let bytes = Array("[1,'abc',{'k':(2,)}]".utf8)
    for length in 0..<bytes.count {
      let error = #expect(throws: WireError.self) { try SerpentCodec.validate(Array(bytes[..<length])) }
      #expect(error?.kind == .truncated, "\(length)")
      #expect(error?.offset == length)
    }
  }
}
