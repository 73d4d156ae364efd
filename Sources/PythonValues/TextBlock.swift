/// What must be looked at in 64 bytes of text that `repr` prints: a bit for each byte, the lowest for the
/// first.
struct TextBlock {
  /// How many bytes are looked at.
  static let length = 64
  /// How many bytes of the text there must be from the block's first on: a character that begins in the
  /// block goes up to three further, and what copies does so in steps.
  static let reach = length + 20

  /// Bytes of ASCII that do not stand for themselves between single quotes, and the first bytes of
  /// characters that may not be printable.
  private(set) var marks: UInt64

  /// The block from `start` on.
  @inline(__always)
  init(_ text: borrowing Span<UInt8>, at start: Int) {
    let (first, second) = (Lanes(text, start), Lanes(text, start &+ 32))
    marks = first.specials.bits | second.specials.bits << 32
    var leads = first.leads.bits | second.leads.bits << 32
    while leads != 0 {
      let place = start &+ leads.trailingZeroBitCount
      let isClean = TextBlock.arePrintable(text[place], text[place &+ 1])
      marks |= leads & (0 &- leads) & (isClean &- 1)
      leads &= leads &- 1
    }
  }

  /// 1 where all characters whose UTF-8 begins with these two bytes are printable, else 0.
  @inline(__always)
  private static func arePrintable(_ first: UInt8, _ second: UInt8) -> UInt64 {
    PrintableTable.beginnings[Int(first & 0x3F)] &>> UInt64(second & 0x3F) & 1
  }
}

/// 32 bytes, of which each is judged by its highest bit.
private struct Lanes {
  private let words: SIMD4<UInt64>

  private init(_ words: SIMD4<UInt64>) { self.words = words }

  /// Safe: the load is of a run that `extracting` has found to be within the span, and any bits are words.
  @inline(__always)
  init(_ text: borrowing Span<UInt8>, _ start: Int) {
    words = unsafe text.extracting(start..<start &+ 32).bytes.unsafeLoadUnaligned(as: SIMD4<UInt64>.self)
  }

  @inline(__always)
  private static func each(_ byte: UInt64) -> SIMD4<UInt64> {
    SIMD4(repeating: 0x0101_0101_0101_0101 &* byte)
  }

  /// Bytes of ASCII that are control characters, single quotes or backslashes.
  @inline(__always)
  var specials: Lanes {
    // Sums of seven bits each: none carries into the next byte.
    let low = words & Lanes.each(0x7F)
    let isNoControl = (low &+ Lanes.each(0x60)) & ~(low &+ Lanes.each(0x01))
    let isNoQuote = (low ^ Lanes.each(UInt64(UInt8(ascii: "'")))) &+ Lanes.each(0x7F)
    let isNoBackslash = (low ^ Lanes.each(UInt64(UInt8(ascii: "\\")))) &+ Lanes.each(0x7F)
    return Lanes(~(words | isNoControl & isNoQuote & isNoBackslash))
  }

  /// The first bytes of characters past ASCII, which are those from 0xC0 on.
  @inline(__always)
  var leads: Lanes { Lanes(words & words &<< SIMD4(repeating: 1)) }

  /// The highest bit of each byte.
  @inline(__always)
  var bits: UInt64 {
    Lanes.gathered(words[0]) | Lanes.gathered(words[1]) << 8 | Lanes.gathered(words[2]) << 16
      | Lanes.gathered(words[3]) << 24
  }

  /// The highest bits of eight bytes side by side: each product of one bit stands in a place of its own.
  @inline(__always)
  private static func gathered(_ word: UInt64) -> UInt64 {
    ((word >> 7 & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}
