import PythonValues
import TestSupport
import Testing
import WireCore

/// Dicts that are like others before them are read as any other.
@Suite struct KeyShapeTests {
  /// The document of a list of dicts with these keys, whose values are numbers counted from 0, or lists of one,
  /// and the tree that it stands for. The text is that of the keys, without anything between them.
  private func document(
    _ dicts: [[String]], nested: Bool
  ) throws -> (document: LazyDocument, tree: PythonValue) {
    var (source, tape, number): ([UInt8], Tape, Int64) = ([], Tape(), 0)
    var trees: [PythonValue] = []
    let list = tape.open(.list, at: 0)
    for keys in dicts {
      let dict = tape.open(.dict, at: source.count)
      var entries: [PythonDict.Entry] = []
      for key in keys {
        tape.append(TapeNode(.string, at: source.count, low: source.count, high: key.utf8.count))
        source += Array(key.utf8)
        entries.append(.init(key: .string(key), value: nested ? .list([.int(number)]) : .int(number)))
        let inner = nested ? tape.open(.list, at: source.count) : nil
        tape.append(TapeNode(.int, at: source.count, payload: UInt64(number)))
        if let inner { tape.close(inner, as: .list, count: 1, flags: .flat) }
        number += 1
      }
      tape.close(dict, as: .dict, count: keys.count, flags: nested ? [] : .flat)
      trees.append(.dict(try PythonDict(uniquing: entries)))
    }
    tape.close(list, as: .list, count: dicts.count)
    return (LazyDocument(source: source, tape: tape), .list(trees))
  }

  private func check(_ dicts: [[String]]) throws {
    for nested in [false, true] {
      let (document, tree) = try document(dicts, nested: nested)
      let value = try document.root.materialise()
      #expect(value.isIdentical(to: tree), "\(dicts), nested: \(nested)")
    }
  }

  /// The last is like those before it in the number of its keys and in the first of them. It also ends the text.
  @Test(arguments: [
    ["name", "size"], ["name", "sizf"], ["name", "sixe"], ["name", "siz"], ["name", "sizes"], ["name", ""],
    ["name", "name"], ["size", "name"], ["nam", "esize"], ["name"], ["name", "size", "more"], [],
  ])
  func aDictAfterLikeOnesIsReadByItself(keys: [String]) throws {
    let usual = ["name", "size"]
    try check([usual, usual, usual, keys])
    try check([usual, usual, usual, keys, keys, keys, usual, usual])
  }

  /// Keys are compared by words of eight bytes, and at the end of the text by bytes.
  @Test(arguments: [1, 7, 8, 9, 15, 16, 17, 30]) func aKeyThatDiffersInOneByteIsAnother(length: Int) throws {
    let key = String(repeating: "k", count: length)
    let usual = ["first", key]
    for place in 0..<length {
      let other = key.prefix(place) + "K" + key.dropFirst(place + 1)
      try check([usual, usual, usual, ["first", String(other)]])
      try check([usual, usual, usual, ["first", String(other)], usual])
    }
  }

  @Test func randomDictsOfFewShapesAreReadByThemselves() throws {
    var random = SeededGenerator(seed: 11)
    let keys = ["a", "b", "ab", "a longer key than eight", "a longer key than eighT", "", "é", "é2"]
    for _ in 0..<60 {
      let shapes = (0..<4).map { _ in
        (0..<Int.random(in: 0...4, using: &random)).map { _ in keys.randomElement(using: &random) ?? "" }
      }
      try check((0..<30).map { _ in shapes.randomElement(using: &random) ?? [] })
    }
  }

  /// More keys than shapes are kept of.
  @Test func dictsOfVeryManyKeysAreRead() throws {
    let keys = (0..<4_097).map { "k\($0)" }
    for count in [4_095, 4_096, 4_097] {
      try check([Array(keys[..<count]), Array(keys[..<count]), Array(keys[..<count])])
    }
  }
}
