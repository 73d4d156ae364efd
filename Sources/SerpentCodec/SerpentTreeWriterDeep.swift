import PythonValues
import WireCore

// What nests deeper than a few calls in each other may go.
extension SerpentTreeWriter {
  /// Writes a value and all that is in it, however deep.
  @inline(never)
  mutating func writeDeep(
    _ borrowed: borrowing BorrowedValue, _ place: SerpentPlace, behind before: UInt8
  ) throws(SerpentFault) {
    ground = place
    guard var current = try open(borrowed, behind: before, on: place.level) else { return }
    while true {
      if let opened = try writeOn(current.content, &current.progress) {
        if enclosing.isEmpty { enclosing.reserveCapacity(8) }
        enclosing.append(current)
        current = opened
      } else {
        shared.leave(level: level)
        close(current.content.brackets, current.content.count, level)
        guard let outer = enclosing.popLast() else { return }
        current = outer
      }
    }
  }

  /// The level of the container that is being written.
  private var level: Int { ground.level &+ enclosing.count }

  // MARK: Opening

  /// Opens a value that may hold others; `nil` where it is done already.
  private mutating func open(
    _ borrowed: borrowing BorrowedValue, behind before: UInt8, on level: Int
  ) throws(SerpentFault) -> SerpentFrame? {
    switch borrowed.value {
    case .list(let elements): return try begin(.list(elements), behind: before, on: level)
    case .tuple(let elements): return try begin(.tuple(elements), behind: before, on: level)
    case .set(let set), .frozenset(let set):
      return try begin(.set(elements(of: set)), behind: before, on: level)
    case .dict(let dict): return try begin(.dict(entries(of: dict)), behind: before, on: level)
    default: return try openRecord(borrowed.value, behind: before, on: level)
    }
  }

  /// Writes all of an empty container.
  @inline(__always)
  private mutating func begin(
    _ content: SerpentFrame.Content, behind before: UInt8, on level: Int
  ) throws(SerpentFault) -> SerpentFrame? {
    if content.count == 0 {
      writeEmpty(content.brackets, behind: before)
      return nil
    }
    guard level < options.maximumLevel else { throw levelFault(level) }
    output.append(before)
    try requireRoom()
    return SerpentFrame(content: content)
  }

  @inline(never)
  private func levelFault(_ level: Int) -> SerpentFault {
    SerpentFault(.limit, "what it holds stands on level \(level + 1), above \(options.maximumLevel)")
  }

  /// Opens what a record or a reference is written as, on the same level.
  @inline(never)
  private mutating func openRecord(
    _ value: PythonValue, behind before: UInt8, on level: Int
  ) throws(SerpentFault) -> SerpentFrame? {
    let alreadyOpen = shared.open.count
    let inner = BorrowedValue(try unwrapped(value, level))
    try requireRoom(1)
    let isScalar = try writeScalar(inner, behind: before)
    let frame = isScalar ? nil : try open(inner, behind: before, on: level)
    if frame == nil { shared.close(to: alreadyOpen) }
    return frame
  }

  // MARK: Elements

  /// Writes what `content` holds up to the first value that holds others, and opens that; `nil` at the end.
  private mutating func writeOn(
    _ content: borrowing SerpentFrame.Content, _ progress: inout SerpentFrame.Progress
  ) throws(SerpentFault) -> SerpentFrame? {
    do throws(SerpentFault) {
      switch content {
      case .list(let elements): return try writeElements(elements, of: .list, &progress)
      case .tuple(let elements): return try writeElements(elements, of: .tuple, &progress)
      case .set(let elements): return try writeElements(elements, of: .set, &progress)
      case .dict(let entries): return try writeEntries(entries, &progress)
      }
    } catch {
      let current = SerpentFrame(content: copy content, progress: progress)
      throw error.within((enclosing + [current]).map(\.pathStep))
    }
  }

  @inline(never)
  private mutating func writeElements(
    _ elements: borrowing [PythonValue], of kind: SerpentBrackets, _ progress: inout SerpentFrame.Progress
  ) throws(SerpentFault) -> SerpentFrame? {
    try BorrowedValue.each(of: elements) { (elements) throws(SerpentFault) in
      while progress.index < elements.count {
        let index = progress.index
        let before = separator(index, of: kind)
        progress.index = index &+ 1
        if kind == .set { try SerpentTreeWriter.requireKey(elements[index]) }
        if try !writeScalar(elements[index], behind: before),
          let opened = try open(elements[index], behind: before, on: level &+ 1)
        {
          return opened
        }
      }
      return nil
    }
  }

  @inline(__always)
  private mutating func writeEntries(
    _ entries: borrowing [PythonDict.Entry], _ progress: inout SerpentFrame.Progress
  ) throws(SerpentFault) -> SerpentFrame? {
    try BorrowedEntry.each(of: entries) { (entries) throws(SerpentFault) in
      while progress.index < entries.count {
        let index = progress.index
        if !progress.isAfterKey {
          let before = separator(index, of: .dict)
          progress.isAfterKey = true
          try SerpentTreeWriter.requireKey(entries[index].key)
          if try !writeScalar(entries[index].key, behind: before),
            let opened = try open(entries[index].key, behind: before, on: level &+ 1)
          {
            return opened
          }
        }
        let before = colon()
        progress.isAfterKey = false
        progress.index = index &+ 1
        if try !writeScalar(entries[index].value, behind: before),
          let opened = try open(entries[index].value, behind: before, on: level &+ 1)
        {
          return opened
        }
      }
      return nil
    }
  }

  /// What stands before the next element.
  @inline(__always)
  private mutating func separator(_ index: Int, of kind: SerpentBrackets) -> UInt8 {
    if output.isPastExpectation { expectMore() }
    let before = index == 0 ? kind.opening : UInt8(ascii: ",")
    return options.indent ? beginLine(level &+ 1, behind: before) : before
  }

  /// Foretells the length from what of the containers that are open is done.
  @inline(never)
  private mutating func expectMore() {
    var place = ground
    for frame in enclosing.prefix(16) {
      place = place.inner(frame.progress.index &- 1, of: frame.content.count)
    }
    expectMore(at: place)
  }
}
