import PythonValues

/// A container under way that holds containers.
struct TreeFrame: Sendable {
  /// Its node.
  let index: Int
  let isDict: Bool
  /// The next child's node.
  var cursor: Int
  let end: Int
  var items: [PythonValue] = []
  var entries: [PythonDict.Entry] = []
  var key: PythonValue?
  /// The keys, of a dict with keys that another had.
  let shape: KeyShape?

  init(_ tape: borrowing Tape, _ source: Span<UInt8>, at index: Int, _ shapes: borrowing KeyShapes) {
    let node = tape[index]
    self.index = index
    isDict = node.kind == .dict
    cursor = tape.firstChild(of: index)
    end = node.end
    shape = isDict ? shapes.shape(of: index, tape, source) : nil
    if isDict { entries.reserveCapacity(node.count) } else { items.reserveCapacity(node.count) }
  }

  /// Adds the next child: of a dict, a key and its value in turn, or with a known shape the value.
  @inline(__always)
  mutating func add(_ value: consuming PythonValue) {
    guard isDict else { return items.append(value) }
    if let shape {
      entries.append(PythonDict.Entry(key: shape.keys[entries.count], value: value))
    } else if let key = key.take() {
      entries.append(PythonDict.Entry(key: key, value: value))
    } else {
      key = .some(value)
    }
  }
}
