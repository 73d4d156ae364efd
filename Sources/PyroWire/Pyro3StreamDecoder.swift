import WireCore

/// Cuts one direction of a Pyro 3 connection into messages.
///
/// It is fed the bytes as they come, a byte at a time or many messages at once; how they are cut makes no
/// difference to what it finds. A message that lies whole in the bytes fed is lent where it lies; of one in
/// parts only the bytes that have come are held, never the size that its header declares.
///
/// What is no header that can be followed is reported once; reading picks up at the next place that has
/// magic, a version and the size of a header (PYRO3-9).
public struct Pyro3StreamDecoder: Sendable {
  /// What the decoder came upon.
  enum Event {
    /// The bytes fed are used up.
    case needsMore
    /// A message; where its body is.
    case message(Pyro3Header, Place)
    /// An answer to the handshake.
    case answer(Pyro3Answer)
    /// Neither, at this offset of the stream.
    case damage(Pyro3HeaderFault, at: Int)
  }

  /// Where the body of a message is.
  enum Place: Hashable {
    /// In the bytes fed, from this index on.
    case input(Int)
    /// In ``Pyro3StreamDecoder/held``, after the header.
    case held
    /// Passed over.
    case skipped
  }

  /// What stands at a place where a message may begin.
  private enum Front {
    /// More bytes are needed: so many in all.
    case short(Int)
    case header(Pyro3Header)
    case answer(Pyro3Answer)
    case fault(Pyro3HeaderFault)
  }

  /// The most that is kept allocated between messages, in bytes.
  private static let keptCapacity = 64 << 10
  /// Bodies up to this size are read even where bodies are skipped: those of the handshake are among them.
  private static let smallBody = 64

  private let limit: Int
  private let readsAnswers: Bool
  private let skipsBodies: Bool
  /// The bytes of a message that has begun, or that may have.
  private(set) var held: [UInt8] = []
  /// The offset in the stream of the first byte held, or of the next one fed.
  public private(set) var offset = 0
  /// The header of the message under way.
  private var header: Pyro3Header?
  /// Body bytes still to be passed over.
  private var toSkip = 0
  private var isDelivered = false
  private var isSeeking = false

  /// Makes a decoder at the beginning of a stream.
  ///
  /// - Parameters:
  ///   - limits: `bytes` bounds the body of one message, as it is on the wire.
  ///   - readsAnswers: whether `GRANTED` and `DENIED` may stand between messages: in the stream of a server.
  public init(limits: Limits = Limits(), readsAnswers: Bool) {
    self.init(limits: limits, readsAnswers: readsAnswers, skipsBodies: false)
  }

  init(limits: Limits, readsAnswers: Bool, skipsBodies: Bool) {
    limit = limits.bytes
    self.readsAnswers = readsAnswers
    self.skipsBodies = skipsBodies
  }

  /// Takes the next bytes of the stream and gives out what they complete.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - message: takes each message as it is completed: header, and body as on the wire.
  ///   - answer: takes each answer to the handshake.
  ///   - damage: takes what is neither, and its offset in the stream.
  /// - Complexity: linear in the bytes, however they are cut.
  public mutating func read(
    _ bytes: Span<UInt8>,
    message: (Pyro3Header, _ body: Span<UInt8>) -> Void,
    answer: (Pyro3Answer) -> Void,
    damage: (Pyro3HeaderFault, Int) -> Void
  ) {
    var position = 0
    while true {
      switch next(bytes, at: &position) {
      case .needsMore: return
      case .answer(let given): answer(given)
      case .damage(let fault, let offset): damage(fault, offset)
      case .message(let header, let place):
        switch place {
        case .input(let start): message(header, bytes.extracting(start..<start + Int(header.bodySize)))
        case .held: message(header, held.span.extracting(Pyro3Header.size...))
        case .skipped: message(header, bytes.extracting(0..<0))
        }
      }
    }
  }

  /// Forgets what is half read: bytes are missing here. `count` of them, where that is known.
  public mutating func lose(_ count: Int?) {
    if !isDelivered {
      let skipped = toSkip > 0 ? header.map { Int($0.bodySize) - toSkip } ?? 0 : 0
      offset += held.count + skipped
    }
    offset += count ?? 0
    held.removeAll(keepingCapacity: true)
    header = nil
    toSkip = 0
    isDelivered = false
    isSeeking = true
  }

  /// The bytes of a message that has begun and is not whole: what the stream would be cut short in.
  public var pending: Int { isDelivered || isSeeking ? 0 : held.count }

  /// What has come of a message that is not whole, at the end of a stream, where it cannot be one.
  var pendingFault: Pyro3HeaderFault? {
    guard pending > 0, held.count < Pyro3Header.size else { return nil }
    if readsAnswers, Self.answers.contains(where: { $0.starts(with: held) }) { return nil }
    guard held.starts(with: Self.magic.prefix(held.count)) else { return .magic }
    if let version = PyroVersion(prefix: held.span), !Pyro3Header.versions.contains(version.word) {
      return .version(version)
    }
    return nil
  }

  private static let magic: [UInt8] = [0x50, 0x59, 0x52, 0x4F]
  private static let answers = [Pyro3Answer.granted.bytes, Array("DENIED".utf8)]
}

// One step.
extension Pyro3StreamDecoder {
  /// Goes on to the next event in `input`, from `position` on.
  mutating func next(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if isDelivered { release() }
    if isSeeking, !seek(input, at: &position) { return .needsMore }
    return held.isEmpty ? nextInPlace(input, at: &position) : nextHeld(input, at: &position)
  }

