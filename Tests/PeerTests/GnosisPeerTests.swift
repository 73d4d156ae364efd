import Conformance
import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore
import XMLPickleCodec

@Suite(
  .enabled(if: PythonTwoPackage.gnosis.isExpected, "no Gnosis_Utils 1.2.2, or no Python 2.7 (make setup)"))
struct GnosisPeerTests {
  // Jython writes integers past 32 bits as longs, and dicts in another order.
  @Test(
    "the golden file is what Gnosis writes",
    .enabled(if: PythonTwo.found?.isJython != true, "Jython writes some values in another way than CPython"))
  func regenerates() throws {
    let made = try PythonTwoPackage.gnosis.run("Fixtures/generators/gnosis_vectors.py")
    #expect(made.status == 0, "\(made.errorText)")
    #expect([UInt8](made.output) == (try ProjectFiles.fixtureBytes("xmlpickle/gnosis.jsonl")))
  }

  @Test("Gnosis reads what we write, and we read what it writes of that, to the same value")
  func goesThroughGnosis() throws {
    var generator = SeededGenerator(seed: 31)
    let values = (0..<600).map { _ in RandomPickle.value(depth: 4, &generator) }
    var input = ""
    for value in values { input += Data(try XMLPickle.encode(value)).base64EncodedString() + "\n" }
    let output = try PythonTwoPackage.gnosis.run("Tests/PeerTests/gnosis_peer.py", input: Data(input.utf8))
    let lines = output.text.split(separator: "\n")
    try #require(lines.count == values.count, "\(output.errorText)")
    for (value, line) in zip(values, lines) {
      let answer = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      let typed = try #require(answer["value"], "\(value): \(line)")
      let read = try TypedJSON.read(bytes: [UInt8](try JSONSerialization.data(withJSONObject: typed)))
      #expect(read.unnumbered == value, "\(value)")
      let data = try #require((answer["data"] as? String).flatMap { Data(base64Encoded: $0) })
      #expect(try XMLPickle.decode([UInt8](data)).unnumbered == value)
    }
  }
}

/// Random values that Gnosis has a form of.
enum RandomPickle {
  static func value(depth: Int, _ generator: inout SeededGenerator) -> PythonValue {
    switch Int.random(in: 0..<(depth > 0 ? 11 : 7), using: &generator) {
    case 0: .bool(Bool.random(using: &generator))
    case 1:
      .int(Int64.random(in: .min ... .max, using: &generator) >> Int64.random(in: 0..<64, using: &generator))
    case 2:
      PythonValue.integer(
        isNegative: Bool.random(using: &generator), magnitude: [generator.next(), generator.next()])
    case 3: .float(finite(&generator))
    case 4: .string(text(["a", "<", ">", "&", "\"", "'", "\\", "\n", " ", "\u{1}", "]]>"], &generator))
    case 5: .string(text(["é", "€", "😀", "<", "&", "x"], &generator) + "é")
    case 6: .bytes((0..<5).map { _ in UInt8.random(in: 0...255, using: &generator) } + [0xFF])
    case 7, 8: .list(values(depth, &generator))
    case 9: .tuple(values(depth, &generator))
    default: .dict(dict(depth, &generator))
    }
  }

  private static func values(_ depth: Int, _ generator: inout SeededGenerator) -> [PythonValue] {
    (0..<Int.random(in: 0..<4, using: &generator)).map { _ in value(depth: depth - 1, &generator) }
  }

  private static func dict(_ depth: Int, _ generator: inout SeededGenerator) -> PythonDict {
    let keys: [PythonValue] = ["a", "k<", "é", 7, .tuple([1, "x"]), .none]
    let chosen = keys.filter { _ in Bool.random(using: &generator) }
    return PythonDict(
      distinctEntries: chosen.map { .init(key: $0, value: value(depth: depth - 1, &generator)) })
  }

  private static func finite(_ generator: inout SeededGenerator) -> Double {
    let number = Double(bitPattern: generator.next())
    return number.isFinite ? number : 0.5
  }

  private static func text(_ parts: [String], _ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 0..<8, using: &generator)).map { _ in parts.randomElement(using: &generator) ?? "" }
      .joined()
  }
}

extension PythonValue {
  /// The value without its numbers, where nothing refers to one.
  var unnumbered: PythonValue {
    switch self {
    case .list(let parts): .list(parts.map(\.unnumbered))
    case .tuple(let parts): .tuple(parts.map(\.unnumbered))
    case .dict(let dict):
      .dict(
        PythonDict(
          distinctEntries: dict.entries.map { .init(key: $0.key.unnumbered, value: $0.value.unnumbered) }))
    case .shared(let shared): shared.value.unnumbered
    default: self
    }
  }
}
