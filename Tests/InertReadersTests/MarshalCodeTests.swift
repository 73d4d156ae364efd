import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

/// MARSHAL-20: code objects, and references to what stands in them.
@Suite struct MarshalCodeTests {
  /// A code object: so many numbers, then values up to the first line's number, then the others. The second value is
  /// the tuple of constants.
  private static func code(
    numbers: Int = 4, type: String = "63", constants: String = "2800000000", fifth: String = "2800000000",
    last: String = "7300000000"
  ) -> [UInt8] {
    let empty = "2800000000"
    let values = ["73020000000102", constants, empty, empty, fifth, empty, "740100000066", "740100000067"]
    return hexBytes(type) + [UInt8](repeating: 0, count: 4 * numbers)
      + hexBytes(values.joined() + "01000000" + last)
  }

  /// A list of these values.
  private static func list(_ values: [[UInt8]]) -> [UInt8] {
    [0x5B, UInt8(values.count), 0, 0, 0] + values.joined()
  }

  private static func hex(_ text: String) -> [UInt8] { hexBytes(text) }

  /// The layouts of Python 2.7, 3.7, 3.10 and 3.11.
  private static let layouts = [
    code(), code(numbers: 5), code(numbers: 6),
    code(numbers: 5, fifth: "73020000004040", last: "73000000007301000000ff"),
  ]

  @Test(arguments: layouts.indices) func stepsOverEachLayout(layout: Int) throws {
    let code = Self.layouts[layout]
    let value = try Marshal.decode(Self.list([code, Self.hex("6907000000")]))
    let elements = try #require(value.elements)
    guard elements.count == 2, case .object(let object) = elements[0] else {
      Issue.record("\(value)")
      return
    }
    #expect(object.module == nil && object.className == "code" && object.arguments == nil)
    #expect(object.state.bytesValue == code)
    #expect(elements[1].repr == "7")
  }

  @Test(arguments: layouts.indices) func rejectsEveryLayoutCutAnywhere(layout: Int) {
    let code = Self.layouts[layout]
    for count in 1..<code.count {
      let error = #expect(throws: WireError.self) { try Marshal.decode(Array(code[..<count])) }
      #expect(error?.kind == .truncated || error?.kind == .unsupported, "\(count)")
    }
  }

  /// Constants with numbers: an int, a list, 70 bytes, a short text, `None` (which has none), 64 bytes.
  private static let constants =
    "2806000000e905000000db01000000e906000000f346000000" + String(repeating: "61", count: 70) + "da0161ce"
    + "f340000000" + String(repeating: "62", count: 64)

  @Test func refersToSmallValuesInACodeObjectAndToNoOthers() throws {
    let references = (UInt8(0)..<6).map { [0x72, $0, 0, 0, 0] }
    let value = try Marshal.decode(Self.list([Self.code(constants: Self.constants)] + references))
    let reprs = try #require(value.elements).dropFirst().map(\.repr)
    let long = String(repeating: "b", count: 64)
    #expect(reprs == ["5", "Ellipsis", "6", "Ellipsis", "'a'", "b'\(long)'"])
  }

  @Test func refersToWhatStandsBeforeACodeObjectAndToItself() throws {
    let code = Self.code(type: "e3")
    let value = try Marshal.decode(
      Self.list([
        Self.hex("db01000000e906000000"), code, Self.hex("7200000000"), Self.hex("7202000000"),
        Self.hex("7201000000"),
      ]))
    let elements = try #require(value.elements)
    #expect(elements[0].repr == "#2=[6]" && elements[2].repr == "#2#" && elements[3].repr == "#4#")
    guard case .shared(let shared) = elements[1] else {
      Issue.record("\(elements[1])")
      return
    }
    #expect(shared.id == 4 && elements[4].repr == "6")
  }

  /// MARSHAL-15: the strings that Python 2 interns, in a code object too.
  @Test func refersToInternedStringsOfACodeObject() throws {
    let value = try Marshal.decode(
      Self.list([
        Self.hex("740100000065"), Self.code(), Self.hex("5200000000"), Self.hex("5201000000"),
        Self.hex("5202000000"),
      ]))
    #expect(try #require(value.elements).suffix(3).map(\.repr) == ["'e'", "'f'", "'g'"])
  }

  @Test func countsLevelsAndValuesOfACodeObject() throws {
    let nested = Self.list([Self.code(constants: "28010000004e")])
    #expect(throws: Never.self) { try Marshal.decode(nested, limits: Limits(depth: 3, count: 12)) }
    let deep = #expect(throws: WireError.self) { try Marshal.decode(nested, limits: Limits(depth: 2)) }
    #expect(deep?.kind == .limit && deep?.offset == 29)
    let many = #expect(throws: WireError.self) { try Marshal.decode(nested, limits: Limits(count: 11)) }
    #expect(many?.kind == .limit)
  }

