import WireCore

/// Reads JSON without recursion: a stack of the containers that are open, and what may come next.
struct JSONScanner {
  /// What may come next.
  private enum Expectation {
    case value
    case valueOrClose
    case name
    case nameOrClose
    case separatorOrClose
  }

  let bytes: [UInt8]
  let depth: Int
  var nodes: [JSONNode] = []
  private var open: [Int] = []
  private var position = 0

  init(bytes: [UInt8], depth: Int) {
    self.bytes = bytes
    self.depth = depth
  }

  mutating func scan() throws(WireError) {
    var expectation = Expectation.value
    repeat {
      expectation = try step(expectation)
    } while !open.isEmpty
    skipBlanks()
    guard position == bytes.count else { throw failure(.trailing, "bytes follow the value") }
  }

  private mutating func step(_ expectation: Expectation) throws(WireError) -> Expectation {
    let byte = try nextByte()
    switch (expectation, byte) {
    case (.valueOrClose, UInt8(ascii: "]")), (.nameOrClose, UInt8(ascii: "}")):
      close()
      return .separatorOrClose
    case (.value, _), (.valueOrClose, _):
      return try value(byte)
    case (.name, UInt8(ascii: "\"")), (.nameOrClose, UInt8(ascii: "\"")):
      try string()
      guard try nextByte() == UInt8(ascii: ":") else { throw failure(.syntax, "a colon must follow a name") }
      position += 1
      return .value
    case (.separatorOrClose, _):
      return try separator(byte)
    default:
      throw failure(.syntax, "a member's name must stand here")
    }
  }

  private mutating func value(_ byte: UInt8) throws(WireError) -> Expectation {
    switch byte {
    case UInt8(ascii: "{"):
      try open(.object)
      return .nameOrClose
    case UInt8(ascii: "["):
      try open(.array)
      return .valueOrClose
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true", .true)
    case UInt8(ascii: "f"): try word("false", .false)
    case UInt8(ascii: "n"): try word("null", .null)
    default: try number()
    }
    return .separatorOrClose
  }

  private mutating func separator(_ byte: UInt8) throws(WireError) -> Expectation {
    guard let container = open.last else { return .separatorOrClose }
    let isArray = nodes[container].kind == .array
    switch byte {
    case UInt8(ascii: ","):
      position += 1
      return isArray ? .value : .name
    case UInt8(ascii: "]") where isArray, UInt8(ascii: "}") where !isArray:
      close()
      return .separatorOrClose
    default:
      throw failure(.syntax, "a comma or the end of the \(isArray ? "array" : "object") must stand here")
    }
  }

  private mutating func open(_ kind: JSONNode.Kind) throws(WireError) {
    guard open.count < depth else { throw failure(.limit, "nested deeper than \(depth) levels") }
    open.append(nodes.count)
    nodes.append(JSONNode(kind: kind, range: position..<position + 1, end: nodes.count + 1))
    position += 1
  }

  private mutating func close() {
    guard let container = open.popLast() else { return }
    position += 1
    nodes[container].range = nodes[container].range.lowerBound..<position
    nodes[container].end = nodes.count
  }

  private mutating func append(_ kind: JSONNode.Kind, _ range: Range<Int>) {
    nodes.append(JSONNode(kind: kind, range: range, end: nodes.count + 1))
  }

  private mutating func word(_ text: StaticString, _ kind: JSONNode.Kind) throws(WireError) {
    let end = position + text.utf8CodeUnitCount
    let matches = text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard matches else { throw failure(.syntax, "no JSON value begins like this") }
    append(kind, position..<end)
    position = end
  }

  private mutating func string() throws(WireError) {
    position += 1
    let start = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        append(.string, start..<position)
        position += 1
        return
      case UInt8(ascii: "\\"): position += 2  // What is escaped is looked at when the text is wanted.
      case ..<0x20: throw failure(.syntax, "a control character stands in a string")
      default: position += 1
      }
    }
    position = bytes.count
    throw failure(.truncated, "the string does not end")
  }

  private mutating func number() throws(WireError) {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if peek() == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if let mark = peek(), mark | 0x20 == UInt8(ascii: "e") {
      position += 1
      if let sign = peek(), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    append(.number, start..<position)
  }

  private mutating func digits() throws(WireError) {
    let start = position
    while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
    guard position > start else { throw failure(.syntax, "a JSON value or digit must stand here") }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
  }

  /// The next byte that is no blank.
  private mutating func nextByte() throws(WireError) -> UInt8 {
    skipBlanks()
    guard let byte = peek() else { throw failure(.truncated, "the text ends too soon") }
    return byte
  }

  private func failure(_ kind: WireError.Kind, _ detail: String) -> WireError {
    WireError(kind, at: position, reading: "JSON", detail)
  }
}
