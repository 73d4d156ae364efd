// For coders that know nothing of Python: what their formats have too. Those of this package take and give
// the value itself, whatever it is.
extension PythonValue: Codable {
  /// Reads `None`, a bool, an integer, a float, a `str`, a list of such, or a dict with `str` keys.
  ///
  /// - Throws: what the decoder throws for other values.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.container(keyedBy: TextKey.self) {
      let entries = try container.allKeys.map { key in
        PythonDict.Entry(
          key: .string(key.stringValue), value: try container.decode(PythonValue.self, forKey: key))
      }
      self = .dict(try PythonDict(uniquing: entries))
    } else if var container = try? decoder.unkeyedContainer() {
      var elements: [PythonValue] = []
      while !container.isAtEnd { elements.append(try container.decode(PythonValue.self)) }
      self = .list(elements)
    } else {
      self = try PythonValue(scalar: try decoder.singleValueContainer())
    }
  }

  private init(scalar container: any SingleValueDecodingContainer) throws {
    if container.decodeNil() {
      self = .none
    } else if let truth = try? container.decode(Bool.self) {
      self = .bool(truth)
    } else if let integer = try? container.decode(Int64.self) {
      self = .int(integer)
    } else if let number = try? container.decode(Double.self) {
      self = .float(number)
    } else {
      self = .string(try container.decode(String.self))
    }
  }

  /// Writes `None`, a bool, an integer of 64 bits, a float, a `str`, a list, a tuple (as a list), or a dict
  /// with `str` keys.
  ///
  /// - Throws: `EncodingError.invalidValue` for other values, and what the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    switch self {
    case .list(let elements), .tuple(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .dict(let dict):
      var container = encoder.container(keyedBy: TextKey.self)
      for entry in dict.entries {
        guard case .string(let key) = entry.key else { throw notEncodable(encoder) }
        try container.encode(entry.value, forKey: TextKey(stringValue: key))
      }
    default:
      var container = encoder.singleValueContainer()
      try encodeScalar(to: &container, encoder)
    }
  }

  private func encodeScalar(
    to container: inout any SingleValueEncodingContainer, _ encoder: any Encoder
  ) throws {
    switch self {
    case .none: try container.encodeNil()
    case .bool(let truth): try container.encode(truth)
    case .int(let integer): try container.encode(integer)
    case .float(let number): try container.encode(number)
    case .string(let text): try container.encode(text)
    default: throw notEncodable(encoder)
    }
  }

  private func notEncodable(_ encoder: any Encoder) -> EncodingError {
    .invalidValue(
      self,
      .init(codingPath: encoder.codingPath, debugDescription: "only encoders of Python's formats take it"))
  }
}

/// Any text as a key.
private struct TextKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }

  init?(intValue: Int) { nil }
}
