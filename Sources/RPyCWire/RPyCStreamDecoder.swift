import WireCore

/// The header of a frame. RPYC-1.
struct RPyCFrameHeader: Hashable, Sendable {
  /// The size of the header in bytes: a length and a flag.
  static let size = 5
  /// The byte after each frame's data. RPYC-3.
  static let terminator: UInt8 = 0x0A

  /// The size of the data on the wire, in bytes.
  let length: Int
  /// Whether the data is a zlib stream: 0 or 1. RPYC-2.
  let flag: UInt8

  init(_ bytes: Span<UInt8>, at start: Int) {
    var length = 0
    for index in start..<start + 4 { length = length << 8 | Int(bytes[index]) }
    self.length = length
    flag = bytes[start + 4]
  }

  /// The size of the whole frame, in bytes.
  var frameSize: Int { RPyCFrameHeader.size + length + 1 }
}

/// Cuts one direction of an RPyC connection into frames.
///
/// It is fed the bytes as they come, a byte at a time or many frames at once; how they are cut makes no
/// difference to what it finds. A frame that lies whole in the bytes fed is lent where it lies, without
/// a copy; of a frame in parts only the bytes that have come are held, never the size that its
/// header declares.
///
/// Where bytes are missing, reading picks up at the end of the frame that they were in, if that is known,
/// else at the next place that looks like a frame (RPYC-7).
public struct RPyCStreamDecoder: Sendable {
  /// What the decoder came upon.
  enum Event {
    /// The bytes fed are used up.
    case needsMore
    /// A frame; where its data begins, and in which bytes. The terminator follows the data.
    case frame(RPyCFrameHeader, Place)
    /// A frame larger than is read; its bytes are passed over.
    case tooLarge(RPyCFrameHeader)
  }

  enum Place {
    /// In the bytes fed, from this index on.
    case input(Int)
    /// In ``RPyCStreamDecoder/held``, after the header.
    case held
  }

  /// The most that is kept allocated between frames, in bytes.
  private static let keptCapacity = 1 << 20

  private let limit: Int
  /// The bytes of a frame that has begun, or that may have.
  private(set) var held: [UInt8] = []
  /// The size of the frame in ``held`` that was given out last; 0 where there is none.
  private var delivered = 0
  /// Bytes still to be passed over, of a frame too large or of one that has lost bytes.
  private var toSkip = 0
  /// Whether the place of the next frame is unknown.
  private(set) var isSeeking = false
  /// Whether a frame may begin with the very next byte, while seeking.
  private var isAtBoundary = false

  /// Makes a decoder at the beginning of a stream.
  ///
  /// - Parameter limits: `bytes` bounds the data of one frame, as it is on the wire.
  public init(limits: Limits = Limits()) { limit = limits.bytes }

  /// Takes the next bytes of the stream and gives out the frames that they complete.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - frame: takes each frame: its flag, its data as on the wire, the byte after the data.
  ///   - tooLarge: takes the size of a frame that is larger than the limit.
  /// - Complexity: linear in the bytes, however they are cut.
  public mutating func read(
    _ bytes: Span<UInt8>, frame: (_ flag: UInt8, _ data: Span<UInt8>, _ terminator: UInt8) -> Void,
    tooLarge: (Int) -> Void
  ) {
    var position = 0
    while true {
      switch next(bytes, at: &position) {
      case .needsMore: return
      case .tooLarge(let header): tooLarge(header.length)
      case .frame(let header, .input(let start)):
        let end = start + header.length
        frame(header.flag, bytes.extracting(start..<end), bytes[end])
      case .frame(let header, .held):
        let end = RPyCFrameHeader.size + header.length
        frame(header.flag, held.span.extracting(RPyCFrameHeader.size..<end), held[end])
      }
    }
  }

  /// How many bytes of a frame have come that is not whole: what the stream would be cut short in.
  public var pending: Int { isSeeking ? 0 : held.count - delivered + (toSkip > 0 ? 1 : 0) }

  /// Learns that bytes are missing here: `count` of them, where that is known.
  public mutating func lose(_ count: Int?) {
    release()
    let left = isSeeking ? nil : frameBytesLeft
    held.removeAll(keepingCapacity: true)
    if let count, let left, count <= left {
      toSkip = left - count
    } else {
      toSkip = 0
      seekFrame(fromHere: true)
    }
  }

  /// Gives up the place in the stream: what was taken for a frame was none.
  mutating func seekFrame(fromHere: Bool) {
    isSeeking = true
    isAtBoundary = fromHere
  }

  /// How many bytes of the frame under way are still to come; `nil` where that is not known.
  private var frameBytesLeft: Int? {
    if toSkip > 0 { return toSkip }
    guard held.count >= RPyCFrameHeader.size else { return nil }
    return RPyCFrameHeader(held.span, at: 0).frameSize - held.count
  }
}

