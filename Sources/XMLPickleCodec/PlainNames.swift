import CXMLPickle
import WireCore

// The names and words of both dialects as a plain document spells them. They are compared as words of eight bytes,
// the first in the lowest place, the bytes behind the text zero.

/// An element of either dialect as it is spelled: C's number of it, but `unicode` has its own, since the tags of one
/// element are spelled the same.
struct PlainName {
  /// C's number, or that of `unicode`.
  private let number: UInt8
  /// How many letters it has; 0 where they are more than seven.
  private let length: UInt8
  /// Its letters and the `>` of its end tag; 0 where they are more than seven letters.
  private let end: UInt64

  private init(_ number: Int, _ letters: UInt64 = 0, length: Int = 0) {
    self.number = UInt8(truncatingIfNeeded: number)
    self.length = UInt8(truncatingIfNeeded: length)
    end = letters | UInt64(UInt8(ascii: ">")) &<< UInt64(truncatingIfNeeded: 8 &* length)
  }

  private static let unicode = Int(CXP_ELEMENTS)

  /// C's number of the element.
  @inline(__always)
  var element: Int32 { Int(number) == PlainName.unicode ? Int32(CXP_STRING) : Int32(number) }

  /// Whether it is one of the scalars of PyXML that most documents are full of.
  @inline(__always)
  var isOfText: Bool {
    switch Int(number) {
    case Int(CXP_STRING), Int(CXP_INT), Int(CXP_LONG), Int(CXP_FLOAT): true
    default: false
    }
  }

  /// The name that begins at `at`, which is moved behind it; `nil` where no name of either dialect ends there.
  @inline(__always)
  init?(_ source: Span<UInt8>, _ at: inout Int) {
    guard let word = loadWord(source, at: at) else { return nil }
    let ends = endsOfName(word)
    guard ends != 0 else {
      self.init(long: word, source, &at)
      return
    }
    let length = firstMarked(ends)
    let letters = firstBytes(length, of: word)
    guard let number = PlainName.number(letters) else { return nil }
    self.init(number, letters, length: length)
    at &+= length
  }

  /// Moves `at` behind the name and the `>` of an end tag, where these stand there.
  @inline(__always)
  func skipEnd(_ source: Span<UInt8>, _ at: inout Int) -> Bool {
    guard length != 0 else { return skipLongEnd(source, &at) }
    guard let word = loadWord(source, at: at) else { return false }
    let count = Int(length) &+ 1
    guard (word ^ end) &<< UInt64(truncatingIfNeeded: 64 &- 8 &* count) == 0 else { return false }
    at &+= count
    return true
  }

  @inline(never)
  private func skipLongEnd(_ source: Span<UInt8>, _ at: inout Int) -> Bool {
    guard let name = PlainName(source, &at), name.number == number else { return false }
    guard at < source.count, source[at] == UInt8(ascii: ">") else { return false }
    at += 1
    return true
  }

  /// A name of eight letters and more. What follows has to end it, which whoever reads on sees to.
  private init?(long word: UInt64, _ source: Span<UInt8>, _ at: inout Int) {
    at &+= 8
    switch word {
    case letters("P", "y", "O", "b", "j", "e", "c", "t"): self.init(CXP_PYOBJECT)
    case letters("d", "i", "c", "t", "i", "o", "n", "a") where PlainName.goesOn("ry", source, &at):
      self.init(CXP_DICTIONARY)
    case letters("r", "e", "f", "e", "r", "e", "n", "c") where PlainName.goesOn("e", source, &at):
      self.init(CXP_REFERENCE)
    default: return nil
    }
  }

  private static func goesOn(_ text: StaticString, _ source: Span<UInt8>, _ at: inout Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard source.count - at >= count, source.extracting(at..<at + count).isText(text) else { return false }
    at += count
    return true
  }

  @inline(__always)
  private static func number(_ word: UInt64) -> Int? {
    switch word {
    case letters("i", "t", "e", "m"): Int(CXP_ITEM)
    case letters("k", "e", "y"): Int(CXP_KEY)
    case letters("v", "a", "l"): Int(CXP_VAL)
    case letters("e", "n", "t", "r", "y"): Int(CXP_ENTRY)
    case letters("a", "t", "t", "r"): Int(CXP_ATTR)
    case letters("s", "t", "r", "i", "n", "g"): Int(CXP_STRING)
    case letters("i", "n", "t"): Int(CXP_INT)
    case letters("f", "l", "o", "a", "t"): Int(CXP_FLOAT)
    case letters("l", "o", "n", "g"): Int(CXP_LONG)
    case letters("n", "o", "n", "e"): Int(CXP_NONE)
    case letters("l", "i", "s", "t"): Int(CXP_LIST)
    case letters("t", "u", "p", "l", "e"): Int(CXP_TUPLE)
    case letters("o", "b", "j", "e", "c", "t"): Int(CXP_OBJECT)
    case letters("u", "n", "i", "c", "o", "d", "e"): unicode
    case letters("c", "o", "m", "p", "l", "e", "x"): Int(CXP_COMPLEX)
    case letters("c", "o", "d", "e"): Int(CXP_CODE)
    case letters("m", "a", "r", "s", "h", "a", "l"): Int(CXP_MARSHAL)
    default: nil
    }
  }
}

/// What stands behind a name or a value within a start tag.
enum PlainTagPart {
  case value, type
  /// A blank, behind which the name of an attribute may stand.
  case blank
  /// The end of the tag, or of the element as well.
  case end, emptyEnd

