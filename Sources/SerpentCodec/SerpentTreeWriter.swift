import PythonValues
import WireCore

/// Writes one tree as serpent text. It keeps its own stack, so that depth costs no stack of the
/// thread.
struct SerpentTreeWriter: ~Copyable {
  var output = OutputBuffer()
  let options: SerpentEncodingOptions
  /// The containers that are open, the outermost first, without the one being written: their number
  /// is the level of that one.
  var enclosing: [SerpentFrame] = []
  var shared: SharedValues
  /// Memory for printing wide integers.
  private var digits: [UInt64] = []

  init(options: SerpentEncodingOptions, root: borrowing PythonValue) {
    self.options = options
    shared = SharedValues(root: copy root)
  }

  /// SERP-101: a document is the header and the value.
  mutating func write(_ root: PythonValue) throws(ValueEncodingError) {
    output.appendSerpentHeader()
    if try writeScalar(BorrowedValue(root)) { return try requireRoom() }
    guard var current = try open(root) else { return }
    while true {
      if let child = try writeScalars(of: &current) {
        if enclosing.isEmpty { enclosing.reserveCapacity(8) }
        enclosing.append(current)
        do throws(ValueEncodingError) {
          if let opened = try open(child) { current = opened } else { current = enclosing.removeLast() }
        } catch { throw located(error, in: nil) }
      } else {
        close(current)
        guard let outer = enclosing.popLast() else { break }
        current = outer
      }
    }
    try requireRoom()
  }

  /// Writes what `frame` holds up to the first value that holds others, and returns that; `nil` at
  /// the end.
  private mutating func writeScalars(
    of frame: inout SerpentFrame
  ) throws(ValueEncodingError) -> PythonValue? {
    do throws(ValueEncodingError) {
      switch frame.content {
      case .list(let elements), .tuple(let elements):
        return try writeElements(elements, &frame, areKeys: false)
      case .set(let elements): return try writeElements(elements, &frame, areKeys: true)
      case .dict(let entries): return try writeEntries(entries, &frame)
      }
    } catch { throw located(error, in: frame) }
  }

  @inline(__always)
  private mutating func writeElements(
    _ elements: borrowing [PythonValue], _ frame: inout SerpentFrame, areKeys: Bool
  ) throws(ValueEncodingError) -> PythonValue? {
    try BorrowedValue.each(of: elements) { (elements) throws(ValueEncodingError) in
      while frame.index < elements.count {
        let index = frame.index
        separate(index, of: elements.count)
        frame.index = index &+ 1
        if areKeys { try requireKey(elements[index]) }
        if try !writeScalar(elements[index]) { return elements[index].value }
      }
      return nil
    }
  }

  @inline(__always)
  private mutating func writeEntries(
    _ entries: borrowing [PythonDict.Entry], _ frame: inout SerpentFrame
  ) throws(ValueEncodingError) -> PythonValue? {
    try BorrowedEntry.each(of: entries) { (entries) throws(ValueEncodingError) in
      while frame.index < entries.count {
        let index = frame.index
        if !frame.isAfterKey {
          separate(index, of: entries.count)
          frame.isAfterKey = true
          try requireKey(entries[index].key)
          if try !writeScalar(entries[index].key) { return entries[index].key.value }
        }
        output.append(UInt8(ascii: ":"))
        if options.indent { output.append(UInt8(ascii: " ")) }
        frame.isAfterKey = false
        frame.index = index &+ 1
        if try !writeScalar(entries[index].value) { return entries[index].value.value }
      }
      return nil
    }
  }

