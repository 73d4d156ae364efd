/// Floats as Python's `float.hex()` writes them: exact, and the same in every language (TEST-4).
enum FloatHex {
  /// The text of a number: `0x1.8000000000000p+1`, `-0x0.0p+0`, `nan`, `inf`, `-inf`.
  static func text(_ number: Double) -> String {
    if number.isNaN { return "nan" }
    let sign = number.sign == .minus ? "-" : ""
    if number.isInfinite { return sign + "inf" }
    if number == 0 { return sign + "0x0.0p+0" }
    let digits = String(number.significandBitPattern, radix: 16)
    let fraction = String(repeating: "0", count: 13 - digits.count) + digits
    let exponent = number.isNormal ? Int(number.exponentBitPattern) - 1023 : -1022
    return "\(sign)0x\(number.isNormal ? 1 : 0).\(fraction)p\(exponent < 0 ? "" : "+")\(exponent)"
  }

  /// The number of such a text; `nil` where the text is not one that `float.hex()` writes.
  static func number(_ text: String) -> Double? {
    switch text {
    case "nan": return .nan
    case "inf": return .infinity
    case "-inf": return -.infinity
    default: break
    }
    let isNegative = text.hasPrefix("-")
    guard let magnitude = magnitude(text.dropFirst(isNegative ? 1 : 0)) else { return nil }
    // Each number has one text, so that a text that differs is none.
    let number = isNegative ? -magnitude : magnitude
    return FloatHex.text(number) == text ? number : nil
  }

  private static func magnitude(_ text: Substring) -> Double? {
    if text == "0x0.0p+0" { return 0 }
    let halves = text.split(separator: "p", maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2, let exponent = Int(halves[1]), (-1022...1023).contains(exponent) else {
      return nil
    }
    let isNormal = halves[0].hasPrefix("0x1.")
    guard isNormal || halves[0].hasPrefix("0x0."), halves[0].utf8.count == 17 else { return nil }
    guard let fraction = UInt64(halves[0].dropFirst(4), radix: 16) else { return nil }
    return Double(
      sign: .plus, exponentBitPattern: isNormal ? UInt(exponent + 1023) : 0, significandBitPattern: fraction)
  }
}
