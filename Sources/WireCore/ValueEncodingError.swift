/// Why a value could not be written in a format: what kind of fault, where in the value, and what.
///
/// What ``WireError`` is for reading, with a path in place of an offset.
public struct ValueEncodingError: Error, Hashable, Sendable {
  /// The kind of fault: `limit` for nesting and size, `unrepresentable` for what the format has no form of.
  public var kind: WireError.Kind
  /// Where in the value the fault stands, as Python would look it up: `[3]['key']`; empty for the value
  /// itself. An element of a set is `{2}`, in the order of writing; a key is `.key(2)` of its dict.
  public var path: String
  /// What is wrong, for a person, in a few words: no capital, no full stop.
  public var detail: String

  /// Makes an error.
  public init(_ kind: WireError.Kind, path: String, _ detail: String) {
    self.kind = kind
    self.path = path
    self.detail = detail
  }
}

extension ValueEncodingError: CustomStringConvertible {
  /// One line for a person: `not representable at [3]['key']: …`.
  public var description: String {
    "\(kind.phrase) at \(path.isEmpty ? "the value itself" : path): \(detail)"
  }
}
