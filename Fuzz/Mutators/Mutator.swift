/// Makes inputs of inputs with a sense of their structure, so that a fuzzer gets past lengths, brackets and
/// checksums to what stands within.
public protocol Mutator: Sendable {
  /// A variant of the input. It may be longer than asked for; the caller cuts it.
  func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8]

  /// An input made of two.
  func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8]
}

/// Where a mutator takes its choices from: a seed, and the mutations of plain bytes that the engine makes.
public struct MutationSource: RandomNumberGenerator {
  private var state: UInt64
  private let mutateBytes: ([UInt8], _ most: Int) -> [UInt8]

  /// Makes a source of a seed. `mutateBytes` makes a variant of plain bytes, at most so many.
  public init(seed: UInt64, mutateBytes: @escaping ([UInt8], _ most: Int) -> [UInt8]) {
    state = seed
    self.mutateBytes = mutateBytes
  }

  /// The next number (SplitMix64).
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to less than `count`.
  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

  /// Whether a chance of one in `count` came true.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }

  /// One of the choices, of which there is at least one.
  mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }

  /// A variant of plain bytes, longer by at most 64.
  func variant(of bytes: [UInt8]) -> [UInt8] { mutateBytes(bytes, bytes.count + 64) }
}

/// A piece of a text that can be taken out, put in or exchanged whole.
typealias Piece = Range<Int>

extension Mutator {
  /// A variant by one change of whole pieces: one is doubled, dropped, exchanged for another of the same
  /// input, or for a fresh one.
  func rearrange(
    _ input: [UInt8], _ pieces: [Piece], separator: [UInt8], fresh: [UInt8],
    _ random: inout MutationSource
  ) -> [UInt8] {
    guard !pieces.isEmpty else { return input + fresh }
    let piece = random.pick(pieces)
    var output = input
    switch random.below(5) {
    case 0: output.replaceSubrange(piece, with: fresh)
    case 1: output.replaceSubrange(piece, with: input[random.pick(pieces)])
    case 2: output.insert(contentsOf: Array(input[piece]) + separator, at: piece.lowerBound)
    case 3: output.removeSubrange(piece)
    default: output.replaceSubrange(piece, with: random.variant(of: Array(input[piece])))
    }
    return output
  }

  /// `left` with one of its pieces exchanged for one of the pieces of `right`.
  func graft(
    _ left: [UInt8], _ pieces: [Piece], _ right: [UInt8], _ others: [Piece], _ random: inout MutationSource
  ) -> [UInt8] {
    guard !pieces.isEmpty, !others.isEmpty else { return left + right }
    var output = left
    output.replaceSubrange(random.pick(pieces), with: right[random.pick(others)])
    return output
  }
}
