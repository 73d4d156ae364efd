import PythonValues
import WireCore

// MARSHAL-20: code objects. Their layout is that of the Python that wrote them, and nothing names it.
//
// Numbers of 32 bits come first: four up to Python 2.7, five in 3.0 to 3.7 and from 3.11 on, six in 3.8 to 3.10.
// Then eight values, the first of them the bytes of the code, then a number, the first line. Up to 3.10 one value
// follows. From 3.11 on two follow, and the fifth value is bytes where it was a tuple.
extension MarshalTapeReader {
  private static let valuesBeforeTheLine = 8

  /// Steps over the numbers, and expects the values.
  mutating func openCode(
    known: (Int, Int), at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) -> Bool {
    guard let numbers = [4, 5, 6].first(where: { isCodeString(at: at + 4 * $0, source) }) else {
      throw fault(.unsupported, start, "a code object of no known layout")
    }
    at += 4 * numbers
    let frame = Frame(
      node: tape.open(.tuple, at: start), kind: .tuple, left: Self.valuesBeforeTheLine + 1, isCode: true,
      known: known)
    try push(frame, at: start)
    return true
  }

  /// Whether the bytes of a code stand there, as far as a look tells.
  private func isCodeString(at index: Int, _ source: Span<UInt8>) -> Bool {
    guard index + 5 <= source.count, source[index] & 0x7F == UInt8(ascii: "s") else { return false }
    return bigEndian32(source, at: index + 1).byteSwapped <= source.count - index - 5
  }

  /// Between the values: settles how many there are, and steps over the first line.
  mutating func continueCode(_ frame: Frame, _ source: Span<UInt8>, _ tape: Tape) throws(WireError) {
    switch frame.count {
    case 5 where tape.nodes[frame.part].kind == .bytes:
      frames[frames.count - 1].left = Self.valuesBeforeTheLine + 2
    case Self.valuesBeforeTheLine: _ = try little(4, source)
    default: break
    }
  }

  /// A record takes the place of the parts. Values that were among them can still be referred to: leaves as
  /// they are, containers as `...`.
  mutating func closeCode(_ frame: Frame, _ source: Span<UInt8>, _ tape: inout Tape) {
    for index in frame.known.values..<references.count { references[index].release(frame.node, tape) }
    for index in frame.known.strings..<interned.count { interned[index].release(frame.node, tape) }
    let start = tape.nodes[frame.node].offset
    tape.truncate(to: frame.node)
    let bytes = [UInt8](copying: source.extracting(start..<at))
    tape.append(
      record: .object(PythonObject(module: nil, className: "code", state: .bytes(bytes))), at: start)
  }
}

extension MarshalTapeReader.Referable {
  /// Lets go of a node above `code`.
  fileprivate mutating func release(_ code: Int, _ tape: Tape) {
    guard let index = node, index > code else { return }
    node = nil
    let left = tape.nodes[index]
    if !left.kind.isContainer, left.kind != .record { leaf = left }
  }
}
