import PythonValues
import Testing
import WireCore

/// Swift types from trees.
@Suite struct TreeDecodingTests {
  private func reads<Value: Decodable & Equatable>(_ value: PythonValue, as expected: Value) -> Bool {
    (try? decodeTree(Value.self, from: value)) == expected
  }

  private func refuses<Value: Decodable>(_ value: PythonValue, as type: Value.Type) -> Bool {
    do {
      _ = try decodeTree(type, from: value)
      return false
    } catch { return error is DecodingError }
  }

  private func integer(_ digits: String) throws -> PythonValue {
    let isNegative = digits.hasPrefix("-")
    return try #require(
      PythonValue.integer(digits: String(digits.drop { $0 == "-" }), isNegative: isNegative))
  }

  @Test func integersAreNeverCut() throws {
    #expect(reads(.int(255), as: UInt8.max))
    #expect(refuses(.int(256), as: UInt8.self))
    #expect(refuses(.int(-1), as: UInt64.self))
    #expect(reads(.int(.min), as: Int64.min))
    #expect(reads(try integer("18446744073709551615"), as: UInt64.max))
    #expect(reads(try integer("9223372036854775808"), as: Int128(1) << 63))
    #expect(refuses(try integer("18446744073709551616"), as: UInt64.self))
    #expect(refuses(try integer("9223372036854775808"), as: Int64.self))
    #expect(refuses(try integer("-9223372036854775809"), as: UInt64.self))
    for other: PythonValue in [true, 1.0, "1", .none, [1]] { #expect(refuses(other, as: Int.self)) }
  }

  @Test func scalarsAreReadAsWhatTheyAre() throws {
    #expect(reads(true, as: true) && reads("a", as: "a") && reads(1.5, as: 1.5) && reads(2, as: 2.0))
    #expect(reads(1.5, as: Float(1.5)) && reads(.ellipsis, as: PythonValue.ellipsis))
    #expect(refuses(true, as: Double.self) && refuses("1", as: Double.self) && refuses(1, as: Bool.self))
    #expect(refuses(1, as: String.self) && refuses(.none, as: String.self))
    #expect(reads([1, .none, 3], as: [1, nil, 3] as [Int?]) && reads(.tuple([1]), as: [1]))
    #expect(refuses(["a": 1], as: [Int].self) && refuses([1, 2], as: [String: Int].self))
  }

  struct Point: Decodable, Equatable { var x: Int, y: Int? }

  @Test func keyedValuesComeFromDictsAndInstances() throws {
    let state: PythonValue = ["x": 1, "y": 2, "z": 3]
    let point = Point(x: 1, y: 2)
    #expect(reads(state, as: point))
    #expect(reads(.object(PythonObject(module: nil, className: "P", state: state)), as: point))
    let shared = PythonValue.shared(PythonShared(id: 1, value: state))
    #expect(reads(shared, as: point))
    #expect(reads(.object(PythonObject(module: nil, className: "P", state: shared)), as: point))
    #expect(reads(["x": 1], as: Point(x: 1, y: nil)))
    #expect(reads(["x": 1, "y": .none], as: Point(x: 1, y: nil)))
    #expect(refuses(["y": 1], as: Point.self))
    #expect(refuses(.dict([1: 2]), as: Point.self))
    #expect(refuses(.list([.reference(1)]), as: [Point].self))
  }

  @Test func errorsHaveThePath() {
    let error = #expect(throws: DecodingError.self) {
      try decodeTree([String: [Point]].self, from: ["a": [["x": 1], ["x": "no"]]])
    }
    guard case .typeMismatch(_, let context)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["a", "Index 1", "x"])
    #expect(context.debugDescription == "the value is a str, or out of range")
  }
}
