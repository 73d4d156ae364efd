import WireCore

extension DigitRun {
  /// Whether they are an integer of up to seven digits, without leading zeros, after which no dot follows.
  @inline(__always)
  var isWholeInteger: Bool {
    let next = UInt8(truncatingIfNeeded: digits &>> bits) ^ 0x30
    return bits &- 8 < 56 && next != Ascii.dot && (bits == 8 || digits & 0xFF != 0)
  }
}
