import WireCore

/// Finds out what a connection speaks. It holds the first bytes of both directions until one of them can be
/// recognised, then gives them back.
struct FlowProbe {
  /// What was found out.
  struct Decision {
    /// What is spoken.
    var recognition: FlowRecognition
    /// Whether reading starts in the middle: what stands before is given up.
    var isMidstream: Bool
    /// Whether the sender of the recognised message is the client; `nil` where it does not show.
    var fromClient: Bool?
    /// The direction that was recognised.
    var direction: Direction
    /// How many bytes of the other direction stand before its first frame and are none (REP-39).
    var preamble = 0
    /// Whether the other direction had to be waited for: it spoke second. Else it spoke first, or it would be the one
    /// that decides.
    var hasWaited = false
  }

  /// The most that is held of one direction that cannot be recognised, in bytes.
  private static let held = 2_048
  /// How much of a connection is searched for a message in its middle, in bytes.
  private static let searched = 4 << 20
  /// How much of what was searched may be the front of what was not, in bytes.
  private static let overlap = 40

  /// The bytes held, by direction: those from which the conversation is to start.
  private(set) var clientBytes: [UInt8] = []
  private(set) var serverBytes: [UInt8] = []
  private var isForeign = (client: false, server: false)
  /// RPyC in one direction, while the other has not come to a frame yet.
  private var awaitsFrame: Decision?
  private var searchBudget = FlowProbe.searched
  private var isMidstream: Bool

  /// Starts at the front of a connection, or in its middle.
  init(midstream: Bool) { isMidstream = midstream }

  /// The bytes held of one direction.
  func bytes(from direction: Direction) -> [UInt8] {
    direction == .clientToServer ? clientBytes : serverBytes
  }

  /// Takes the next bytes. Once there is a decision, the bytes held are what the conversation starts with.
  mutating func take(_ bytes: Span<UInt8>, from direction: Direction) -> Decision? {
    isMidstream ? search(bytes, from: direction) : recognise(bytes, from: direction)
  }

  /// Learns that bytes are missing before anything was recognised: from here on it is searched.
  mutating func lose(from direction: Direction) {
    isMidstream = true
    keep([], from: direction)
  }

  /// Decides at the end of the connection, by what there is: a message that was cut off counts as one.
  func decideAtEnd() -> Decision {
    for direction in Direction.allCases where bytes(from: direction).starts(with: [0x50, 0x59, 0x52, 0x4F]) {
      return Decision(
        recognition: .pyro(0), isMidstream: isMidstream, fromClient: nil, direction: direction)
    }
    return awaitsFrame ?? foreign
  }

  private var foreign: Decision {
    Decision(recognition: .foreign, isMidstream: isMidstream, fromClient: nil, direction: .clientToServer)
  }

  private mutating func recognise(_ bytes: Span<UInt8>, from direction: Direction) -> Decision? {
    hold(bytes, from: direction)
    if let awaitsFrame { return passPreamble(awaitsFrame) }
    let recognition = FlowRecognition(front: self.bytes(from: direction).span)
    switch recognition {
    case .undecided: return nil
    case .rpyc:
      return passPreamble(
        Decision(recognition: .rpyc, isMidstream: false, fromClient: nil, direction: direction))
    case .foreign:
      if direction == .clientToServer { isForeign.client = true } else { isForeign.server = true }
      let isLost = isForeign.client && isForeign.server || self.bytes(from: direction).count > Self.held
      return isLost ? foreign : nil
    default:
      return Decision(
        recognition: recognition, isMidstream: false,
        fromClient: recognition.isClients(self.bytes(from: direction).span), direction: direction)
    }
  }

  /// REP-39: gives up what the other direction has before its first frame, where it cannot be a frame: an
  /// authenticator's. Where no frame has come yet, one is waited for.
  private mutating func passPreamble(_ decision: Decision) -> Decision? {
    awaitsFrame = nil
    let other = decision.direction.reversed
    let held = bytes(from: other)
    guard let first = held.first, !RPyCFront.mayBegin(with: first) else { return decision }
    if let start = MidstreamSearch.firstFrame(in: held.span) {
      keep(Array(held[start...]), from: other)
      var decision = decision
      decision.preamble = start
      return decision
    }
    guard held.count + bytes(from: decision.direction).count <= Self.held else { return decision }
    awaitsFrame = decision
    awaitsFrame?.hasWaited = true
    return nil
  }

  private mutating func search(_ bytes: Span<UInt8>, from direction: Direction) -> Decision? {
    let segment = self.bytes(from: direction).count
    hold(bytes, from: direction)
    let held = self.bytes(from: direction)
    if let place = MidstreamSearch.first(in: held.span, segment: segment) {
      keep(Array(held[place.start...]), from: direction)
      return Decision(
        recognition: place.recognition, isMidstream: true, fromClient: place.fromClient, direction: direction)
    }
    keep(Array(held.suffix(Self.overlap)), from: direction)
    searchBudget -= bytes.count
    return searchBudget < 0 ? foreign : nil
  }

  private mutating func hold(_ bytes: Span<UInt8>, from direction: Direction) {
    if direction == .clientToServer {
      clientBytes.append(copying: bytes)
    } else {
      serverBytes.append(copying: bytes)
    }
  }

  private mutating func keep(_ bytes: [UInt8], from direction: Direction) {
    if direction == .clientToServer { clientBytes = bytes } else { serverBytes = bytes }
  }
}
