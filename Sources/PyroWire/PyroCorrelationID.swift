import WireCore

/// The 16 bytes that tie the messages of one call chain together: a UUID in Pyro 4 and 5.
public struct PyroCorrelationID: Hashable, Sendable {
  /// The first eight bytes, big-endian.
  public var high: UInt64
  /// The last eight bytes, big-endian.
  public var low: UInt64

  /// All zero: what stands in the header when there is none.
  public static let zero = PyroCorrelationID(high: 0, low: 0)

  /// Makes an id of its two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// Reads the id at `offset`; the caller has checked that 16 bytes are there.
  init(_ bytes: Span<UInt8>, at offset: Int) {
    high = bigEndian64(bytes, at: offset)
    low = bigEndian64(bytes, at: offset + 8)
  }

  /// Writes the 16 bytes.
  func append(to output: inout [UInt8]) {
    output.appendBigEndian(high)
    output.appendBigEndian(low)
  }
}

extension PyroCorrelationID: CustomStringConvertible {
  /// As a UUID is printed: `7d38df4f-f08b-4617-9845-f087e85c145a`.
  public var description: String {
    let digits = Array("0123456789abcdef")
    var text = ""
    for index in 0..<32 {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      let word = index < 16 ? high : low
      text.append(digits[Int(word >> UInt64(60 - index % 16 * 4) & 15)])
    }
    return text
  }
}
