import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// Input that is made to cost much: each answer takes time in proportion to the input.
@Suite struct HostileInputTests {
  private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

  @Test func rejectsAMillionBracketsAtTheDepthLimit() {
    rejects(repeated("[", 1_000_000), .limit, 100)
    rejects(repeated("(", 1_000_000), .limit, 100)
    rejects(repeated("{1:", 100_000), .limit, 300)
  }

  @Test func rejectsBracesWithoutGoingBack() {
    rejects(repeated("{ ", 10_000) + "@", .limit, 200)
    rejects(repeated("{ ", 22) + "@", .syntax, 44)
    rejects(repeated("{", 4), .truncated, 4)
    rejects(repeated("{(", 20) + "1" + repeated(",):1}", 20), .syntax, 37)
  }

  @Test func rejectsAHundredThousandSigns() {
    rejects(repeated("-", 100_000), .syntax, 1)
    rejects("-" + repeated("(", 100_000), .limit, 101)
  }

  @Test func rejectsAMillionDigits() {
    let digits = repeated("7", 1_000_000)
    rejects(digits, .limit, 0)
    rejects("[" + digits + "]", .limit, 1)
    rejects("[1_" + digits + "]", .limit, 1)
  }

  @Test func acceptsAsManyDigitsAsTheLimitSays() throws {
    let digits = repeated("7", 4_300)
    #expect(try SerpentCodec.decode(digits).repr == digits)
    rejects(digits + "7", .limit, 0)
    rejects("12", .limit, 0, limits: Limits(digits: 1))
    rejects("[12]", .limit, 1, limits: Limits(digits: 1))
    // No limit for the bases that cost no more than reading them, nor for floats and zeros.
    try SerpentCodec.validate(Array(("0x" + repeated("f", 100_000)).utf8))
    #expect(try SerpentCodec.decode(digits + digits + ".0").repr == "inf")
    #expect(try SerpentCodec.decode(repeated("0", 100_000)).repr == "0")
  }

  @Test func acceptsTenMegabytesOfComment() throws {
    #expect(try SerpentCodec.decode("#" + repeated("x", 10_000_000) + "\n1").repr == "1")
    #expect(try SerpentCodec.decode("[" + repeated("#\n", 300_000) + "1]").repr == "[1]")
    #expect(try SerpentCodec.decode(repeated("\\\n", 300_000) + "1").repr == "1")
    #expect(try SerpentCodec.decode(repeated("(", 99) + "1" + repeated(")", 99)).repr == "1")
  }

  @Test func acceptsManyPartsOfAString() throws {
    let parts = "[" + repeated("'a' ", 100_000) + "]"
    guard case .string(let text)? = try SerpentCodec.parse(Array(parts.utf8)).root[0]?.materialise() else {
      Issue.record("no string")
      return
    }
    #expect(text.utf8.count == 100_000)
  }

  @Test func goesAMillionLevelsDeepWhereAllowed() throws {
    let levels = 1_000_000
    let document = Array((repeated("[", levels) + repeated("]", levels)).utf8)
    let limits = Limits(depth: levels)
    let isFine = onSmallStack {
      guard (try? SerpentCodec.validate(document, limits: limits)) != nil,
        let lazy = try? SerpentCodec.parse(document, limits: limits)
      else { return false }
      return lazy.root[0]?[0]?.count == 1 && (try? lazy.root.materialise()) == nil
    }
    #expect(isFine)
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode(document, limits: limits) }
    #expect(error?.kind == .limit)
    #expect(error?.offset == Limits.deepestTree)
  }

  @Test(arguments: [("[", "]"), ("(", ",)"), ("{1:", "}"), ("{1:[", "]}"), ("((", "),)")])
  func buildsAndReleasesTheDeepestTreesOnASmallStack(open: String, close: String) {
    let brackets = open.filter { "[({".contains($0) }.count
    let levels = Limits.deepestTree / brackets
    let document = repeated(open, levels) + "1" + repeated(close, levels)
    let isBuilt = onSmallStack {
      (try? SerpentCodec.decode(document, limits: Limits(depth: Limits.deepestTree))) != nil
    }
    #expect(isBuilt)
    // One level more: the last bracket that opens is the one too many.
    let opening = Array(("[" + repeated(open, levels)).utf8)
    let last = opening.lastIndex { Array("[({".utf8).contains($0) } ?? 0
    rejects("[" + document + "]", .limit, last, limits: Limits(depth: Limits.deepestTree))
  }

  @Test func collidingIntegersAreToldApart() throws {
    // CPython hashes each of these to 0.
    let numbers = (1...UInt64(20_000)).map { factor in
      let product = factor.multipliedFullWidth(by: (1 << 61) - 1)
      let low = String(product.low, radix: 16)
      return "0x\(String(product.high, radix: 16))\(repeated("0", 16 - low.count))\(low)"
    }
    guard case .set(let set) = try SerpentCodec.decode("{" + numbers.joined(separator: ",") + "}") else {
      Issue.record("no set")
      return
    }
    #expect(set.elements.count == 20_000)
  }

  @Test func limitsHold() {
    rejects("[1,2,3]", .limit, 5, limits: Limits(count: 2))
    rejects("{1:2,3:4}", .limit, 7, limits: Limits(count: 1))
    rejects("[[1],2]", .limit, 5, limits: Limits(count: 2))
    rejects("1,2", .limit, 2, limits: Limits(count: 1))
    rejects("'abc'", .limit, 3, limits: Limits(bytes: 3))
    rejects("[[1]]", .limit, 1, limits: Limits(depth: 1))
    rejects("1,[1]", .limit, 2, limits: Limits(depth: 1))
    rejects("[set()]", .limit, 4, limits: Limits(depth: 1))
  }
}
