import PythonValues
import WireCore

extension SerpentTreeWriter {
  /// Opens a value that may hold others; `nil` where it is done already.
  mutating func open(_ value: PythonValue) throws(ValueEncodingError) -> SerpentFrame? {
    try requireRoom()
    var value = value
    var sharedIDs: [Int] = []
    while let inner = try unwrapped(value, &sharedIDs) { value = inner }
    if try writeScalar(value) {
      for id in sharedIDs { shared.open.remove(id) }
      return nil
    }
    let frame = try frame(of: value, sharedIDs)
    if frame.isEmpty {
      writeEmpty(frame)
      return nil
    }
    try requireLevel(enclosing.count + 1)
    output.append(frame.kind.opening)
    return frame
  }

  /// What a record or a reference is written as, on the same level; `nil` for other values.
  private mutating func unwrapped(
    _ value: PythonValue, _ sharedIDs: inout [Int]
  ) throws(ValueEncodingError) -> PythonValue? {
    switch value {
    case .object(let object):
      return SerpentConventions.written(object, moduleInClassName: options.moduleInClassName)
    case .exception(let exception):
      return SerpentConventions.dictionary(of: exception, moduleInClassName: options.moduleInClassName)
    case .shared(let first):
      sharedIDs.append(first.id)
      shared.open.insert(first.id)
      return first.value
    case .reference(let id):
      return try shared.value(of: id)
    default:
      return nil
    }
  }

  /// SERP-112: with `indent` the entries of dicts and sets are sorted where Python can sort them.
  private func frame(
    of value: PythonValue, _ sharedIDs: [Int]
  ) throws(ValueEncodingError) -> SerpentFrame {
    switch value {
    case .list(let elements): return SerpentFrame(.list, elements: elements, sharedIDs: sharedIDs)
    case .tuple(let elements): return SerpentFrame(.tuple, elements: elements, sharedIDs: sharedIDs)
    case .set(let set), .frozenset(let set):
      let elements = options.indent ? PythonOrder.sorted(set.elements) { $0 } : set.elements
      return SerpentFrame(.set, elements: elements, sharedIDs: sharedIDs)
    case .dict(let dict):
      let entries = options.indent ? PythonOrder.sorted(dict.entries, by: \.key) : dict.entries
      return SerpentFrame(.dict, entries: entries, sharedIDs: sharedIDs)
    default:
      throw ValueEncodingError(.unrepresentable, path: "", "serpent has no form of it")
    }
  }

  /// SERP-109: the empty set has no literal, and is written as an empty tuple.
  private mutating func writeEmpty(_ frame: SerpentFrame) {
    for id in frame.sharedIDs { shared.open.remove(id) }
    let kind = frame.kind == .set ? .tuple : frame.kind
    output.append(kind.opening)
    output.append(kind.closing)
  }

  private func requireLevel(_ level: Int) throws(ValueEncodingError) {
    guard level <= options.maximumLevel else {
      throw ValueEncodingError(
        .limit, path: "", "values stand on level \(level), above \(options.maximumLevel)")
    }
  }

  /// SERP-111: keys and elements of sets are booleans, numbers, strings, bytes or tuples.
  @inline(__always)
  func requireKey(_ key: borrowing PythonValue) throws(ValueEncodingError) {
    switch key {
    case .string, .int, .bool, .float, .tuple, .bytes, .bigInt, .complex: return
    default: throw keyError(copy key)
    }
  }

  @inline(never)
  private func keyError(_ key: PythonValue) -> ValueEncodingError {
    ValueEncodingError(
      .unrepresentable, path: "",
      "serpent takes only numbers, strings, bytes and tuples as keys of a dict or elements of a set")
  }
}
