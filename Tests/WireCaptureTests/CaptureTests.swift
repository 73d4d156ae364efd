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

  @Test func allAreThere() { #expect(Self.truths.count == 20) }

  @Test(arguments: truths) func accountsForEveryByteOfTheirFlow(truth: Truth) throws {
    let sink = try readCapture(ProjectFiles.fixtureBytes("captures/\(truth.capture)"))
    #expect(sink.breaches.isEmpty)
    #expect(
      sink.flows.map { "\($0.info.client) \($0.info.server)" }
        == truth.flows.map { "\($0.client) \($0.server)" })
    let flow = try #require(sink.flows.first)
    for direction in Direction.allCases {
      let messages = truth.messages.filter { $0.dir == direction.rawValue }
      let sent = messages.map(\.wire_len).reduce(0, +)
      let seen = (flow.streams[direction] ?? []).count + (flow.lost[direction] ?? []).reduce(0, +)
      let isCut = messages.contains { $0.in_capture == "none" }
      #expect(isCut ? seen < sent : seen == sent)
    }
  }
}