  /// MARSHAL-3: what is the same object wherever it stands has no number, nor has a reference.
  @Test(arguments: ["ce", "c6", "d4", "d3", "ae", "b0"]) func numbersNoConstant(constant: String) throws {
    // The end of a dict stands in one.
    let first = constant == "b0" ? "7bb0" : constant
    let value = try Marshal.decode(
      Self.list([first, "e905000000", "7200000000", "f200000000", "e906000000", "7201000000"].map(Self.hex)))
    #expect(try #require(value.elements).suffix(5).map(\.repr) == ["5", "5", "5", "6", "6"])
  }
}

/// MARSHAL-14, and how far the numbers of marshal go.
@Suite struct MarshalRangeTests {
  private func repr(_ bytes: [UInt8]) throws -> String { try Marshal.decode(bytes).repr }

  @Test func repeatsUpTo64BytesAndTheEmptyTuple() throws {
    func twice(_ count: Int) -> [UInt8] {
      hexBytes("5b02000000f5") + [UInt8(count), 0, 0, 0] + [UInt8](repeating: 0x61, count: count)
        + hexBytes("7200000000")
    }
    let text = String(repeating: "a", count: 64)
    #expect(try repr(twice(64)) == "['\(text)', '\(text)']")
    #expect(try repr(twice(65)) == "[#2='\(text)a', #2#]")
    #expect(try repr(hexBytes("5b02000000a9007200000000")) == "[(), ()]")
    #expect(try repr(hexBytes("5b02000000a901e9050000007200000000")) == "[#2=(5,), #2#]")
    #expect(try repr(hexBytes("5b02000000db000000007200000000")) == "[#2=[], #2#]")
  }

  /// Eleven digits of 15 bits are worth less than 50 decimal ones, and reach over two words.
  @Test func readsWideIntegersUpToTheLimit() throws {
    func integer(_ digits: Int) -> [UInt8] {
      [0x6C, UInt8(digits), 0, 0, 0] + (0..<digits).flatMap { _ in [0xFF, 0x7F] as [UInt8] }
    }
    #expect(try repr(integer(11)) == "46768052394588893382517914646921056628989841375231")
    #expect(try repr(integer(5)) == "37778931862957161709567")
    let limits = Limits(digits: 40)
    #expect(throws: Never.self) { try Marshal.decode(integer(11), limits: limits) }
    let error = #expect(throws: WireError.self) { try Marshal.decode(integer(12), limits: limits) }
    #expect(error?.kind == .limit && error?.offset == 0)
  }

  @Test(
    arguments: [
      ("6c010000000080", WireError.Kind.syntax, 5), ("6c020000000100ffff", .syntax, 7),
      ("6c0200000001000000", .syntax, 7), ("6c020000000100", .truncated, 7), ("5bffffffff", .syntax, 1),
      ("5b02000000 4e", .truncated, 6), ("5b010000003f", .syntax, 5), ("7201000000", .syntax, 0),
      ("5b02000000e9050000007201000000", .syntax, 10), ("7b4e", .truncated, 2), ("66054e", .truncated, 3),
      ("6603312e78", .syntax, 1), ("79000000000000f03f00", .truncated, 10), ("730300000061", .truncated, 6),
      ("5b010000006905", .truncated, 7), ("5b010000004905060708", .truncated, 10),
      ("5b0100000073020000", .truncated, 9), ("4e4e", .trailing, 1), ("5b010000004e4e4e", .trailing, 6),
    ] as [(String, WireError.Kind, Int)])
  func saysWhatIsWrongAndWhere(hex: String, kind: WireError.Kind, offset: Int) {
    let error = #expect(throws: WireError.self) { try Marshal.decode(hexBytes(hex)) }
    #expect(error?.kind == kind && error?.offset == offset, "\(String(describing: error))")
  }

  @Test func holdsToTheLimitsOfDepthAndCount() {
    let nested = hexBytes("5b010000005b010000005b00000000")
    #expect(throws: Never.self) { try Marshal.decode(nested, limits: Limits(depth: 3, count: 3)) }
    let deep = #expect(throws: WireError.self) { try Marshal.decode(nested, limits: Limits(depth: 2)) }
    #expect(deep?.kind == .limit && deep?.offset == 10)
    let many = #expect(throws: WireError.self) { try Marshal.decode(nested, limits: Limits(count: 2)) }
    #expect(many?.kind == .limit && many?.offset == 10)
  }
}
