/// One connection of one protocol as a state machine: bytes and directions in, messages and
/// findings out. It does no input or output, so the same machine serves a capture checker, a
/// fuzzer and a program that sits in a live connection.
///
/// Whatever the bytes, a conversation never traps, keeps at most one message (bounded by
/// ``Limits/bytes``) per direction, and spends time linear in the bytes.
public protocol Conversation {
  /// Takes the next bytes of one direction, in the order of the stream.
  mutating func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink)

  /// Learns that bytes of one direction are lost: `count` of them, or an unknown number.
  /// What is half read is given up; reading picks up at the next message that can be recognised.
  mutating func lose<Sink: ConversationSink>(
    _ count: Int?, from direction: Direction, into sink: inout Sink)

  /// Learns that no more bytes come from one direction.
  mutating func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink)
}

/// How far the messages of a conversation are looked into.
public enum ConversationScope: Hashable, Sendable {
  /// Frames, handshakes, kinds and sequence numbers: payloads are passed over, neither inflated nor read.
  case framing
  /// Payloads are inflated, read and judged.
  case full
}

/// Why a direction of a connection ended.
public enum StreamEnding: Hashable, Sendable {
  /// The sender closed it (FIN).
  case closed
  /// The connection was reset.
  case reset
  /// The capture ended, or the connection was last seen too long ago.
  case unseen
}

/// Where a conversation reports to.
public protocol ConversationSink {
  /// Takes a message as it is completed. `payload` is lent for the call: after decompression and
  /// without annotations; for RPyC the frame's data.
  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>)

  /// Takes a finding. One that concerns a message comes before or after it, with its index.
  mutating func finding(_ finding: Finding)
}

/// One message of a conversation, in the terms in which every protocol can be reported.
public struct ObservedMessage: Hashable, Sendable {
  /// The message's place in the order in which the messages of the connection were completed.
  public var index: Int
  /// Which way it went.
  public var direction: Direction
  /// What it is: `CONNECT`, `INVOKE`, `REQUEST` …, as the report lists them.
  public var kind: String
  /// An RPyC request's handler, `CALLATTR` and so on.
  public var handler: String?
  /// The sequence number, where the protocol has one.
  public var sequence: Int?
  /// The flags of the header, as on the wire; `nil` where the protocol has none.
  public var flags: Int?
  /// The serializer's name, where the message names one.
  public var serializer: String?
  /// The size of the payload, in bytes, after decompression and without annotations.
  public var payloadLength: Int
  /// The index of the request that this message answers.
  public var answers: Int?
  /// The message for a person, where the conversation was asked to describe: the call with its arguments as
  /// Python prints them, the result, the exception. One line, control characters escaped.
  public var summary: String?

  /// Makes a message; what a protocol does not have is left `nil`.
  public init(
    index: Int, direction: Direction, kind: String, handler: String? = nil, sequence: Int? = nil,
    flags: Int? = nil, serializer: String? = nil, payloadLength: Int, answers: Int? = nil,
    summary: String? = nil
  ) {
    self.index = index
    self.direction = direction
    self.kind = kind
    self.handler = handler
    self.sequence = sequence
    self.flags = flags
    self.serializer = serializer
    self.payloadLength = payloadLength
    self.answers = answers
    self.summary = summary
  }
}
