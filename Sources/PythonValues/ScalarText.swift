extension OutputBuffer {
  /// Appends a complex number as Python's `repr` prints it: `(1+2j)`, `-0.5j`, `(-0+nanj)` (VAL-21).
  package mutating func append(complex number: PythonComplex) {
    let isPlain = number.real == 0 && number.real.sign == .plus
    if !isPlain {
      append("(")
      append(part: number.real)
      if number.imaginary.isNaN || number.imaginary.sign == .plus { append("+") }
    }
    append(part: number.imaginary)
    append("j")
    if !isPlain { append(")") }
  }

  /// A part of a complex number: a float, without the `.0` of integral ones.
  private mutating func append(part number: Double) {
    append(float: number)
    // Only an integral float below 1e16 ends so: in an exponent no point stands before a zero.
    if number == number.rounded(), abs(number) < 1e16 { truncate(to: count - 2) }
  }

  /// Appends `bytes` as Python's `repr` prints them: `b'a\x00'` (VAL-25).
  ///
  /// - Parameter quote: the quote around them, where it is known already.
  package mutating func append(reprOfBytes bytes: borrowing Span<UInt8>, quote known: UInt8? = nil) {
    let quote = known ?? PythonQuote.choice(for: bytes)
    append("b")
    append(quote)
    for index in bytes.indices {
      let byte = bytes[index]
      switch byte {
      case quote, UInt8(ascii: "\\"):
        append("\\")
        append(byte)
      case 0x20..<0x7F: append(byte)
      case 0x09: append("\\t")
      case 0x0A: append("\\n")
      case 0x0D: append("\\r")
      default: append("\\x", hex: UInt32(byte), 2)
      }
    }
    append(quote)
  }

  /// Appends a name from a stranger for people and terminals to read: as it is where it is made of
  /// ASCII letters, digits, `_` and `.`, else as the `repr` of a string (VAL-28).
  package mutating func append(name: String) {
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "."):
        true
      default: false
      }
    }
    if isPlain, !name.isEmpty {
      name.utf8.forEach { append($0) }
    } else {
      append(reprOf: name)
    }
  }
}

/// The quotes around text and bytes.
enum PythonQuote {
  /// The quote that Python chooses: the single one, unless that stands in the text and the double
  /// one does not (VAL-22).
  static func choice(for bytes: borrowing Span<UInt8>) -> UInt8 {
    var hasSingle = false
    for index in bytes.indices {
      if bytes[index] == UInt8(ascii: "\"") { return UInt8(ascii: "'") }
      if bytes[index] == UInt8(ascii: "'") { hasSingle = true }
    }
    return UInt8(ascii: hasSingle ? "\"" : "'")
  }
}
