import Crypto
import Foundation
import TestSupport
import Testing
import WireCore

@testable import WireCapture

/// The captures made to be nasty, against the record of what the peers sent.
@Suite struct NastyCaptureTests {
  /// The part of a ground truth that ordering has to answer for.
  struct Truth: Decodable, CustomTestStringConvertible {
    struct Flow: Decodable {
      var flow: Int
      var transport: String
      var client: String
      var server: String
    }
    struct Message: Decodable {
      var flow: Int
      var dir: String
      var wire_len: Int
      var wire_sha256: String
      var in_capture: String
    }
    var capture: String
    var flows: [Flow]
    var messages: [Message]
    var testDescription: String { capture }
  }

  static let truths: [Truth] = {
    let folder = ProjectFiles.fixture("captures")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasPrefix("nasty-") && $0.hasSuffix(".json") }.sorted().compactMap {
      try? JSONDecoder().decode(Truth.self, from: Data(contentsOf: folder.appending(path: $0)))
    }
  }()

  @Test func allAreThere() { #expect(Self.truths.count == 21) }

  @Test(arguments: truths) func accountsForEveryByteOfTheirFlow(truth: Truth) throws {
    let sink = try readCapture(ProjectFiles.fixtureBytes("captures/\(truth.capture)"))
    #expect(sink.breaches.isEmpty)
    let ends = sink.flows.map { "\($0.info.client) \($0.info.server)" }
    #expect(ends == truth.flows.map { "\($0.client) \($0.server)" })
    let flow = try #require(sink.flows.first)
    for direction in Direction.allCases {
      let messages = truth.messages.filter { $0.dir == direction.rawValue }
      let sent = messages.map(\.wire_len).reduce(0, +)
      let isCut = messages.contains { $0.in_capture == "none" }
      let count = flow.places(direction).count
      #expect(isCut ? count < sent : count == sent)
    }
  }

  @Test(arguments: truths) func givesTheBytesOfEveryMessageThatIsInTheCapture(truth: Truth) throws {
    let flow = try #require(readCapture(ProjectFiles.fixtureBytes("captures/\(truth.capture)")).flows.first)
    for direction in Direction.allCases {
      let messages = truth.messages.filter { $0.dir == direction.rawValue }
      let stream = flow.places(direction)
      // Of a capture that begins late the end is where it should be.
      var start = flow.info.midstream ? stream.count - messages.map(\.wire_len).reduce(0, +) : 0
      for message in messages {
        defer { start += message.wire_len }
        guard message.in_capture == "full" else { continue }
        let bytes = stream[start..<start + message.wire_len].compactMap { $0 }
        #expect(SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined() == message.wire_sha256)
      }
    }
  }

  /// What each capture lacks.
  @Test(
    arguments: [
      ("cut-file", [.damagedCapture]), ("lost-segment", [.missingBytes]),
      ("lost-segment-rpyc", [.missingBytes]),
      ("mid-connection", [.midstream]), ("mid-message", [.midstream]), ("snaplen", [.snapped]),
    ] as [(String, [Rule])])
  func reportsWhatIsMissing(name: String, rules: [Rule]) throws {
    let sink = try readCapture(ProjectFiles.fixtureBytes("captures/nasty-\(name).pcap"))
    #expect(sink.findings.map(\.rule) == rules)
  }

  @Test(arguments: truths) func reportsNothingOfCapturesThatAreWhole(truth: Truth) throws {
    let sink = try readCapture(ProjectFiles.fixtureBytes("captures/\(truth.capture)"))
    let isWhole = truth.messages.allSatisfy { $0.in_capture == "full" }
    #expect(sink.findings.isEmpty == isWhole)
  }
}
