import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// Numbers in lists and tuples are read one after the other by a loop of their own: each as it is alone.
@Suite struct NumberRunTests {
  private static func digits(_ most: Int, _ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...most, using: &random)).map { _ in "\(Int.random(in: 0...9, using: &random))" }
      .joined()
  }

  private static func whole(_ most: Int, _ random: inout SeededGenerator) -> String {
    Int.random(in: 0..<4, using: &random) == 0
      ? "0" : "\(Int.random(in: 1...9, using: &random))" + digits(most, &random)
  }

  /// A number in any form that Python reads, common or not, and now and then what is none.
  private static func number(_ random: inout SeededGenerator) -> String {
    let sign = Int.random(in: 0..<3, using: &random) == 0 ? "-" : ""
    switch Int.random(in: 0..<24, using: &random) {
    case 0..<6: return sign + whole(6, &random)
    case 6..<9: return sign + whole(20, &random)
    case 9: return sign + whole(170, &random)
    case 10..<16: return sign + whole(5, &random) + "." + digits(21, &random)
    case 16..<18: return sign + whole(9, &random) + "." + digits(4, &random)
    case 18: return sign + whole(3, &random) + "." + digits(18, &random) + "e-" + digits(3, &random)
    case 19: return sign + whole(9, &random) + "e" + digits(2, &random)
    case 20:
      return ["1.", ".5", "-.5", "1_0", "0x1F", "1j", "2.5J", "- 3", "+4", "007.5", "1+2j", "1e5_0"]
        .randomElement(using: &random) ?? ""
    case 21:
      return ["9223372036854775807", "9223372036854775808", "-9223372036854775808", "-0", "0", "-0.0"]
        .randomElement(using: &random) ?? ""
    case 22: return ["'a'", "None", "(1,)", "[]", "True"].randomElement(using: &random) ?? ""
    default:
      return Int.random(in: 0..<20, using: &random) > 0
        ? "1"
        : ["007", "1__0", "1.5.2", "-", "1a", "0_x", "--", "1e", "00"].randomElement(using: &random) ?? ""
    }
  }

  private func outcome(_ body: () throws(WireError) -> PythonValue) -> (value: PythonValue?, error: String?) {
    do throws(WireError) { return (try body(), nil) } catch { return (nil, "\(error)") }
  }

  @Test(arguments: 1...60) func readsNumbersAmongManyAsAlone(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    for round in 0..<40 {
      let texts = (0..<Int.random(in: 1...24, using: &random)).map { _ in Self.number(&random) }
      let alone = texts.map { text in outcome { () throws(WireError) in try SerpentCodec.decode(text) } }
      let separators = [[","], [", "], [",", ", "], [",", ",  ", " ,", ",\n", ", # c\n"]][round % 4]
      var document = "["
      for (index, text) in texts.enumerated() {
        if index > 0 { document += separators.randomElement(using: &random) ?? "," }
        document += text
      }
      // Near the end of a document numbers are read in another way.
      let end = round % 3 == 0 ? "" : "  # behind it"
      document += (["]", ",]", " ]", "\n]"].randomElement(using: &random) ?? "]") + end
      let bytes = Array(document.utf8)
      let tree = outcome { () throws(WireError) in try SerpentCodec.decode(bytes) }
      let values = alone.compactMap(\.value)
      if values.count == texts.count {
        #expect(tree.value?.isIdentical(to: .list(values)) == true, "\(document)")
      } else {
        #expect(tree.value == nil, "\(document)")
      }
      let lazy = outcome { () throws(WireError) in try SerpentCodec.parse(bytes).root.materialise() }
      #expect(lazy.error == tree.error && lazy.value?.repr == tree.value?.repr, "\(document)")
      let validated = outcome { () throws(WireError) in
        try SerpentCodec.validate(bytes)
        return .none
      }
      #expect(validated.error == tree.error, "\(document)")
    }
  }

  /// The limit of elements holds in a run as elsewhere, and in all containers together.
  @Test(arguments: 0...12) func countsEveryElement(count: Int) throws {
    let texts = [
      "[1,2.5,-3,4]", "[1, 2.5, -3, 4]", "(1,20000000000000000000000,[3,0.12345678901234567,5],6)",
    ]
    for document in texts + texts.map({ $0 + "  # behind it" }) {
      let all = document.hasPrefix("(") ? 7 : 4
      let limits = Limits(count: count)
      let bytes = Array(document.utf8)
      #expect(((try? SerpentCodec.decode(bytes, limits: limits)) != nil) == (count >= all))
      #expect(((try? SerpentCodec.validate(bytes, limits: limits)) != nil) == (count >= all))
      #expect(((try? SerpentCodec.parse(bytes, limits: limits)) != nil) == (count >= all))
    }
  }

  /// What was read before a run has no part in whether its tuple can be a key.
  @Test(arguments: ["{1:[],(1,22):3}", "{1:{},(1, 2.5):3}", "{1:([],7),(-1,2):3,(4,5):6}"])
  func aTupleOfNumbersIsAKey(text: String) throws {
    for document in [text, text + "  # behind it"] {
      #expect(
        try SerpentCodec.decode(document).repr.replacing(" ", with: "") == text.replacing(" ", with: ""))
    }
  }

  @Test(arguments: [19, 20, 21, 40]) func limitsDigitsInRuns(most: Int) throws {
    for count in most - 1...most + 1 {
      let document = "[1," + String(repeating: "7", count: count) + ",2]"
      let read = try? SerpentCodec.decode(document, limits: Limits(digits: most))
      #expect((read != nil) == (count <= most), "\(document)")
    }
  }
}
