/// Why bytes could not be read: what kind of fault, where, and while reading what.
public struct WireError: Error, Hashable, Sendable {
  /// The kinds of fault. They are the error kinds of the testee protocol.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The bytes are not the format.
    case syntax
    /// The input ends too soon.
    case truncated
    /// Bytes follow the value.
    case trailing
    /// A limit of depth, size, count, digits or expansion was reached.
    case limit
    /// Well formed, but refused by policy.
    case forbidden
    /// Legal in the format, not in this implementation.
    case unsupported
    /// No such value exists on this side.
    case unrepresentable
  }

  /// The kind of fault.
  public var kind: Kind
  /// The byte at which the input stopped being good, counted from the start of the input that
  /// was given (or of the stream, where the reader was told where in it the input stands).
  public var offset: Int
  /// What was being read, as a noun: `string escape`, `frame length`.
  public var reading: String
  /// What is wrong, for a person, in a few words: no offset, no capital, no full stop.
  public var detail: String

  /// Makes an error.
  public init(_ kind: Kind, at offset: Int, reading: String, _ detail: String) {
    self.kind = kind
    self.offset = offset
    self.reading = reading
    self.detail = detail
  }
}

extension WireError: CustomStringConvertible {
  /// One line for a person: `syntax error at byte 17, reading a string escape: …`.
  public var description: String {
    "\(kind.phrase) at byte \(offset), reading \(reading): \(detail)"
  }
}

extension WireError.Kind {
  /// The kind as the beginning of a sentence.
  var phrase: String {
    switch self {
    case .syntax: "syntax error"
    case .truncated: "the input ends too soon"
    case .trailing: "bytes after the value"
    case .limit: "limit reached"
    case .forbidden: "refused"
    case .unsupported: "not supported"
    case .unrepresentable: "not representable"
    }
  }
}

extension WireError {
  /// The error of a part of an input, with its offset in the whole.
  package func moved(by offset: Int) -> WireError {
    var error = self
    error.offset += offset
    return error
  }
}
