import PythonValues
import WireCore

extension XMLPickle {
  /// What ``inspect(_:options:)`` found.
  public struct Inspection: Sendable {
    /// The value, as far as it can be told; `nil` where reading had to stop.
    public var value: PythonValue?
    /// The first error that ``decode(_:options:)-(Span<UInt8>,_)`` with all permissions would have met.
    public var error: WireError?
    /// The dialect; `nil` where reading ended before the root element.
    public var dialect: Dialect?
    /// What is worth knowing, in the order of the document; at most ``mostObservations``.
    public var observations: [Observation]

    /// How many observations are kept of one document.
    public static let mostObservations = 10_000
  }

  /// Something in a document that its reference would act upon, or that only an attacker writes.
  public struct Observation: Hashable, Sendable {
    /// What it is.
    public var kind: Kind
    /// Where it stands: a byte of the document (of the inflated one, where it is compressed).
    public var offset: Int

    /// Makes an observation.
    public init(_ kind: Kind, at offset: Int) {
      self.kind = kind
      self.offset = offset
    }

    /// The kinds of observation.
    public enum Kind: Hashable, Sendable {
      /// An instance of a class: the reference looks the class up, or imports it, by these names.
      case instance(module: String?, className: String)
      /// An instance with constructor's arguments: the reference calls the constructor.
      case constructorCall(module: String?, className: String)
      /// A function by name.
      case function(module: String, name: String)
      /// A class by name.
      case classReference(module: String?, name: String)
      /// A pickle within the document, which the reference loads.
      case rawPickle([UInt8])
      /// A marshalled code object, which the reference loads.
      case code([UInt8])
      /// A value that a mutator makes of another: `SRE` compiles a regular expression …
      case mutator(String)
      /// What stands for a number and is none: older readers evaluate it. At most 200 bytes of it.
      case notANumber(String)
      /// A name of a class or module that Python could not have given: the references paste it into
      /// code that they execute. At most 200 bytes of it.
      case notAName(String)
      /// A string escape that makes an apostrophe: the reference pastes the text between
      /// apostrophes and executes it. Its encoder never writes one.
      case escapedApostrophe
      /// A document type that names another external subset than Gnosis's own.
      case foreignDocumentType(String)
      /// An entity declared within the document.
      case internalEntity(name: String)
      /// An entity outside of the document.
      case externalEntity(name: String, identifier: String)
      /// A reference to an entity that is not one of XML's five.
      case entityReference(name: String)
      /// Another declaration: of attributes, elements or notations.
      case declaration(name: String)
    }
  }
}
