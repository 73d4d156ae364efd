extension OutputBuffer {
  /// Appends a string as Python's `repr` prints it: quoted, with what is not printable escaped.
  package mutating func append(reprOf text: borrowing String) {
    if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
      // Without the copy of the string, and so the reference counted, that its UTF-8 view is.
      append(reprOfUTF8: text.utf8Span.span)
    } else {
      let done: Void? = text.utf8.withContiguousStorageIfAvailable { append(reprOfUTF8: $0.span) }
      if done == nil { append(reprOfUTF8: Array(text.utf8).span) }
    }
  }

  /// Appends a byte, and a string as Python's `repr` prints it.
  package mutating func append(reprOf text: String, behind byte: UInt8) {
    reserve(32)
    // In the closure nothing is called, nor is `text` declared `borrowing`: only so no reference is counted.
    let head = UInt64(byte) | UInt64(singleQuote) << 8
    let isDone = text.utf8.withContiguousStorageIfAvailable {
      $0.count <= 16 && appendShort($0.span, behind: head, 2)
    }
    if isDone == true { return }
    append(byte)
    append(reprOf: text)
  }

  /// Appends text, given as well-formed UTF-8, as Python's `repr` prints it.
  ///
  /// - Parameter known: the quote around it, where that is decided already: for the beginning of a
  ///   text that has the other one further on.
  package mutating func append(reprOfUTF8 text: borrowing Span<UInt8>, quote known: UInt8? = nil) {
    reserve(min(text.count, 1 << 12) &+ 32)
    if known == nil, text.count < TextBlock.reach {
      if text.count <= 16 {
        if appendShort(text, behind: UInt64(singleQuote), 1) { return }
      } else if appendPlain(text) {
        return
      }
    }
    let start = count
    append(known ?? singleQuote)
    var quoting = StringQuoting(start: start, quote: known)
    var index = 0
    if text.count >= TextBlock.reach { appendBlocks(text, &index, &quoting) }
    while index < text.count {
      let length = min(8, text.count &- index)
      let word = length == 8 ? eightBytes(text, at: index) : lastBytes(text, from: index)
      // Past the text the word has zeros, which look special: they stop the run at its end.
      let special = specialBytes(word)
      let clean = special == 0 ? 8 : special.trailingZeroBitCount >> 3
      append(word: word, clean)
      index &+= clean
      if clean < length { appendSpecials(text, &index, &quoting) }
    }
    append(quoting.quote)
  }

  /// All of a long text but for the last bytes, 64 bytes a step. Most of such a block is copied as it is;
  /// what is marked in it, which is little, is looked at.
  @inline(never)
  private mutating func appendBlocks(
    _ text: borrowing Span<UInt8>, _ index: inout Int, _ quoting: inout StringQuoting
  ) {
    while index &+ TextBlock.reach <= text.count {
      var marks = TextBlock(text, at: index).marks
      var copied = index
      while marks != 0 {
        let place = index &+ marks.trailingZeroBitCount
        marks &= marks &- 1
        let byte = text[place]
        if byte < 0x80 {
          if byte == singleQuote, quoting.quote == doubleQuote { continue }
          append(text, from: copied, place &- copied)
          appendEscape(byte, text, &quoting)
          copied = place &+ 1
        } else if case let character = TextCharacter(text, at: place), !isPrintable(character.scalar) {
          append(text, from: copied, place &- copied)
          append(escaped: character.scalar)
          copied = place &+ character.length
        }
      }
      let end = max(copied, index &+ TextBlock.length)
      append(text, from: copied, end &- copied)
      index = end
    }
    // The rest of a character that the last block copied the beginning of.
    while index < text.count, text[index] & 0xC0 == 0x80 {
      append(text[index])
      index &+= 1
    }
  }

  /// What does not stand for itself, from `index` on, as long as it goes on.
  @inline(never)
  private mutating func appendSpecials(
    _ text: borrowing Span<UInt8>, _ index: inout Int, _ quoting: inout StringQuoting
  ) {
    while index < text.count {
      let byte = text[index]
      if byte >= 0x80 {
        appendCharacter(text, &index)
      } else if isSpecial(byte) {
        appendEscape(byte, text, &quoting)
        index &+= 1
      } else {
        return
      }
    }
  }

  private mutating func appendEscape(
    _ byte: UInt8, _ text: borrowing Span<UInt8>, _ quoting: inout StringQuoting
  ) {
    switch byte {
    case singleQuote:
      if quoting.isUndecided { decideQuote(text, &quoting) }
      if quoting.quote == singleQuote { append(UInt8(ascii: "\\")) }
      append(singleQuote)
    case UInt8(ascii: "\\"): append("\\\\")
    case 0x09: append("\\t")
    case 0x0A: append("\\n")
    case 0x0D: append("\\r")
    default: append("\\x", hex: UInt32(byte), 2)
    }
  }

  /// At the first single quote: double quotes stand around the text, unless it has such too.
  private mutating func decideQuote(_ text: borrowing Span<UInt8>, _ quoting: inout StringQuoting) {
    quoting.isUndecided = false
    if hasDoubleQuote(text) { return }
    quoting.quote = doubleQuote
    replaceByte(at: quoting.start, with: doubleQuote)
  }

  /// A character past ASCII, as itself or escaped.
  @inline(__always)
  private mutating func appendCharacter(_ text: borrowing Span<UInt8>, _ index: inout Int) {
    let character = TextCharacter(text, at: index)
    if isPrintable(character.scalar) {
      for offset in 0..<character.length { append(text[index &+ offset]) }
    } else {
      append(escaped: character.scalar)
    }
    index &+= character.length
  }

  private mutating func append(escaped scalar: UInt32) {
    if scalar < 0x100 {
      append("\\x", hex: scalar, 2)
    } else if scalar < 0x10000 {
      append("\\u", hex: scalar, 4)
    } else {
      append("\\U", hex: scalar, 8)
    }
  }

  /// Appends `prefix` and the lowest `digits` hexadecimal digits of `number`.
  package mutating func append(_ prefix: StaticString, hex number: UInt32, _ digits: Int) {
    append(prefix)
    for position in stride(from: digits &- 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: number >> UInt32(position &* 4) & 15)
      append(digit < 10 ? digit &+ UInt8(ascii: "0") : digit &+ UInt8(ascii: "a") &- 10)
    }
  }
}

