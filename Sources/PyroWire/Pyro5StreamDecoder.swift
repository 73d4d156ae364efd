import WireCore

/// Cuts one direction of a Pyro 5 connection into messages.
///
/// It is fed the bytes as they come, a byte at a time or many messages at once; how they are cut
/// makes no difference to what it finds. A message that lies whole in the bytes fed is lent where it
/// lies, without a copy; of a message in parts, only the bytes that have come are held, never the size
/// that its header declares.
///
/// What is no header that can be followed is reported once; reading picks up at the next place that
/// has magic, version and second magic (PYRO5-5).
public struct Pyro5StreamDecoder: Sendable {
  /// What the decoder came upon.
  enum Event {
    /// The bytes fed are used up.
    case needsMore
    /// A message; where its body is.
    case message(Pyro5Header, Place)
    /// The 16 exclamation marks that a daemon sends itself (PYRO5-40).
    case interrupt
    /// No header, at this offset of the stream.
    case damage(Pyro5HeaderFault, at: Int)
  }

  /// Where the body of a message is: its annotations, and its payload unless bodies are skipped.
  enum Place: Hashable {
    /// In the bytes fed, from this index on.
    case input(Int)
    /// In ``Pyro5StreamDecoder/held``, after the header.
    case held
  }

  /// The most that is kept allocated between messages, in bytes.
  private static let keptCapacity = 64 << 10
  private static let interruptSize = 16
  private static let exclamationMark: UInt8 = 0x21

  private let limit: Int
  private let skipsPayloads: Bool
  /// The bytes of a message that has begun, or that may have.
  private(set) var held: [UInt8] = []
  /// The offset in the stream of the first byte held, or of the next one fed.
  public private(set) var offset = 0
  private var header: Pyro5Header?
  /// Payload bytes still to be passed over.
  private var toSkip = 0
  private var isDelivered = false
  private var isSeeking = false
  private var awaitsInterrupt: Bool

  /// Makes a decoder at the beginning of a stream.
  ///
  /// - Parameters:
  ///   - limits: `bytes` bounds annotations and payload of one message together, as they are on the wire.
  ///   - recognisesInterrupt: whether 16 exclamation marks may open the stream.
  public init(limits: Limits = Limits(), recognisesInterrupt: Bool = false) {
    self.init(limits: limits, recognisesInterrupt: recognisesInterrupt, skipsPayloads: false)
  }

  init(limits: Limits, recognisesInterrupt: Bool, skipsPayloads: Bool) {
    limit = limits.bytes
    awaitsInterrupt = recognisesInterrupt
    self.skipsPayloads = skipsPayloads
  }

  /// Takes the next bytes of the stream and gives out what they complete.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - message: takes each message as it is completed: header, annotation chunks, payload as on the wire.
  ///   - damage: takes what is no header, and its offset in the stream.
  /// - Complexity: linear in the bytes, however they are cut.
  public mutating func read(
    _ bytes: Span<UInt8>,
    message: (Pyro5Header, _ annotations: Span<UInt8>, _ payload: Span<UInt8>) -> Void,
    damage: (Pyro5HeaderFault, Int) -> Void
  ) {
    var position = 0
    while true {
      switch next(bytes, at: &position) {
      case .needsMore: return
      case .interrupt: continue
      case .damage(let fault, let offset): damage(fault, offset)
      case .message(let header, let place):
        let cut = Int(header.annotationsSize)
        switch place {
        case .input(let start):
          message(
            header, bytes.extracting(start..<start + cut),
            bytes.extracting(start + cut..<start + header.bodySize))
        case .held:
          let body = held.span.extracting(Pyro5Header.size...)
          message(header, body.extracting(..<cut), body.extracting(cut...))
        }
      }
    }
  }

  /// Forgets what is half read: bytes are missing here. `count` of them, where that is known.
  public mutating func lose(_ count: Int?) {
    let skipped = header.map { skipsPayloads && toSkip > 0 ? Int($0.dataSize) - toSkip : 0 } ?? 0
    offset += (isDelivered ? 0 : held.count + skipped) + (count ?? 0)
    held.removeAll(keepingCapacity: true)
    header = nil
    toSkip = 0
    isDelivered = false
    isSeeking = true
    awaitsInterrupt = false
  }

  /// The bytes of a message that has begun and is not whole: what the stream would be cut short in.
  public var pending: Int { isDelivered || isSeeking ? 0 : held.count + (toSkip > 0 ? 1 : 0) }

  /// What has come of a header that is not whole, at the end of a stream, where it cannot be one.
  var pendingFault: Pyro5HeaderFault? {
    guard pending > 0, held.count < Pyro5Header.size else { return nil }
    let prefix = Self.prefix.prefix(held.count)
    guard !held.starts(with: prefix) else { return nil }
    if let version = PyroVersion(prefix: held.span) { return .version(version) }
    return held.starts(with: prefix.prefix(4)) ? nil : .magic
  }

  private static let prefix: [UInt8] = [0x50, 0x59, 0x52, 0x4F, 0x01, 0xF6]
}

