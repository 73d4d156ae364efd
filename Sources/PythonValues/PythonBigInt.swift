/// An integer outside the range of `Int64`: a sign and a magnitude of 64-bit words.
///
/// Inside that range a Python integer is ``PythonValue/int(_:)``, and no `PythonBigInt` of it
/// can be made, so that each integer has one form.
public struct PythonBigInt: Sendable {
  /// The absolute value: 64-bit words, least significant first, the last not zero.
  public let magnitude: [UInt64]

  /// Whether the integer is below zero.
  public let isNegative: Bool

  /// Makes the integer; `nil` where it fits `Int64` (use ``PythonValue/integer(isNegative:magnitude:)``
  /// to get whichever form fits).
  public init?(isNegative: Bool, magnitude: [UInt64]) {
    var words = magnitude
    while words.last == 0 { words.removeLast() }
    guard let top = words.first else { return nil }
    if words.count == 1, top <= UInt64(Int64.max) + (isNegative ? 1 : 0) { return nil }
    self.magnitude = words
    self.isNegative = isNegative
  }
}

extension PythonValue {
  /// The integer of this sign and magnitude (64-bit words, least significant first), in the one
  /// form it has: ``int(_:)`` where it fits, else ``bigInt(_:)``.
  public static func integer(isNegative: Bool, magnitude: [UInt64]) -> PythonValue {
    if let big = PythonBigInt(isNegative: isNegative, magnitude: magnitude) { return .bigInt(big) }
    let word = magnitude.first ?? 0
    return .int(isNegative ? Int64(truncatingIfNeeded: 0 &- word) : Int64(truncatingIfNeeded: word))
  }

  /// The integer that a float is, which is finite and has no fraction.
  package static func integer(ofWhole float: Double) -> PythonValue {
    if let small = Int64(exactly: float) { return .int(small) }
    // From 2^63 on the exponent is above 52, so that the significand only moves up.
    let shift = Int(float.exponent) - Double.significandBitCount
    let significand = float.significandBitPattern | 1 << UInt64(Double.significandBitCount)
    var words = [UInt64](repeating: 0, count: shift / 64)
    words.append(significand << UInt64(shift % 64))
    if shift % 64 > 11 { words.append(significand >> UInt64(64 - shift % 64)) }
    return .integer(isNegative: float < 0, magnitude: words)
  }
}
