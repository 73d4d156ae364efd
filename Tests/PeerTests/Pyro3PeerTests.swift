import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

/// A live Pyro 3.16 daemon, spoken to with our encoder and decoder over a plain socket.
@Suite(.enabled(if: PythonTwoPackage.pyro3.isExpected, "no Pyro 3.16, or no Python 2.7 for it (make setup)"))
struct Pyro3PeerTests {
  /// A daemon that anyone may use, and that takes code. It takes a while to start one under Jython.
  static let open = Result { try server("mobile") }

  static func server(_ arguments: String...) throws -> LiveServer {
    try PythonTwoPackage.pyro3.serve("Tests/peers/pyro3_daemon.py", arguments: arguments)
  }

  @Test func speaksToADaemon() throws {
    let server = try Self.open.get()
    var client = try WatchedPyro3Client(port: server.port)
    #expect(try client.shakeHands() == .granted)
    let ledger = try client.resolve("demo_ledger")
    #expect(try client.call(Pyro3Request(object: ledger, method: "add", positional: [3, 4])) == 7)
    #expect(client.lastSummary == "7")
    let greeting = Pyro3Request(
      object: ledger, method: "greet", positional: [.bytes(Array("bob".utf8))],
      keywords: PythonDict(distinctEntries: [.init(key: "mark", value: "?")]))
    #expect(try client.call(greeting)?.repr == "'hello bob?'")
    #expect(client.watched.messages.suffix(2).first?.summary == "demo_ledger.greet('bob', mark='?')")

    let read = Pyro3Request(object: ledger, method: "_r_ga", positional: ["total"])
    let write = Pyro3Request(object: ledger, method: "_r_sa", positional: ["total", 99])
    #expect(try client.call(read) == 10)
    #expect(try client.call(write) == PythonValue.none)
    #expect(try client.call(read) == 99)
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.pickleSerializer])
    #expect(client.watched.findings.map(\.rule).contains(.noAuthentication))
    let answers = client.watched.messages.filter { $0.kind == "RESULT" }
    #expect(answers.count == 6 && answers.allSatisfy { $0.answers != nil })
  }

  @Test func valuesGoThroughADaemon() throws {
    let server = try Self.open.get()
    var client = try WatchedPyro3Client(port: server.port)
    #expect(try client.shakeHands() == .granted)
    let ledger = try client.resolve("demo_ledger")
    let values: [PythonValue] = [
      .none, true, false, 0, -1, 255, 256, 2_147_483_648, .int(.min), 2.5, -0.0, "é€😀", .bytes([0, 0xFF]),
      [1, [2, []]], .tuple([]), .tuple([1]), .tuple([1, 2, 3, 4]), ["k": 1, 2: .tuple(["x", .none])],
    ]
    for value in values {
      let answer = try client.call(Pyro3Request(object: ledger, method: "echo", positional: [value]))
      #expect(answer?.unnumbered == value, "\(value.repr)")
    }
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.pickleSerializer])
  }

  @Test func exceptionsComeBack() throws {
    let server = try Self.open.get()
    var client = try WatchedPyro3Client(port: server.port)
    #expect(try client.shakeHands() == .granted)
    let ledger = try client.resolve("demo_ledger")
    _ = try client.call(Pyro3Request(object: ledger, method: "fail"))
    #expect(client.lastSummary == "raises exceptions.ValueError('no such shelf', 42)")
    _ = try client.call(Pyro3Request(object: "none", method: "add", positional: [1, 2]))
    #expect(client.lastSummary?.hasPrefix("raises Pyro.errors.ProtocolError('unknown object ID'") == true)
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.pickleSerializer])
    #expect(client.watched.findings.map(\.rule).contains(.tracebackExposed))
  }

  @Test func oneWayCallsChecksumsAndCompression() throws {
    let server = try Self.server("checksum", "compress")
    var client = try WatchedPyro3Client(
      port: server.port, encoder: Pyro3Encoder(compresses: true, checksums: true))
    #expect(try client.shakeHands() == .granted)
    let ledger = try client.resolve("demo_ledger")
    for line in ["a", "b"] {
      let note = Pyro3Request(object: ledger, method: "note", positional: [.string(line)], isOneway: true)
      #expect(try client.call(note) == nil)
    }
    let text = try client.call(Pyro3Request(object: ledger, method: "text", positional: [500]))
    #expect(text?.repr == "'\(String(repeating: "abc ", count: 500))'")
    #expect(client.watched.messages.last?.flags == 3)
    #expect(client.watched.messages.last?.payloadLength ?? 0 > 2_000)
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.pickleSerializer])
  }

  @Test func passphrases() throws {
    let server = try Self.server("passphrase=open sesame")
    let right = Pyro3Passphrase("open sesame")
    for (passphrase, rules) in [
      (Pyro3Passphrase.none, [Rule.deniedConnection]),
      (Pyro3Passphrase("wrong"), [.weakChallenge, .deniedConnection]),
    ] {
      var client = try WatchedPyro3Client(port: server.port, known: [right])
      #expect(try client.shakeHands(passphrase) == .denied(.security))
      client.end()
      #expect(client.watched.findings.map(\.rule) == rules)
    }
    var client = try WatchedPyro3Client(port: server.port, known: [right])
    #expect(try client.shakeHands(right) == .granted)
    let ledger = try client.resolve("demo_ledger")
    #expect(try client.call(Pyro3Request(object: ledger, method: "add", positional: [1, 1])) == 2)
    client.end()
    #expect(client.watched.findings.map(\.rule) == [.weakChallenge, .pickleSerializer])
    #expect(client.watched.messages[1].summary?.hasSuffix("of the passphrase given") == true)
  }

  @Test func aServerWithoutRoomSaysSoFirst() throws {
    let server = try Self.server("most=2")
    var first = try WatchedPyro3Client(port: server.port)
    #expect(try first.shakeHands() == .granted)
    _ = try first.resolve("demo_ledger")
    var second = try WatchedPyro3Client(port: server.port)
    #expect(try second.shakeHands() == .denied(.tooBusy))
    second.end()
    #expect(second.watched.findings.map(\.rule) == [.deniedConnection])
  }

  @Test func codeIsAskedForAndSent() throws {
    let server = try Self.open.get()
    var client = try WatchedPyro3Client(port: server.port)
    #expect(try client.shakeHands() == .granted)
    let ledger = try client.resolve("demo_ledger")
    let source = PythonValue.bytes(Array("class Note:\n  pass\n".utf8))
    let supply = Pyro3Request(
      object: .string(ledger), method: "remote_supply_code", flags: [],
      arguments: [.bytes(Array("agent_notes".utf8)), source, .tuple(["127.0.0.1", 1])])
    #expect(try client.call(supply) == PythonValue.none)
    let retrieve = Pyro3Request(
      object: .string(ledger), method: "remote_retrieve_code", flags: [],
      arguments: [.bytes(Array("tempfile".utf8))])
    #expect(try client.call(retrieve) != nil)
    client.end()
    #expect(client.watched.findings.map(\.rule).count { $0 == .mobileCode } == 2)
  }
}
