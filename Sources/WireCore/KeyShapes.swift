import PythonValues

/// The keys of one dict, in order: strings that are known to be distinct.
final class KeyShape: Sendable {
  /// The keys.
  let keys: [PythonValue]
  /// Their UTF-8, one after the other, and eight bytes more, so that a word can be loaded anywhere.
  let text: [UInt8]
  /// Where the text of each key ends.
  let ends: [Int]

  /// `nil` where a key is no string.
  init?(_ entries: [PythonDict.Entry]) {
    var text: [UInt8] = []
    var ends: [Int] = []
    for entry in entries {
      guard case .string(let key) = entry.key else { return nil }
      text.append(contentsOf: key.utf8)
      ends.append(text.count)
    }
    text.append(contentsOf: repeatElement(0, count: 8))
    keys = entries.map(\.key)
    self.text = text
    self.ends = ends
  }
}

/// Shapes that were met. Dicts of one kind have the same keys in the same order: for these no key is
/// made or hashed again, only compared with the last dict's.
///
/// It speeds up what is repeated and decides nothing: a dict of no known shape is looked at in full.
struct KeyShapes: Sendable {
  private static let slots = 64

  private struct Slot: Sendable {
    /// The number of keys and the first key, mixed; 0 in an empty slot.
    var tag: UInt64 = 0
    /// Kept from the second dict with the tag on.
    var shape: KeyShape?
  }

  private var table: [Slot] = []

  /// The shape of the dict at `index`; `nil` where it is not known.
  func shape(of index: Int, _ tape: borrowing Tape, _ source: Span<UInt8>) -> KeyShape? {
    guard !table.isEmpty else { return nil }
    let tag = KeyShapes.tag(of: index, tape, source)
    let slot = Int(tag % UInt64(KeyShapes.slots))
    guard tag != 0, table[slot].tag == tag, let shape = table[slot].shape,
      matches(shape, index, tape, source)
    else { return nil }
    return shape
  }

  /// Keeps the shape of the dict at `index`, whose entries are distinct, where it is met again.
  mutating func note(
    _ entries: [PythonDict.Entry], of index: Int, _ tape: borrowing Tape, _ source: Span<UInt8>
  ) {
    let tag = KeyShapes.tag(of: index, tape, source)
    guard tag != 0 else { return }
    if table.isEmpty { table = [Slot](repeating: Slot(), count: KeyShapes.slots) }
    let slot = Int(tag % UInt64(KeyShapes.slots))
    if table[slot].tag == tag {
      table[slot].shape = KeyShape(entries)
    } else {
      table[slot] = Slot(tag: tag)
    }
  }

  /// 0 where the first key is no string that stands in the source as it is.
  private static func tag(of index: Int, _ tape: borrowing Tape, _ source: Span<UInt8>) -> UInt64 {
    let count = tape[index].count
    guard count > 0, count < 1 << 12 else { return 0 }
    let key = tape[tape.firstChild(of: index)]
    guard key.kind == .string, !key.flags.contains(.inSide) else { return 0 }
    var tag = UInt64(count) << 32 | UInt64(key.extent.count)
    for place in key.extent.prefix(8) { tag = (tag ^ UInt64(source[place])) &* 0x9E37_79B9_7F4A_7C15 }
    return (tag ^ tag >> 32) | 1
  }

  /// Whether the keys of the dict at `index` are those of the shape.
  private func matches(
    _ shape: KeyShape, _ index: Int, _ tape: borrowing Tape, _ source: Span<UInt8>
  ) -> Bool {
    let node = tape[index]
    guard node.count == shape.ends.count else { return false }
    let (text, ends) = (shape.text, shape.ends)
    var key = tape.firstChild(of: index)
    var start = 0
    for end in ends {
      let node = tape[key]
      guard node.kind == .string, !node.flags.contains(.inSide), Int(node.payload >> 32) == end &- start,
        areSame(source, Int(node.payload & 0xFFFF_FFFF), text.span, start, count: end &- start)
      else { return false }
      key = tape.next(after: key &+ 1)
      start = end
    }
    return true
  }

  /// Whether `count` bytes of each are the same. After those of `right` eight more can be read.
  @inline(__always)
  private func areSame(
    _ left: Span<UInt8>, _ leftStart: Int, _ right: Span<UInt8>, _ rightStart: Int, count: Int
  ) -> Bool {
    var done = 0
    while done < count, let a = loadWord(left, at: leftStart &+ done),
      let b = loadWord(right, at: rightStart &+ done)
    {
      let bits = 8 &* min(8, count &- done)
      guard (a ^ b) &<< UInt64(64 &- bits) == 0 else { return false }
      done &+= 8
    }
    while done < count {
      guard left[leftStart &+ done] == right[rightStart &+ done] else { return false }
      done &+= 1
    }
    return true
  }
}
