import RPyCWire
import WireCore

/// A connection to a registry of RPyC services: a request and its answer, each a brine value in no frame (RPYC-60).
struct RegistryConnection {
  private let describes: Bool
  private var held = BothDirections<[UInt8]>(fromClient: [], fromServer: [])
  /// Whether nothing more of a direction is read: its value came, or cannot come any more.
  private var isDone = BothDirections(fromClient: false, fromServer: false)
  private var messages = 0

  /// Begins a connection.
  ///
  /// - Parameter describes: whether messages carry a summary.
  init(describes: Bool) { self.describes = describes }

  /// Takes the next bytes of one direction. A registry reads no more than a datagram would have.
  mutating func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    guard !isDone[direction] else { return }
    guard held[direction].count + bytes.count <= RPyCRegistryDatagram.largest else {
      lose(from: direction)
      return
    }
    held[direction].append(copying: bytes)
    let value = held[direction]
    guard let read = try? RPyCRegistryDatagram(value.span) else { return }
    if direction == .serverToClient { sink.finding(DatagramCheck.openRegistry(message: messages)) }
    let message = ObservedMessage(
      index: messages, direction: direction, kind: DatagramCheck.registryKind,
      payloadLength: value.count, summary: describes ? read.summary : nil)
    sink.message(message, payload: value.span)
    messages += 1
    lose(from: direction)
  }

  /// Learns that bytes are missing: what is left is no value.
  mutating func lose(from direction: Direction) {
    isDone[direction] = true
    held[direction] = []
  }
}
