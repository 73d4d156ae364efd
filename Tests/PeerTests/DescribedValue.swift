import PythonValues

/// Reads values from the tokens that `serpent_values.py` describes them with.
struct DescribedValue {
  private var tokens: ArraySlice<Substring>

  struct BadToken: Error {
    let token: String
  }

  /// Starts at the first of these tokens, which blanks part.
  init(_ line: String) { tokens = line.split(separator: " ")[...] }

  /// Reads one value.
  mutating func next() throws -> PythonValue {
    guard let token = tokens.popFirst(), let kind = token.first else { throw BadToken(token: "") }
    let rest = String(token.dropFirst())
    switch kind {
    case "N": return .none
    case "E": return .ellipsis
    case "T": return .bool(true)
    case "F": return .bool(false)
    case "f": return .float(try float(rest))
    case "c":
      let (real, imaginary) = (String(rest.prefix(16)), String(rest.dropFirst(16)))
      return .complex(PythonComplex(real: try float(real), imaginary: try float(imaginary)))
    case "s": return .string(String(decoding: try bytes(rest), as: UTF8.self))
    case "b": return .bytes(try bytes(rest))
    case "i": return try integer(rest)
    case "x", "o": return try record(kind, rest)
    default: return try container(kind, count: Int(rest) ?? 0)
    }
  }

  private mutating func container(_ kind: Character, count: Int) throws -> PythonValue {
    var parts: [PythonValue] = []
    for _ in 0..<(kind == "d" ? 2 * count : count) { parts.append(try next()) }
    switch kind {
    case "l": return .list(parts)
    case "t": return .tuple(parts)
    case "S": return .set(PythonSet(distinctElements: parts))
    case "Z": return .frozenset(PythonSet(distinctElements: parts))
    case "d":
      let entries = (0..<count).map { PythonDict.Entry(key: parts[2 * $0], value: parts[2 * $0 + 1]) }
      return .dict(PythonDict(distinctEntries: entries))
    default: throw BadToken(token: "\(kind)\(count)")
    }
  }

  private mutating func record(_ kind: Character, _ name: String) throws -> PythonValue {
    let names = name.split(separator: "/").map(String.init)
    guard names.count == 2 else { throw BadToken(token: name) }
    if kind == "o" {
      return .object(PythonObject(module: names[0], className: names[1], state: try next()))
    }
    guard case .list(let arguments) = try next(), case .dict(let attributes) = try next() else {
      throw BadToken(token: name)
    }
    return .exception(
      PythonException(
        module: names[0], className: names[1], arguments: arguments,
        attributes: attributes.entries.compactMap { entry in
          entry.key.stringValue.map { .init(name: $0, value: entry.value) }
        }))
  }

  private func integer(_ text: String) throws -> PythonValue {
    let digits = String(text.drop { $0 == "-" })
    guard let value = PythonValue.integer(digits: digits, radix: 16, isNegative: text.hasPrefix("-")) else {
      throw BadToken(token: text)
    }
    return value
  }

  private func float(_ text: String) throws -> Double {
    guard let bits = UInt64(text, radix: 16) else { throw BadToken(token: text) }
    return Double(bitPattern: bits)
  }

  private func bytes(_ text: String) throws -> [UInt8] {
    let digits = Array(text.utf8)
    return try stride(from: 0, to: digits.count, by: 2).map { index in
      let pair = String(decoding: digits[index..<index + 2], as: UTF8.self)
      guard let byte = UInt8(pair, radix: 16) else { throw BadToken(token: text) }
      return byte
    }
  }
}
