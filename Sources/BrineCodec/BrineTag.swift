/// The first byte of a brine value: every tag of rpyc 3.2 to 6.0.
///
/// The bytes that are no tag here are integers (``immediateIntegers``) or, where they are
/// neither, no brine. BRINE-2.
enum BrineTag {
  static let none: UInt8 = 0x00
  /// Bytes (Python 2: `str`) of length 0.
  static let emptyBytes: UInt8 = 0x01
  static let emptyTuple: UInt8 = 0x02
  static let isTrue: UInt8 = 0x03
  static let isFalse: UInt8 = 0x04
  static let notImplemented: UInt8 = 0x05
  static let ellipsis: UInt8 = 0x06
  /// Text: a bytes value with its UTF-8 follows.
  static let text: UInt8 = 0x08
  /// Python 2's `long`: an integer value follows. Not in rpyc 5 and later.
  static let long: UInt8 = 0x09
  /// Bytes of length 1; those of length 2, 3 and 4 follow it.
  static let bytes1: UInt8 = 0x0A
  static let bytes4: UInt8 = 0x0D
  /// Bytes behind a length of one byte.
  static let bytesL1: UInt8 = 0x0E
  /// Bytes behind a length of four bytes.
  static let bytesL4: UInt8 = 0x0F
  /// A tuple of 1 element; those of 2, 3 and 4 follow it.
  static let tuple1: UInt8 = 0x10
  static let tuple4: UInt8 = 0x13
  /// A tuple behind a count of one byte.
  static let tupleL1: UInt8 = 0x14
  /// A tuple behind a count of four bytes.
  static let tupleL4: UInt8 = 0x15
  /// Decimal digits behind a length of one byte.
  static let integerL1: UInt8 = 0x16
  /// Decimal digits behind a length of four bytes.
  static let integerL4: UInt8 = 0x17
  /// Eight bytes of IEEE 754.
  static let float: UInt8 = 0x18
  /// A tuple value of three follows: start, stop, step.
  static let slice: UInt8 = 0x19
  /// A tuple value with the members follows.
  static let frozenset: UInt8 = 0x1A
  /// Twice eight bytes of IEEE 754.
  static let complex: UInt8 = 0x1B

  /// The integers that are one byte: the integer and ``immediateZero`` added. BRINE-3.
  static let immediateIntegers: ClosedRange<Int64> = -0x30...0x9F
  /// The byte of the integer 0.
  static let immediateZero: UInt8 = 0x50
  /// The byte of one of them.
  @inline(__always)
  static func immediate(_ number: Int64) -> UInt8 {
    UInt8(truncatingIfNeeded: number &+ Int64(immediateZero))
  }
  /// The lowest byte that is an integer; all above it are, up to `0xEF`.
  static let lowestImmediate: UInt8 = 0x20
  static let highestImmediate: UInt8 = 0xEF
}