  /// Writes a value that holds no others; `false` where it may hold some.
  @inline(__always)
  mutating func writeScalar(_ borrowed: borrowing BorrowedValue) throws(ValueEncodingError) -> Bool {
    switch borrowed.value {
    case .none: output.append(word: 0x656E_6F4E, 4)  // None
    case .bool(let truth): output.append(word: truth ? 0x6575_7254 : 0x65_736C_6146, truth ? 4 : 5)
    case .int(let number): output.append(decimal: number)
    case .float(let number): output.append(serpentFloat: number)
    case .string(let text): output.append(reprOf: text)
    case .list, .tuple, .dict: return false
    default: return try writeRareScalar(borrowed)
    }
    return true
  }

  @inline(never)
  private mutating func writeRareScalar(
    _ borrowed: borrowing BorrowedValue
  ) throws(ValueEncodingError) -> Bool {
    switch borrowed.value {
    case .bigInt(let number): try write(number)
    case .complex(let number): output.append(serpentComplex: number)
    case .bytes(let bytes): output.append(serpentBytes: bytes, asRepr: options.bytesRepr)
    case .ellipsis: throw unknownClass("ellipsis")
    case .notImplemented: throw unknownClass("NotImplementedType")
    case .slice: throw unknownClass("slice")
    case .global(let global):
      throw ValueEncodingError(
        .unrepresentable, path: "", "the class or function \(global.module).\(global.name) is a name only")
    default: return false
    }
    return true
  }

  private func unknownClass(_ name: String) -> ValueEncodingError {
    ValueEncodingError(.unrepresentable, path: "", "serpent has no form of the type \(name)")
  }

  /// SERP-104: an integer is its decimal digits, of which CPython writes no more than 4,300.
  private mutating func write(_ number: PythonBigInt) throws(ValueEncodingError) {
    let start = output.count
    // Each word but the last has more than 19 digits: what is far too long is not printed first.
    let isShort = (number.magnitude.count - 1) * 19 <= options.maximumDigits
    if isShort { number.appendDecimal(to: &output, using: &digits) }
    guard isShort, output.count - start - (number.isNegative ? 1 : 0) <= options.maximumDigits else {
      throw ValueEncodingError(.limit, path: "", "the integer has over \(options.maximumDigits) digits")
    }
  }

  /// What stands before an element: a comma, but not before the first, and the line's beginning.
  @inline(__always)
  private mutating func separate(_ index: Int, of count: Int) {
    if index > 0 { output.append(UInt8(ascii: ",")) }
    if output.isPastExpectation { expectMore(after: Double(index) / Double(count)) }
    if options.indent { newLine(enclosing.count + 1) }
  }

  /// Foretells the length from what of the containers that are open is done.
  @inline(never)
  private mutating func expectMore(after part: Double) {
    var done = part
    for frame in enclosing.prefix(16).reversed() {
      done = (Double(frame.index - 1) + done) / Double(frame.content.count)
    }
    output.expect(Int(Double(output.count) / max(done, 1e-3) * 1.05))
  }

  /// SERP-110: with `indent` each element begins a line, indented by two spaces a level.
  private mutating func newLine(_ level: Int) {
    output.append(UInt8(ascii: "\n"))
    output.append(repeating: UInt8(ascii: " "), 2 * level)
  }

  private mutating func close(_ frame: SerpentFrame) {
    shared.leave(level: enclosing.count)
    // SERP-108: a tuple of one has a comma.
    if case .tuple(let elements) = frame.content, elements.count == 1 { output.append(UInt8(ascii: ",")) }
    if options.indent { newLine(enclosing.count) }
    output.append(frame.content.closing)
  }

  func requireRoom() throws(ValueEncodingError) {
    guard output.count <= options.maximumBytes else {
      throw ValueEncodingError(.limit, path: "", "the text is longer than \(options.maximumBytes) bytes")
    }
  }

  /// The error with the path to where the writer stands.
  private func located(_ error: ValueEncodingError, in frame: SerpentFrame?) -> ValueEncodingError {
    let frames = frame.map { enclosing + [$0] } ?? enclosing
    return ValueEncodingError(error.kind, path: ValuePathStep.text(frames.map(\.pathStep)), error.detail)
  }
}
