import PyroWire
import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// A live Pyro 4 daemon, spoken to with our encoder and decoder over a plain socket.
@Suite(.enabled(if: PeerPython("pyro4").isExpected, "run make setup first"))
struct Pyro4PeerTests {
  static func server(_ arguments: String...) throws -> LiveServer {
    try LiveServer(PeerPython("pyro4"), "peers/pyro4_daemon.py", arguments: arguments)
  }

  @Test(arguments: [
    nil, "s3cret", "a key that is longer than the 64 bytes which make a block of the hash, so",
  ])
  func speaksToADaemon(key: String?) throws {
    let server = try key.map { try Self.server("compress", "key=\($0)") } ?? Self.server("multiplex")
    var client = try WatchedPyro4Client(port: server.port, compresses: key != nil, key: key)
    let accepted = try client.shakeHands()
    #expect(accepted.type == .connectOK)
    let meta = try SerpentCodec.decode(accepted.payload)
    #expect(meta.repr.contains("'handshake': 'welcome'"))
    #expect(meta.repr.contains("'label'"))
    #expect(accepted.annotation("NODE") == [0, 1, 0xFF])
    #expect(accepted.correlationID != nil)

    #expect(try client.result("add", [3, 4]) == "7")
    #expect(try client.result("greet", ["bob"], ["mark": "?"]) == "'hello bob?'")
    let text = String(repeating: "long text ", count: 1_000)
    #expect(try client.result("echo", [.string(text)]) == "'\(text)'")
    #expect(try client.result("__getattr__", ["label"], .none) == "'north'")
    #expect(try client.result("__setattr__", ["label", "south"], .none) == "None")
    #expect(try client.result("__getattr__", ["label"], .none) == "'south'")
    client.end()
    #expect(client.watched.faults == [])
    #expect(client.watched.findings.map(\.rule) == (key == nil ? [.noAuthentication] : []))
    #expect(
      client.watched.messages.filter { $0.direction == .serverToClient }.allSatisfy { $0.answers != nil })
  }

  @Test func anotherKeyIsRefusedAndFound() throws {
    let server = try Self.server("key=right")
    var client = try WatchedPyro4Client(port: server.port, key: "wrong", watching: "right")
    let refused = try client.shakeHands()
    #expect(refused.type == .connectFail)
    #expect(client.watched.messages.last?.summary == "refused: 'message hmac mismatch'")
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.hmacMismatch])
    #expect(client.watched.faults.first?.message == 0)
  }

  @Test(arguments: [("key=right", nil), ("multiplex", "wrong")] as [(String, String?)])
  func oneSideThatSignsIsRefusedAndFound(argument: String, key: String?) throws {
    let server = try Self.server(argument)
    var client = try WatchedPyro4Client(port: server.port, key: key)
    let refused = try client.shakeHands()
    #expect(refused.type == .connectFail)
    #expect(client.watched.messages.last?.summary == "refused: 'hmac key config not symmetric'")
    client.end()
    #expect(client.watched.faults.map(\.rule) == [.hmacAsymmetric])
  }

  @Test func aHandshakeWithoutMetadata() throws {
    let server = try Self.server()
    var client = try WatchedPyro4Client(port: server.port)
    let data: PythonValue = ["handshake": "hello"]
    try client.send(Pyro4Message(type: .connect, sequence: 9, payload: try SerpentCodec.encode(data)))
    let accepted = try client.receive()
    #expect(accepted.type == .connectOK)
    #expect(accepted.sequence == 9)
    #expect(try SerpentCodec.decode(accepted.payload).repr == "'welcome'")
    let meta = try client.result("get_metadata", ["demo.depot"], object: "Pyro.Daemon")
    #expect(meta.contains("'oneway': {'note'}"))
    client.end()
    #expect(client.watched.faults == [])
  }

  @Test func exceptionsComeBack() throws {
    let server = try Self.server()
    var client = try WatchedPyro4Client(port: server.port)
    _ = try client.shakeHands()
    let failed = try client.call("fail", [])
    #expect(failed?.flags.contains(.exception) == true)
    #expect(client.watched.messages.last?.summary == "raises builtins.ValueError('no such shelf', 42)")
    _ = try client.call("add", [1, 2], object: "no.such.object")
    #expect(client.watched.messages.last?.summary == "raises Pyro4.errors.DaemonError('unknown object')")
    client.end()
    #expect(client.watched.faults == [])
    #expect(client.watched.findings.map(\.rule) == [.noAuthentication, .tracebackExposed])
  }

  @Test func privateNamesAreRefusedAndFound() throws {
    let server = try Self.server()
    var client = try WatchedPyro4Client(port: server.port)
    _ = try client.shakeHands()
    for name in ["_label", "__class__", "__init__"] {
      #expect(try client.call(name, [])?.flags.contains(.exception) == true)
    }
    client.end()
    #expect(
      client.watched.faults.map(\.rule) == [.privateAttribute, .dangerousAttribute, .privateAttribute])
  }

  @Test func oneWayCallsAndBatches() throws {
    let server = try Self.server("multiplex")
    var client = try WatchedPyro4Client(port: server.port)
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
      try client.result("<batch>", failing, .none, flags: .batch).contains("Pyro4.futures._ExceptionWrapper"))
    client.end()
    #expect(client.watched.faults == [])
  }

  @Test func itemStreams() throws {
    let server = try Self.server()
    var client = try WatchedPyro4Client(port: server.port)
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

  @Test func pingsAndAnnotations() throws {
    let server = try Self.server("key=k")
    var client = try WatchedPyro4Client(port: server.port, key: "k")
    _ = try client.shakeHands()
    try client.send(.ping)
    let pong = try client.receive()
    #expect(pong.type == .ping)
    #expect(pong.payload == Array("pong".utf8))
    let id = Array(UInt8(1)...16)
    let annotations = [
      PyroAnnotation(id: "USER", data: [1]), PyroAnnotation(id: "EMPT", data: []),
      PyroAnnotation(id: "CORR", data: id),
    ]
    let answer = try #require(try client.call("annotated", [], annotations: annotations))
    #expect(try SerpentCodec.decode(answer.payload).repr == "['CORR', 'EMPT', 'HMAC', 'USER']")
    #expect(answer.annotation("CORR") == id)
    client.end()
    #expect(client.watched.faults == [])
  }

  /// Each serializer: its own payloads are sent, and what the daemon answers in it is read.
  @Test func eachSerializer() throws {
    let server = try Self.server()
    let lines = try PeerPython("pyro4").run("peers/pyro4_payloads.py").text.split(separator: "\n")
    try #require(lines.count == 7)
    for line in lines {
      let fields = line.split(separator: "\t")
      let serializer = try #require(UInt16(fields[1]).flatMap(Pyro4Serializer.init(rawValue:)))
      #expect(serializer.name == fields[0])
      try speak(serializer, fields.dropFirst(2).map { hexBytes($0) }, to: server)
    }
  }

  private func speak(_ serializer: Pyro4Serializer, _ payloads: [[UInt8]], to server: LiveServer) throws {
    var client = try WatchedPyro4Client(port: server.port)
    for (sequence, payload) in payloads.enumerated() {
      try client.send(
        Pyro4Message(
          type: sequence == 0 ? .connect : .invoke, serializer: serializer,
          flags: sequence == 0 ? .metadataOnConnect : [], sequence: UInt16(sequence), payload: payload))
      let answer = try client.receive()
      #expect(answer.sequence == UInt16(sequence))
      #expect(answer.serializerID == serializer.rawValue)
    }
    client.end()
    let expected: [Rule] =
      switch serializer {
      case .pickle, .dill, .cloudpickle: [.pickleSerializer]
      case .marshal: [.marshalSerializer]
      default: []
      }
    #expect(client.watched.faults.map(\.rule) == expected)
    let said = client.watched.messages.compactMap(\.summary)
    #expect(said.count == 6)
    #expect(said[1].hasPrefix("accepted, 'welcome'; {"))
    #expect(said[2] == "demo.depot.echo([None, True, -5, 2.5, 'é', {'k': ['v']}])")
    #expect(said[3] == "[None, True, -5, 2.5, 'é', {'k': ['v']}]")
    // dill computes the class: dill._dill._load_type('ValueError').
    #expect(said[5].hasPrefix("raises ") && said[5].contains("'no such shelf', 42"))
    #expect(said[5].contains("builtins.ValueError(") || serializer == .dill)
    #expect(client.watched.findings.map(\.rule).contains(.tracebackExposed))
  }

  @Test func refusals() throws {
    let server = try Self.server()
    for (handshake, object, reason) in [
      ("wrong", "demo.depot", "wrong handshake"), ("hello", "none", "unknown object"),
    ] {
      var client = try WatchedPyro4Client(port: server.port)
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
    let output = try PeerPython("pyro4").run("peers/pyro4_messages.py", arguments: ["4", "600"]).text
    let lines = output.split(separator: "\n")
    try #require(lines.count == 600)
    for line in lines {
      let fields = line.split(separator: "\t")
      let wire = hexBytes(fields[8])
      let message = try message(fields)
      let hmac = fields[7] == "-" ? nil : Pyro4HMAC(key: hexBytes(fields[7]))
      #expect(try Pyro4Encoder(compresses: fields[6] == "1", hmac: hmac).encode(message) == wire)
      var read = try Pyro4Message(wire.span)
      read.flags = message.flags
      read.annotations.removeAll { $0.id == "HMAC" }
      #expect(read == message)
    }
  }

  private func message(_ fields: [Substring]) throws -> Pyro4Message {
    let numbers = try fields[..<4].map { try #require(UInt16($0)) }
    var message = Pyro4Message(
      type: Pyro4MessageType(rawValue: numbers[0]), flags: Pyro4Flags(rawValue: numbers[1]),
      sequence: numbers[2], payload: fields[5] == "-" ? [] : hexBytes(fields[5]))
    message.serializerID = numbers[3]
    for chunk in fields[4].split(separator: ",") where chunk != "-" {
      let parts = chunk.split(separator: "=", omittingEmptySubsequences: false)
      message.annotations.append(
        PyroAnnotation(id: String(decoding: hexBytes(parts[0]), as: UTF8.self), data: hexBytes(parts[1])))
    }
    return message
  }
}
