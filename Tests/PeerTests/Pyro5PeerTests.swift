import PyroWire
import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// A live Pyro 5 daemon, spoken to with our encoder and decoder over a plain socket.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct Pyro5PeerTests {
  static func server(_ arguments: String...) throws -> LiveServer {
    try LiveServer(PeerPython("pyro5"), "peers/pyro5_daemon.py", arguments: arguments)
  }

  @Test(arguments: [false, true]) func speaksToADaemon(compresses: Bool) throws {
    let server = compresses ? try Self.server("compress") : try Self.server("multiplex")
    var client = try WatchedPyro5Client(port: server.port, compresses: compresses)
    let accepted = try client.shakeHands()
    #expect(accepted.type == .connectOK)
    let meta = try SerpentCodec.decode(accepted.payload)
    #expect(meta.repr.contains("'handshake': 'welcome'"))
    #expect(meta.repr.contains("'label'"))
    #expect(accepted.annotation("NODE") == [0, 1, 0xFF])

    #expect(try client.result("add", [3, 4]) == "7")
    #expect(try client.result("greet", ["bob"], ["mark": "?"]) == "'hello bob?'")
    let text = String(repeating: "long text ", count: 1_000)
    #expect(try client.result("echo", [.string(text)]) == "'\(text)'")
    #expect(try client.result("__getattr__", ["label"], .none) == "'north'")
    #expect(try client.result("__setattr__", ["label", "south"], .none) == "None")
    #expect(try client.result("__getattr__", ["label"], .none) == "'south'")
    client.end()
    #expect(client.watched.faults == [])
    #expect(
      client.watched.messages.filter { $0.direction == .serverToClient }.allSatisfy { $0.answers != nil })
  }

  @Test func exceptionsComeBack() throws {
    let server = try Self.server()
    var client = try WatchedPyro5Client(port: server.port)
    _ = try client.shakeHands()
    let failed = try client.call("fail", [])
    #expect(failed?.flags.contains(.exception) == true)
    #expect(client.watched.messages.last?.summary == "raises builtins.ValueError('no such shelf', 42)")
    let unknown = try client.call("add", [1, 2], object: "no.such.object")
    #expect(unknown?.flags.contains(.exception) == true)
    #expect(client.watched.messages.last?.summary == "raises Pyro5.errors.DaemonError('unknown object')")
    client.end()
    #expect(client.watched.faults == [])
    #expect(client.watched.findings.map(\.rule) == [.noAuthentication, .tracebackExposed])
  }

  @Test func oneWayCallsAndBatches() throws {
    let server = try Self.server("multiplex")
    var client = try WatchedPyro5Client(port: server.port)
    _ = try client.shakeHands()
    for line in ["a", "b"] { _ = try client.call("note", [.string(line)], flags: .oneway) }
    let none: PythonValue = [:]
    let calls: [PythonValue] = [
      .tuple(["add", .tuple([1, 2]), none]), .tuple(["greet", .tuple(["x"]), none]),
    ]
    #expect(try client.result("<batch>", calls, .none, flags: .batch) == "[3, 'hello x!']")
    let failing: [PythonValue] = [
      .tuple(["add", .tuple([1, 2]), none]), .tuple(["fail", .tuple([]), none]),
    ]
    #expect(
      try client.result("<batch>", failing, .none, flags: .batch).contains("Pyro5.core._ExceptionWrapper"))
    client.end()
    #expect(client.watched.faults == [])
  }

  @Test func itemStreams() throws {
    let server = try Self.server()
    var client = try WatchedPyro5Client(port: server.port)
    _ = try client.shakeHands()
    let stream = try client.call("count", [3])
    #expect(stream?.flags.isSuperset(of: [.exception, .itemStreamResult]) == true)
    let id = try #require(stream?.annotation("STRM"))
    let name = PythonValue.string(String(decoding: id, as: UTF8.self))
    for item in 0..<3 {
      #expect(try client.result("get_next_stream_item", [name], object: "Pyro.Daemon") == "\(item)")
    }
    let end = try client.result("get_next_stream_item", [name], object: "Pyro.Daemon")
    #expect(end.contains("StopIteration"))
    client.end()
    #expect(client.watched.faults == [])
  }

  @Test func pingsAnnotationsAndCorrelationIDs() throws {
    let server = try Self.server()
    var client = try WatchedPyro5Client(port: server.port, sequence: 65_534)
    _ = try client.shakeHands()
    try client.send(.ping)
    let pong = try client.receive()
    #expect(pong.type == .ping)
    #expect(pong.payload == Array("pong".utf8))
    let annotations = [PyroAnnotation(id: "USER", data: [1]), PyroAnnotation(id: "EMPT", data: [])]
    let id = PyroCorrelationID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10)
    let answer = try #require(try client.call("annotated", [], annotations: annotations, correlationID: id))
    #expect(try SerpentCodec.decode(answer.payload).repr == "['EMPT', 'USER']")
    #expect(answer.correlationID == id)
    #expect(answer.sequence == 65_535)
    #expect(try client.call("add", [1, 2])?.sequence == 0)
    client.end()
    #expect(client.watched.faults == [])
  }

  @Test func refusals() throws {
    let server = try Self.server()
    for (handshake, object, reason) in [
      ("wrong", "demo.depot", "wrong handshake"), ("hello", "none", "unknown object"),
    ] {
      var client = try WatchedPyro5Client(port: server.port)
      let refused = try client.shakeHands(.string(handshake), object: object)
      #expect(refused.type == .connectFail)
      #expect(try SerpentCodec.decode(refused.payload).repr == "'\(reason)'")
      #expect(client.watched.findings.map(\.rule) == [.deniedConnection])
      client.end()
      #expect(client.watched.faults == [])
    }
  }

  /// 600 messages of Pyro's own, read, and written again byte for byte.
  @Test func writesTheBytesThatPyroWrites() throws {
    let output = try PeerPython("pyro5").run("peers/pyro5_messages.py", arguments: ["5", "600"]).text
    let lines = output.split(separator: "\n")
    try #require(lines.count == 600)
    for line in lines {
      let fields = line.split(separator: "\t")
      let wire = hexBytes(fields[8])
      let message = try message(fields)
      #expect(try Pyro5Encoder(compresses: fields[7] == "1").encode(message) == wire)
      var read = try Pyro5Message(wire.span)
      read.flags = message.flags
      #expect(read == message)
    }
  }

  private func message(_ fields: [Substring]) throws -> Pyro5Message {
    let numbers = try fields[..<4].map { try #require(UInt16($0)) }
    var message = Pyro5Message(
      type: Pyro5MessageType(rawValue: UInt8(numbers[0])), flags: Pyro5Flags(rawValue: numbers[1]),
      sequence: numbers[2], payload: fields[6] == "-" ? [] : hexBytes(fields[6]))
    message.serializerID = UInt8(numbers[3])
    if fields[4] != "-" {
      let words = hexBytes(fields[4]).reduce(into: (UInt64(0), UInt64(0))) { words, byte in
        words = (words.0 << 8 | words.1 >> 56, words.1 << 8 | UInt64(byte))
      }
      message.correlationID = PyroCorrelationID(high: words.0, low: words.1)
    }
    for chunk in fields[5].split(separator: ",") where chunk != "-" {
      let parts = chunk.split(separator: "=", omittingEmptySubsequences: false)
      message.annotations.append(
        PyroAnnotation(id: String(decoding: hexBytes(parts[0]), as: UTF8.self), data: hexBytes(parts[1])))
    }
    return message
  }
}
