extension String {
  /// The text with what would break a line, move a cursor or turn the direction of writing escaped: control
  /// characters, line and paragraph separators, and Unicode's bidirectional controls.
  public var onOneLine: String {
    guard unicodeScalars.contains(where: \.disturbsALine) else { return self }
    var line = ""
    for scalar in unicodeScalars {
      if scalar.disturbsALine {
        line += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
    return line
  }
}

extension Unicode.Scalar {
  fileprivate var disturbsALine: Bool {
    switch value {
    case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0xFEFF: true
    default: false
    }
  }
}
