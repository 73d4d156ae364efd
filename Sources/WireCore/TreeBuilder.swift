import PythonValues

/// Makes trees of tapes. It keeps its own list of containers under way, so that depth costs no
/// stack, and gives every array the exact capacity.
package struct TreeBuilder: Sendable {
  /// A container under way: where its node stands, which child is next, and what it has so far.
  struct Frame: Sendable {
    let index: Int
    let kind: TapeNode.Kind
    var cursor: Int
    let end: Int
    var items: [PythonValue] = []
    var entries: [PythonDict.Entry] = []
    var key: PythonValue?

    init(_ tape: borrowing Tape, at index: Int) {
      let node = tape.nodes[index]
      self.index = index
      kind = node.kind
      cursor = tape.firstChild(of: index)
      end = node.end
      if node.kind == .dict {
        entries.reserveCapacity(node.count)
      } else {
        items.reserveCapacity(node.count)
      }
    }

    /// Adds the next child: of a dict, a key and its value in turn.
    mutating func add(_ value: consuming PythonValue) {
      guard kind == .dict else {
        items.append(value)
        return
      }
      guard let key else {
        self.key = value
        return
      }
      entries.append(PythonDict.Entry(key: key, value: value))
      self.key = nil
    }
  }

  private var deepest = 0
  private var outer: [Frame] = []

  /// A builder that keeps its storage from one tree to the next.
  package init() {}

  /// The value at `root` and all that it holds, of at most `deepest` levels, and never more than
  /// ``Limits/deepestTree``. The tape must be of this source.
  package mutating func build(
    _ tape: borrowing Tape, source: Span<UInt8>, at root: Int = 0, deepest: Int
  ) throws(WireError) -> PythonValue {
    self.deepest = min(deepest, Limits.deepestTree)
    guard tape.nodes[root].kind.isContainer else { return scalar(tape, source, at: root) }
    outer.removeAll(keepingCapacity: true)
    var frame = Frame(tape, at: root)
    while true {
      if frame.cursor < frame.end {
        let child = frame.cursor
        if tape.nodes[child].kind.isContainer {
          try descend(into: child, offset: tape.nodes[child].offset)
          outer.append(frame)
          frame = Frame(tape, at: child)
        } else {
          frame.add(scalar(tape, source, at: child))
          frame.cursor = child + 1
        }
        continue
      }
      let value = try finish(frame, offset: tape.nodes[frame.index].offset)
      guard var parent = outer.popLast() else { return value }
      parent.cursor = frame.end
      parent.add(value)
      frame = parent
    }
  }

  private func descend(into child: Int, offset: Int) throws(WireError) {
    guard outer.count + 2 <= deepest else {
      throw WireError(
        .limit, at: offset, reading: "nested value", "nested deeper than \(deepest) levels")
    }
  }

  /// The container of what was read. Parsers refuse what cannot be hashed before it comes here.
  private func finish(_ frame: Frame, offset: Int) throws(WireError) -> PythonValue {
    do throws(UnhashableValue) {
      switch frame.kind {
      case .dict: return .dict(try PythonDict(uniquing: frame.entries))
      case .tuple: return .tuple(frame.items)
      case .set: return .set(try PythonSet(uniquing: frame.items))
      case .frozenset: return .frozenset(try PythonSet(uniquing: frame.items))
      case .slice where frame.items.count == 3:
        return .slice(PythonSlice(start: frame.items[0], stop: frame.items[1], step: frame.items[2]))
      default: return .list(frame.items)
      }
    } catch {
      throw WireError(.syntax, at: offset, reading: "set or dict", error.description)
    }
  }

  private func scalar(_ tape: borrowing Tape, _ source: Span<UInt8>, at index: Int) -> PythonValue {
    let node = tape.nodes[index]
    switch node.kind {
    case .bool: return .bool(node.payload != 0)
    case .int: return .int(Int64(bitPattern: node.payload))
    case .float: return .float(Double(bitPattern: node.payload))
    case .string:
      if node.flags.contains(.inSide) {
        return .string(makeString(checked: tape.side.span.extracting(node.extent)))
      }
      return .string(makeString(checked: source.extracting(node.extent)))
    case .bytes:
      if node.flags.contains(.inSide) { return .bytes(Array(tape.side[node.extent])) }
      return .bytes(copy(source.extracting(node.extent)))
    case .bigInt: return tape.wideInteger(node)
    case .complex: return tape.complexNumber(node)
    case .ellipsis: return .ellipsis
    case .notImplemented: return .notImplemented
    case .none, .list, .tuple, .set, .frozenset, .dict, .slice, .filler: return .none
    }
  }

  private func copy(_ bytes: Span<UInt8>) -> [UInt8] {
    Array(capacity: bytes.count) { output in
      for index in 0..<bytes.count { output.append(bytes[index]) }
    }
  }
}

extension Tape {
  /// The integer of a wide integer's node.
  func wideInteger(_ node: TapeNode) -> PythonValue {
    let extent = node.extent
    let words = stride(from: extent.lowerBound, to: extent.upperBound, by: 8).map(sideWord)
    return .integer(isNegative: node.flags.contains(.negative), magnitude: words)
  }

  /// The number of a complex number's node.
  func complexNumber(_ node: TapeNode) -> PythonValue {
    let start = node.extent.lowerBound
    return .complex(
      PythonComplex(
        real: Double(bitPattern: sideWord(at: start)), imaginary: Double(bitPattern: sideWord(at: start + 8)))
    )
  }

  private func sideWord(at start: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(side[start + $1]) << UInt64(8 * $1) }
  }
}

extension LazyValue {
  /// The integer, of any size; `nil` where the value is none.
  public var integer: PythonValue? {
    switch kind {
    case .int: .int(Int64(bitPattern: node.payload))
    case .bigInt: document.tape.wideInteger(node)
    default: nil
    }
  }

  /// The complex number.
  public var complex: PythonComplex? {
    guard kind == .complex, case .complex(let value) = document.tape.complexNumber(node) else { return nil }
    return value
  }
}
