import PythonValues

/// What a decoding has throughout: the document, and what the user gave.
package final class TapeDecoding {
  /// The deepest that types are decoded, whatever the limits say: each level takes stack of the thread, and
  /// this many go with 512 KiB, in debug builds too.
  package static let deepest = 100

  let document: LazyDocument
  let userInfo: [CodingUserInfoKey: any Sendable]
  let conversions: ValueConversions
  let conventions: TapeConventions

  package init(
    _ document: LazyDocument, userInfo: [CodingUserInfoKey: any Sendable], conversions: ValueConversions,
    conventions: TapeConventions = TapeConventions()
  ) {
    self.document = document
    self.userInfo = userInfo
    self.conversions = conversions
    self.conventions = conventions
  }

  /// Decodes the document's value.
  package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try TapeDecoder(self, at: 0, parent: nil, step: .own).value(type, at: 0, step: .own)
  }
}

/// The forms that a format has for what it has no type of.
package struct TapeConventions: Sendable {
  /// Whether what is keyed may be a tuple of pairs, as `tuple(d.items())` makes of a dict.
  let readsPairs: Bool
  /// The bytes that a value other than `bytes` stands for.
  let bytes: @Sendable (PythonValue) -> [UInt8]?
  /// The float that a dict stands for.
  let float: @Sendable (PythonValue) -> Double?

  package init(
    readsPairs: Bool = false, bytes: @escaping @Sendable (PythonValue) -> [UInt8]? = { _ in nil },
    float: @escaping @Sendable (PythonValue) -> Double? = { _ in nil }
  ) {
    self.readsPairs = readsPairs
    self.bytes = bytes
    self.float = float
  }
}

/// A step from a container into what it holds.
enum TapeStep {
  /// None: the value itself.
  case own
  case key(any CodingKey)
  case index(Int)
}

/// A value on the tape as Codable sees it: the one object of a value; its containers only refer to it.
///
/// Scalars in containers are read without one. The coding path is put together when somebody asks.
final class TapeDecoder: Decoder {
  let decoding: TapeDecoding
  let document: LazyDocument
  let index: Int
  private let parent: TapeDecoder?
  private let step: TapeStep
  /// Of a dict: where its keys are.
  private(set) var keys: TapeKeys?
  /// Whether the keys are few and plain: then these say more of them, each by itself, since what is read and
  /// written as a whole is watched at run time.
  private(set) var hasPlainKeys = false
  private(set) var lead = 0
  private(set) var keysEnd = 0
  /// The entry of the key that is likely to be asked for next.
  var hint = 0

  init(_ decoding: TapeDecoding, at index: Int, parent: TapeDecoder?, step: TapeStep) {
    self.decoding = decoding
    document = decoding.document
    self.index = index
    self.parent = parent
    self.step = step
  }

  var userInfo: [CodingUserInfoKey: Any] { decoding.userInfo }

  /// O(depth).
  var codingPath: [any CodingKey] {
    var path: [any CodingKey] = []
    var current: TapeDecoder? = self
    while let decoder = current {
      switch decoder.step {
      case .key(let key): path.append(key)
      case .index(let index): path.append(PlaceKey(index))
      case .own: break
      }
      current = decoder.parent
    }
    return path.reversed()
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    if keys == nil {
      let hasPairs = decoding.conventions.readsPairs && TapeKeys.hasPairs(document, at: index)
      guard hasPairs || document.node(at: index).kind == .dict else {
        throw mismatch(type, decoding.conventions.readsPairs ? "a dict or a tuple of pairs" : "a dict")
      }
      let found = TapeKeys(document, at: index, isPaired: hasPairs)
      keys = found
      (hasPlainKeys, lead, keysEnd, hint) = (!found.hasIndex, found.lead, found.end, found.first)
    }
    return KeyedDecodingContainer(TapeKeyedContainer<Key>(decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch document.node(at: index).kind {
    case .list, .tuple, .set, .frozenset: return TapeUnkeyedContainer(decoder: self)
    default: throw mismatch([Any].self, "a list")
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  /// The value at `index`, which this one holds or is.
  func value<Value: Decodable>(_ type: Value.Type, at index: Int, step: TapeStep) throws -> Value {
    if type == PythonValue.self {
      return try cast(try document.materialise(at: index), type, at: index, step)
    }
    if type == [UInt8].self, document.node(at: index).kind != .list {
      return try cast(bytes(at: index), type, at: index, step)
    }
    if let convert = decoding.conversions.decoder(of: type) {
      return try cast(convert(try document.materialise(at: index)), type, at: index, step)
    }
    if index == self.index { return try Value(from: self) }
    return try Value(from: TapeDecoder(decoding, at: index, parent: self, step: step))
  }

  /// A value that this one holds.
  func nested(_ index: Int, _ step: TapeStep) -> TapeDecoder {
    TapeDecoder(decoding, at: index, parent: self, step: step)
  }

  private func cast<Value>(_ found: Any?, _ type: Value.Type, at index: Int, _ step: TapeStep) throws
    -> Value
  {
    guard let value = found as? Value else { throw mismatch(type, "\(type)", at: index, step) }
    return value
  }

  private func bytes(at index: Int) throws -> [UInt8]? {
    let value = LazyValue(document: document, index: index)
    switch value.kind {
    case .bytes: return value.bytes.map { Array($0) }
    case .tuple:
      let elements = value.elements.map { $0.int.flatMap { UInt8(exactly: $0) } }
      return elements.contains(nil) ? nil : elements.compactMap { $0 }
    case .dict: return decoding.conventions.bytes(try value.materialise())
    default: return nil
    }
  }
}

// Errors.
extension TapeDecoder {
  /// The value at `index` (this one where none is named) is not what was wanted.
  func mismatch(
    _ type: Any.Type, _ wanted: String, at index: Int? = nil, _ step: TapeStep = .own
  ) -> DecodingError {
    let node = document.node(at: index ?? self.index)
    let text = "found \(node.kind.phrase) at byte \(node.offset) where \(wanted) was expected"
    let context = context(step, text)
    return node.kind == .none ? .valueNotFound(type, context) : .typeMismatch(type, context)
  }

  /// The number at `index` is outside the type's range.
  func outOfRange(_ type: Any.Type, at index: Int, _ step: TapeStep) -> DecodingError {
    let node = document.node(at: index)
    return .dataCorrupted(
      context(step, "the \(node.kind.phrase) at byte \(node.offset) does not fit \(type)"))
  }

  func context(_ step: TapeStep, _ text: String) -> DecodingError.Context {
    var path = codingPath
    switch step {
    case .key(let key): path.append(key)
    case .index(let index): path.append(PlaceKey(index))
    case .own: break
    }
    return DecodingError.Context(codingPath: path, debugDescription: text)
  }
}

extension TapeNode.Kind {
  /// The kind as a person reads it.
  var phrase: String {
    switch self {
    case .none: "None"
    case .bool: "bool"
    case .int, .bigInt: "int"
    case .float: "float"
    case .complex: "complex"
    case .string: "str"
    case .bytes: "bytes"
    case .ellipsis: "Ellipsis"
    case .notImplemented: "NotImplemented"
    default: "\(self)"
    }
  }
}
