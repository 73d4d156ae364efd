/// Choices that an input makes by its own bytes, so that one input always does the same: which options, and
/// into which pieces it is cut.
///
/// They are drawn from a hash of the whole input (FNV-1a), which leaves the input itself the plain
/// format: corpora can be read, shared and made of any file.
struct Choice {
  private var state: UInt64

  init(_ bytes: [UInt8]) {
    state = 0xCBF2_9CE4_8422_2325
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }

  /// A number from 0 to less than `count`.
  mutating func below(_ count: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % max(1, count)
  }

  /// Yes or no.
  mutating func flip() -> Bool { below(2) == 1 }
}
