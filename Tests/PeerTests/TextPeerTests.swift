import Foundation
import PythonValues
import TestSupport
import Testing

/// Floats, characters and strings as text, against `repr` of the real Python.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct TextPeerTests {
  let python = PeerPython("pyro5")

  @Test func floatsPrintAsPythonPrintsThem() throws {
    var generator = SeededGenerator(seed: 11)
    let numbers = Self.edges + (0..<40_000).map { _ in Self.randomFloat(&generator) }
    let input = numbers.reduce(into: Data()) { data, number in
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    let script = """
      import struct, sys
      data = sys.stdin.buffer.read()
      print("\\n".join(repr(x) for (x,) in struct.iter_unpack("<d", data)))
      """
    let expected = try python.run(script, input: input).text.split(separator: "\n")
    try #require(expected.count == numbers.count)
    for (number, text) in zip(numbers, expected) {
      var output = OutputBuffer()
      output.append(float: number)
      #expect(String(decoding: output.array(), as: UTF8.self) == text)
    }
  }

  /// Powers of two and of ten and their neighbours, and the ends of the ranges.
  static let edges: [Double] = {
    let twos = (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) }
    let tens = (-323...308).compactMap { Double("1e\($0)") }
    let around = (twos + tens).flatMap { [$0, $0.nextUp, $0.nextDown, -$0] }
    return around + [0, -0.0, .infinity, -.infinity, .nan, .greatestFiniteMagnitude]
  }()

  /// Any bits, few digits, or an integer.
  static func randomFloat(_ generator: inout SeededGenerator) -> Double {
    let bits = generator.next()
    switch bits & 3 {
    case 0: return Double(bits >> 10) / 1000
    case 1: return Double(Int64(bitPattern: generator.next()) >> Int64(bits >> 58))
    case 2: return Double(bits >> 44) * 0.001
    default: return Double(bitPattern: generator.next())
    }
  }

  @Test func everyCodePointIsPrintableWherePythonSaysSo() throws {
    let script = """
      import sys
      sys.stdout.buffer.write(bytes(chr(code).isprintable() for code in range(0x110000)))
      """
    let expected = [UInt8](try python.run(script).output)
    try #require(expected.count == 0x110000)
    let wrong = expected.indices.filter { isPrintable(UInt32($0)) != (expected[$0] == 1) }
    #expect(wrong.isEmpty, "\(wrong.prefix(10))")
  }

  /// In a text so long that its blocks are looked at as a whole.
  @Test func everyCharacterInALongTextPrintsAsPythonPrintsIt() throws {
    let text = String(String.UnicodeScalarView((0..<0x110000).compactMap(Unicode.Scalar.init)))
    let script = """
      import sys
      text = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
      sys.stdout.buffer.write(repr(text).encode())
      """
    let expected = [UInt8](try python.run(script).output)
    var output = OutputBuffer()
    output.append(reprOf: text)
    #expect(output.array() == expected)
  }

  @Test func stringsAreQuotedAsPythonQuotesThem() throws {
    var generator = SeededGenerator(seed: 12)
    let pieces = [
      "'", "\"", "\\", "a", "bc", "é", "\u{7f}", "\n", "\u{200b}", "漢", "😀", "0123456789", "\u{e0001}", "\r",
      "の", "क", "\u{ad}", "\u{e000}", "Ж", "α", "\u{0}",
    ]
    let texts = (0..<5_000).map { number in
      (0..<Int.random(in: 0...[12, 12, 12, 150][number % 4], using: &generator))
        .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }.joined()
    }
    let script = "import json, sys\nfor line in sys.stdin: print(repr(json.loads(line)))"
    let input = try texts.map { try JSONEncoder().encode($0) + Data("\n".utf8) }.reduce(Data(), +)
    let expected = try python.run(script, input: input).text.split(separator: "\n")
    try #require(expected.count == texts.count)
    for (text, repr) in zip(texts, expected) {
      var output = OutputBuffer()
      output.append(reprOf: text)
      #expect(String(decoding: output.array(), as: UTF8.self) == repr)
    }
  }
}