// One step.
extension Pyro5StreamDecoder {
  /// Goes on to the next event in `input`, from `position` on.
  mutating func next(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if isDelivered { release() }
    if awaitsInterrupt {
      if let event = readInterrupt(input, at: &position) { return event }
    }
    if isSeeking, !seek(input, at: &position) { return .needsMore }
    if held.isEmpty, header == nil {
      return nextInPlace(input, at: &position)
    }
    return nextHeld(input, at: &position)
  }

  private mutating func release() {
    isDelivered = false
    held.removeAll(keepingCapacity: held.capacity <= Self.keptCapacity)
  }

  /// The message at `position`, where it lies.
  private mutating func nextInPlace(_ input: Span<UInt8>, at position: inout Int) -> Event {
    let available = input.count - position
    guard available >= Pyro5Header.size else {
      hold(available, of: input, at: &position)
      return .needsMore
    }
    if let fault = Pyro5Header.fault(in: input, at: position, limit: limit) {
      position += 1
      return damaged(fault)
    }
    let header = Pyro5Header(unchecked: input, at: position)
    let size = Pyro5Header.size + header.bodySize
    guard available >= size else {
      return begin(header, input, at: &position)
    }
    let body = position + Pyro5Header.size
    position += size
    offset += size
    return .message(header, .input(body))
  }

  /// Holds a message that has begun in `input` and goes on after it.
  private mutating func begin(_ header: Pyro5Header, _ input: Span<UInt8>, at position: inout Int) -> Event {
    hold(Pyro5Header.size, of: input, at: &position)
    self.header = header
    toSkip = skipsPayloads ? Int(header.dataSize) : 0
    return nextHeld(input, at: &position)
  }

  /// Completes what is held, as far as `input` goes.
  private mutating func nextHeld(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if header == nil {
      hold(Pyro5Header.size - held.count, of: input, at: &position)
      guard held.count == Pyro5Header.size else { return .needsMore }
      if let fault = Pyro5Header.fault(in: held.span, limit: limit) {
        held.removeFirst()
        return damaged(fault)
      }
      let begun = Pyro5Header(unchecked: held.span, at: 0)
      header = begun
      toSkip = skipsPayloads ? Int(begun.dataSize) : 0
    }
    guard let header else { return .needsMore }
    let wanted = Pyro5Header.size + (skipsPayloads ? Int(header.annotationsSize) : header.bodySize)
    hold(wanted - held.count, of: input, at: &position)
    guard held.count == wanted else { return .needsMore }
    let skipped = min(toSkip, input.count - position)
    position += skipped
    toSkip -= skipped
    guard toSkip == 0 else { return .needsMore }
    offset += Pyro5Header.size + header.bodySize
    self.header = nil
    isDelivered = true
    return .message(header, .held)
  }

  /// Holds the next `count` bytes of the input, or as many as there are.
  private mutating func hold(_ count: Int, of input: Span<UInt8>, at position: inout Int) {
    let taken = min(count, input.count - position)
    guard taken > 0 else { return }
    held.append(copying: input.extracting(position..<position + taken))
    position += taken
  }

  private mutating func damaged(_ fault: Pyro5HeaderFault) -> Event {
    defer { offset += 1 }
    isSeeking = true
    return .damage(fault, at: offset)
  }

  /// PYRO5-40: at the very beginning of a stream, 16 exclamation marks are a message of their own.
  private mutating func readInterrupt(_ input: Span<UInt8>, at position: inout Int) -> Event? {
    while position < input.count {
      guard input[position] == Self.exclamationMark else {
        awaitsInterrupt = false
        return nil
      }
      hold(1, of: input, at: &position)
      guard held.count == Self.interruptSize else { continue }
      held.removeAll(keepingCapacity: true)
      offset += Self.interruptSize
      awaitsInterrupt = false
      return .interrupt
    }
    return .needsMore
  }
}

// Picking up after damage (PYRO5-5).
extension Pyro5StreamDecoder {
  /// Passes over bytes up to the next header that can be recognised; `false` where none is in sight.
  private mutating func seek(_ input: Span<UInt8>, at position: inout Int) -> Bool {
    while !held.isEmpty {
      if Self.mayBegin(held.span, at: 0) {
        hold(Pyro5Header.size - held.count, of: input, at: &position)
        guard held.count >= Pyro5Header.size else { return false }
        if Self.isRecognisable(held.span, at: 0) { return found() }
      }
      held.removeFirst()
      offset += 1
    }
    while position < input.count {
      if Self.mayBegin(input, at: position) {
        guard input.count - position >= Pyro5Header.size else {
          hold(input.count - position, of: input, at: &position)
          return false
        }
        if Self.isRecognisable(input, at: position) { return found() }
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
    guard bytes[start] == 0x50 else { return false }
    for index in 0..<min(PyroVersion.prefixSize, bytes.count - start)
    where bytes[start + index] != prefix[index] {
      return false
    }
    return true
  }

  private static func isRecognisable(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    mayBegin(bytes, at: start) && bigEndian16(bytes, at: start + 38) == Pyro5Header.endMagic
  }
}
