import WireCore

/// A connection as a fuzzer's input: pieces of both directions, losses and ends, in the order of time.
///
/// Each piece is a byte of control, two of length (little-endian) and that many bytes of data. Control: bit 0
/// is the direction, bits 1 and 2 what it is (0 and 1: data; 2: a loss of as many bytes as the length
/// says; 3: the end). A piece that is longer than what is left takes what is left.
public struct ConversationScript: Sendable {
  /// One piece.
  public enum Piece: Sendable {
    /// Bytes of one direction.
    case data(Direction, [UInt8])
    /// Bytes that are missing; of an unknown number where it is 0.
    case loss(Direction, Int)
    /// The end of one direction.
    case end(Direction, StreamEnding)
  }

  /// The pieces.
  public var pieces: [Piece] = []

  /// Makes a script.
  public init(_ pieces: [Piece] = []) { self.pieces = pieces }

  /// Reads a script; there is none that is wrong.
  public init(reading bytes: [UInt8]) {
    var position = 0
    while position + 3 <= bytes.count {
      let control = bytes[position]
      let length = Int(bytes[position + 1]) | Int(bytes[position + 2]) << 8
      let direction: Direction = control & 1 == 0 ? .clientToServer : .serverToClient
      position += 3
      switch control >> 1 & 3 {
      case 2: pieces.append(.loss(direction, length))
      case 3: pieces.append(.end(direction, length % 2 == 0 ? .closed : .reset))
      default:
        let end = min(bytes.count, position + length)
        pieces.append(.data(direction, Array(bytes[position..<end])))
        position = end
      }
    }
  }

  /// The script as bytes. Data of more than 65,535 bytes becomes several pieces.
  public var bytes: [UInt8] {
    var output: [UInt8] = []
    for piece in pieces {
      switch piece {
      case .data(let direction, let data):
        var rest = data[...]
        repeat {
          let part = rest.prefix(0xFFFF)
          append(0, direction, part.count, to: &output)
          output += part
          rest = rest.dropFirst(part.count)
        } while !rest.isEmpty
      case .loss(let direction, let count): append(4, direction, count, to: &output)
      case .end(let direction, let ending): append(6, direction, ending == .reset ? 1 : 0, to: &output)
      }
    }
    return output
  }

  private func append(_ kind: UInt8, _ direction: Direction, _ length: Int, to output: inout [UInt8]) {
    output.append(kind | (direction == .clientToServer ? 0 : 1))
    output.append(UInt8(truncatingIfNeeded: length))
    output.append(UInt8(truncatingIfNeeded: length >> 8))
  }

  /// The same bytes, losses and ends, cut otherwise: neighbours of one direction joined, then cut into
  /// pieces of `size`.
  public func recut(_ size: Int) -> ConversationScript {
    var joined: [Piece] = []
    for piece in pieces {
      if case .data(let direction, let data) = piece, case .data(direction, let before)? = joined.last {
        joined[joined.count - 1] = .data(direction, before + data)
      } else {
        joined.append(piece)
      }
    }
    return ConversationScript(
      joined.flatMap { piece -> [Piece] in
        guard case .data(let direction, let data) = piece else { return [piece] }
        return stride(from: 0, to: data.count, by: size).map {
          .data(direction, Array(data[$0..<min(data.count, $0 + size)]))
        }
      })
  }
}
