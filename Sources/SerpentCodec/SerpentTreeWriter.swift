import PythonValues
import WireCore

/// Writes one tree as serpent text. The elements of containers are looked at in their place, by a few calls in
/// each other; what nests deeper stands on a stack of its own, so that depth costs no stack of the thread.
///
/// What stands before a value, a bracket, a comma or a colon, is written with the value: its last byte is handed
/// on as `before`.
struct SerpentTreeWriter: ~Copyable {
  /// How many containers are written by calls in each other.
  private static let shallow = 16

  var output = OutputBuffer()
  let options: SerpentEncodingOptions
  /// The level from which on containers stand on a stack.
  private let deepLevel: Int
  /// Where the container on the stack's ground stands.
  var ground = SerpentPlace()
  /// The containers on the stack, the outermost first, without the one being written: their number
  /// and the level of `ground` are the level of that one.
  var enclosing: [SerpentFrame] = []
  var shared = SharedValues()
  /// Memory for printing wide integers.
  var digits: [UInt64] = []

  init(options: SerpentEncodingOptions) {
    self.options = options
    deepLevel = min(SerpentTreeWriter.shallow, options.maximumLevel)
  }

  /// SERP-101: a document is the header and the value.
  mutating func write(_ root: borrowing PythonValue) throws(ValueEncodingError) {
    let before = output.appendSerpentHeader()
    do throws(SerpentFault) {
      try BorrowedValue.alone(root) { (root) throws(SerpentFault) in
        shared.root = root
        defer { shared.root = nil }
        if try !writeScalar(root[0], behind: before) {
          try writeContainer(root[0], SerpentPlace(), behind: before)
        }
      }
      try requireRoom()
    } catch { throw error.error }
  }

  // MARK: Containers

  /// Writes a value that holds others.
  @inline(__always)
  private mutating func writeContainer(
    _ borrowed: borrowing BorrowedValue, _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    guard place.level < deepLevel else { return try writeDeep(borrowed, place, behind: before) }
    switch borrowed.value {
    case .list(let elements): try writeElements(elements, of: .list, place, behind: before)
    case .tuple(let elements): try writeElements(elements, of: .tuple, place, behind: before)
    case .dict(let dict) where !options.indent: try writeEntries(dict.entries, place, behind: before)
    default: try writeRareContainer(borrowed.value, place, behind: before)
    }
  }

  /// Writes a set, a sorted dict, a record or a reference.
  @inline(never)
  private mutating func writeRareContainer(
    _ value: PythonValue, _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    switch value {
    case .set(let set), .frozenset(let set):
      try writeElements(elements(of: set), of: .set, place, behind: before)
    case .dict(let dict): try writeEntries(entries(of: dict), place, behind: before)
    default:
      let alreadyOpen = shared.open.count
      let inner = BorrowedValue(try unwrapped(value, place.level))
      try requireRoom(1)
      if try !writeScalar(inner, behind: before) { try writeContainer(inner, place, behind: before) }
      shared.close(to: alreadyOpen)
    }
  }

  @inline(__always)
  private mutating func writeElements(
    _ elements: borrowing [PythonValue], of kind: SerpentBrackets, _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    try BorrowedValue.each(of: elements) { (elements) throws(SerpentFault) in
      try writeElements(elements, of: kind, place, behind: before)
    }
  }

  @inline(never)
  private mutating func writeElements(
    _ elements: UnsafeBufferPointer<BorrowedValue>, of kind: SerpentBrackets, _ place: SerpentPlace,
    behind first: UInt8
  ) throws(SerpentFault) {
    if elements.isEmpty { return writeEmpty(kind, behind: first) }
    output.append(first)
    try requireRoom()
    var before = kind.opening
    var index = 0
    let areMany = elements.count > 4 && !options.indent
    do throws(SerpentFault) {
      while index < elements.count {
        if output.isPastExpectation { expectMore(at: place.inner(index, of: elements.count)) }
        if areMany, elements[index].isNumber {
          let first = index
          index = writeNumbers(elements, from: first, behind: before)
          if index > first { before = UInt8(ascii: ",") }
          if index == elements.count { break }
        }
        if options.indent { before = beginLine(place.level &+ 1, behind: before) }
        if kind == .set { try SerpentTreeWriter.requireKey(elements[index]) }
        if try !writeScalar(elements[index], behind: before) {
          try writeContainer(elements[index], place.inner(index, of: elements.count), behind: before)
        }
        before = UInt8(ascii: ",")
        index &+= 1
      }
    } catch { throw error.within([kind == .set ? .element(index) : .index(index)]) }
    close(kind, elements.count, place.level)
  }

  @inline(__always)
  private mutating func writeEntries(
    _ entries: borrowing [PythonDict.Entry], _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    try BorrowedEntry.each(of: entries) { (entries) throws(SerpentFault) in
      try writeEntries(entries, place, behind: before)
    }
  }

