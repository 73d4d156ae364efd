import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// Containers in each other: the outer ones are written by calls in each other, the inner ones with a stack.
@Suite struct NestingTests {
  /// Around the depth where one way of writing goes over to the other, and past it.
  static let depths = [1, 2, 14, 15, 16, 17, 18, 33, 60]

  /// A container of the kind that `level` asks for, around a value.
  private static func container(_ level: Int, around value: PythonValue) -> PythonValue {
    switch level % 5 {
    case 0: .list([value, .tuple([]), .int(1)])
    case 1: .tuple([value])
    case 2:
      .dict(PythonDict(distinctEntries: [.init(key: "k", value: value), .init(key: 2, value: .list([]))]))
    case 3: .list([.none, .set(PythonSet(distinctElements: [])), value])
    default: .set(PythonSet(distinctElements: [.tuple([.bool(true), value])]))
    }
  }

  private static func nested(_ depth: Int, around leaf: PythonValue) -> PythonValue {
    var value = leaf
    for level in (0..<depth).reversed() { value = container(level, around: value) }
    return value
  }

  /// What stands before and behind the value in that container.
  private static func text(_ level: Int) -> (before: String, behind: String) {
    switch level % 5 {
    case 0: ("[", ",(),1]")
    case 1: ("(", ",)")
    case 2: ("{'k':", ",2:[]}")
    case 3: ("[None,(),", "]")
    default: ("{(True,", ")}")
    }
  }

  private static func path(_ depth: Int) -> String {
    (0..<depth).map { ["[0]", "[0]", "['k']", "[2]", "{0}[1]"][$0 % 5] }.joined()
  }

  @Test(arguments: depths) func writesContainersAtAnyDepth(depth: Int) throws {
    let texts = (0..<depth).map(Self.text)
    let expected = texts.map(\.before).joined() + "'x'" + texts.reversed().map(\.behind).joined()
    let written = try SerpentCodec.encode(Self.nested(depth, around: "x"))
    #expect(String(decoding: written, as: UTF8.self) == "# serpent utf-8 python3.2\n" + expected)
  }

  @Test(arguments: depths) func indentsAtAnyDepth(depth: Int) throws {
    var value = PythonValue.int(7)
    var expected = "7"
    for level in (0..<depth).reversed() {
      let line = "\n" + String(repeating: "  ", count: level + 1)
      let end = "\n" + String(repeating: "  ", count: level)
      value = level % 2 == 0 ? .list([.none, value]) : ["k": value]
      expected = level % 2 == 0 ? "[\(line)None,\(line)\(expected)\(end)]" : "{\(line)'k': \(expected)\(end)}"
    }
    let written = try SerpentCodec.encode(value, options: .init(indent: true))
    #expect(String(decoding: written, as: UTF8.self) == "# serpent utf-8 python3.2\n" + expected)
  }

  @Test(arguments: depths) func namesThePlaceOfAFaultAtAnyDepth(depth: Int) {
    let faults: [(PythonValue, String, WireError.Kind)] = [
      (.ellipsis, "", .unrepresentable),
      (
        .list([.int(1), .dict(PythonDict(distinctEntries: [.init(key: .none, value: 1)]))]), "[1].key(0)",
        .unrepresentable
      ),
      (
        .dict(PythonDict(distinctEntries: [.init(key: .tuple([.ellipsis]), value: 1)])), ".key(0)[0]",
        .unrepresentable
      ),
      (.set(PythonSet(distinctElements: [1, .list([])])), "{1}", .unrepresentable),
      (.shared(PythonShared(id: 1, value: .list([.reference(1)]))), "[0]", .unrepresentable),
      (.reference(7), "", .unrepresentable),
    ]
    for (fault, path, kind) in faults {
      let error = #expect(throws: ValueEncodingError.self) {
        try SerpentCodec.encode(Self.nested(depth, around: fault))
      }
      #expect(error?.path == Self.path(depth) + path)
      #expect(error?.kind == kind)
    }
  }

  @Test(arguments: depths) func boundsTheLevelAtAnyDepth(depth: Int) throws {
    var value = PythonValue.list([1])
    for _ in 0..<depth { value = .list([value]) }
    let fits = try SerpentCodec.encode(value, options: .init(maximumLevel: depth + 1))
    #expect(fits.count == 26 + 2 * (depth + 1) + 1)
    let error = #expect(throws: ValueEncodingError.self) {
      try SerpentCodec.encode(value, options: .init(maximumLevel: depth))
    }
    #expect(error?.path == String(repeating: "[0]", count: depth))
    #expect(error?.detail == "what it holds stands on level \(depth + 1), above \(depth)")
  }

  /// A record is on the level of what it is written as; what was shared in a container is no cycle behind it.
  @Test(arguments: depths) func writesRecordsAtAnyDepth(depth: Int) throws {
    let shared = PythonValue.shared(PythonShared(id: 3, value: .list([.int(5)])))
    let object = PythonValue.object(PythonObject(module: "m", className: "C", state: .list([shared])))
    let leaf = PythonValue.list([.list([shared, .reference(3)]), .reference(3), object])
    let text = String(decoding: try SerpentCodec.encode(Self.nested(depth, around: leaf)), as: UTF8.self)
    #expect(text.contains("[[[5],[5]],[5],"))
  }

  /// Where a document outgrows what is foretold, in the outer and in the inner containers.
  @Test(arguments: [0, 3, 15, 16, 40]) func writesLongTextsAtAnyDepth(depth: Int) throws {
    let row = PythonValue.dict(
      PythonDict(distinctEntries: [.init(key: "key", value: "a text of some length")]))
    let rows = PythonValue.list(Array(repeating: .list(Array(repeating: row, count: 100)), count: 60))
    let rowText =
      "[" + Array(repeating: "{'key':'a text of some length'}", count: 100).joined(separator: ",") + "]"
    let text = "[" + Array(repeating: rowText, count: 60).joined(separator: ",") + "]"
    let texts = (0..<depth).map(Self.text)
    let expected = texts.map(\.before).joined() + text + texts.reversed().map(\.behind).joined()
    let written = try SerpentCodec.encode(Self.nested(depth, around: rows))
    #expect(String(decoding: written, as: UTF8.self) == "# serpent utf-8 python3.2\n" + expected)
  }
}
