import WireCore

/// Names that the policy has allowed to be called, so that a name that comes again is compared as it
/// lies and no string is made of it. It holds 64 names at most, of 64 bytes at most.
package struct AllowedNames: Sendable {
  private static let slots = 64
  private static let longest = 64

  private var names: [[UInt8]] = []

  /// None yet.
  package init() {}

  /// Whether the string at `index` of the tape is a name allowed before.
  package func contains(_ tape: borrowing Tape, _ index: Int, _ source: Span<UInt8>) -> Bool {
    let node = tape.nodes[index]
    let extent = node.extent
    guard !names.isEmpty, node.kind == .string, !node.flags.contains(.inSide), !extent.isEmpty else {
      return false
    }
    let slot = Self.slot(extent.count, source[extent.lowerBound], source[extent.upperBound - 1])
    let known = names[slot]
    guard known.count == extent.count else { return false }
    for offset in known.indices where known[offset] != source[extent.lowerBound + offset] { return false }
    return true
  }

  /// Remembers a name, in the place of another where need be.
  package mutating func insert(_ name: String) {
    let bytes = Array(name.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count <= Self.longest else { return }
    if names.isEmpty { names = [[UInt8]](repeating: [], count: Self.slots) }
    names[Self.slot(bytes.count, first, last)] = bytes
  }

  private static func slot(_ count: Int, _ first: UInt8, _ last: UInt8) -> Int {
    (count &* 31 &+ Int(first) &* 7 &+ Int(last)) % slots
  }
}
