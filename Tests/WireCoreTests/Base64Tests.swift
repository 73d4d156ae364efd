import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct Base64Tests {
  private func encoded(_ bytes: [UInt8]) -> String {
    var output = OutputBuffer()
    output.append(base64: bytes.span)
    return String(decoding: output.array(), as: UTF8.self)
  }

  private func decoded(_ text: String, skippingBlanks: Bool = false) -> [UInt8]? {
    let bytes = Array(text.utf8)
    return base64Decoded(bytes.span, skippingBlanks: skippingBlanks)
  }

  @Test func writesAndReadsWhatFoundationDoes() {
    var random = SeededGenerator(seed: 64)
    for length in 0...200 {
      let bytes = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let text = Data(bytes).base64EncodedString()
      #expect(encoded(bytes) == text)
      #expect(decoded(text) == bytes)
    }
  }

  @Test func knowsTheDigitsAndNoOtherByte() {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for byte in UInt8.min...UInt8.max where byte != UInt8(ascii: "=") {
      let text = Array("AAA".utf8) + [byte]
      let value = base64Decoded(text.span)
      #expect(value == alphabet.firstIndex(of: byte).map { [0, 0, UInt8($0)] }, "\(byte)")
    }
  }

  @Test(arguments: [
    "A", "AA", "AAA", "AA=", "A===", "AAA==", "====", "=", "AAAA=", "AA==AA==", "AA=A", "=AAA", "AB==",
    "AAB=",
    "AAAAA", " AAAA", "AAAA\n", "AA AA",
  ])
  func rejectsWhatIsNone(text: String) {
    #expect(decoded(text) == nil)
  }

  @Test func passesOverBlanksWhereTold() {
    #expect(decoded(" A\tQ\nI\u{b}D\u{c}\r\n", skippingBlanks: true) == [1, 2, 3])
    #expect(decoded("AQ= =\n", skippingBlanks: true) == [1])
    for other in ["A\u{8}QID", "A\u{e}QID", "A!QID", "A\u{1f}QID"] {
      #expect(decoded(other, skippingBlanks: true) == nil)
    }
  }
}
