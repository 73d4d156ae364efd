import PythonValues

/// The form in which `serpent_loads.py` writes values: it tells apart what Python's `==` does not.
enum PlainForm {
  static func of(_ value: PythonValue) -> String {
    switch value {
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .int(let value): "i" + String(value, radix: 16)
    case .bigInt(let value): "i" + hex(value)
    case .float(let value): "f" + hex(value)
    case .complex(let value): "cf\(hex(value.real))f\(hex(value.imaginary))"
    case .string(let value): "s" + hex(Array(value.utf8))
    case .bytes(let value): "b" + hex(value)
    case .list(let items): "[\(join(items))]"
    case .tuple(let items): "(\(join(items)))"
    case .set(let set): "{\(set.elements.map(of).sorted().joined(separator: ","))}"
    case .dict(let dict): "<\(dict.entries.map { of($0.key) + ":" + of($0.value) }.joined(separator: ","))>"
    case .ellipsis: "Ellipsis"
    default: "?"
    }
  }

  private static func join(_ items: [PythonValue]) -> String {
    items.map(of).joined(separator: ",")
  }

  private static func hex(_ value: Double) -> String {
    let digits = String(value.bitPattern, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func hex(_ value: PythonBigInt) -> String {
    let words = value.magnitude.reversed().enumerated().map { index, word in
      let digits = String(word, radix: 16)
      return index == 0 ? digits : String(repeating: "0", count: 16 - digits.count) + digits
    }
    return (value.isNegative ? "-" : "") + words.joined()
  }
}
