import PyroWire
import WireCore

/// Where, in the middle of a stream, a message of a known protocol begins.
struct MidstreamSearch {
  /// Where it was found and what it is.
  struct Place: Equatable {
    var start: Int
    var recognition: FlowRecognition
    /// Whether the message is one that only a client sends (`true`) or only a server (`false`); `nil` where it
    /// says nothing.
    var fromClient: Bool?
  }

  /// Looks for the first place in `bytes` from which a conversation can be picked up (REP-36): a Pyro header
  /// with a known version anywhere; an RPyC frame, or a TLS record, where a segment begins; an RPyC frame after a line
  /// feed, where the frame's own line feed is there to confirm it.
  ///
  /// - Parameter segment: where in `bytes` the segment begins that came last.
  static func first(in bytes: Span<UInt8>, segment: Int = 0) -> Place? {
    let last = bytes.extracting(segment..<bytes.count)
    if case .matches = RPyCFront(last) { return Place(start: segment, recognition: .rpyc) }
    if isTLSRecord(last) { return Place(start: segment, recognition: .tls) }
    for index in 0..<max(0, bytes.count - 7) {
      if bytes[index] == UInt8(ascii: "P"), let place = pyro(bytes, at: index) { return place }
      if bytes[index] == UInt8(ascii: "\n"), isWholeFrame(bytes, at: index + 1) {
        return Place(start: index + 1, recognition: .rpyc)
      }
    }
    return nil
  }

  /// Where the first whole RPyC frame begins, wherever that is.
  static func firstFrame(in bytes: Span<UInt8>) -> Int? {
    (0..<max(0, bytes.count - 7)).first { isWholeFrame(bytes, at: $0) }
  }

  private static func pyro(_ bytes: Span<UInt8>, at index: Int) -> Place? {
    guard let version = PyroVersion(prefix: bytes.extracting(index..<bytes.count)) else { return nil }
    switch version {
    case .unknown: return nil
    case .pyro3:
      return Place(
        start: index, recognition: .pyro(version.word),
        fromClient: Pyro3Message.isClients(bytes, at: index))
    case .pyro4:
      return Place(
        start: index, recognition: .pyro(version.word), fromClient: isClients(bytes[index + 7]))
    case .pyro5:
      return Place(
        start: index, recognition: .pyro(version.word), fromClient: isClients(bytes[index + 6]))
    }
  }

  /// By the message type, the same in Pyro 4 and 5: connect and invoke are the client's, their answers the
  /// server's, a ping anybody's.
  private static func isClients(_ type: UInt8) -> Bool? {
    switch type {
    case 1, 4: true
    case 2, 3, 5: false
    default: nil
    }
  }

  private static func isTLSRecord(_ bytes: Span<UInt8>) -> Bool {
    guard bytes.count >= 5, 0x14...0x17 ~= bytes[0], bytes[1] == 3, bytes[2] <= 4 else { return false }
    return 1...(16_384 + 2_048) ~= Int(bigEndian16(bytes, at: 3))
  }

  private static func isWholeFrame(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    let rest = bytes.extracting(index..<bytes.count)
    guard case .matches = RPyCFront(rest) else { return false }
    let end = 5 + Int(bigEndian32(rest, at: 0))
    return end < rest.count && rest[end] == UInt8(ascii: "\n")
  }
}
