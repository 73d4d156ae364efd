import Foundation
import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// A live rpyc server, spoken to with our encoder and decoder.
@Suite(.enabled(if: PeerPython("rpyc6").isExpected, "run make setup first"))
struct RPyCPeerTests {
  @Test(arguments: [("rpyc6", RPyCGeneration.six), ("rpyc5", .fourFive), ("rpyc4", .fourFive)])
  func speaksWithALiveServer(_ peer: String, _ generation: RPyCGeneration) throws {
    let server = try LiveServer(PeerPython(peer), "peers/rpyc_server.py")
    let client = try RPyCTestClient(port: server.port, generation: generation)
    let root = try client.object(try client.ask(.getRoot, []))
    #expect(root.className.hasSuffix("ShopService"))

    #expect(
      try client.value(try client.ask(.getAttribute, [root.box, .text("motto")])) == .string("open till late")
    )
    let add = try client.object(try client.ask(.getAttribute, [root.box, .text("add")]))
    let arguments = RPyCBox.value(.tuple([.int(40)]))
    let keywords = RPyCBox.value(.tuple([.tuple([.string("second"), .int(2)])]))
    #expect(try client.value(try client.ask(.call, [add.box, arguments, keywords])) == .int(42))
    #expect(try client.value(try client.ask(.delete, [add.box, .value(.int(1))])) == .none)

    var values = RandomBrineValue(seed: 71)
    for _ in 0..<50 {
      let value = values.next()
      let echoed = try client.ask(.callAttribute, [root.box, .text("echo"), .value(.tuple([value])), .none])
      #expect(try client.value(echoed).isIdentical(to: value))
    }
    let long = PythonValue.string(String(repeating: "long ", count: 20_000))
    let echoed = try client.ask(.callAttribute, [root.box, .text("echo"), .value(.tuple([long])), .none])
    #expect(try client.value(echoed) == long)

    let shelf = try client.object(try client.ask(.callAttribute, [root.box, .text("shelf"), .none, .none]))
    #expect(shelf.className == "builtins.list")
    #expect(
      try client.value(try client.ask(.callAttribute, [shelf.box, .text("__len__"), .none, .none])) == .int(2)
    )
    #expect(try client.value(try client.ask(.repr, [shelf.box])) == .string("['tea', 'coffee']"))

    try checkCallbacks(client, root)
    try checkExceptions(client, root)
    try client.sendRequest(.close, [])
    client.drain()
    #expect(client.isSound, "\(client.sink.findings)")
    #expect(client.conversation.dialectServer == generation)
    #expect(client.conversation.dialectClient == generation)
  }

  /// The server calls a function of ours while it answers.
  func checkCallbacks(_ client: RPyCTestClient, _ root: RPyCTestClient.Object) throws {
    client.callback = { .int($0 * 10) }
    let function = RPyCBox.remoteReference(.pack(name: "builtins.function", classID: 11, instanceID: 12))
    let answer = try client.ask(
      .callAttribute, [root.box, .text("each"), .tuple([.value(.int(3)), function]), .none])
    #expect(try client.value(answer) == .tuple([.int(0), .int(10), .int(20)]))
    #expect(client.calls == 3)
  }

  func checkExceptions(_ client: RPyCTestClient, _ root: RPyCTestClient.Object) throws {
    let failed = try client.ask(
      .callAttribute, [root.box, .text("fail"), .value(.tuple([.string("no tea")])), .none])
    guard case .exception(let exception) = failed else {
      Issue.record("no exception: \(failed)")
      return
    }
    #expect(exception.className == "ValueError")
    #expect(PythonValue.tuple(exception.arguments) == .tuple([.string("no tea")]))
    #expect(exception.traceback.contains("exposed_fail"))
    guard case .exception(let refused) = try client.ask(.getAttribute, [root.box, .text("_ledger")]) else {
      Issue.record("a private attribute was served")
      return
    }
    #expect(refused.className == "AttributeError")
    #expect(client.sink.rules.contains(.privateAttribute))
  }
}

extension RPyCBox {
  static func text(_ text: String) -> RPyCBox { .value(.string(text)) }
  /// No arguments, or no keywords.
  static let none = RPyCBox.value(.tuple([]))
}

/// One end of a live connection, watched by a conversation.
final class RPyCTestClient {
  struct Object {
    var className: String
    /// The object as an argument.
    var box: RPyCBox
  }