  /// What begins at `at`, which is moved behind it, and behind the name, `=` and quote of an attribute; `nil` where
  /// it is something else.
  @inline(__always)
  init?(_ source: Span<UInt8>, _ at: inout Int) {
    guard let word = loadWord(source, at: at) else { return nil }
    if word == letters(" ", "v", "a", "l", "u", "e", "=", "\"") {
      (self, at) = (.value, at &+ 8)
    } else if firstBytes(7, of: word) == letters(" ", "t", "y", "p", "e", "=", "\"") {
      (self, at) = (.type, at &+ 7)
    } else if firstBytes(3, of: word) == letters(" ", "/", ">") {
      (self, at) = (.emptyEnd, at &+ 3)
    } else if firstBytes(1, of: word) == letters(">") {
      (self, at) = (.end, at &+ 1)
    } else if firstBytes(1, of: word) == letters(" ") {
      (self, at) = (.blank, at &+ 1)
    } else if firstBytes(2, of: word) == letters("/", ">") {
      (self, at) = (.emptyEnd, at &+ 2)
    } else {
      return nil
    }
  }
}

extension XMLAttribute {
  /// The attribute whose name, `=` and quote begin at `at`, which is moved behind them; `nil` where none does.
  @inline(__always)
  init?(plain source: Span<UInt8>, _ at: inout Int) {
    guard let word = loadWord(source, at: at) else { return nil }
    // With both the longest are eight bytes.
    let length = firstMarked(endsOfName(word) | eight(0x80) & ~(~0 >> 16)) &+ 2
    switch firstBytes(length, of: word) {
    case letters("t", "y", "p", "e", "=", "\""): self = .type
    case letters("v", "a", "l", "u", "e", "=", "\""): self = .value
    case letters("i", "d", "=", "\""): self = .id
    case letters("n", "a", "m", "e", "=", "\""): self = .name
    case letters("r", "e", "f", "i", "d", "=", "\""): self = .refid
    case letters("f", "a", "m", "i", "l", "y", "=", "\""): self = .family
    case letters("m", "o", "d", "u", "l", "e", "=", "\""): self = .module
    case letters("c", "l", "a", "s", "s", "=", "\""): self = .className
    case letters("e", "x", "t", "r", "a", "=", "\""): self = .extra
    default: return nil
    }
    at &+= length
  }
}

extension XMLType {
  /// One of the commonest types, which begins at `at` with its quote behind it; `at` is moved to the quote.
  @inline(__always)
  init?(common source: Span<UInt8>, _ at: inout Int) {
    guard let word = loadWord(source, at: at) else { return nil }
    if word == letters("n", "u", "m", "e", "r", "i", "c", "\"") {
      (self, at) = (.numeric, at &+ 7)
    } else if firstBytes(7, of: word) == letters("s", "t", "r", "i", "n", "g", "\"") {
      (self, at) = (.string, at &+ 6)
    } else {
      return nil
    }
  }

  /// What an attribute `type` says whose value is the `length` bytes that begin at `start`.
  @inline(__always)
  init(plain source: Span<UInt8>, _ start: Int, length: Int) {
    self = .other
    guard length > 0, length <= 8, let word = loadWord(source, at: start) else { return }
    switch firstBytes(length, of: word) {
    case letters("s", "t", "r", "i", "n", "g"): self = .string
    case letters("n", "u", "m", "e", "r", "i", "c"): self = .numeric
    case letters("l", "i", "s", "t"): self = .list
    case letters("d", "i", "c", "t"): self = .dict
    case letters("t", "u", "p", "l", "e"): self = .tuple
    case letters("N", "o", "n", "e"): self = .none
    case letters("T", "r", "u", "e"): self = .true
    case letters("F", "a", "l", "s", "e"): self = .false
    case letters("P", "y", "O", "b", "j", "e", "c", "t"): self = .pyObject
    case letters("f", "u", "n", "c", "t", "i", "o", "n"): self = .function
    case letters("c", "l", "a", "s", "s"): self = .class
    default: break
    }
  }
}

/// The bytes of a word that are no letters, nor `_`, `{` and what else ASCII has above 0x40, nor past ASCII: blanks, `/`,
/// `=`, `>` and digits.
@inline(__always)
private func endsOfName(_ word: UInt64) -> UInt64 { lowBytes(word, below: 0x40) }

/// The first bytes of a word, 0 to 8; the others are zero.
@inline(__always)
private func firstBytes(_ count: Int, of word: UInt64) -> UInt64 {
  count == 8 ? word : word & ((1 &<< UInt64(truncatingIfNeeded: 8 &* count)) &- 1)
}

/// A text of ASCII as a word.
@inline(__always)
private func letters(
  _ first: Unicode.Scalar, _ second: Unicode.Scalar = "\0", _ third: Unicode.Scalar = "\0",
  _ fourth: Unicode.Scalar = "\0", _ fifth: Unicode.Scalar = "\0", _ sixth: Unicode.Scalar = "\0",
  _ seventh: Unicode.Scalar = "\0", _ eighth: Unicode.Scalar = "\0"
) -> UInt64 {
  let low = UInt64(first.value) | UInt64(second.value) << 8 | UInt64(third.value) << 16
  let middle = UInt64(fourth.value) << 24 | UInt64(fifth.value) << 32 | UInt64(sixth.value) << 40
  return low | middle | UInt64(seventh.value) << 48 | UInt64(eighth.value) << 56
}
