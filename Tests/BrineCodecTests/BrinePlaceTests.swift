import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// Numbers and texts are read a word at a time: whatever stands before and after them in the document must be as
/// nothing.
@Suite struct BrinePlaceTests {
  /// A tuple of so many `None`s, the value, and `None`s again.
  private func tuple(_ before: Int, _ value: [UInt8], _ after: Int) -> [UInt8] {
    [0x14, UInt8(before + 1 + after)] + [UInt8](repeating: 0, count: before) + value
      + [UInt8](repeating: 0, count: after)
  }

  /// Reads the value of such a tuple as a tree, lazily and by validation, which agree on errors too.
  private func value(_ bytes: [UInt8], _ before: Int) throws -> PythonValue? {
    guard let tree = try? Brine.load(bytes), case .tuple(let elements) = tree else {
      let error = #expect(throws: WireError.self) { try Brine.load(bytes) }
      let verdict = #expect(throws: WireError.self) { try Brine.validate(bytes) }
      let lazily = #expect(throws: WireError.self) { try Brine.lazyLoad(bytes) }
      #expect(verdict == error)
      #expect(lazily == error)
      return nil
    }
    try Brine.validate(bytes)
    #expect(try Brine.lazyLoad(bytes).root.materialise().isIdentical(to: tree))
    return elements[before]
  }

  @Test(arguments: 1...20) func readsIntegersOfEveryWidthInEveryPlace(digits: Int) throws {
    let text = String("91234567890876543219".prefix(digits))
    for sign in ["", "-"] {
      let expected = try #require(PythonValue.integer(digits: text, isNegative: !sign.isEmpty))
      let number = [0x16, UInt8(sign.utf8.count + digits)] + Array((sign + text).utf8)
      for before in 0...26 {
        for after in [0, 1, 4, 5, 6, 7, 8, 9, 18, 33, 34, 35] {
          #expect(try value(tuple(before, number, after), before)?.isIdentical(to: expected) == true)
        }
      }
    }
  }

  @Test(arguments: 1...20, [UInt8(ascii: "/"), UInt8(ascii: ":"), 0xB0, 0x00])
  func rejectsWhatIsNoDigitInEveryPlace(digits: Int, other: UInt8) throws {
    for place in 0..<digits {
      var number = [0x16, UInt8(digits)] + Array("91234567890876543219".utf8.prefix(digits))
      number[2 + place] = other
      for before in [0, 3, 26] {
        for after in [0, 5, 9, 40] {
          let bytes = tuple(before, number, after)
          #expect(try value(bytes, before) == nil)
          let error = #expect(throws: WireError.self) { try Brine.load(bytes) }
          #expect(error?.offset == 2 + before + 2 + place)
        }
      }
    }
  }

  @Test(arguments: ["", "-", "--1", "0", "00", "01", "-0", "-01", "+1", "1-", " 1", "1 ", "1_0", "1.0"])
  func rejectsWhatPythonDoesNotWriteInEveryPlace(text: String) throws {
    let number = [0x16, UInt8(text.utf8.count)] + Array(text.utf8)
    for before in [0, 3, 5, 26] {
      for after in [0, 5, 9, 40] {
        let read = try value(tuple(before, number, after), before)
        #expect(text == "0" ? read == .int(0) : read == nil)
      }
    }
  }

  /// Floats and integers in no order: where one is taken for the other, all behind it is wrong.
  @Test(arguments: 1...40) func readsNumbersAmongNumbers(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<20 {
      let numbers = (0..<count).map { _ -> PythonValue in
        let bits = random.next()
        guard bits & 1 == 0 else { return .int(Int64(bitPattern: bits) >> Int64(bits % 61)) }
        return .float(Double(bitPattern: bits))
      }
      let bytes = try Brine.dump(.tuple(numbers))
      #expect(try value(bytes, 0)?.isIdentical(to: numbers[0]) == true)
      #expect(try Brine.load(bytes).isIdentical(to: .tuple(numbers)))
    }
  }

  @Test(arguments: 0...40) func readsTextsOfEveryLengthInEveryPlace(length: Int) throws {
    let ascii = Array("The quick brown fox jumps over the lazy dog".utf8.prefix(length))
    for before in 0...9 {
      for after in 0...9 {
        for place in 0..<max(length, 1) {
          var text = ascii
          if length > 0 { text[place] = 0xC3 }
          let isGood = length < 1 || place + 1 < length
          if length > 0, isGood { text[place + 1] = 0xA9 }
          let bytes = tuple(before, [0x08, 0x0E, UInt8(length)] + text, after)
          let read = try value(bytes, before)
          #expect(read.map { $0.isIdentical(to: .string(String(decoding: text, as: UTF8.self))) } ?? !isGood)
        }
      }
    }
  }

  /// A tree of the most levels is built with what is in it in every form.
  @Test(arguments: [1, 2, 98, 99, 100, 101, 102, 300, 1_000])
  func readsEveryDepthThatIsAllowed(levels: Int) throws {
    for (hex, value) in BrineLoadTests.readable.prefix(11) where hex != "02" {
      var bytes: [UInt8] = []
      for level in 1..<levels { bytes += level % 2 == 0 ? [0x10] : [0x11, 0x00] }
      bytes += [0x10] + hexBytes(hex)
      let options = Brine.LoadOptions(limits: Limits(depth: levels))
      var read = try Brine.load(bytes, options: options)
      #expect(try Brine.dump(read) == bytes)
      #expect(kind { try Brine.load([0x10] + bytes, options: options) } == .limit)
      for _ in 0..<levels {
        guard case .tuple(let elements) = read, let last = elements.last else { break }
        read = last
      }
      #expect(read.isIdentical(to: value))
    }
  }

  @Test(arguments: 0...20) func writesIntegersOfEveryWidth(digits: Int) throws {
    let numbers: [Int64] = (0..<digits).reduce(into: [0]) { $0.append($0[$1] &* 10 &+ Int64($1 % 10) &+ 1) }
    for number in numbers.flatMap({ [$0, 0 &- $0, $0 &- 1, 1 &- $0] }) where !(-48...159 ~= number) {
      let text = Array("\(number)".utf8)
      #expect(try Brine.dump(.int(number)) == [0x16, UInt8(text.count)] + text)
    }
  }

  @Test func writesTextsOfEveryLength() throws {
    for length in 0...300 {
      let text = String(repeating: "äbc", count: length / 4) + String("defg".prefix(length % 4))
      let bytes = Array(text.utf8)
      let head: [UInt8] =
        switch bytes.count {
        case 0: [0x01]
        case 1...4: [0x09 + UInt8(bytes.count)]
        case 5...255: [0x0E, UInt8(bytes.count)]
        default: [0x0F, 0, 0, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)]
        }
      #expect(try Brine.dump(.string(text)) == [0x08] + head + bytes)
    }
  }

  /// Some levels are written by calls, others are not.
  @Test(arguments: 0...40) func saysWhereItIsThatBrineCannotHold(levels: Int) {
    var value = PythonValue.list([])
    for level in 0..<levels {
      value = level % 3 == 2 ? .frozenset(PythonSet(distinctElements: [value])) : .tuple([.none, value])
    }
    let path = (0..<levels).reversed().map { "element \($0 % 3 == 2 ? 0 : 1)" }.joined(separator: ", ")
    let error = #expect(throws: WireError.self) { try Brine.dump(value) }
    #expect(error?.detail == "brine has no list" + (levels == 0 ? "" : " (\(path))"))
  }
}
