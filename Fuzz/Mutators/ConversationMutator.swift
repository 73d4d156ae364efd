import FuzzScripts
import WireCore

/// Mutates conversations: messages change places, are doubled, dropped and answered; what changes within a
/// payload changes the sizes in its header too.
public struct ConversationMutator: Mutator {
  private let frames: any FrameFormat

  /// Pyro 3: a header of 18 bytes and the checksum of what follows, a pickle within.
  public static let pyro3 = ConversationMutator(frames: PyroFrames.pyro3)
  /// Pyro 4: a header of 24 bytes and its checksum, serpent within.
  public static let pyro4 = ConversationMutator(frames: PyroFrames.pyro4)
  /// Pyro 5: a header of 40 bytes, serpent within.
  public static let pyro5 = ConversationMutator(frames: PyroFrames.pyro5)
  /// RPyC: frames of five bytes and a line feed, brine within.
  public static let rpyc = ConversationMutator(frames: RPyCFrames())

  /// A variant: one in eight is of plain bytes.
  public func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    if random.oneIn(8) { return random.variant(of: input) }
    var script = ConversationScript(reading: input)
    guard !script.pieces.isEmpty else { return ConversationScript([.data(.clientToServer, input)]).bytes }
    let place = random.below(script.pieces.count)
    switch random.below(8) {
    case 0: script.pieces.remove(at: place)
    case 1: script.pieces.insert(script.pieces[place], at: random.below(script.pieces.count + 1))
    case 2: script.pieces.swapAt(place, random.below(script.pieces.count))
    case 3: script.pieces.insert(Self.event(&random), at: place)
    default: script.pieces[place] = changed(script.pieces[place], &random)
    }
    return script.bytes
  }

  /// A run of one conversation in the midst of another.
  public func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    var script = ConversationScript(reading: left)
    let other = ConversationScript(reading: right).pieces
    guard !other.isEmpty else { return left }
    let start = random.below(other.count)
    let run = other[start..<min(other.count, start + 1 + random.below(4))]
    script.pieces.insert(contentsOf: run, at: random.below(script.pieces.count + 1))
    return script.bytes
  }

  private static func event(_ random: inout MutationSource) -> ConversationScript.Piece {
    let direction = random.pick([Direction.clientToServer, .serverToClient])
    return random.oneIn(2)
      ? .loss(direction, random.below(100)) : .end(direction, random.pick([.closed, .reset]))
  }

  private func changed(
    _ piece: ConversationScript.Piece, _ random: inout MutationSource
  ) -> ConversationScript.Piece {
    guard case .data(let direction, let data) = piece else { return piece }
    if random.oneIn(10) { return .data(direction.reversed, data) }
    return .data(direction, frames.changed(data, &random))
  }
}

/// How the messages of a protocol are framed.
protocol FrameFormat: Sendable {
  /// Bytes of one direction with a change in one message, its sizes mended most of the time.
  func changed(_ data: [UInt8], _ random: inout MutationSource) -> [UInt8]
}

extension Array<UInt8> {
  /// The unsigned number at a place, big end first; 0 where it goes past the end.
  func number(at start: Int, _ width: Int) -> Int {
    guard start + width <= count else { return 0 }
    return self[start..<start + width].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Writes an unsigned number, big end first.
  mutating func put(_ number: Int, at start: Int, _ width: Int) {
    for index in 0..<width where start + index < count {
      self[start + index] = UInt8(truncatingIfNeeded: number >> (8 * (width - 1 - index)))
    }
  }
}
