/// Writes JSON (RFC 8259) as it goes, in ASCII but for what strings hold, keeping at most a few
/// kilobytes: a report of a million messages is never in memory as text.
///
/// It puts commas and quotes where they belong; that braces and brackets match, and that an object's
/// members have names, is the caller's part.
public struct JSONWriter<Output: ReportOutput> {
  /// Where the text goes.
  public var output: Output
  private var buffer: [UInt8] = []
  private var needsComma = false

  private static var bufferSize: Int { 32 << 10 }

  /// Writes to `output`.
  public init(_ output: Output) { self.output = output }

  /// Writes `{`, the members that `body` writes, `}`.
  public mutating func object(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "{"))
    body(&self)
    close(UInt8(ascii: "}"))
  }

  /// Writes `[`, the elements that `body` writes, `]`.
  public mutating func array(_ body: (inout JSONWriter) -> Void) {
    open(UInt8(ascii: "["))
    body(&self)
    close(UInt8(ascii: "]"))
  }

  /// Writes the name of a member; its value comes next.
  public mutating func name(_ name: StaticString) {
    separate()
    quote(name.description)
    buffer.append(UInt8(ascii: ":"))
    needsComma = false
  }

  /// Writes a string.
  public mutating func value(_ string: String) {
    separate()
    quote(string)
    flushIfLarge()
  }

  /// Writes an integer.
  public mutating func value(_ number: Int) {
    separate()
    buffer.append(contentsOf: String(number).utf8)
  }

  /// Writes `true` or `false`.
  public mutating func value(_ truth: Bool) {
    separate()
    buffer.append(contentsOf: (truth ? "true" : "false").utf8)
  }

  /// Writes a member with a string, or nothing where there is none.
  public mutating func member(_ name: StaticString, _ string: String?) {
    guard let string else { return }
    self.name(name)
    value(string)
  }

  /// Writes a member with an integer, or nothing where there is none.
  public mutating func member(_ name: StaticString, _ number: Int?) {
    guard let number else { return }
    self.name(name)
    value(number)
  }

  /// Writes a member with a truth value.
  public mutating func member(_ name: StaticString, _ truth: Bool) {
    self.name(name)
    value(truth)
  }

  /// Ends a line, and with it a document: what comes next needs no comma.
  public mutating func endLine() {
    buffer.append(UInt8(ascii: "\n"))
    needsComma = false
  }

  /// Hands all that was written to the output.
  public mutating func flush() {
    guard !buffer.isEmpty else { return }
    output.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    buffer.append(bracket)
    needsComma = false
  }

  private mutating func close(_ bracket: UInt8) {
    buffer.append(bracket)
    needsComma = true
    flushIfLarge()
  }

  private mutating func separate() {
    if needsComma { buffer.append(UInt8(ascii: ",")) }
    needsComma = true
  }

  private mutating func flushIfLarge() {
    if buffer.count >= Self.bufferSize { flush() }
  }

  /// Escapes what RFC 8259 section 7 asks for, and DEL, U+2028 and U+2029, which some readers of lines
  /// and terminals stumble over.
  private mutating func quote(_ string: String) {
    buffer.append(UInt8(ascii: "\""))
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        buffer.append(UInt8(ascii: "\\"))
        buffer.append(UInt8(truncatingIfNeeded: scalar.value))
      case "\n": buffer.append(contentsOf: #"\n"#.utf8)
      case "\r": buffer.append(contentsOf: #"\r"#.utf8)
      case "\t": buffer.append(contentsOf: #"\t"#.utf8)
      case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{2028}", "\u{2029}": escape(scalar.value)
      default: buffer.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    buffer.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ code: UInt32) {
    buffer.append(contentsOf: #"\u"#.utf8)
    for shift in stride(from: 12, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: code >> UInt32(shift) & 0xf)
      buffer.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }
}
