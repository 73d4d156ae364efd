import PythonValues

/// One step from a value to one that it holds, for the path of a ``ValueEncodingError``.
package enum ValuePathStep {
  /// An element of a list or tuple.
  case index(Int)
  /// The value of a dict under this key.
  case value(of: PythonValue)
  /// A key of a dict, by its number.
  case key(Int)
  /// An element of a set, by its number.
  case element(Int)
}

extension ValuePathStep {
  /// The most of a key that a path shows, in bytes.
  private static let longestKey = 60

  /// The steps as text: `[3]['key']`.
  package static func text(_ steps: [ValuePathStep]) -> String {
    var output = OutputBuffer(expecting: 64)
    for step in steps { step.append(to: &output) }
    return String(decoding: output.array(), as: UTF8.self)
  }

  private func append(to output: inout OutputBuffer) {
    switch self {
    case .index(let index): Self.append("[", index, "]", to: &output)
    case .key(let number): Self.append(".key(", number, ")", to: &output)
    case .element(let number): Self.append("{", number, "}", to: &output)
    case .value(of: .string(let key)):
      output.append("[")
      output.append(reprOf: String(decoding: key.utf8.prefix(Self.longestKey), as: UTF8.self))
      output.append("]")
    case .value(of: .int(let key)): Self.append("[", Int(key), "]", to: &output)
    case .value(of: .bool(let key)): output.append(key ? "[True]" : "[False]")
    case .value: output.append("[…]")
    }
  }

  private static func append(
    _ opening: StaticString, _ number: Int, _ closing: StaticString, to output: inout OutputBuffer
  ) {
    output.append(opening)
    output.append(decimal: Int64(number))
    output.append(closing)
  }
}
