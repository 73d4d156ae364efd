public import WireCore

/// What a person needs to know of a rule: what it means, why it matters, what to do about it.
public struct RuleExplanation: Hashable, Sendable {
  /// What is found, in one line without a full stop.
  public let summary: String
  /// What the finding says about the bytes.
  public let what: String
  /// Who can be harmed by it, and how.
  public let why: String
  /// What to do, in order of preference.
  public let action: String
  /// The protocol versions it applies to, and the advisories that belong to it.
  public let affects: [String]

  /// Line breaks of the source are blanks: what prints the texts breaks them to its own width.
  init(_ summary: String, what: String, why: String, action: String, affects: [String]) {
    self.summary = summary
    self.what = what.replacing("\n", with: " ")
    self.why = why.replacing("\n", with: " ")
    self.action = action.replacing("\n", with: " ")
    self.affects = affects.map { $0.replacing("\n", with: " ") }
  }
}

extension Rule {
  /// What a person needs to know of the rule.
  public var explanation: RuleExplanation {
    switch self {
    case .badMagic: .badMagic
    case .badVersion: .badVersion
    case .badChecksum: .badChecksum
    case .badHeader: .badHeader
    case .unknownMessageType: .unknownMessageType
    case .unknownFlag: .unknownFlag
    case .unknownSerializer: .unknownSerializer
    case .unknownHandler: .unknownHandler
    case .unknownLabel: .unknownLabel
    case .annotationOverrun: .annotationOverrun
    case .badAnnotation: .badAnnotation
    case .badFrameTerminator: .badFrameTerminator
    case .badCompressionFlag: .badCompressionFlag
    case .badCompression: .badCompression
    case .truncatedStream: .truncatedStream
    case .payloadSyntax: .payloadSyntax
    case .trailingBytes: .trailingBytes
    case .badCallShape: .badCallShape
    case .badBoxing: .badBoxing
    case .noHandshake: .noHandshake
    case .unexpectedMessage: .unexpectedMessage
    case .sequenceMismatch: .sequenceMismatch
    case .unsolicitedReply: .unsolicitedReply
    case .duplicateSequence: .duplicateSequence
    case .rpycDialectMismatch: .rpycDialectMismatch
    case .onewayReply: .onewayReply
    case .missingReply: .missingReply
    case .unknownReference: .unknownReference
    case .hmacMismatch: .hmacMismatch
    case .hmacAsymmetric: .hmacAsymmetric
    case .pickleSerializer: .pickleSerializer
    case .marshalSerializer: .marshalSerializer
    case .pickleRequest: .pickleRequest
    case .rawPickle: .rawPickle
    case .classicMode: .classicMode
    case .dangerousCall: .dangerousCall
    case .dangerousAttribute: .dangerousAttribute
    case .privateAttribute: .privateAttribute
    case .dottedName: .dottedName
    case .mobileCode: .mobileCode
    case .codeInLiteral: .codeInLiteral
    case .customException: .customException
    case .dangerousClass: .dangerousClass
    case .externalEntity: .externalEntity
    case .entityExpansion: .entityExpansion
    case .decompressionBomb: .decompressionBomb
    case .resourceLimit: .resourceLimit
    case .tracebackExposed: .tracebackExposed
    case .versionExposed: .versionExposed
    case .cleartext: .cleartext
    case .weakChallenge: .weakChallenge
    case .noAuthentication: .noAuthentication
    case .deniedConnection: .deniedConnection
    case .xmlPickle: .xmlPickle
    case .foreignClass: .foreignClass
    case .flame: .flame
    case .nameserverOpen: .nameserverOpen
    case .oldTls: .oldTls
    case .missingBytes: .missingBytes
    case .midstream: .midstream
    case .conflictingBytes: .conflictingBytes
    case .snapped: .snapped
    case .damagedCapture: .damagedCapture
    case .unknownProtocol: .unknownProtocol
    case .encrypted: .encrypted
    }
  }
}