// One step.
extension RPyCStreamDecoder {
  /// Goes on to the next event in `input`, from `position` on.
  mutating func next(_ input: Span<UInt8>, at position: inout Int) -> Event {
    release()
    if toSkip > 0 {
      let step = min(toSkip, input.count - position)
      position += step
      toSkip -= step
      if toSkip > 0 { return .needsMore }
    }
    if isSeeking, !seek(input, at: &position) { return .needsMore }
    return held.isEmpty ? nextInPlace(input, at: &position) : nextHeld(input, at: &position)
  }

  private mutating func release() {
    guard delivered > 0 else { return }
    if delivered == held.count {
      held.removeAll(keepingCapacity: held.capacity <= Self.keptCapacity)
    } else {
      held.removeFirst(delivered)
    }
    delivered = 0
  }

  /// The frame at `position`, where it lies.
  private mutating func nextInPlace(_ input: Span<UInt8>, at position: inout Int) -> Event {
    let available = input.count - position
    guard available >= RPyCFrameHeader.size else {
      hold(available, of: input, at: &position)
      return .needsMore
    }
    let header = RPyCFrameHeader(input, at: position)
    guard header.length <= limit else {
      position += RPyCFrameHeader.size
      return passOver(header)
    }
    guard available >= header.frameSize else {
      hold(available, of: input, at: &position)
      return .needsMore
    }
    let data = position + RPyCFrameHeader.size
    position += header.frameSize
    return .frame(header, .input(data))
  }

  /// Completes what is held, as far as `input` goes.
  private mutating func nextHeld(_ input: Span<UInt8>, at position: inout Int) -> Event {
    if held.count < RPyCFrameHeader.size {
      hold(RPyCFrameHeader.size - held.count, of: input, at: &position)
      guard held.count >= RPyCFrameHeader.size else { return .needsMore }
    }
    let header = RPyCFrameHeader(held.span, at: 0)
    guard header.length <= limit else {
      held.removeAll(keepingCapacity: true)
      return passOver(header)
    }
    hold(header.frameSize - held.count, of: input, at: &position)
    guard held.count >= header.frameSize else { return .needsMore }
    delivered = header.frameSize
    return .frame(header, .held)
  }

  private mutating func passOver(_ header: RPyCFrameHeader) -> Event {
    toSkip = header.length + 1
    return .tooLarge(header)
  }

  private mutating func hold(_ count: Int, of input: Span<UInt8>, at position: inout Int) {
    let end = position + min(max(0, count), input.count - position)
    held.append(copying: input.extracting(position..<end))
    position = end
  }
}

// Finding a frame. RPYC-7.
extension RPyCStreamDecoder {
  /// Looks for a frame: behind a terminator, or right where bytes were lost. Consumes what cannot be
  /// the beginning of one, and holds the few bytes that may be.
  private mutating func seek(_ input: Span<UInt8>, at position: inout Int) -> Bool {
    if !held.isEmpty {
      guard let found = seekInHeld(input, from: position) else { return hold(rest: input, at: &position) }
      held.removeFirst(found.start)
      if found.guess == .needsMore { return hold(rest: input, at: &position) }
      if found.guess == .yes {
        isSeeking = false
        return true
      }
    }
    while position < input.count {
      if isAtBoundary {
        switch RPyCFrameGuess(input, at: position, limit: limit) {
        case .yes:
          isSeeking = false
          return true
        case .needsMore: return hold(rest: input, at: &position)
        case .no: break
        }
      }
      isAtBoundary = input[position] == RPyCFrameHeader.terminator
      position += 1
    }
    return false
  }

  /// Holds what is left of the input, less than a window: it may be the beginning of a frame.
  private mutating func hold(rest input: Span<UInt8>, at position: inout Int) -> Bool {
    hold(input.count - position, of: input, at: &position)
    return false
  }

  /// The first place in ``held`` where a frame may begin, and whether one does; past its end, and
  /// `no`, where there is none. `nil` where the input has to be seen first.
  private mutating func seekInHeld(
    _ input: Span<UInt8>, from position: Int
  ) -> (start: Int, guess: RPyCFrameGuess)? {
    guard position < input.count else { return nil }
    var joined = held
    joined.append(
      copying: input.extracting(position..<min(position + RPyCFrameGuess.window, input.count)))
    for start in 0..<held.count {
      if isAtBoundary {
        let guess = RPyCFrameGuess(joined.span, at: start, limit: limit)
        if guess != .no { return (start, guess) }
      }
      isAtBoundary = held[start] == RPyCFrameHeader.terminator
    }
    return (held.count, .no)
  }
}
