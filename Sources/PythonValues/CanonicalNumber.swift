/// A number in the one form that all equal Python numbers share, so that equality and hash agree
/// (VAL-2): `True`, `1`, `1.0` and `1+0j` are all ``small(_:)`` of 1.
enum CanonicalNumber: Hashable {
  /// An integral number that fits `Int64`.
  case small(Int64)
  /// Any other number that a binary64 holds exactly: its bits; one pattern for every NaN.
  case double(UInt64)
  /// An integer that neither holds.
  case big(negative: Bool, magnitude: [UInt64])
  /// A number with an imaginary part: both parts as bits, zeros positive, one NaN.
  case complex(UInt64, UInt64)

  init(_ value: Double) {
    if let integer = Int64(exactly: value) {
      self = .small(integer)
    } else {
      self = .double(CanonicalNumber.bits(value))
    }
  }

  init(_ value: PythonBigInt) {
    if let double = value.exactDouble {
      self = .double(double.bitPattern)
    } else {
      self = .big(negative: value.isNegative, magnitude: value.magnitude)
    }
  }

  init(_ value: PythonComplex) {
    if value.imaginary == 0 {
      self.init(value.real)
    } else {
      self = .complex(CanonicalNumber.bits(value.real), CanonicalNumber.bits(value.imaginary))
    }
  }

  /// The bits of a number: the same for both zeros, and for every NaN.
  private static func bits(_ value: Double) -> UInt64 {
    if value.isNaN { return Double.nan.bitPattern }
    return value == 0 ? 0 : value.bitPattern
  }
}

extension PythonValue {
  /// The canonical form of a number or a bool; `nil` for anything else.
  var canonicalNumber: CanonicalNumber? {
    switch self {
    case .bool(let flag): .small(flag ? 1 : 0)
    case .int(let integer): .small(integer)
    case .bigInt(let integer): CanonicalNumber(integer)
    case .float(let double): CanonicalNumber(double)
    case .complex(let complex): CanonicalNumber(complex)
    default: nil
    }
  }
}