  struct Unexpected: Error { var what: String }

  private let socket: LoopbackSocket
  private let encoder: RPyCEncoder
  private var decoder = RPyCStreamDecoder()
  private var waiting: [RPyCMessage] = []
  private var nextSequence = 0
  private(set) var conversation = RPyCConversation()
  private(set) var sink = PeerSink()
  /// What is done when the server calls us.
  var callback: (Int64) -> PythonValue = { _ in .none }
  /// How often the server has called.
  private(set) var calls = 0

  init(port: UInt16, generation: RPyCGeneration) throws {
    socket = try LoopbackSocket(port: port)
    encoder = RPyCEncoder(generation: generation)
  }

  /// Asks, serves what the server asks meanwhile, and returns what it answers.
  func ask(_ handler: RPyCHandler, _ arguments: [RPyCBox]) throws -> RPyCMessage.Body {
    let sequence = try sendRequest(handler, arguments)
    while true {
      let message = try next()
      if case .request(let handler, let arguments) = message.body {
        try send(.init(sequence: message.sequence, body: .reply(answer(handler, arguments))))
      } else if message.sequence == sequence {
        return message.body
      } else {
        throw Unexpected(what: "an answer to \(message.sequence)")
      }
    }
  }

  @discardableResult
  func sendRequest(_ handler: RPyCHandler, _ arguments: [RPyCBox]) throws -> Int {
    defer { nextSequence += 1 }
    try send(.init(sequence: nextSequence, body: .request(handler, arguments: .tuple(arguments))))
    return nextSequence
  }

  private func answer(_ handler: RPyCHandler, _ arguments: RPyCBox) -> RPyCBox {
    switch handler {
    case .call:
      calls += 1
      guard case .tuple(let parts) = arguments, parts.count > 1, case .value(.tuple(let values)) = parts[1],
        case .int(let number)? = values.first
      else { return .value(.none) }
      return .value(callback(number))
    case .inspect: return .value(.tuple([.tuple([.string("__call__"), .none])]))
    default: return .value(.none)
    }
  }

  private func send(_ message: RPyCMessage) throws {
    let frame = try encoder.frame(message)
    conversation.receive(frame.span, from: .clientToServer, into: &sink)
    try socket.send(frame)
  }

  private func next() throws -> RPyCMessage {
    while waiting.isEmpty {
      let bytes = try socket.receive()
      guard !bytes.isEmpty else { throw Unexpected(what: "the end of the connection") }
      try take(bytes)
    }
    return waiting.removeFirst()
  }

  private func take(_ bytes: [UInt8]) throws {
    conversation.receive(bytes.span, from: .serverToClient, into: &sink)
    var fault: (any Error)?
    decoder.read(
      bytes.span,
      frame: { flag, data, _ in
        do {
          waiting.append(try Self.message(isCompressed: flag == 1, data))
        } catch { fault = error }
      }, tooLarge: { fault = Unexpected(what: "a frame of \($0) bytes") })
    if let fault { throw fault }
  }

  // The inflated bytes have a name of their own: as a temporary, their span crashes the compiler.
  private static func message(isCompressed: Bool, _ data: Span<UInt8>) throws -> RPyCMessage {
    guard isCompressed else { return try RPyCMessage(data) }
    let whole = try inflate(data)
    return try RPyCMessage(whole.span)
  }

  /// Reads what is left until the server hangs up.
  func drain() {
    while let bytes = try? socket.receive(), !bytes.isEmpty { try? take(bytes) }
  }

  func value(_ body: RPyCMessage.Body) throws -> PythonValue {
    guard case .reply(.value(let value)) = body else { throw Unexpected(what: "\(body)") }
    return value
  }

  func object(_ body: RPyCMessage.Body) throws -> Object {
    guard case .reply(.remoteReference(.pack(let name, let classID, let instanceID))) = body else {
      throw Unexpected(what: "\(body)")
    }
    return Object(
      className: name, box: .localReference(.pack(name: name, classID: classID, instanceID: instanceID)))
  }

  /// Whether the conversation found no fault in the protocol.
  var isSound: Bool { !sink.findings.contains { $0.rule.category == .protocol && $0.severity != .note } }
}

/// Keeps findings.
struct PeerSink: ConversationSink {
  private(set) var findings: [Finding] = []
  var rules: [Rule] { findings.map(\.rule) }
  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {}
  mutating func finding(_ finding: Finding) { findings.append(finding) }
}
