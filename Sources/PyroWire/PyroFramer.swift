import WireCore

/// Cuts one direction of a Pyro 4 or 5 connection into messages: what ``PyroStreamDecoder`` and conversations
/// stand on. It tells where a message lies, and copies one only that comes in parts.
struct PyroFramer: Sendable {
  /// What the decoder came upon.
  enum Event {
    /// The bytes fed are used up.
    case needsMore
    /// A message, and where it is.
    case message(PyroHeader, Place)
    /// The 16 exclamation marks that a daemon sends itself (PYRO5-40).
    case interrupt
    /// No header, at this offset of the stream.
    case damage(PyroHeaderFault, at: Int)
  }

  /// Where a message is: header, annotations, and payload unless payloads are skipped.
  enum Place: Hashable {
    /// In the bytes fed, from this index on.
    case input(Int)
    /// In ``PyroFramer/held``.
    case held
  }

  /// The most that is kept allocated between messages, in bytes.
  private static let keptCapacity = 64 << 10
  private static let interruptSize = 16
  private static let exclamationMark: UInt8 = 0x21

  private let generation: PyroGeneration
  /// The size of a header, in bytes.
  private let headerSize: Int
  private let limit: Int
  private let skipsPayloads: Bool
  /// The bytes of a message that has begun, or that may have.
  private(set) var held: [UInt8] = []
  /// The offset in the stream of the first byte held, or of the next one fed.
  private(set) var offset = 0
  private var header: PyroHeader?
  /// Payload bytes still to be passed over.
  private var toSkip = 0
  private var isDelivered = false
  private var isSeeking = false
  private var awaitsInterrupt: Bool

  /// Begins at the beginning of a stream.
  ///
  /// - Parameters:
  ///   - limits: `bytes` bounds annotations and payload of one message together, as they are on the wire.
  ///   - recognisesInterrupt: whether 16 exclamation marks may open the stream.
  ///   - skipsPayloads: whether payloads are passed over, and never held.
  init(
    _ generation: PyroGeneration, limits: Limits, recognisesInterrupt: Bool = false,
    skipsPayloads: Bool = false
  ) {
    self.generation = generation
    headerSize = generation.headerSize
    limit = limits.bytes
    awaitsInterrupt = recognisesInterrupt
    self.skipsPayloads = skipsPayloads
  }

  /// Forgets what is half read: bytes are missing here. `count` of them, where that is known.
  mutating func lose(_ count: Int?) {
    let skipped = header.map { skipsPayloads && toSkip > 0 ? $0.dataSize - toSkip : 0 } ?? 0
    offset += (isDelivered ? 0 : held.count + skipped) + (count ?? 0)
    held.removeAll(keepingCapacity: true)
    header = nil
    toSkip = 0
    isDelivered = false
    isSeeking = true
    awaitsInterrupt = false
  }

  /// The bytes of a message that has begun and is not whole: what the stream would be cut short in.
  var pending: Int { isDelivered || isSeeking ? 0 : held.count + (toSkip > 0 ? 1 : 0) }

  /// What has come of a header that is not whole, at the end of a stream, where it cannot be one.
  var pendingFault: PyroHeaderFault? {
    guard pending > 0, held.count < headerSize, !mayBegin(held.span, at: 0) else { return nil }
    if let version = PyroVersion(prefix: held.span) { return .version(version, generation) }
    return held.starts(with: Self.magic.prefix(held.count)) ? nil : .magic
  }

  private static let magic: [UInt8] = [0x50, 0x59, 0x52, 0x4F]
}

// One step.
extension PyroFramer {
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
    guard available >= headerSize else {
      hold(available, of: input, at: &position)
      return .needsMore
    }
    if let fault = generation.fault(in: input, at: position, limit: limit) {
      position += 1
      return damaged(fault)
    }
    let header = PyroHeader(generation, unchecked: input, at: position)
    let size = headerSize + header.bodySize
    guard available >= size else {
      return begin(header, input, at: &position)
    }
    let start = position
    position += size
    offset += size
    return .message(header, .input(start))
  }

  /// Holds a message that has begun in `input` and goes on after it.
  private mutating func begin(_ header: PyroHeader, _ input: Span<UInt8>, at position: inout Int) -> Event {
    hold(headerSize, of: input, at: &position)
    self.header = header
    toSkip = skipsPayloads ? header.dataSize : 0
    return nextHeld(input, at: &position)
  }

  /// Completes what is held, as far as `input` goes.
  private mutating func nextHeld(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if header == nil {
      hold(headerSize - held.count, of: input, at: &position)
      guard held.count == headerSize else { return .needsMore }
      if let fault = generation.fault(in: held.span, limit: limit) {
        held.removeFirst()
        return damaged(fault)
      }
      let begun = PyroHeader(generation, unchecked: held.span, at: 0)
      header = begun
      toSkip = skipsPayloads ? begun.dataSize : 0
    }
    guard let header else { return .needsMore }
    let wanted = headerSize + (skipsPayloads ? header.annotationsSize : header.bodySize)
    hold(wanted - held.count, of: input, at: &position)
    guard held.count == wanted else { return .needsMore }
    let skipped = min(toSkip, input.count - position)
    position += skipped
    toSkip -= skipped
    guard toSkip == 0 else { return .needsMore }
    offset += headerSize + header.bodySize
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

  private mutating func damaged(_ fault: PyroHeaderFault) -> Event {
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
extension PyroFramer {
  /// Passes over bytes up to the next header that can be recognised; `false` where none is in sight.
  private mutating func seek(_ input: Span<UInt8>, at position: inout Int) -> Bool {
    while !held.isEmpty {
      if mayBegin(held.span, at: 0) {
        hold(headerSize - held.count, of: input, at: &position)
        guard held.count >= headerSize else { return false }
        if isRecognisable(held.span, at: 0) { return found() }
      }
      held.removeFirst()
      offset += 1
    }
    while position < input.count {
      if mayBegin(input, at: position) {
        guard input.count - position >= headerSize else {
          hold(input.count - position, of: input, at: &position)
          return false
        }
        if isRecognisable(input, at: position) { return found() }
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
  private func mayBegin(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    guard bytes[start] == 0x50 else { return false }
    let available = bytes.count - start
    for index in 1..<4 where index < available && bytes[start + index] != Self.magic[index] {
      return false
    }
    switch available {
    case ..<5: return true
    case 5: return bytes[start + 4] == generation.versionHighByte
    default: return generation.reads(version: bigEndian16(bytes, at: start + 4))
    }
  }

  private func isRecognisable(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    mayBegin(bytes, at: start) && generation.confirms(bytes, at: start)
  }
}
