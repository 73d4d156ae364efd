/// The names under which findings are reported.
///
/// They are stable: the list may grow, no name ever changes its meaning. `spec/rules.md` says of each
/// when it is found.
public enum Rule: String, Hashable, Sendable, CaseIterable {
  // MARK: Protocol

  /// `bad-magic`
  case badMagic = "bad-magic"
  /// `bad-version`
  case badVersion = "bad-version"
  /// `bad-checksum`
  case badChecksum = "bad-checksum"
  /// `bad-header`
  case badHeader = "bad-header"
  /// `unknown-message-type`
  case unknownMessageType = "unknown-message-type"
  /// `unknown-flag`
  case unknownFlag = "unknown-flag"
  /// `unknown-serializer`
  case unknownSerializer = "unknown-serializer"
  /// `unknown-handler`
  case unknownHandler = "unknown-handler"
  /// `unknown-label`
  case unknownLabel = "unknown-label"
  /// `annotation-overrun`
  case annotationOverrun = "annotation-overrun"
  /// `bad-annotation`
  case badAnnotation = "bad-annotation"
  /// `bad-frame-terminator`
  case badFrameTerminator = "bad-frame-terminator"
  /// `bad-compression-flag`
  case badCompressionFlag = "bad-compression-flag"
  /// `bad-compression`
  case badCompression = "bad-compression"
  /// `truncated-stream`
  case truncatedStream = "truncated-stream"
  /// `payload-syntax`
  case payloadSyntax = "payload-syntax"
  /// `trailing-bytes`
  case trailingBytes = "trailing-bytes"
  /// `bad-call-shape`
  case badCallShape = "bad-call-shape"
  /// `bad-boxing`
  case badBoxing = "bad-boxing"
  /// `no-handshake`
  case noHandshake = "no-handshake"
  /// `unexpected-message`
  case unexpectedMessage = "unexpected-message"
  /// `sequence-mismatch`
  case sequenceMismatch = "sequence-mismatch"
  /// `unsolicited-reply`
  case unsolicitedReply = "unsolicited-reply"
  /// `duplicate-sequence`
  case duplicateSequence = "duplicate-sequence"
  /// `rpyc-dialect-mismatch`
  case rpycDialectMismatch = "rpyc-dialect-mismatch"
  /// `oneway-reply`
  case onewayReply = "oneway-reply"
  /// `missing-reply`
  case missingReply = "missing-reply"
  /// `unknown-reference`
  case unknownReference = "unknown-reference"
  /// `hmac-mismatch`
  case hmacMismatch = "hmac-mismatch"
  /// `hmac-asymmetric`
  case hmacAsymmetric = "hmac-asymmetric"

  // MARK: Security

  /// `pickle-serializer`
  case pickleSerializer = "pickle-serializer"
  /// `marshal-serializer`
  case marshalSerializer = "marshal-serializer"
  /// `pickle-request`
  case pickleRequest = "pickle-request"
  /// `raw-pickle`
  case rawPickle = "raw-pickle"
  /// `classic-mode`
  case classicMode = "classic-mode"
  /// `dangerous-call`
  case dangerousCall = "dangerous-call"
  /// `dangerous-attribute`
  case dangerousAttribute = "dangerous-attribute"
  /// `private-attribute`
  case privateAttribute = "private-attribute"
  /// `dotted-name`
  case dottedName = "dotted-name"
  /// `mobile-code`
  case mobileCode = "mobile-code"
  /// `code-in-literal`
  case codeInLiteral = "code-in-literal"
  /// `custom-exception`
  case customException = "custom-exception"
  /// `dangerous-class`
  case dangerousClass = "dangerous-class"
  /// `external-entity`
  case externalEntity = "external-entity"
  /// `entity-expansion`
  case entityExpansion = "entity-expansion"
  /// `decompression-bomb`
  case decompressionBomb = "decompression-bomb"
  /// `resource-limit`
  case resourceLimit = "resource-limit"
  /// `traceback-exposed`
  case tracebackExposed = "traceback-exposed"
  /// `version-exposed`
  case versionExposed = "version-exposed"
  /// `cleartext`
  case cleartext = "cleartext"
  /// `weak-challenge`
  case weakChallenge = "weak-challenge"
  /// `no-authentication`
  case noAuthentication = "no-authentication"
  /// `denied-connection`
  case deniedConnection = "denied-connection"
  /// `xml-pickle`
  case xmlPickle = "xml-pickle"
  /// `foreign-class`
  case foreignClass = "foreign-class"
  /// `flame`
  case flame = "flame"
  /// `nameserver-open`
  case nameserverOpen = "nameserver-open"
  /// `old-tls`
  case oldTls = "old-tls"

  // MARK: Capture

  /// `missing-bytes`
  case missingBytes = "missing-bytes"
  /// `midstream`
  case midstream = "midstream"
  /// `conflicting-bytes`
  case conflictingBytes = "conflicting-bytes"
  /// `snapped`
  case snapped = "snapped"
  /// `damaged-capture`
  case damagedCapture = "damaged-capture"
  /// `unknown-protocol`
  case unknownProtocol = "unknown-protocol"
  /// `encrypted`
  case encrypted = "encrypted"
}

extension Rule {
  /// What a finding is about.
  public enum Category: String, Hashable, Sendable, CaseIterable {
    /// The bytes break the protocol.
    case `protocol`
    /// The traffic can harm an end of the connection.
    case security
    /// The capture does not hold everything.
    case capture
  }

  /// How much a finding weighs.
  public enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
    /// Worth knowing.
    case note
    /// Worth looking into.
    case warning
    /// Worth stopping for.
    case error

    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }

    /// Notes weigh less than warnings, warnings less than errors.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
  }

  /// The rule's category.
  public var category: Category {
    switch self {
    case .badMagic, .badVersion, .badChecksum, .badHeader, .unknownMessageType, .unknownFlag,
      .unknownSerializer, .unknownHandler, .unknownLabel, .annotationOverrun, .badAnnotation,
      .badFrameTerminator, .badCompressionFlag, .badCompression, .truncatedStream, .payloadSyntax,
      .trailingBytes, .badCallShape, .badBoxing, .noHandshake, .unexpectedMessage, .sequenceMismatch,
      .unsolicitedReply, .duplicateSequence, .rpycDialectMismatch, .onewayReply, .missingReply,
      .unknownReference, .hmacMismatch, .hmacAsymmetric:
      .protocol
    case .missingBytes, .midstream, .conflictingBytes, .snapped, .damagedCapture, .unknownProtocol,
      .encrypted:
      .capture
    default:
      .security
    }
  }

  /// The severity that a finding of the rule has unless a policy says otherwise.
  public var defaultSeverity: Severity {
    switch self {
    case .missingReply, .tracebackExposed, .versionExposed, .cleartext, .noAuthentication,
      .deniedConnection, .nameserverOpen, .midstream, .unknownProtocol, .encrypted:
      .note
    case .unknownReference, .marshalSerializer, .privateAttribute, .customException, .weakChallenge,
      .xmlPickle, .foreignClass, .oldTls, .missingBytes, .conflictingBytes, .snapped:
      .warning
    default:
      .error
    }
  }
}

extension Rule {
  /// What is wrong with a message whose zlib data cannot be inflated.
  package init(ofInflation error: WireError) {
    switch error.kind {
    case .limit: self = .decompressionBomb
    case .trailing: self = .trailingBytes
    default: self = .badCompression
    }
  }
}
