import Foundation
import PyroWire
import TestSupport
import Testing
import WireCore

/// Conversations of protocols 46 and 47, as Pyro4 of those days had them.
@Suite struct Pyro4OlderProtocolTests {
  /// A recorded conversation.
  struct Recording: CustomTestStringConvertible {
    let name: [Substring]
    var dialogue = Dialogue(generation: .pyro4)

    var testDescription: String { name.joined(separator: " ") }
    var key: Pyro4HMAC? { name[2] == "-" ? nil : Pyro4HMAC(key: Array(name[2].utf8)) }
  }

  static let recordings: [Recording] = {
    let file = ProjectFiles.fixture("pyro4/older-protocols.txt")
    var recordings: [Recording] = []
    for line in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n") {
      let words = line.split(separator: " ")
      if line.hasPrefix("#") { continue }
      if let direction = Direction(rawValue: String(words[0])), !recordings.isEmpty {
        recordings[recordings.count - 1].dialogue.turns.append((direction, hexBytes(words[1])))
      } else {
        recordings.append(Recording(name: words))
      }
    }
    return recordings
  }()

  @Test func thereAreRecordings() {
    #expect(Self.recordings.count == 6)
    #expect(Self.recordings.allSatisfy { $0.dialogue.turns.count >= 3 })
  }

  @Test(arguments: recordings) func readsAndJudgesThem(recording: Recording) {
    let heard = recording.dialogue.heard(options: .init(describes: true, hmac: recording.key))
    #expect(heard.messages.count == recording.dialogue.turns.count)
    #expect(heard.messages.first?.summary == "accepted, 'ok'")
    #expect(heard.messages.suffix(2).map(\.summary) == ["demo.add(1, 2)", "3"])
    #expect(heard.messages.filter { $0.kind == "RESULT" }.allSatisfy { $0.answers != nil })
    let expected: [Rule] =
      switch recording.name[3] {
      case "marshal": [.marshalSerializer]
      case "pickle": [.pickleSerializer]
      default: []
      }
    #expect(heard.faults == expected)
    #expect(heard.rules.contains(.noAuthentication) == (recording.key == nil))
    #expect(
      recording.dialogue.heard(options: .init(describes: true, hmac: recording.key), piece: 1) == heard)
  }

  @Test(arguments: recordings) func writesTheSameBytes(recording: Recording) throws {
    let encoder = Pyro4Encoder(hmac: recording.key)
    for (_, bytes) in recording.dialogue.turns {
      #expect(try encoder.encode(decoded4(bytes)) == bytes)
    }
  }
}
