import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// Numbers among many are read and written in one stretch, in other ways than few.
@Suite struct BrineNumberTests {
  /// Integers of 1 to 40 digits, at the ends of each length, with both signs; and at the ends of 64 bits.
  static let integers: [String] = {
    var texts = ["9223372036854775807", "9223372036854775808", "9223372036854775809", "18446744073709551616"]
    for length in 1...40 {
      texts.append("1" + String(repeating: "0", count: length - 1))
      texts.append(String(repeating: "9", count: length))
      texts.append(String("1234567890123456789012345678901234567890".prefix(length)))
    }
    return texts.flatMap { [$0, "-" + $0] }
  }()

  /// An integer behind its length, in the longer of the two forms where that is asked for.
  private func written(_ digits: String) -> [UInt8] { [0x16, UInt8(digits.utf8.count)] + Array(digits.utf8) }

  /// What the three readers say of a document, of which they must say the same.
  private func read(_ bytes: [UInt8]) -> Result<PythonValue, WireError> {
    let tree = Result { () throws(WireError) in try Brine.load(bytes) }
    let lazy = Result { () throws(WireError) in try Brine.lazyLoad(bytes) }
    let valid = Result { () throws(WireError) in try Brine.validate(bytes) }
    switch (tree, lazy, valid) {
    case (.success(let value), .success(let document), .success):
      #expect((try? document.root.materialise())?.isIdentical(to: value) == true, "\(bytes)")
    case (.failure(let one), .failure(let two), .failure(let three)):
      #expect(one == two && one == three, "\(bytes)")
    default:
      Issue.record("the readers disagree on \(bytes)")
    }
    return tree
  }

  @Test(arguments: integers) func areReadAmongManyAsAlone(digits: String) throws {
    let expected = try #require(
      PythonValue.integer(digits: String(digits.drop { $0 == "-" }), isNegative: digits.hasPrefix("-")))
    #expect(try read(written(digits)).get().isIdentical(to: expected))
    // At the beginning of the many, where nothing stands before it, and at the end, where nothing does after it.
    for place in 0..<7 {
      var elements = [[UInt8]](repeating: [0x18, 0x40, 0x09, 0, 0, 0, 0, 0, 0], count: 6)
      elements.insert(written(digits), at: place)
      let value = try read([0x14, 7] + elements.joined()).get()
      guard case .tuple(let values) = value else { return #expect(Bool(false), "\(value)") }
      for index in values.indices {
        #expect(values[index].isIdentical(to: index == place ? expected : .float(3.125)), "\(place) \(index)")
      }
    }
  }

  /// Whatever stands at any place of an integer's text: among many the fault is the one that it has alone.
  @Test(
    arguments: [
      "7", "42", "-42", "12345678", "123456789", "-1234567890123456", "12345678901234567",
      "9223372036854775807",
    ]
      + ["92233720368547758070", "-12345678901234567890123456789012345678901234567890"])
  func areRefusedAmongManyAsAlone(digits: String) {
    for place in digits.utf8.indices {
      for byte in Array("/:0-+_ e".utf8) + [0x00, 0xB5, 0xFF] {
        var text = Array(digits.utf8)
        text[digits.utf8.distance(from: digits.utf8.startIndex, to: place)] = byte
        let alone = read([0x16, UInt8(text.count)] + text)
        let many = read([0x14, 6, 0x16, UInt8(text.count)] + text + [UInt8](repeating: 0x51, count: 5))
        switch (alone, many) {
        case (.success(let value), .success(.tuple(let values))):
          #expect(values[0].isIdentical(to: value), "\(text)")
        case (.failure(let one), .failure(let other)):
          #expect(
            one.kind == other.kind && one.offset + 2 == other.offset && one.reading == other.reading,
            "\(text)")
        default:
          Issue.record("\(text): \(alone) alone, \(many) among many")
        }
      }
    }
  }

  /// Numbers among others, few and many: what is written is what each is written as alone.
  @Test(arguments: [UInt64(1), 2, 3, 4]) func areWrittenAmongManyAsAlone(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for count in [4, 5, 6, 20, 63, 64, 65, 127, 128, 129, 255, 256, 700] {
      let elements = (0..<count).map { _ in Self.element(&random) }
      let bytes = try Brine.dump(.tuple(elements))
      let head: [UInt8] =
        count < 5
        ? [0x0F + UInt8(count)]
        : count < 256
          ? [0x14, UInt8(count)] : [0x15, 0, 0, UInt8(count >> 8), UInt8(truncatingIfNeeded: count)]
      let isSame = try bytes == head + elements.flatMap { try Brine.dump($0) }
      #expect(isSame, "\(count)")
      #expect(try read(bytes).get().isIdentical(to: .tuple(elements)), "\(count)")
    }
  }

  /// There is room for the longest of them, one beside the other, in a tuple that shows nothing of its length.
  @Test func longestStandBesideEachOther() throws {
    let elements = [PythonValue](repeating: .int(.min), count: 200)
    let bytes = try Brine.dump(.tuple([.tuple(elements)]))
    let isSame = bytes == [0x10, 0x14, 200] + elements.flatMap { _ in written("\(Int64.min)") }
    #expect(isSame)
  }

  private static func element(_ random: inout SeededGenerator) -> PythonValue {
    switch Int.random(in: 0..<40, using: &random) {
    case 0: .none
    case 1: .string("pump")
    case 2: .tuple([.int(1), .float(2)])
    case 3: .integer(isNegative: true, magnitude: [1, 2, 3])
    case 4..<12: .float(Double(bitPattern: UInt64.random(in: 0...(.max), using: &random)))
    case 12..<16: .float([0, -0.0, .infinity, -.infinity, .nan, .pi][Int.random(in: 0..<6, using: &random)])
    case 16..<22: .int(Int64.random(in: -60...170, using: &random))
    case 22: .int([Int64.min, .max, 0, 99_999_999, 100_000_000][Int.random(in: 0..<5, using: &random)])
    default:
      .int(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random))
    }
  }

  @Test func wideIntegersStandInALazyDocument() throws {
    let (positive, negative) = ("123456789012345678901234567890", "-98765432109876543210")
    let document = try Brine.lazyLoad([0x11] + written(positive) + written(negative))
    let elements = Array(document.root.elements)
    #expect(elements.map { $0.integer?.description } == [positive, negative])
    #expect(elements.map(\.kind) == [.bigInt, .bigInt])
  }
}
