import PythonValues

extension SerpentConventions {
  /// Which of the dict forms ``restored(_:forms:)`` reads back.
  public struct Forms: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int

    /// Makes a set of forms of its bits.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// SERP-201: bytes as base64.
    public static let bytes = Forms(rawValue: 1)
    /// SERP-204: NaN, and complex numbers with one.
    public static let numbers = Forms(rawValue: 2)
    /// SERP-202: exceptions.
    public static let exceptions = Forms(rawValue: 4)
    /// SERP-203: instances of other classes.
    public static let objects = Forms(rawValue: 8)
    /// All of them.
    public static let all: Forms = [.bytes, .numbers, .exceptions, .objects]
  }

  /// The value with every dict form in its lists, tuples and dicts replaced by what it stands for,
  /// innermost first. Sets and keys cannot hold dicts.
  ///
  /// - Complexity: O(n); no recursion, so any depth.
  public static func restored(_ value: PythonValue, forms: Forms = .all) -> PythonValue {
    guard var container = RestoringContainer(value) else { return value }
    var open: [RestoringContainer] = []
    while true {
      if let child = container.nextChild() {
        if let inner = RestoringContainer(child) {
          open.append(container)
          container = inner
        } else {
          container.built.append(child)
        }
        continue
      }
      let closed = restoredForm(container.closed, forms)
      if open.isEmpty { return closed }
      container = open.removeLast()
      container.built.append(closed)
    }
  }

  private static func restoredForm(_ value: PythonValue, _ forms: Forms) -> PythonValue {
    guard case .dict = value else { return value }
    if forms.contains(.bytes), let bytes = bytes(value) { return .bytes(bytes) }
    if forms.contains(.numbers), let number = number(value) { return number }
    if forms.contains(.exceptions), let exception = exception(value) { return .exception(exception) }
    if forms.contains(.objects), let object = object(value) { return .object(object) }
    return value
  }
}

/// A list, tuple or dict whose children are being restored, front to back.
private struct RestoringContainer {
  private let container: PythonValue
  private let count: Int
  /// The children restored so far.
  var built: [PythonValue] = []

  /// `nil` for what can hold no dict.
  init?(_ value: PythonValue) {
    switch value {
    case .list(let elements), .tuple(let elements): count = elements.count
    case .dict(let dict): count = dict.entries.count
    default: return nil
    }
    container = value
    built.reserveCapacity(count)
  }

  /// The next child to restore; a dict's children are its values.
  func nextChild() -> PythonValue? {
    guard built.count < count else { return nil }
    switch container {
    case .list(let elements), .tuple(let elements): return elements[built.count]
    case .dict(let dict): return dict.entries[built.count].value
    default: return nil
    }
  }

  /// The container with its children replaced.
  var closed: PythonValue {
    switch container {
    case .list: return .list(built)
    case .tuple: return .tuple(built)
    case .dict(let dict):
      let entries = zip(dict.entries, built).map { PythonDict.Entry(key: $0.key, value: $1) }
      return .dict(PythonDict(distinctEntries: entries))
    default: return container
    }
  }
}
