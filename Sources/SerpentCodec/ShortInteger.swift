import WireCore

extension DigitRun {
  /// Whether they are a whole integer: one digit at least, a delimiter after the last, no leading zero.
  @inline(__always)
  var isShortInteger: Bool {
    bits &- 8 < 56 && isDelimiter(UInt8(truncatingIfNeeded: digits &>> bits) ^ 0x30)
      && (bits == 8 || digits & 0xFF != 0)
  }
}
