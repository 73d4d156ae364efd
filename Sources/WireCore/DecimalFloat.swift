/// A decimal number as a scanner leaves it: `mantissa` times ten to the `exponent`.
@frozen
@usableFromInline
package struct DecimalNumber: Sendable {
  /// The first 19 significant digits.
  @usableFromInline package var mantissa: UInt64
  /// The power of ten that the mantissa is multiplied by.
  @usableFromInline package var exponent: Int
  /// Whether there were more significant digits than the mantissa has.
  @usableFromInline package var isTruncated: Bool

  @inlinable
  package init(mantissa: UInt64, exponent: Int, isTruncated: Bool = false) {
    self.mantissa = mantissa
    self.exponent = exponent
    self.isTruncated = isTruncated
  }

  /// The nearest double, ties to even; infinite where it is too large. `nil` in the rare cases that
  /// only exact arithmetic decides: see ``exactDouble(of:)``.
  @inlinable
  package var double: Double? {
    if !isTruncated {
      return clinger ?? eiselLemire(mantissa)
    }
    // The digits left out can only lift the number to what one more in the last place makes.
    guard let low = eiselLemire(mantissa), let high = eiselLemire(mantissa + 1), low == high else {
      return nil
    }
    return low
  }

  /// ``double`` by the way that serves all exponents: without the guess whether a number is short enough for the
  /// faster one.
  package var byProduct: Double? { eiselLemire(mantissa) }

  /// Clinger's fast path: both factors are exact doubles, so that one operation rounds once.
  @inlinable
  var clinger: Double? {
    guard mantissa <= 1 << 53, exponent >= -22, exponent <= 22 else { return nil }
    let value = Double(mantissa)
    return exponent < 0 ? value / exactPowerOfTen(-exponent) : value * exactPowerOfTen(exponent)
  }

  /// The algorithm of Eisel and Lemire: the leading 128 bits of mantissa times power decide, but for
  /// cases so near a tie that they are given up.
  @usableFromInline
  func eiselLemire(_ mantissa: UInt64) -> Double? {
    if mantissa == 0 || exponent < -342 { return 0 }
    if exponent > 308 { return .infinity }
    let zeros = mantissa.leadingZeroBitCount
    let product = leadingProduct(mantissa << UInt64(zeros))
    if product.low == .max, exponent < -27 || exponent > 55 { return nil }
    let upper = Int(product.high >> 63)
    var fraction = product.high >> UInt64(upper + 9)
    var binary = ((217_706 * exponent) >> 16) + 63 + upper - zeros + 1023
    if binary <= 0 { return subnormal(fraction, shift: 1 - binary) }
    let isTie = product.low <= 1 && exponent >= -4 && exponent <= 23 && fraction & 3 == 1
    if isTie, fraction << UInt64(upper + 9) == product.high { fraction &= ~1 }
    fraction = (fraction + (fraction & 1)) >> 1
    if fraction >= 1 << 53 {
      fraction = 1 << 52
      binary += 1
    }
    if binary >= 0x7FF { return .infinity }
    return Double(bitPattern: UInt64(binary) << 52 | fraction & (1 << 52 - 1))
  }

  private func subnormal(_ fraction: UInt64, shift: Int) -> Double {
    guard shift < 64 else { return 0 }
    let kept = fraction >> UInt64(shift)
    // A carry out of the fraction is the smallest normal number: the bits say so by themselves.
    return Double(bitPattern: (kept + (kept & 1)) >> 1)
  }

  /// The 128 leading bits of `normalised` times five to the exponent.
  @inline(__always)
  private func leadingProduct(_ normalised: UInt64) -> (high: UInt64, low: UInt64) {
    let index = 2 * (exponent + 342)
    var (high, low) = normalised.multipliedFullWidth(by: powersOfFive[index])
    if high & 0x1FF == 0x1FF {
      let second = normalised.multipliedFullWidth(by: powersOfFive[index + 1]).high
      low &+= second
      if second > low { high &+= 1 }
    }
    return (high, low)
  }
}

/// A power of ten that is an exact double, 10^0 to 10^22.
///
/// A switch, which compiles to a table in the place of use: where a module inlines a function of another, a global array
/// is asked on each use whether it was made yet.
@inlinable
@inline(__always)
package func exactPowerOfTen(_ exponent: Int) -> Double {
  switch exponent {
  case 0: 1e0
  case 1: 1e1
  case 2: 1e2
  case 3: 1e3
  case 4: 1e4
  case 5: 1e5
  case 6: 1e6
  case 7: 1e7
  case 8: 1e8
  case 9: 1e9
  case 10: 1e10
  case 11: 1e11
  case 12: 1e12
  case 13: 1e13
  case 14: 1e14
  case 15: 1e15
  case 16: 1e16
  case 17: 1e17
  case 18: 1e18
  case 19: 1e19
  case 20: 1e20
  case 21: 1e21
  default: 1e22
  }
}

/// The nearest double of a decimal literal of any length: digits with at most one point, underscores
/// ignored, an optional exponent. What is not such a literal gives NaN.
///
/// No more than 800 digits go into the exact conversion: a double's midpoints have 768 at the most,
/// so that what follows matters only by being there, which a last digit 1 stands for.
/// - Complexity: O(n) of the literal's length.
package func exactDouble(of literal: Span<UInt8>) -> Double {
  var digits = ""
  var exponent = 0
  var kept = 0
  var seenPoint = false
  var hasMore = false
  var index = 0
  while index < literal.count, literal[index] | 0x20 != UInt8(ascii: "e") {
    let byte = literal[index]
    index += 1
    if byte == UInt8(ascii: ".") { seenPoint = true }
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { continue }
    if kept < 800 {
      if kept > 0 || byte != UInt8(ascii: "0") {
        digits.unicodeScalars.append(Unicode.Scalar(byte))
        kept += 1
      }
      if seenPoint { exponent -= 1 }
    } else {
      hasMore = hasMore || byte != UInt8(ascii: "0")
      if !seenPoint { exponent += 1 }
    }
  }
  exponent += decimalExponent(literal.extracting(min(index + 1, literal.count)..<literal.count))
  if hasMore {
    digits += "1"
    exponent -= 1
  }
  return digits.isEmpty ? 0 : Double(digits + "e\(exponent)") ?? .nan
}

/// The number after an `e`: a sign and digits, underscores ignored, kept within what matters.
private func decimalExponent(_ text: Span<UInt8>) -> Int {
  var value = 0
  for index in 0..<text.count where text[index] >= UInt8(ascii: "0") && text[index] <= UInt8(ascii: "9") {
    value = min(value * 10 + Int(text[index] - UInt8(ascii: "0")), 1 << 40)
  }
  return text.count > 0 && text[0] == UInt8(ascii: "-") ? -value : value
}
