import PyroWire
import Testing
import WireCapture
import WireCore

@testable import WireCheck

/// Connections that begin with something other than a conversation, or with none that has frames.
@Suite struct FlowFrontTests {
  @Test func takesTheInterruptOfADaemonToItself() {
    var bench = CheckerBench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["SHUTDOWN_INTERRUPT"])
    #expect(report.findings.isEmpty)
  }

  /// Releases up to 4.41 greet, or refuse, what has woken them.
  @Test(arguments: [(Pyro4MessageType.connectOK, UInt16(47), #""ok""#), (.connectFail, 48, #""no""#)])
  func readsTheAnswerToTheInterrupt(type: Pyro4MessageType, version: UInt16, text: String) throws {
    var bench = CheckerBench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let answer = Pyro4Message(
      version: version, type: type, serializer: .json, sequence: 0, payload: Array(text.utf8))
    let bytes = try Pyro4Encoder().encode(answer)
    for byte in bytes { bench.send([byte], from: .serverToClient) }
    let report = bench.report()
    let messages = report.flows[0].messages ?? []
    #expect(
      messages.map(\.message.kind) == [
        "SHUTDOWN_INTERRUPT", type == .connectOK ? "CONNECTOK" : "CONNECTFAIL",
      ])
    #expect(messages.map(\.message.index) == [0, 1] && messages.map(\.packet) == [2, bytes.count + 2])
    #expect(report.flows[0].spoken == .pyro4)
    #expect(report.findings.allSatisfy { $0.severity == .note })
  }

  /// More of the same direction tells nothing, and is none of a daemon's.
  @Test func readsNoAnswerFromWhoHasSentTheInterrupt() {
    var bench = CheckerBench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    bench.send(connect4(version: 48), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["SHUTDOWN_INTERRUPT"])
    #expect(report.findings.isEmpty)
  }

  /// Nor is it held, however much of it comes, and from whichever end.
  @Test(arguments: Direction.allCases) func holdsNothingBehindTheInterrupt(direction: Direction) {
    let marks = [UInt8](repeating: 0x21, count: 16)
    var bench = CheckerBench()
    bench.send(marks, from: .clientToServer)
    for _ in 0..<1_000 { bench.send(marks, from: direction) }
    let probe = bench.checker.slots[0]?.probe
    #expect(Direction.allCases.map { probe?.bytes(from: $0).count ?? 0 }.max() == 16)
  }

  /// GETROOT of RPyC 6, and an answer to it.
  private static let getRoot: [UInt8] = [0, 0, 0, 8, 0, 1, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 2, 0x0A]
  private static let root: [UInt8] = {
    // (2, (0, (4, ("S", 1, 2))))
    let data: [UInt8] = [2, 0x11, 0x50, 0x11, 0x54, 0x12, 0x0E, 1, 0x53, 0x51, 0x52]
    return [0, 0, 0, UInt8(data.count), 0] + data + [0x0A]
  }()

  /// REP-39: a word that an authenticator asks for, from either end, in one piece with the first frame or not.
  @Test(arguments: [Direction.clientToServer, .serverToClient], [1, 2, 5])
  func passesOverWhatAnAuthenticatorWants(sender: Direction, piece: Int) {
    var bench = CheckerBench()
    let word = Array("Ma6ik".utf8)
    if sender == .clientToServer {
      let all = word + Self.getRoot
      for start in stride(from: 0, to: all.count, by: piece) {
        bench.send(Array(all[start..<min(all.count, start + piece)]), from: .clientToServer)
      }
      bench.send(Self.root, from: .serverToClient)
    } else {
      bench.send(Array(word.prefix(piece)), from: .serverToClient)
      bench.send(Self.getRoot, from: .clientToServer)
      bench.send(word.dropFirst(piece) + Self.root, from: .serverToClient)
    }
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REQUEST", "REPLY"])
    #expect(report.verdict == .conformant && rules(report) == [.cleartext, .unknownProtocol])
    let who = sender == .clientToServer ? "client" : "server"
    #expect(
      report.findings.first { $0.rule == .unknownProtocol }?.detail
        == "the first 5 bytes of the \(who) are no RPyC: an authenticator's, most likely")
  }

  /// What comes in place of a frame and could be one is a damaged frame; and a frame must come at last.
  @Test func passesOverNothingElse() {
    let word = Array("Ma6ik".utf8)
    let unended = word + Self.getRoot.dropLast() + [0x0B]
    let long = [UInt8](repeating: 0x58, count: 2_049 - Self.root.count)
    let fronts: [([UInt8], Rule)] = [
      ([0, 0, 0, 2, 0, 9, 0x11, 0x0A] + Self.getRoot, .unknownMessageType), (word, .resourceLimit),
      (unended, .resourceLimit), (long, .resourceLimit),
    ]
    for (bytes, rule) in fronts {
      var bench = CheckerBench()
      bench.send(bytes, from: .clientToServer)
      bench.send(Self.root, from: .serverToClient)
      bench.send(Self.getRoot, from: .clientToServer)
      let found = rules(bench.report())
      // A whole frame follows the word in the end.
      let isWord = bytes == word || bytes == unended
      #expect(found.contains(rule) != isWord && found.contains(.unknownProtocol) == isWord)
    }
  }

  @Test func doesNotTakeTheInterruptFromElsewhere() {
    var bench = CheckerBench(client: 0x0A00_0001)
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown)
    #expect(rules(report) == [.unknownProtocol])
    #expect(report.verdict == .undetermined)
  }

  /// RPYC-60: ("RPYC", "QUERY", ("FOO",)) from a Python 3, and from a Python 2.
  @Test(
    arguments: [
      [0x12, 0x08, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x08, 0x0E, 5] + Array("QUERY".utf8) + [0x10, 0x08, 0x0C]
        + Array("FOO".utf8),
      [0x12, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x0E, 5] + Array("QUERY".utf8) + [0x10, 0x0C] + Array("FOO".utf8),
    ] as [[UInt8]], [1, 5, 64])
  func readsAConnectionToARegistry(request: [UInt8], piece: Int) {
    var bench = CheckerBench()
    for start in stride(from: 0, to: request.count, by: piece) {
      bench.send(Array(request[start..<min(request.count, start + piece)]), from: .clientToServer)
    }
    let asked = bench.packet
    // ()
    bench.send([0x02], from: .serverToClient)
    bench.send([0x02], from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .rpyc)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REGISTRY", "REGISTRY"])
    #expect(report.flows[0].messages?.map(\.message.payloadLength) == [request.count, 1])
    #expect(report.flows[0].messages?.map(\.packet) == [asked, asked + 1])
    #expect(rules(report) == [.cleartext, .nameserverOpen] && report.verdict == .conformant)
  }

  /// No value, one past what a registry reads, one with a hole in it.
  @Test func readsNoMoreThanARegistry() {
    let front: [UInt8] = [0x12, 0x0D, 0x52, 0x50, 0x59, 0x43]
    for rest in [[], [UInt8](repeating: 0x50, count: 1_495), [0xFF]] {
      var bench = CheckerBench()
      bench.send(front + rest, from: .clientToServer)
      bench.send([0x50, 0x50], from: .clientToServer)
      let report = bench.report()
      #expect(report.flows[0].messageCount == 0 || rest == [])
    }
    var bench = CheckerBench()
    bench.send(front, from: .clientToServer)
    bench.checker.lost(3, of: bench.flow.id, from: .clientToServer, before: PacketStamp(number: 9))
    bench.send([0x50, 0x50], from: .clientToServer)
    #expect(bench.report().flows[0].messageCount == 0)
  }
}
