import WireCore

/// Cuts one direction of a Pyro 4 connection into messages.
public typealias Pyro4StreamDecoder = PyroStreamDecoder<Pyro4Header>

/// Cuts one direction of a Pyro 5 connection into messages.
public typealias Pyro5StreamDecoder = PyroStreamDecoder<Pyro5Header>

/// Cuts one direction of a Pyro connection into messages.
///
/// It is fed the bytes as they come, a byte at a time or many messages at once; how they are cut
/// makes no difference to what it finds. A message that lies whole in the bytes fed is lent where it
/// lies, without a copy; of a message in parts, only the bytes that have come are held, never the size
/// that its header declares.
///
/// What is no header that can be followed is reported once; reading picks up at the next place that
/// has magic, version, and second magic (PYRO5-5) or checksum (PYRO4-5).
public struct PyroStreamDecoder<Header: PyroMessageHeader>: Sendable {
  private var framer: PyroFramer

  /// Makes a decoder at the beginning of a stream.
  ///
  /// - Parameters:
  ///   - limits: `bytes` bounds annotations and payload of one message together, as they are on the wire.
  ///   - recognisesInterrupt: whether 16 exclamation marks may open the stream.
  public init(limits: Limits = Limits(), recognisesInterrupt: Bool = false) {
    framer = PyroFramer(Header.generation, limits: limits, recognisesInterrupt: recognisesInterrupt)
  }

  /// The offset in the stream of the first byte held, or of the next one fed.
  public var offset: Int { framer.offset }

  /// The bytes of a message that has begun and is not whole: what the stream would be cut short in.
  public var pending: Int { framer.pending }

  /// Takes the next bytes of the stream and gives out what they complete.
  ///
  /// - Parameters:
  ///   - bytes: the next bytes.
  ///   - message: takes each message as it is completed: header, annotation chunks, payload as on the wire.
  ///   - damage: takes what is no header, and its offset in the stream.
  /// - Complexity: linear in the bytes, however they are cut.
  public mutating func read(
    _ bytes: Span<UInt8>,
    message: (Header, _ annotations: Span<UInt8>, _ payload: Span<UInt8>) -> Void,
    damage: (PyroHeaderFault, Int) -> Void
  ) {
    var position = 0
    while true {
      switch framer.next(bytes, at: &position) {
      case .needsMore: return
      case .interrupt: continue
      case .damage(let fault, let offset): damage(fault, offset)
      case .message(let header, .input(let start)):
        lend(header, bytes.extracting(start..<start + header.size + header.bodySize), to: message)
      case .message(let header, .held):
        lend(header, framer.held.span, to: message)
      }
    }
  }

  private func lend(
    _ header: PyroHeader, _ bytes: Span<UInt8>,
    to message: (Header, _ annotations: Span<UInt8>, _ payload: Span<UInt8>) -> Void
  ) {
    // What the framer gives out has a sound header.
    guard let own = try? Header(bytes, base: 0) else { return }
    let cut = header.size + header.annotationsSize
    message(own, bytes.extracting(header.size..<cut), bytes.extracting(cut...))
  }

  /// Forgets what is half read: bytes are missing here. `count` of them, where that is known.
  public mutating func lose(_ count: Int?) { framer.lose(count) }
}
