import WireCapture
import WireCore

/// What holds of putting TCP streams together, whatever the order, overlap and loss of the segments.
///
/// The input is a list of segments, six bytes each, of one connection whose bytes are known: the byte at
/// position p of a direction is a function of p. So what is delivered can be checked against what was
/// sent.
enum ReassemblyInvariants {
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    let segments = Segment.read(bytes)
    var seen = SeenCapture()
    do throws(CaptureError) {
      let capture = SegmentCapture(segments).bytes
      seen.close(try CaptureReader().read(CaptureInput(bytes: capture), into: &seen))
    } catch {
      throw Violation(promise: "a sound capture is read", detail: "\(error)")
    }
    if let breach = seen.breach { throw Violation(promise: "a sink is called in order", detail: breach) }
    // With connections that open anew, positions begin anew too.
    guard !segments.contains(where: { $0.flags & (Segment.opens | Segment.resets) != 0 }) else { return }
    try checkBytes(seen, segments)
  }

  /// What is delivered was sent; what was sent in order is delivered.
  private static func checkBytes(_ seen: SeenCapture, _ segments: [Segment]) throws(Violation) {
    let sent = segments.reduce(0) { $0 + $1.length }
    let delivered = seen.delivered.values.reduce(0) { $0 + $1.count }
    try promise("no byte is delivered that was not sent", delivered <= sent, "\(delivered) of \(sent)")
    for run in seen.delivered.values where seen.lostBytes == 0 {
      guard let first = run.first else { continue }
      for (place, byte) in run.enumerated() {
        let expected = first &+ UInt8(truncatingIfNeeded: place)
        try promise("bytes come in the order of the stream", byte == expected, "at \(place)")
      }
    }
  }
}

/// A segment as six bytes say: flags, sequence number (16 bits), length (8 bits), time and window.
struct Segment {
  static let opens: UInt8 = 2
  static let closes: UInt8 = 4
  static let resets: UInt8 = 8
  static let size = 6

  var direction: Direction
  var flags: UInt8
  var position: Int
  var length: Int

  static func read(_ bytes: [UInt8]) -> [Segment] {
    let starts = stride(from: 0, through: bytes.count - size, by: size)
    return starts.prefix(2_000).map { Segment(bytes[$0..<$0 + size]) }
  }

  private init(_ bytes: ArraySlice<UInt8>) {
    let fields = Array(bytes)
    direction = fields[0] & 1 == 0 ? .clientToServer : .serverToClient
    flags = fields[0] & 0x0E
    position = Int(fields[1]) + 256 * Int(fields[2] & 0x0F)
    length = Int(fields[3])
  }

  /// The byte at each position is the position itself, so that any run of bytes tells where it is from.
  var payload: [UInt8] { (0..<length).map { UInt8(truncatingIfNeeded: position + $0) } }
}

/// A capture file of segments: classic pcap of raw IPv4.
struct SegmentCapture {
  private(set) var bytes: [UInt8] = [0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0]

  init(_ segments: [Segment]) {
    for field in [0, 0, 65_535, 101] { bytes += Self.little(field) }
    for (number, segment) in segments.enumerated() { append(segment, number) }
  }

  private static func little(_ number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func big(_ number: Int, _ width: Int) -> [UInt8] {
    (0..<width).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private mutating func append(_ segment: Segment, _ number: Int) {
    let payload = segment.payload
    let size = 40 + payload.count
    for field in [number / 1_000, number % 1_000, size, size] { bytes += Self.little(field) }
    appendHeaders(segment, size)
    bytes += payload
  }

  private mutating func appendHeaders(_ segment: Segment, _ size: Int) {
    let isClient = segment.direction == .clientToServer
    let client: [UInt8] = [10, 0, 0, 1]
    let server: [UInt8] = [10, 0, 0, 2]
    bytes += [0x45, 0]
    bytes += Self.big(size, 2)
    bytes += [0, 0, 0x40, 0, 64, 6, 0, 0]
    bytes += isClient ? client + server : server + client
    for port in isClient ? [40_000, 9_090] : [9_090, 40_000] { bytes += Self.big(port, 2) }
    // Near the end of the numbers, so that they wrap around.
    bytes += Self.big((0xFFFF_F800 + segment.position) & 0xFFFF_FFFF, 4)
    bytes += Self.big(0, 4)
    bytes += [0x50, tcpFlags(segment), 0xFF, 0xFF, 0, 0, 0, 0]
  }

  private func tcpFlags(_ segment: Segment) -> UInt8 {
    var flags: UInt8 = 0x10
    if segment.flags & Segment.opens != 0 { flags |= 0x02 }
    if segment.flags & Segment.closes != 0 { flags |= 0x01 }
    if segment.flags & Segment.resets != 0 { flags |= 0x04 }
    return flags
  }
}
