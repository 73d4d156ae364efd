import Conformance
import Foundation
import PythonValues
import TestSupport
import Testing

/// Values against CPython: what they print, what equals what, what can be a key.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct ValuePeerTests {
  /// One line of answer for each value.
  private func ask(_ question: String, _ values: [PythonValue]) throws -> [String] {
    let lines = try values.map { try TypedJSON.write($0) + "\n" }.joined()
    let answer = try PeerPython("pyro5").run(
      "peers/values.py", arguments: [question], input: Data(lines.utf8))
    try #require(answer.status == 0, "\(answer.errorText)")
    let answers = answer.text.split(separator: "\n").map(String.init)
    try #require(answers.count == values.count)
    return answers
  }

  private func seeded(_ seed: UInt64, _ count: Int, largestSet: Int = 1) -> [PythonValue] {
    var random = RandomPythonValue(seed: seed)
    random.largestSet = largestSet
    return (0..<count).map { _ in random.next() }
  }

  @Test func printsAsPythonPrints() throws {
    let values =
      seeded(21, 5_000) + [
        .float(.nan), .complex(PythonComplex(real: .nan, imaginary: -.infinity)),
        .slice(PythonSlice(start: 1, stop: .none, step: ["a"])),
      ]
    for (value, answer) in zip(values, try ask("repr", values)) {
      let text = try JSONDecoder().decode(String.self, from: Data(answer.utf8))
      #expect(value.repr == text)
    }
  }

  @Test func equalsWhatPythonFindsEqual() throws {
    var random = RandomPythonValue(seed: 22)
    random.largestSet = 3
    let small: [PythonValue] = (0..<120).map { _ in random.next(depth: 2) }
    let numbers: [PythonValue] =
      (0..<120).map { _ in random.scalar() } + [
        .int(1 << 53), .int(1 << 53 + 1), .float(0x1p53), .int(.max), .int(.min), .float(0x1p63),
        .float(-0x1p63),
        .integer(isNegative: false, magnitude: [0, 64]), .float(0x1p70),
        .integer(isNegative: false, magnitude: [1, 64]),
        .float(.nan), .complex(PythonComplex(real: 0x1p70, imaginary: 0)), "\u{e9}", "e\u{301}",
        .set([1, 2]), .frozenset([2, 1.0]), .set([.frozenset([1])]), .set([.frozenset([true])]),
        ["a": 1, "b": 2], ["b": 2.0, "a": true], .tuple([1]), [1],
      ]
    let values = small + numbers
    let answers = try ask("equality", values)
    var equalPairs = 0
    for (left, row) in zip(values, answers) {
      for (right, flag) in zip(values, row) {
        #expect((left == right) == (flag == "1"), "\(left) \(right)")
        if left == right {
          equalPairs += 1
          #expect(left.hashValue == right.hashValue, "\(left) \(right)")
        }
      }
    }
    #expect(equalPairs > values.count * 2)
  }

  @Test func hashesWhatPythonHashes() throws {
    let values = seeded(23, 2_000, largestSet: 3)
    for (value, answer) in zip(values, try ask("hashable", values)) {
      #expect(value.isHashable == (answer == "True"), "\(value)")
    }
  }

  @Test func dictsKeepWhatPythonsDictsKeep() throws {
    var random = RandomPythonValue(seed: 24)
    let lists = (0..<500).map { _ in
      (0..<random.pick([2, 5, 9, 40])).map { _ in
        PythonDict.Entry(key: random.key(2), value: random.scalar())
      }
    }
    let answers = try ask("dict", lists.map { list in .list(list.map { .tuple([$0.key, $0.value]) }) })
    for (list, answer) in zip(lists, answers) {
      let dict = PythonValue.dict(try PythonDict(uniquing: list))
      #expect(dict.isIdentical(to: try TypedJSON.read(answer)), "\(dict) \(answer)")
    }
  }

  @Test func setsKeepWhatPythonsSetsKeep() throws {
    var random = RandomPythonValue(seed: 25)
    let lists = (0..<500).map { _ in (0..<random.pick([2, 5, 9, 40])).map { _ in random.key(2) } }
    for (list, answer) in zip(lists, try ask("set", lists.map { .list($0) })) {
      let set = PythonValue.set(try PythonSet(uniquing: list))
      #expect(set.isIdentical(to: try TypedJSON.read(answer)), "\(set) \(answer)")
    }
  }

  @Test func bigIntegersBecomeTheFloatsThatPythonMakes() throws {
    var random = RandomPythonValue(seed: 26)
    let values = (0..<3_000).map { _ in random.integer(words: random.pick([2, 2, 3, 16, 17])) }
    for (value, answer) in zip(values, try ask("float", values)) {
      let ours = try value.doubleValue.map { try TypedJSON.write(.float($0)) }
      #expect(ours == (answer == "overflow" ? nil : #"{"t":"float","v":"\#(answer)"}"#), "\(value)")
    }
  }

  @Test func typedJSONIsWhatPythonWritesAndReads() throws {
    let values = seeded(27, 3_000, largestSet: 4)
    for (value, answer) in zip(values, try ask("typed", values)) {
      #expect(value.isIdentical(to: try TypedJSON.read(answer)), "\(value) \(answer)")
    }
  }
}
