import PythonValues
import WireCore

/// A step from a container into what it holds.
enum SerpentStep {
  case key(any CodingKey)
  case index(Int)

  var key: any CodingKey {
    switch self {
    case .key(let key): key
    case .index(let index): PlaceKey(index)
    }
  }
}

/// A value being encoded, as Codable sees it. Its containers refer to it.
final class SerpentValueEncoder: Encoder {
  private enum Form { case nothing, scalar, dict, list, done }

  let writing: SerpentWriting
  let fragment: SerpentFragment
  let level: Int
  private let parent: SerpentValueEncoder?
  private let step: SerpentStep?
  private var form = Form.nothing
  /// How many elements or entries are written or begun.
  private(set) var count = 0

  init(
    _ writing: SerpentWriting, _ fragment: SerpentFragment, parent: SerpentValueEncoder?, step: SerpentStep?
  ) {
    self.writing = writing
    self.fragment = fragment
    self.parent = parent
    self.step = step
    level = parent.map { $0.level + 1 } ?? 0
    fragment.level = level
  }

  var userInfo: [CodingUserInfoKey: Any] { writing.userInfo }

  var codingPath: [any CodingKey] {
    var path: [any CodingKey] = []
    var current: SerpentValueEncoder? = self
    while let encoder = current {
      if let step = encoder.step { path.append(step.key) }
      current = encoder.parent
    }
    return path.reversed()
  }

  // A second container of the same kind goes on with the first; one of another kind cannot be filled.
  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    open(.dict, UInt8(ascii: "{"))
    return KeyedEncodingContainer(SerpentKeyedContainer<Key>(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    open(.list, UInt8(ascii: "["))
    return SerpentUnkeyedContainer(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  private func open(_ wanted: Form, _ bracket: UInt8) {
    guard form == .nothing, fragment.level == level else { return }
    form = wanted
    fragment.output.append(bracket)
  }

  /// Ends the value; what encoded nothing is an empty dict.
  func finish() {
    switch form {
    case .nothing: fragment.output.append("{}")
    case .dict: fragment.output.append("}")
    case .list: fragment.output.append("]")
    case .scalar, .done: break
    }
    form = .done
  }

  func begin(key: some CodingKey) throws {
    guard form == .dict, fragment.level == level else { throw misuse(.key(key)) }
    try separate(.key(key))
    fragment.output.append(reprOf: key.stringValue)
    fragment.output.append(UInt8(ascii: ":"))
  }

  func beginElement() throws {
    guard form == .list, fragment.level == level else { throw misuse(.index(count)) }
    try separate(.index(count))
  }

  func beginScalar() throws {
    guard form == .nothing, fragment.level == level else { throw misuse(nil) }
    form = .scalar
  }

  @inline(__always)
  private func separate(_ step: @autoclosure () -> SerpentStep) throws {
    if count > 0 {
      fragment.output.append(UInt8(ascii: ","))
    } else if level >= writing.deepest {
      throw error(step(), "nested deeper than \(writing.deepest) levels")
    }
    count += 1
  }

  /// Writes a value of any type behind what `begin` wrote; as the value itself where `step` is nil.
  func write<Value: Encodable>(_ value: Value, step: SerpentStep?) throws {
    if let value = value as? PythonValue { return try write(tree: value, step) }
    if let convert = writing.conversions.encoder(of: Value.self) {
      // Not with the value itself: whoever prints the error prints that, and there are dates that Foundation
      // cannot print.
      guard let tree = convert(value) else {
        throw error(step, "the conversion has no form of this \(Value.self)")
      }
      return try write(tree: tree, step)
    }
    guard let step else {
      try value.encode(to: self)
      if parent == nil { finish() }
      return
    }
    let child = SerpentValueEncoder(writing, fragment, parent: self, step: step)
    defer { fragment.level = level }
    try value.encode(to: child)
    fragment.level = child.level
    child.finish()
    guard fragment.output.count <= writing.options.maximumBytes else {
      throw error(step, "the text is longer than \(writing.options.maximumBytes) bytes")
    }
  }

  private func write(tree: PythonValue, _ step: SerpentStep?) throws {
    if step == nil { try beginScalar() }
    var options = writing.options
    options.maximumLevel -= level
    do throws(ValueEncodingError) {
      var writer = SerpentTreeWriter(options: options)
      try writer.write(tree)
      let text = writer.output.array()
      fragment.output.append(text.span.extracting(SerpentWriting.headerLength..<text.count))
    } catch {
      throw self.error(step, error.description, tree)
    }
  }

  /// An encoder of a value that is written while others are.
  ///
  /// The protocols cannot throw here: what cannot begin is never joined, and the error comes at the end.
  func aside(_ step: SerpentStep, begin: () throws -> Void) -> SerpentValueEncoder {
    let other = SerpentFragment()
    do {
      try begin()
      fragment.leaveHole(for: other)
    } catch {
      writing.failure = writing.failure ?? error
    }
    let encoder = SerpentValueEncoder(writing, other, parent: self, step: step)
    other.owner = encoder
    return encoder
  }

  private func misuse(_ step: SerpentStep?) -> EncodingError {
    error(step, "the container is not open: another kind was asked for, or the value is done")
  }

  private func error(_ step: SerpentStep?, _ text: String, _ value: Any = ()) -> EncodingError {
    let path = codingPath + (step.map { [$0.key] } ?? [])
    return .invalidValue(value, .init(codingPath: path, debugDescription: text))
  }
}
