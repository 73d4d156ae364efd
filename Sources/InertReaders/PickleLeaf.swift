import PythonValues
import WireCore

/// What a memo keeps of a value that may be repeated where it is met again (PICKLE-60): where short text or bytes
/// stand in the source, or once they were fetched, which of the fetched they are.
struct PickleLeaf: PickleMemoEntry {
  private let raw: UInt64
  private static let textBit: UInt64 = 1 << 40
  private static let bytesBit: UInt64 = 1 << 41
  private static let fetchedBit: UInt64 = 1 << 42

  static let absent = PickleLeaf(raw: .max)
  /// Of any other value nothing is kept.
  static let other = PickleLeaf(raw: 0)

  private init(raw: UInt64) { self.raw = raw }

  @inline(__always)
  init(text: Range<Int>) { self.init(text, PickleLeaf.textBit) }

  @inline(__always)
  init(bytes: Range<Int>) { self.init(bytes, PickleLeaf.bytesBit) }

  /// The one at this place among the fetched.
  @inline(__always)
  init(place: Int) { raw = UInt64(UInt32(truncatingIfNeeded: place)) | PickleLeaf.fetchedBit }

  @inline(__always)
  private init(_ range: Range<Int>, _ kind: UInt64) {
    // A pickle has fewer than 2^32 bytes.
    raw =
      range.count > PickleGraph.repeatedBytes
      ? 0 : UInt64(UInt32(truncatingIfNeeded: range.lowerBound)) | UInt64(range.count) << 32 | kind
  }

  /// The place among the fetched; `nil` of what was not fetched.
  @inline(__always)
  var place: Int? { raw & PickleLeaf.fetchedBit != 0 ? Int(raw & 0xFFFF_FFFF) : nil }

  /// The value; `nil` where it is not kept.
  func value(_ source: Span<UInt8>) -> PythonValue? {
    let start = Int(raw & 0xFFFF_FFFF)
    let extent = start..<start + Int(raw >> 32 & 0xFF)
    if raw & PickleLeaf.textBit != 0 { return .string(makeString(checked: source.extracting(extent))) }
    if raw & PickleLeaf.bytesBit != 0 { return .bytes([UInt8](copying: source.extracting(extent))) }
    return nil
  }
}
