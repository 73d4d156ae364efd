import PythonValues
import WireCore

// The text of values that hold no others.

extension OutputBuffer {
  /// SERP-101: every document begins with this line, whose end is returned.
  mutating func appendSerpentHeader() -> UInt8 {
    append("# serpent utf-8 python3.2")
    return UInt8(ascii: "\n")
  }

  /// SERP-105: a float is its repr; infinities are literals that overflow, and NaN is a dict.
  @inline(__always)
  mutating func append(serpentFloat number: Double) {
    if number.isFinite { append(float: number) } else { append(notFinite: number) }
  }

  @inline(never)
  private mutating func append(notFinite number: Double) {
    if number.isNaN {
      append("{'__class__':'float','value':'nan'}")
    } else {
      append(number > 0 ? "1e30000" : "-1e30000")
    }
  }

  /// SERP-106: a complex number is a sum in parentheses, or a dict where a part is NaN.
  mutating func append(serpentComplex number: PythonComplex) {
    if number.real.isNaN || number.imaginary.isNaN {
      append("{'__class__':'complex','real':")
      append(serpentFloat: number.real)
      append(",'imag':")
      append(serpentFloat: number.imaginary)
      append("}")
    } else {
      append("(")
      append(serpentFloat: number.real)
      if number.imaginary.sign == .plus { append("+") }
      append(serpentFloat: number.imaginary)
      append("j)")
    }
  }

  /// SERP-107: bytes are the repr of a dict with their base64, or their own repr.
  mutating func append(serpentBytes bytes: [UInt8], asRepr: Bool) {
    if asRepr { return append(reprOfBytes: bytes.span) }
    append("{'data': '")
    append(base64: bytes.span)
    append("', 'encoding': 'base64'}")
  }
}

extension OutputBuffer {
  /// SERP-104: an integer that a signed word may not hold.
  mutating func append(unsigned number: UInt64) {
    if let signed = Int64(exactly: number) { append(decimal: signed) } else { append(verbatim: "\(number)") }
  }
}