  @inline(never)
  private mutating func writeEntries(
    _ entries: UnsafeBufferPointer<BorrowedEntry>, _ place: SerpentPlace, behind first: UInt8
  ) throws(SerpentFault) {
    if entries.isEmpty { return writeEmpty(.dict, behind: first) }
    output.append(first)
    try requireRoom()
    var before = SerpentBrackets.dict.opening
    for index in entries.indices {
      if output.isPastExpectation { expectMore(at: place.inner(index, of: entries.count)) }
      if options.indent { before = beginLine(place.level &+ 1, behind: before) }
      if !writeString(entries[index].key, behind: before) {
        try writeKey(entries[index].key, index, place.inner(index, of: entries.count), behind: before)
      }
      before = colon()
      do throws(SerpentFault) {
        if try !writeScalar(entries[index].value, behind: before) {
          try writeContainer(entries[index].value, place.inner(index, of: entries.count), behind: before)
        }
      } catch { throw error.within(entries[index]) }
      before = UInt8(ascii: ",")
    }
    close(.dict, entries.count, place.level)
  }

  /// Writes a key other than a string.
  @inline(never)
  private mutating func writeKey(
    _ key: borrowing BorrowedValue, _ index: Int, _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    do throws(SerpentFault) {
      try SerpentTreeWriter.requireKey(key)
      if try !writeScalar(key, behind: before) { try writeContainer(key, place, behind: before) }
    } catch { throw error.within([.key(index)]) }
  }

  // MARK: What stands around values

  /// Foretells the length from how much of the whole is done.
  @inline(never)
  mutating func expectMore(at place: SerpentPlace) { output.expect(havingDone: place.before / place.parts) }

  /// What stands between a key and its value, of which all but the last byte is written here.
  @inline(__always)
  mutating func colon() -> UInt8 {
    guard options.indent else { return UInt8(ascii: ":") }
    output.append(UInt8(ascii: ":"))
    return UInt8(ascii: " ")
  }

  /// SERP-108: a tuple of one has a comma.
  @inline(__always)
  mutating func close(_ kind: SerpentBrackets, _ count: Int, _ level: Int) {
    if kind == .tuple, count == 1 { output.append(UInt8(ascii: ",")) }
    if options.indent { output.append(newLine(level)) }
    output.append(kind.closing)
  }

  /// SERP-110: with `indent` each element begins a line, indented by two spaces a level. All but the last byte of
  /// that is written here.
  @inline(never)
  mutating func newLine(_ level: Int) -> UInt8 {
    guard level > 0 else { return UInt8(ascii: "\n") }
    output.append(UInt8(ascii: "\n"))
    output.append(repeating: UInt8(ascii: " "), 2 * level - 1)
    return UInt8(ascii: " ")
  }

  /// What stands before an element with `indent`, of which all but the last byte is written here.
  @inline(never)
  mutating func beginLine(_ level: Int, behind before: UInt8) -> UInt8 {
    output.append(before)
    return newLine(level)
  }

  /// SERP-109: the empty set has no literal, and is written as an empty tuple.
  mutating func writeEmpty(_ kind: SerpentBrackets, behind before: UInt8) {
    let kind = kind == .set ? .tuple : kind
    output.append(word: UInt64(before) | UInt64(kind.opening) << 8 | UInt64(kind.closing) << 16, 3)
  }

  /// Asks that what is written, and `extra` bytes, are within the limit.
  @inline(__always)
  func requireRoom(_ extra: Int = 0) throws(SerpentFault) {
    if output.count &+ extra > options.maximumBytes { throw SerpentTreeWriter.tooLong(options.maximumBytes) }
  }

  @inline(never)
  private static func tooLong(_ most: Int) -> SerpentFault {
    SerpentFault(.limit, "the text is longer than \(most) bytes")
  }
}

// Values as they are written.
extension SerpentTreeWriter {
  /// With `indent` sorted where Python can sort them.
  func elements(of set: PythonSet) -> [PythonValue] {
    options.indent ? PythonOrder.sorted(set.elements) { $0 } : set.elements
  }

  /// SERP-112: with `indent` entries are sorted where Python can sort them.
  func entries(of dict: PythonDict) -> [PythonDict.Entry] {
    options.indent ? PythonOrder.sorted(dict.entries, by: \.key) : dict.entries
  }

  /// What a record or a reference on this level is written as, which is neither.
  mutating func unwrapped(_ value: PythonValue, _ level: Int) throws(SerpentFault) -> PythonValue {
    var value = value
    while let inner = try unwrappedOnce(value, level) { value = inner }
    return value
  }

  private mutating func unwrappedOnce(
    _ value: PythonValue, _ level: Int
  ) throws(SerpentFault) -> PythonValue? {
    switch value {
    case .object(let object):
      return SerpentConventions.written(object, moduleInClassName: options.moduleInClassName)
    case .exception(let exception):
      return SerpentConventions.dictionary(of: exception, moduleInClassName: options.moduleInClassName)
    case .shared(let first):
      shared.open.append((first.id, level))
      return first.value
    case .reference(let id):
      do throws(ValueEncodingError) { return try shared.value(of: id) } catch { throw SerpentFault(error) }
    default:
      return nil
    }
  }
}
