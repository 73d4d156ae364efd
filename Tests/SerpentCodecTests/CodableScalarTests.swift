import SerpentCodec
import TestSupport
import Testing

/// Codable's containers have a method for each type; every one writes and reads what it is given.
@Suite struct CodableScalarTests {
  private func goesBothWays<Value: Codable & Equatable>(_ value: Value) throws -> String {
    let bytes = try SerpentEncoder().encode(value)
    #expect(try SerpentDecoder().decode(Value.self, from: bytes) == value)
    return CodableTests.text(bytes)
  }

  @Test(arguments: [EveryScalar.least, .greatest, .ordinary]) func dictsHoldEveryScalar(
    _ scalars: EveryScalar
  ) throws {
    let text = try goesBothWays(scalars)
    #expect(text.contains("'int128':\(scalars.int128),'uint':\(scalars.uint),'uint8':\(scalars.uint8),"))
    #expect(text.contains("'int8':\(scalars.int8),'int16':\(scalars.int16),'int32':\(scalars.int32),"))
  }

  @Test(arguments: [EveryScalar.least, .greatest, .ordinary]) func listsHoldEveryScalar(
    _ scalars: EveryScalar
  ) throws {
    let text = try goesBothWays(ListedScalars(scalars))
    #expect(text.hasPrefix(scalars.bool ? "[True,'" : "[False,'"))
    #expect(text.hasSuffix(",\(scalars.uint32),\(scalars.uint64),\(scalars.uint128),None]"))
  }

  @Test(arguments: [EveryScalar.least, .greatest, .ordinary]) func everyScalarStandsAlone(
    _ scalars: EveryScalar
  ) throws {
    #expect(try goesBothWays(LoneScalars(scalars)) == goesBothWays(ListedScalars(scalars)))
  }

  @Test func containersNestByEveryMethod() throws {
    let text = try goesBothWays(NestedContainers([1, 2, 3, 4, 5, 6]))
    #expect(text == "{'dict':{'last':1},'list':[[2],{'last':3},4],'parent':5,'super':6}")
  }

  private static var outside: [(String, any Decodable.Type)] {
    [
      ("-129", Int8.self), ("128", Int8.self), ("-32769", Int16.self), ("32768", Int16.self),
      ("-2147483649", Int32.self), ("2147483648", Int32.self), ("-9223372036854775809", Int64.self),
      ("9223372036854775808", Int64.self), ("9223372036854775808", Int.self), ("-1", UInt.self),
      ("-1", UInt8.self),
      ("256", UInt8.self), ("65536", UInt16.self), ("4294967296", UInt32.self),
      ("18446744073709551616", UInt64.self),
      ("-1", UInt128.self), ("340282366920938463463374607431768211456", UInt128.self),
      ("-170141183460469231731687303715884105729", Int128.self),
      ("170141183460469231731687303715884105728", Int128.self), ("1e39", Float.self), ("-1e39", Float.self),
      ("1" + String(repeating: "0", count: 400), Double.self),
    ]
  }

  @Test(arguments: outside.indices) func rejectsNumbersOutsideOfTheType(index: Int) {
    let (text, type) = Self.outside[index]
    func read<Value: Decodable>(_ type: Value.Type) throws { _ = try CodableTests.decode(type, text) }
    #expect(throws: DecodingError.self, "\(text) as \(type)") { try read(type) }
    func readElement<Value: Decodable>(_ type: Value.Type) throws {
      _ = try CodableTests.decode([Value].self, "[\(text)]")
    }
    #expect(throws: DecodingError.self, "\(text) in a list as \(type)") { try readElement(type) }
  }

  private static var others: [(String, any Decodable.Type)] {
    [
      ("1", String.self), ("None", String.self), ("'1'", Double.self), ("[]", Double.self),
      ("{'a':1}", Double.self),
      ("1", Bool.self), ("True", Int.self), ("1.0", Int.self), ("'1'", UInt8.self),
    ]
  }

  @Test(arguments: others.indices) func rejectsOtherTypes(index: Int) {
    let (text, type) = Self.others[index]
    func read<Value: Decodable>(_ type: Value.Type) throws { _ = try CodableTests.decode(type, text) }
    #expect(throws: DecodingError.self, "\(text) as \(type)") { try read(type) }
  }

  @Test func integersCountAsFloats() throws {
    #expect(try CodableTests.decode(Double.self, "3") == 3)
    #expect(try CodableTests.decode(Double.self, "18446744073709551616") == 18_446_744_073_709_551_616)
    #expect(try CodableTests.decode([Float].self, "[3, 0.5]") == [3, 0.5])
  }

  @Test(arguments: ["[]", "[[1]]", "[[1],{'last':2}]"]) func rejectsContainersThatEndEarly(list: String) {
    let text = "{'dict':{'last':1},'list':\(list),'parent':5,'super':6}"
    #expect(throws: DecodingError.self) { try CodableTests.decode(NestedContainers.self, text) }
  }

  @Test(arguments: ["'dict':{},", "", "'dict':[],"]) func rejectsContainersThatAreNotThere(dict: String) {
    let text = "{\(dict)'list':[[2],{'last':3},4],'parent':5,'super':6}"
    #expect(throws: DecodingError.self) { try CodableTests.decode(NestedContainers.self, text) }
  }

  @Test(arguments: ["'parent':5", "'super':6"]) func rejectsASuperclassThatIsNotThere(entry: String) {
    let text = "{'dict':{'last':1},'list':[[2],{'last':3},4],\(entry)}"
    #expect(throws: DecodingError.self) { try CodableTests.decode(NestedContainers.self, text) }
  }
}
