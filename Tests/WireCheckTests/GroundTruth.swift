import Foundation
import TestSupport
import Testing
import WireCore

/// What the two ends of a capture recorded, and what a check is expected to say of it: the JSON file beside
/// each capture, described in `Fixtures/captures/README.md`.
struct GroundTruth: Decodable, CustomTestStringConvertible {
  let capture: String
  let `protocol`: String
  let flows: [Flow]
  let messages: [Message]
  let expect: Expectation

  struct Flow: Decodable {
    let flow: Int
    let transport: String
    let client: String
    let server: String
  }

  struct Message: Decodable {
    let flow: Int
    let dir: String
    let kind: String
    let handler: String?
    let seq: Int?
    let flags: Int?
    let serializer: String?
    let payload_len: Int?
    let payload_sha256: String?
    let defect: String?
    let in_capture: String?

    /// Whether a reader must come to the same message.
    var isReadable: Bool { defect == nil && (in_capture ?? "full") == "full" }
  }

  struct Expectation: Decodable {
    let conformant: Bool?
    let security: [String]
    let security_may: [String]
    let capture_incomplete: Bool?
  }

  var testDescription: String { capture }

  /// Every truth of `Fixtures/captures`, in the order of their names.
  static let all: [GroundTruth] = {
    let folder = ProjectFiles.fixture("captures")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().compactMap { name in
      try? JSONDecoder().decode(
        GroundTruth.self, from: Data(contentsOf: folder.appending(path: name)))
    }
  }()

  /// The rules any of which answers a name of the truths; the names differ from ours in places.
  static func rules(for name: String) -> Set<Rule> {
    switch name {
    case "pickle-serializer", "pickle-payload": [.pickleSerializer, .rawPickle, .pickleRequest]
    case "marshal-annotation": [.marshalSerializer]
    case "gnosis-xml-pickle": [.xmlPickle]
    case "dangerous-global": [.dangerousClass, .dangerousCall]
    case "rawpickle": [.rawPickle]
    case "xxe": [.externalEntity]
    case "forbidden-class": [.foreignClass, .dangerousClass]
    case "cleartext-passphrase-challenge": [.weakChallenge]
    case "dunder-attribute": [.dangerousAttribute, .privateAttribute]
    case "remote-eval": [.dangerousCall]
    case "rpyc-pickle": [.pickleRequest]
    case "custom-exception-import": [.customException, .dangerousClass]
    case "nesting-bomb", "length-bomb": [.resourceLimit]
    case "hmac-missing": [.hmacAsymmetric]
    case "cleartext-transport": [.cleartext]
    case "traceback-disclosure": [.tracebackExposed, .versionExposed]
    case "not-pyro-data": [.unknownProtocol, .badMagic]
    case "authentication-failure": [.deniedConnection]
    default: Rule(rawValue: name).map { [$0] } ?? []
    }
  }
}
