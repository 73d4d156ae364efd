import PythonValues

// Values that hold no others, from their nodes.
extension Tape {
  /// The value of a node that is no container, of this source.
  @inlinable
  @inline(__always)
  package func scalar(_ source: Span<UInt8>, _ node: TapeNode) -> PythonValue {
    switch node.kind {
    case .string where !node.flags.contains(.inSide):
      return .string(makeString(checked: source.extracting(node.extent)))
    case .int: return .int(Int64(bitPattern: node.payload))
    case .float: return .float(Double(bitPattern: node.payload))
    case .bool: return .bool(node.payload != 0)
    case .none: return .none
    default: return rareScalar(source, node)
    }
  }

  /// The value of the node at `index`, which is no container.
  @inlinable
  package func scalar(_ source: Span<UInt8>, at index: Int) -> PythonValue { scalar(source, nodes[index]) }

  @inline(never)
  @usableFromInline
  package func rareScalar(_ source: Span<UInt8>, _ node: TapeNode) -> PythonValue {
    switch node.kind {
    case .string: .string(makeString(checked: side.span.extracting(node.extent)))
    case .bytes where node.flags.contains(.inSide): .bytes(Array(side[node.extent]))
    case .bytes: .bytes(copyBytes(source.extracting(node.extent)))
    case .bigInt: wideInteger(node, source)
    case .complex: .complex(complexNumber(node))
    case .ellipsis: .ellipsis
    case .notImplemented: .notImplemented
    case .record: records[Int(node.payload)]
    default: .none
    }
  }

  /// The integer of a wide integer's node.
  func wideInteger(_ node: TapeNode, _ source: Span<UInt8>) -> PythonValue {
    let isNegative = node.flags.contains(.negative)
    let extent = node.extent
    guard node.flags.contains(.inSide) else {
      return .integer(digits: source.extracting(extent), isNegative: isNegative) ?? .none
    }
    let words = stride(from: extent.lowerBound, to: extent.upperBound, by: 8).map(sideWord)
    return .integer(isNegative: isNegative, magnitude: words)
  }

  /// The number of a complex number's node.
  func complexNumber(_ node: TapeNode) -> PythonComplex {
    let start = node.extent.lowerBound
    return PythonComplex(
      real: Double(bitPattern: sideWord(at: start)), imaginary: Double(bitPattern: sideWord(at: start + 8)))
  }

  private func sideWord(at start: Int) -> UInt64 {
    loadWord(side.span, at: start) ?? 0
  }
}

/// The bytes as an array.
private func copyBytes(_ bytes: Span<UInt8>) -> [UInt8] {
  // Safe: the pointer is used within the closure only, and for no more than its count.
  bytes.withUnsafeBufferPointer { unsafe Array($0) }
}

extension LazyValue {
  /// The integer, of any size; `nil` where the value is none.
  public var integer: PythonValue? {
    let source = document.source
    return switch kind {
    case .int: .int(Int64(bitPattern: node.payload))
    case .bigInt: document.tape.wideInteger(node, source.span)
    default: nil
    }
  }

  /// The complex number.
  public var complex: PythonComplex? {
    kind == .complex ? document.tape.complexNumber(node) : nil
  }
}
