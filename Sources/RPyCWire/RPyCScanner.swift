import BrineCodec
import WireCore

/// What is wrong with a payload, and at which byte of it.
struct RPyCFault: Error, Hashable, Sendable {
  var rule: Rule
  var offset: Int
  var detail: String
}

/// The form of the messages of one direction. RPYC-11, RPYC-13.
struct RPyCLayout: Hashable, Sendable {
  /// Whether a message begins with a raw byte, as from rpyc 6 on.
  var isRaw: Bool
  /// Whether thread ids stand before it.
  var isBound: Bool
}

/// A message whose parts are on the scanner's tape.
struct RPyCScan: Hashable, Sendable {
  var kind: RPyCMessageKind
  var sequence: Int
  /// The index of the node of what follows the sequence number.
  var body: Int
  /// Where in the payload the brine document begins; offsets on the tape count from there.
  var documentStart: Int
  var threads: RPyCThreadIDs?
}

/// Reads payloads onto a tape that is used again for each: no allocation a message.
struct RPyCScanner: Sendable {
  private var reader: BrineReader
  /// The values of the payload read last. Extents count from the beginning of its brine document.
  private(set) var tape = Tape()
  /// The layout of the payload looked at last.
  private(set) var layout = RPyCLayout(isRaw: true, isBound: false)
  /// The kind of the payload looked at last, as far as it was read.
  private(set) var kind: RPyCMessageKind?
  /// The sequence number of the payload looked at last, as far as it was read.
  private(set) var sequence: Int?

  init(limits: Limits) {
    // The dialect that reads most: which one a peer has shows in what it sends.
    reader = BrineReader(options: Brine.LoadOptions(dialect: .rpyc4, limits: limits))
  }

  /// Tells the layout of a payload from its first bytes, else assumes that of its direction.
  static func layout(of payload: Span<UInt8>, otherwise known: RPyCLayout?) -> RPyCLayout {
    if let guess = RPyCMessageGuess(payload) { return RPyCLayout(isRaw: guess.isRaw, isBound: false) }
    if payload.count > RPyCThreadIDs.size,
      let guess = RPyCMessageGuess(payload.extracting(RPyCThreadIDs.size...))
    {
      return RPyCLayout(isRaw: guess.isRaw, isBound: true)
    }
    return known ?? RPyCLayout(isRaw: payload.isEmpty || payload[0] != BrineWire.triple, isBound: false)
  }

  /// Reads a payload.
  mutating func scan(_ payload: Span<UInt8>, otherwise known: RPyCLayout?) throws(RPyCFault) -> RPyCScan {
    (kind, sequence) = (nil, nil)
    layout = Self.layout(of: payload, otherwise: known)
    var start = 0
    var threads: RPyCThreadIDs?
    if layout.isBound {
      guard payload.count > RPyCThreadIDs.size else {
        throw RPyCFault(rule: .payloadSyntax, offset: payload.count, detail: "the thread ids are cut short")
      }
      threads = RPyCThreadIDs(payload)
      start = RPyCThreadIDs.size
    }
    var scan = layout.isRaw ? try scanRaw(payload, at: start) : try scanTuple(payload, at: start)
    scan.threads = threads
    return scan
  }

  /// RPYC-11: from rpyc 6 on, a raw byte and brine of (sequence, body).
  private mutating func scanRaw(_ payload: Span<UInt8>, at start: Int) throws(RPyCFault) -> RPyCScan {
    guard start < payload.count else {
      throw RPyCFault(rule: .payloadSyntax, offset: start, detail: "the payload is empty")
    }
    let code = payload[start]
    kind = RPyCMessageKind(rawValue: code)
    guard let kind else { throw unknownType(Int64(code), at: start) }
    try read(payload, from: start + 1)
    try requireTuple(of: 2, at: 0, base: start + 1)
    let sequence = try sequence(at: 1, base: start + 1)
    return RPyCScan(kind: kind, sequence: sequence, body: tape.next(after: 1), documentStart: start + 1)
  }

  /// RPYC-11: up to rpyc 5, brine of (message, sequence, body).
  private mutating func scanTuple(_ payload: Span<UInt8>, at start: Int) throws(RPyCFault) -> RPyCScan {
    if start + 1 < payload.count, payload[start] == BrineWire.triple, payload[start + 1] > BrineWire.zero {
      kind = RPyCMessageKind(rawValue: payload[start + 1] - BrineWire.zero)
    }
    try read(payload, from: start)
    try requireTuple(of: 3, at: 0, base: start)
    guard tape[1].kind == .int else {
      throw RPyCFault(
        rule: .badCallShape, offset: start + tape[1].offset, detail: "the message's kind is no integer")
    }
    let code = Int64(bitPattern: tape[1].payload)
    kind = UInt8(exactly: code).flatMap(RPyCMessageKind.init(rawValue:))
    guard let kind else { throw unknownType(code, at: start + tape[1].offset) }
    let sequence = try sequence(at: 2, base: start)
    return RPyCScan(kind: kind, sequence: sequence, body: tape.next(after: 2), documentStart: start)
  }

  private mutating func read(_ payload: Span<UInt8>, from start: Int) throws(RPyCFault) {
    do throws(WireError) {
      try reader.parse(payload.extracting(start...), onto: &tape)
    } catch {
      let rule: Rule =
        switch error.kind {
        case .trailing: .trailingBytes
        case .limit: .resourceLimit
        default: .payloadSyntax
        }
      throw RPyCFault(
        rule: rule, offset: start + error.offset, detail: "no brine: \(error.reading): \(error.detail)")
    }
  }

  private func requireTuple(of count: Int, at node: Int, base: Int) throws(RPyCFault) {
    guard tape[node].kind == .tuple, tape[node].count == count else {
      throw RPyCFault(
        rule: .badCallShape, offset: base + tape[node].offset, detail: "the message is no tuple of \(count)")
    }
  }

  private mutating func sequence(at node: Int, base: Int) throws(RPyCFault) -> Int {
    guard tape[node].kind == .int else {
      throw RPyCFault(
        rule: .badCallShape, offset: base + tape[node].offset, detail: "the sequence number is no integer")
    }
    let number = Int(Int64(bitPattern: tape[node].payload))
    sequence = number
    return number
  }

  private func unknownType(_ code: Int64, at offset: Int) -> RPyCFault {
    RPyCFault(
      rule: .unknownMessageType, offset: offset,
      detail: "message type \(code); RPyC has 1 to 3\(code == 18 ? dialectHint : "")")
  }

  /// 18 is the first byte of the messages of rpyc 5 and earlier.
  private var dialectHint: String { " (18 begins a message of rpyc 5 or earlier)" }
}

extension RPyCThreadIDs {
  /// The ids at the beginning of a payload of ``size`` bytes or more.
  init(_ payload: Span<UInt8>) {
    var ids: (UInt64, UInt64) = (0, 0)
    for index in 0..<8 {
      ids.0 = ids.0 << 8 | UInt64(payload[index])
      ids.1 = ids.1 << 8 | UInt64(payload[index + 8])
    }
    self.init(sender: ids.0, receiver: ids.1)
  }
}
