/// The characters that `\N{NAME}` can name: those of Unicode 14, as CPython 3.11 knows them, and their
/// aliases; no named sequences.
enum UnicodeNames {
  /// The character of this name; `nil` where none has it.
  ///
  /// Names are compared without regard to case, but for those of ideographs and Hangul syllables, which
  /// CPython makes by rule and compares as they are.
  static func scalar(named name: Span<UInt8>) -> Unicode.Scalar? {
    var text = ""
    for index in 0..<name.count {
      guard name[index] < 0x80 else { return nil }
      text.unicodeScalars.append(Unicode.Scalar(name[index]))
    }
    if let syllable = hangulSyllable(text) { return syllable }
    if let ideograph = unifiedIdeograph(text) { return ideograph }
    let upper = text.uppercased()
    return table[upper].flatMap(Unicode.Scalar.init) ?? numbered(upper)
  }

  private static func unifiedIdeograph(_ name: String) -> Unicode.Scalar? {
    let prefix = "CJK UNIFIED IDEOGRAPH-"
    // CPython takes four or five digits here, and so a zero in front of four.
    guard name.hasPrefix(prefix), let code = codePoint(name.dropFirst(prefix.count)),
      UnicodeNameData.unifiedIdeographs.contains(where: { code >= $0.first && code <= $0.last })
    else { return nil }
    return Unicode.Scalar(code)
  }

  private static func numbered(_ name: String) -> Unicode.Scalar? {
    guard let dash = name.lastIndex(of: "-"), let code = codePoint(name[name.index(after: dash)...]),
      name.hasSuffix("-" + String(code, radix: 16, uppercase: true))
    else { return nil }
    let prefix = String(name[...dash])
    return UnicodeNameData.numbered.contains {
      $0.prefix.description == prefix && code >= $0.first && code <= $0.last
    } ? Unicode.Scalar(code) : nil
  }

  /// The number that four or five hexadecimal digits write, letters in capitals.
  private static func codePoint(_ digits: Substring) -> UInt32? {
    guard digits.utf8.count == 4 || digits.utf8.count == 5,
      digits.utf8.allSatisfy({ Ascii.isDigit($0) || $0 &- UInt8(ascii: "A") < 6 })
    else { return nil }
    return UInt32(digits, radix: 16)
  }

  private static func hangulSyllable(_ name: String) -> Unicode.Scalar? {
    let prefix = "HANGUL SYLLABLE "
    guard name.hasPrefix(prefix) else { return nil }
    var rest = name.dropFirst(prefix.count)
    let parts = [leads, vowels, tails].map { takeLongest(of: $0, from: &rest) }
    guard rest.isEmpty, let lead = parts[0], let vowel = parts[1], let tail = parts[2] else { return nil }
    return Unicode.Scalar(UInt32(0xAC00 + (lead * 21 + vowel) * 28 + tail))
  }

  /// The index of the longest of `names` that `text` begins with, which is taken off.
  private static func takeLongest(of names: [String], from text: inout Substring) -> Int? {
    let best = names.indices.filter { text.hasPrefix(names[$0]) }.max { names[$0].count < names[$1].count }
    if let best { text = text.dropFirst(names[best].count) }
    return best
  }

  private static let leads = [
    "G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H",
  ]
  private static let vowels = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI",
    "YU",
    "EU", "YI", "I",
  ]
  private static let tails = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS",
    "S",
    "SS", "NG", "J", "C", "K", "T", "P", "H",
  ]

  /// All other names. Unpacked when the first name is asked for, a few megabytes.
  private static let table: [String: UInt32] = {
    var reader = UnicodeNameReader()
    var table: [String: UInt32] = [:]
    table.reserveCapacity(34_000)
    while let (name, code) = reader.next() { table[name] = code }
    return table
  }()
}

/// Unpacks ``UnicodeNameData``, whose form the script that made it tells.
private struct UnicodeNameReader {
  private static let heads = 24
  private static let one = 40
  private static let two = 17

  private let words: [Substring]
  private let digits: [UInt8]
  private let values: [Int]
  private let base: Int
  private var at = 0
  private var parts: [Substring] = []
  private var code = 0

  init() {
    words = UnicodeNameData.words.description.split(separator: "#")
    digits = Array(UnicodeNameData.names.description.utf8)
    let alphabet = (UInt8(0x21)..<0x7F).filter {
      $0 != Ascii.doubleQuote && $0 != Ascii.backslash && $0 != Ascii.hash
    }
    var values = [Int](repeating: 0, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = value }
    self.values = values
    base = alphabet.count
  }

  mutating func next() -> (String, UInt32)? {
    guard at < digits.count else { return nil }
    let head = digit()
    parts.removeSubrange(min(head / 2, parts.count)...)
    code = head % 2 == 1 ? code + 1 : packedCode()
    while at < digits.count, values[Int(digits[at])] >= Self.heads { parts.append(word()) }
    return (parts.joined(separator: " "), UInt32(code))
  }

  private mutating func packedCode() -> Int {
    let packed = (digit() * base + digit()) * base + digit()
    return packed >= 0x30000 ? packed + 0xB0000 : packed
  }

  private mutating func digit() -> Int {
    guard at < digits.count else { return 0 }
    defer { at += 1 }
    return values[Int(digits[at])]
  }

  private mutating func word() -> Substring {
    var index = digit() - Self.heads
    if index >= Self.one + Self.two {
      index = ((index - Self.one - Self.two) * base + digit()) * base + digit() + Self.one + Self.two * base
    } else if index >= Self.one {
      index = (index - Self.one) * base + digit() + Self.one
    }
    return index < words.count ? words[index] : ""
  }
}
