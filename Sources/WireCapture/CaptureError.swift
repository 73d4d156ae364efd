/// Why a capture could not be read at all. What goes wrong inside a capture that can be read is a
/// finding, not an error.
public struct CaptureError: Error, Hashable, Sendable {
  /// The kinds of fault.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// There is no such file.
    case notFound
    /// It is a directory.
    case directory
    /// It may not be read.
    case permission
    /// The operating system could not read it.
    case unreadable
    /// It has no bytes.
    case empty
    /// Its first bytes are those of no capture format.
    case notCapture
    /// It is compressed in a way that is not read here.
    case compression
    /// It is a capture of a version that is not known.
    case version
    /// None of its link types is known.
    case linkType
  }

  /// The kind of fault.
  public var kind: Kind
  /// What is wrong, for a person: a phrase without a capital or a full stop.
  public var detail: String

  /// Makes an error.
  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }
}

extension CaptureError: CustomStringConvertible {
  /// The detail alone: it says all that the kind does.
  public var description: String { detail }
}
