extension PythonBigInt {
  /// The nearest binary64, ties to even, as Python's `float()` rounds; `nil` where Python raises
  /// `OverflowError`.
  public var doubleValue: Double? {
    let top = magnitude.count - 1
    let bits = bitWidth
    // The leading 64 bits, of which the lowest says too whether any bit below is set: 64 bits are
    // 11 more than a significand, so this sticky bit never reaches the rounding place itself.
    let shift = magnitude[top].leadingZeroBitCount
    var leading = magnitude[top] << shift
    if shift > 0, top > 0 { leading |= magnitude[top - 1] >> (64 - shift) }
    if hasBits(below: bits - 64) { leading |= 1 }
    // UInt64 to Double rounds to nearest, ties to even; scaling by a power of two is exact.
    let double = Double(sign: isNegative ? .minus : .plus, exponent: bits - 64, significand: Double(leading))
    return double.isFinite ? double : nil
  }

  /// The binary64 of just this value, where there is one.
  var exactDouble: Double? {
    guard bitWidth <= 1024, bitWidth - trailingZeroBits <= 53 else { return nil }
    return doubleValue
  }

  /// The number of bits of the magnitude: at least 64.
  public var bitWidth: Int { magnitude.count * 64 - (magnitude.last?.leadingZeroBitCount ?? 0) }

  private var trailingZeroBits: Int {
    let zeroWords = magnitude.prefix { $0 == 0 }.count
    return zeroWords * 64 + magnitude[zeroWords].trailingZeroBitCount
  }

  /// Whether one of the lowest `count` bits is set.
  private func hasBits(below count: Int) -> Bool {
    guard count > 0 else { return false }
    return trailingZeroBits < count
  }

  /// The integer with the other sign. The opposite of 2^63 fits `Int64`.
  public var negated: PythonValue { .integer(isNegative: !isNegative, magnitude: magnitude) }
}

extension PythonBigInt: Hashable, Comparable {
  /// Whether both are the same integer.
  public static func == (left: PythonBigInt, right: PythonBigInt) -> Bool {
    left.isNegative == right.isNegative && left.magnitude == right.magnitude
  }

  /// Whether the left integer is the lesser one.
  public static func < (left: PythonBigInt, right: PythonBigInt) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.hasLesserMagnitude(than: left) : left.hasLesserMagnitude(than: right)
  }

  private func hasLesserMagnitude(than other: PythonBigInt) -> Bool {
    guard magnitude.count == other.magnitude.count else { return magnitude.count < other.magnitude.count }
    return magnitude.reversed().lexicographicallyPrecedes(other.magnitude.reversed())
  }

  /// Hashes sign and magnitude.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(isNegative)
    hasher.combine(magnitude)
  }
}

extension PythonValue {
  /// The integer with the other sign, or the float or complex number with all signs turned; what
  /// Python's unary minus makes of a number. `nil` for what is no number.
  public var negated: PythonValue? {
    switch self {
    case .bool(let flag): .int(flag ? -1 : 0)
    case .int(let integer) where integer == .min: .integer(isNegative: false, magnitude: [1 << 63])
    case .int(let integer): .int(0 &- integer)
    case .bigInt(let integer): integer.negated
    case .float(let double): .float(-double)
    case .complex(let complex): .complex(PythonComplex(real: -complex.real, imaginary: -complex.imaginary))
    default: nil
    }
  }
}
