/// A place in a text of ASCII.
struct TextReader {
  private let text: [UInt8]
  private var at = 0

  init(_ text: [UInt8]) { self.text = text }

  var isAtEnd: Bool { at >= text.count }

  /// Passes one byte; `false` where another one stands there.
  mutating func skip(_ byte: UInt8) -> Bool {
    guard at < text.count, text[at] == byte else { return false }
    at += 1
    return true
  }

  /// Passes a sign, and tells whether it was a minus; `nil` where there is none.
  @discardableResult
  mutating func skipSign() -> Bool? {
    if skip(UInt8(ascii: "-")) { return true }
    return skip(UInt8(ascii: "+")) ? false : nil
  }

  /// Passes digits, and tells how many.
  mutating func skipDigits() -> Int {
    let start = at
    while at < text.count, text[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    return at - start
  }

  /// The number of so many digits.
  mutating func number(_ count: Int) -> Int64? {
    guard at + count <= text.count else { return nil }
    var number: Int64 = 0
    for byte in text[at..<at + count] {
      guard byte &- UInt8(ascii: "0") < 10 else { return nil }
      number = number * 10 + Int64(byte &- UInt8(ascii: "0"))
    }
    at += count
    return number
  }

  /// A point and one to six digits as millionths; 0 where no point stands there.
  mutating func fraction() -> Int64? {
    guard skip(UInt8(ascii: ".")) else { return 0 }
    var ahead = self
    let count = ahead.skipDigits()
    guard (1...6).contains(count), var number = number(count) else { return nil }
    for _ in count..<6 { number *= 10 }
    return number
  }
}
