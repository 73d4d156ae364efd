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

  /// What Pyro4 4.25 writes of exceptions: none says that it is one, as they do from protocol 47 on.
  @Test(
    arguments: [
      ("exceptions.ValueError", 46, []), ("builtins.KeyError", 46, []), ("demo.Wrong", 46, [.foreignClass]),
      ("exceptions.ValueError", 47, [.foreignClass]), ("exceptions.ValueError", 48, [.foreignClass]),
    ] as [(String, UInt16, [Rule])])
  func exceptionsOf46HaveNoMarker(name: String, version: UInt16, rules: [Rule]) {
    let raised = #"{"args": ["bad", 3], "__class__": "\#(name)", "attributes": {}}"#
    #expect(Self.answered(raised, version: version, flags: .exception).faults == rules)
    let wrapped = #"[1, {"__class__": "Pyro4.futures._ExceptionWrapper", "exception": \#(raised)}]"#
    #expect(Self.answered(wrapped, version: version).faults == rules)
  }

  @Test func instancesOf46AreNoExceptions() {
    let instance = #"{"__class__": "builtins.ValueError", "balance": 3}"#
    #expect(Self.answered(instance, version: 46).faults == [.foreignClass])
  }

  /// A client of today at a daemon of release 4.30, which waits for no CONNECT.
  @Test func connectToADaemonThatSpeaksFirst() throws {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.send4(
      .serverToClient,
      Pyro4Message(
        version: 47, type: .connectOK, serializer: .json, sequence: 1, payload: Array(#""ok""#.utf8)))
    dialogue.client4(.connect, 0, Dialogue.object4, flags: .metadataOnConnect)
    let heard = dialogue.heard()
    #expect(heard.faults == [.badVersion, .unexpectedMessage])
    let finding = try #require(heard.findings.first { $0.rule == .unexpectedMessage })
    #expect(finding.detail == "CONNECT to a daemon that has opened the handshake itself")
  }

  /// What is found in an answer, on a connection of this version.
  private static func answered(_ payload: String, version: UInt16, flags: Pyro4Flags = []) -> RecordingSink {
    var dialogue = version < 48 ? Dialogue(generation: .pyro4) : Dialogue.pyro4()
    let texts: [(Direction, Pyro4MessageType, UInt16, String)] = [
      (.serverToClient, .connectOK, 1, #""ok""#), (.clientToServer, .invoke, 2, Dialogue.call4),
      (.serverToClient, .result, 2, payload),
    ]
    for (direction, type, sequence, text) in texts where version < 48 || type != .connectOK {
      let message = Pyro4Message(
        version: version, type: type, serializer: .json, flags: type == .result ? flags : [],
        sequence: sequence, payload: Array(text.utf8))
      dialogue.send4(direction, message)
    }
    return dialogue.heard()
  }
}
