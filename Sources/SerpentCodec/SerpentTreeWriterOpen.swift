import PythonValues
import WireCore

extension SerpentTreeWriter {
  /// Opens a value that may hold others; `nil` where it is done already.
  mutating func open(_ value: PythonValue) throws(ValueEncodingError) -> SerpentFrame? {
    switch value {
    case .list(let elements): return try begin(.list(elements))
    case .tuple(let elements): return try begin(.tuple(elements))
    case .set(let set), .frozenset(let set):
      return try begin(.set(options.indent ? PythonOrder.sorted(set.elements) { $0 } : set.elements))
    case .dict(let dict):
      // SERP-112: with `indent` entries are sorted where Python can sort them.
      return try begin(.dict(options.indent ? PythonOrder.sorted(dict.entries, by: \.key) : dict.entries))
    default:
      return try openRecord(value)
    }
  }

  /// Writes the opening of a container, and all of an empty one.
  @inline(__always)
  private mutating func begin(_ content: SerpentFrame.Content) throws(ValueEncodingError) -> SerpentFrame? {
    if content.isEmpty {
      writeEmpty(content)
      return nil
    }
    guard enclosing.count < options.maximumLevel else { throw levelError() }
    try requireRoom()
    output.append(content.opening)
    return SerpentFrame(content)
  }

  /// SERP-109: the empty set has no literal, and is written as an empty tuple.
  private mutating func writeEmpty(_ content: SerpentFrame.Content) {
    switch content {
    case .list: output.append("[]")
    case .tuple, .set: output.append("()")
    case .dict: output.append("{}")
    }
  }

  /// Opens what a record or a reference is written as, on the same level.
  @inline(never)
  private mutating func openRecord(_ value: PythonValue) throws(ValueEncodingError) -> SerpentFrame? {
    var value = value
    let alreadyOpen = shared.open.count
    while let inner = try unwrapped(value) { value = inner }
    try requireRoom()
    if try writeScalar(BorrowedValue(value)) {
      shared.close(to: alreadyOpen)
      return nil
    }
    let frame = try open(value)
    if frame == nil { shared.close(to: alreadyOpen) }
    return frame
  }

  /// What a record or a reference is written as; `nil` for other values.
  private mutating func unwrapped(_ value: PythonValue) throws(ValueEncodingError) -> PythonValue? {
    switch value {
    case .object(let object):
      return SerpentConventions.written(object, moduleInClassName: options.moduleInClassName)
    case .exception(let exception):
      return SerpentConventions.dictionary(of: exception, moduleInClassName: options.moduleInClassName)
    case .shared(let first):
      shared.open.append((first.id, enclosing.count))
      return first.value
    case .reference(let id):
      return try shared.value(of: id)
    default:
      return nil
    }
  }

  private func levelError() -> ValueEncodingError {
    ValueEncodingError(
      .limit, path: "", "what it holds stands on level \(enclosing.count + 1), above \(options.maximumLevel)")
  }

  /// SERP-111: keys and elements of sets are booleans, numbers, strings, bytes or tuples.
  @inline(__always)
  func requireKey(_ key: borrowing BorrowedValue) throws(ValueEncodingError) {
    switch key.value {
    case .string, .int, .bool, .float, .tuple, .bytes, .bigInt, .complex: return
    default: throw keyError()
    }
  }

  @inline(never)
  private func keyError() -> ValueEncodingError {
    ValueEncodingError(
      .unrepresentable, path: "",
      "serpent takes only numbers, strings, bytes and tuples as keys of a dict or elements of a set")
  }
}
