import PythonValues

/// What the trees of `Encodable` values are made of: the forms that a format has.
package struct TreeForms: Sendable {
  /// What is keyed is a tuple of (name, value) pairs, and arrays are tuples; else dicts and lists.
  let isPaired: Bool
  /// How types of others are written.
  let conversions: ValueConversions
  /// What the types being encoded find in their encoder.
  let userInfo: [CodingUserInfoKey: any Sendable]

  package init(
    isPaired: Bool = false, conversions: ValueConversions = ValueConversions(),
    userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) {
    self.isPaired = isPaired
    self.conversions = conversions
    self.userInfo = userInfo
  }
}

/// Makes the tree of an `Encodable` value. `PythonValue` is what it is, and where keyed values are pairs,
/// `[UInt8]` is bytes.
///
/// - Throws: `EncodingError` for what nests deeper than ``TapeDecoding/deepest`` levels, which is the most that
///   is decoded, and for what a conversion has no form of; what the type itself throws.
package func encodeTree<Value: Encodable>(_ value: Value, forms: TreeForms) throws -> PythonValue {
  let node = EncodingNode()
  try node.set(value, path: [], forms)
  return node.value(forms)
}

/// A value that is being encoded. Containers are filled after they were handed out, hence a class.
final class EncodingNode {
  private enum Content {
    case scalar(PythonValue)
    case list([EncodingNode])
    case dict([(key: String, node: EncodingNode)])
  }

  /// Up to this many keys are compared one after the other.
  private static let few = 16

  private var content = Content.dict([])
  /// The places of the keys, where there are many.
  private var places: [String: Int] = [:]

  /// The tree, once all is encoded. As deep as the Swift value, whose encoding recursed as well.
  func value(_ forms: TreeForms) -> PythonValue {
    switch content {
    case .scalar(let value): return value
    case .list(let nodes):
      let elements = nodes.map { $0.value(forms) }
      return forms.isPaired ? .tuple(elements) : .list(elements)
    case .dict(let entries) where forms.isPaired:
      return .tuple(entries.map { .tuple([.string($0.key), $0.node.value(forms)]) })
    case .dict(let entries):
      return .dict(
        PythonDict(distinctEntries: entries.map { .init(key: .string($0.key), value: $0.node.value(forms)) }))
    }
  }

  var count: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

  func set(_ value: PythonValue) { content = .scalar(value) }

  func set<Value: Encodable>(_ value: Value, path: [any CodingKey], _ forms: TreeForms) throws {
    if let scalar = forms.scalar(value) { return set(scalar) }
    // The very type: an empty array of any other could be cast to it.
    if forms.isPaired, Value.self == [UInt8].self, let bytes = value as? [UInt8] { return set(.bytes(bytes)) }
    if let convert = forms.conversions.encoder(of: Value.self) {
      guard let tree = convert(value) else {
        // Not with the value itself: whoever prints the error prints that, and there are dates that Foundation
        // cannot print.
        throw fault((), path, "the conversion has no form of this \(Value.self)")
      }
      return set(tree)
    }
    guard path.count < TapeDecoding.deepest else {
      throw fault(value, path, "nested deeper than \(TapeDecoding.deepest) levels")
    }
    try value.encode(to: TreeEncoder(node: self, codingPath: path, forms: forms))
  }

  private func fault(_ value: Any, _ path: [any CodingKey], _ text: String) -> EncodingError {
    .invalidValue(value, .init(codingPath: path, debugDescription: text))
  }

  /// Adds an element of a list.
  func append() -> EncodingNode {
    let node = EncodingNode()
    guard case .list(var nodes) = content else {
      content = .list([node])
      return node
    }
    content = .list([])
    nodes.append(node)
    content = .list(nodes)
    return node
  }

  func makeList() { if case .list = content {} else { content = .list([]) } }

  /// The value of a key; encoding a key twice keeps the last value.
  func child(_ key: any CodingKey) -> EncodingNode {
    let node = EncodingNode()
    var entries: [(key: String, node: EncodingNode)] = []
    if case .dict(let known) = content { entries = known } else { places = [:] }
    content = .dict([])
    if let place = place(of: key.stringValue, in: entries) {
      entries[place].node = node
    } else {
      entries.append((key.stringValue, node))
    }
    content = .dict(entries)
    return node
  }

  private func place(of key: String, in entries: [(key: String, node: EncodingNode)]) -> Int? {
    guard entries.count >= EncodingNode.few else { return entries.firstIndex { $0.key == key } }
    if places.isEmpty {
      for (place, entry) in entries.enumerated() { places[entry.key] = place }
    }
    if let place = places[key] { return place }
    places[key] = entries.count
    return nil
  }
}

extension TreeForms {
  /// What a value is that holds no others; `nil` for other values.
  func scalar(_ value: some Encodable) -> PythonValue? {
    switch value {
    case let flag as Bool: .bool(flag)
    case let text as String: .string(text)
    case let number as Double: .float(number)
    case let number as Float: .float(Double(number))
    case let number as any FixedWidthInteger: integer(number)
    case let value as PythonValue: value
    default: nil
    }
  }

  private func integer(_ number: some FixedWidthInteger) -> PythonValue {
    if let small = Int64(exactly: number) { return .int(small) }
    return .integer(isNegative: number < 0, magnitude: number.magnitude.words.map { UInt64($0) })
  }
}