  private mutating func release() {
    isDelivered = false
    held.removeAll(keepingCapacity: held.capacity <= Self.keptCapacity)
  }

  private func front(of bytes: Span<UInt8>, at start: Int) -> Front {
    if readsAnswers, Pyro3Answer.mayBegin(with: bytes[start]) {
      guard bytes.count - start >= Pyro3Answer.size else { return .short(Pyro3Answer.size) }
      return Pyro3Answer(bytes, at: start).map { .answer($0) } ?? .fault(.magic)
    }
    guard bytes.count - start >= Pyro3Header.size else { return .short(Pyro3Header.size) }
    if let fault = Pyro3Header.fault(in: bytes, at: start, limit: limit) { return .fault(fault) }
    return .header(Pyro3Header(unchecked: bytes, at: start))
  }

  /// The message at `position`, where it lies.
  private mutating func nextInPlace(_ input: Span<UInt8>, at position: inout Int) -> Event {
    guard position < input.count else { return .needsMore }
    switch front(of: input, at: position) {
    case .short:
      hold(input.count - position, of: input, at: &position)
      return .needsMore
    case .answer(let answer):
      position += Pyro3Answer.size
      offset += Pyro3Answer.size
      return .answer(answer)
    case .fault(let fault):
      position += 1
      return damaged(fault)
    case .header(let header):
      let size = Pyro3Header.size + Int(header.bodySize)
      guard input.count - position >= size, !skips(header) else {
        hold(Pyro3Header.size, of: input, at: &position)
        return begin(header, input, at: &position)
      }
      defer {
        position += size
        offset += size
      }
      return .message(header, .input(position + Pyro3Header.size))
    }
  }

  /// Completes what is held, as far as `input` goes.
  private mutating func nextHeld(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if let header { return complete(header, input, at: &position) }
    while true {
      switch front(of: held.span, at: 0) {
      case .short(let wanted):
        guard position < input.count else { return .needsMore }
        hold(wanted - held.count, of: input, at: &position)
      case .answer(let answer):
        offset += Pyro3Answer.size
        held.removeAll(keepingCapacity: true)
        return .answer(answer)
      case .fault(let fault):
        held.removeFirst()
        return damaged(fault)
      case .header(let header):
        return begin(header, input, at: &position)
      }
    }
  }

  /// Goes on with a message of which the header, and no more, is held.
  private mutating func begin(_ header: Pyro3Header, _ input: Span<UInt8>, at position: inout Int) -> Event {
    self.header = header
    toSkip = skips(header) ? Int(header.bodySize) : 0
    return complete(header, input, at: &position)
  }

  private mutating func complete(
    _ header: Pyro3Header, _ input: Span<UInt8>, at position: inout Int
  ) -> Event {
    let skips = skips(header)
    if skips {
      let skipped = min(toSkip, input.count - position)
      position += skipped
      toSkip -= skipped
      guard toSkip == 0 else { return .needsMore }
    } else {
      let wanted = Pyro3Header.size + Int(header.bodySize)
      hold(wanted - held.count, of: input, at: &position)
      guard held.count == wanted else { return .needsMore }
    }
    offset += Pyro3Header.size + Int(header.bodySize)
    self.header = nil
    isDelivered = true
    return .message(header, skips ? .skipped : .held)
  }

  private func skips(_ header: Pyro3Header) -> Bool { skipsBodies && Int(header.bodySize) > Self.smallBody }

  /// Holds the next `count` bytes of the input, or as many as there are.
  private mutating func hold(_ count: Int, of input: Span<UInt8>, at position: inout Int) {
    let taken = min(count, input.count - position)
    guard taken > 0 else { return }
    held.append(copying: input.extracting(position..<position + taken))
    position += taken
  }

  private mutating func damaged(_ fault: Pyro3HeaderFault) -> Event {
    defer { offset += 1 }
    isSeeking = true
    return .damage(fault, at: offset)
  }
}

// Picking up after damage (PYRO3-9).
extension Pyro3StreamDecoder {
  /// The bytes by which a header is recognised: magic, version, size of the header.
  private static let signatureSize = 8

  /// Passes over bytes up to the next header that can be recognised; `false` where none is in sight.
  private mutating func seek(_ input: Span<UInt8>, at position: inout Int) -> Bool {
    while !held.isEmpty {
      if Self.mayBegin(held.span, at: 0) {
        hold(Self.signatureSize - held.count, of: input, at: &position)
        guard held.count >= Self.signatureSize else { return false }
        if Self.mayBegin(held.span, at: 0) { return found() }
      }
      held.removeFirst()
      offset += 1
    }
    while position < input.count {
      if Self.mayBegin(input, at: position) {
        if input.count - position >= Self.signatureSize { return found() }
        hold(input.count - position, of: input, at: &position)
        return false
      }
      position += 1
      offset += 1
    }
    return false
  }

  private mutating func found() -> Bool {
    isSeeking = false
    return true
  }

  /// Whether a header may begin at `start`, as far as the bytes go.
  private static func mayBegin(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    guard bytes[start] == magic[0] else { return false }
    for index in 0..<min(signatureSize, bytes.count - start) {
      let byte = bytes[start + index]
      let isRight =
        switch index {
        case 0..<4: byte == magic[index]
        case 5: Pyro3Header.versions.contains(UInt16(byte))
        case 7: byte == UInt8(Pyro3Header.size)
        default: byte == 0
        }
      guard isRight else { return false }
    }
    return true
  }
}
