public import WireCore

/// One vector: a document, what it has to become, and why (`Fixtures/README.md`).
public struct ConformanceVector: Sendable {
  /// Whether a document has to be read, refused, or may be either.
  public enum Side: String, Sendable, CaseIterable {
    /// The document has to be read.
    case valid
    /// The document has to be refused.
    case invalid
    /// References differ, or leave it open.
    case either
  }

  /// How a document has to be refused.
  public struct Refusal: Sendable, Hashable {
    /// What is wrong.
    public let kind: WireError.Kind
    /// The byte at which the document stops being good.
    public let offset: Int
    /// The last offset that is as good: what reads XML notices a fault when the tag is whole.
    public let through: Int
  }

  /// An operation of the testee protocol.
  public enum Operation: String, Sendable, CaseIterable {
    /// Bytes to a value.
    case decode
    /// A value to bytes.
    case encode
    /// Bytes to a value to bytes.
    case reencode
    /// A conversation to its messages and findings.
    case check
  }

  /// `format/side/name`, also the path below `Fixtures/` without an extension.
  public let id: String
  /// `serpent`, `brine`, `xmlpickle`, `vinegar`, `pyro3`, `pyro4`, `pyro5`, `rpyc`.
  public let format: String
  /// Whether the document has to be read.
  public let side: Side
  /// One sentence for a person.
  public let comment: String
  /// The statements of `spec/` that it holds an implementation to.
  public let statements: [String]
  /// The names of notes in `Fixtures/notes.json`: what a failure means.
  public let flags: [String]
  /// Who made the input, and who says what it has to become.
  public let source: (input: String, verdict: String)
  /// What is asked about it.
  public let operations: [Operation]
  /// The dialects in which it is asked; empty where the format has one.
  public let dialects: [String]
  /// How it has to be refused, where it may be.
  public let refusal: Refusal?
  /// The document.
  public let data: [UInt8]
  /// What re-encoding gives: ``data``, unless the sidecar has something else.
  public let canonical: [UInt8]
  /// What it becomes when decoded, as typed JSON; `nil` where it may not be read.
  let decoded: TypedNode?
  /// The value that is to be encoded.
  let value: TypedNode?
  /// The options as JSON, name by name.
  let options: [(name: String, json: [UInt8])]
}

/// A value in typed JSON that stands in a larger JSON text.
struct TypedNode: Sendable {
  let document: JSONDocument
  let index: Int

  /// Its text.
  var json: ArraySlice<UInt8> {
    let node = document.nodes[index]
    let quotes = node.kind == .string ? 1 : 0
    return document.bytes[node.range.lowerBound - quotes..<node.range.upperBound + quotes]
  }
}