let singleQuote = UInt8(ascii: "'")
private let doubleQuote = UInt8(ascii: "\"")

/// The quotes around a string being written.
private struct StringQuoting {
  /// Where the opening quote stands.
  let start: Int
  var quote: UInt8
  /// No single quote has been met yet.
  var isUndecided: Bool

  init(start: Int, quote known: UInt8?) {
    self.start = start
    quote = known ?? singleQuote
    isUndecided = known == nil
  }
}

/// A character past ASCII, as it stands in a text.
private struct TextCharacter {
  let scalar: UInt32
  /// Its bytes: two to four, or what the text has left.
  let length: Int

  @inline(__always)
  init(_ text: borrowing Span<UInt8>, at index: Int) {
    let first = UInt32(text[index])
    length = min(first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4, text.count &- index)
    var scalar = first & (0x7F >> UInt32(length))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index &+ offset] & 0x3F) }
    self.scalar = scalar
  }
}

private func hasDoubleQuote(_ text: borrowing Span<UInt8>) -> Bool {
  let ones: UInt64 = 0x0101_0101_0101_0101
  var index = 0
  while index &+ 8 <= text.count {
    let word = eightBytes(text, at: index) ^ (ones &* UInt64(doubleQuote))
    if (word &- ones) & ~word & (ones &* 0x80) != 0 { return true }
    index &+= 8
  }
  while index < text.count {
    if text[index] == doubleQuote { return true }
    index &+= 1
  }
  return false
}

/// Whether a byte does not stand for itself between single quotes: a single quote, a backslash, a
/// control character, or a byte of a character past ASCII.
@inline(__always)
private func isSpecial(_ byte: UInt8) -> Bool {
  byte &- 0x20 >= 0x5F || byte == singleQuote || byte == UInt8(ascii: "\\")
}

/// Eight bytes as one word, the first in its lowest byte.
@inline(__always)
func eightBytes(_ text: borrowing Span<UInt8>, at index: Int) -> UInt64 {
  let part = text.extracting(index..<index &+ 8)
  var word = UInt64(part[0]) | UInt64(part[1]) << 8 | UInt64(part[2]) << 16 | UInt64(part[3]) << 24
  word |= UInt64(part[4]) << 32 | UInt64(part[5]) << 40 | UInt64(part[6]) << 48
  return word | UInt64(part[7]) << 56
}

/// The bytes from `index` to the end, fewer than eight, as the low bytes of a word of zeros.
@inline(__always)
func lastBytes(_ text: borrowing Span<UInt8>, from index: Int) -> UInt64 {
  let length = text.count &- index
  if text.count >= 8 {
    return eightBytes(text, at: text.count &- 8) >> UInt64((8 &- length) &* 8)
  }
  guard length > 0 else { return 0 }
  // Two pieces that overlap, so that there is no loop.
  let last = UInt64(text[text.count &- 1]) &<< UInt64(8 &* (length &- 1))
  if length >= 4 {
    let low = UInt64(text[index]) | UInt64(text[index &+ 1]) << 8
    let next = UInt64(text[index &+ 2]) << 16 | UInt64(text[index &+ 3]) << 24
    let end = text.count &- 3
    let high = UInt64(text[end]) | UInt64(text[end &+ 1]) << 8
    return low | next | high &<< UInt64(8 &* (length &- 3)) | last
  }
  guard length >= 2 else { return last }
  return UInt64(text[index]) | UInt64(text[index &+ 1]) << 8 | last
}
