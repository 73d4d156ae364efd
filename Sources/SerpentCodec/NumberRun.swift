import WireCore

/// Numbers that were read one after the other, in a list or tuple.
struct NumberRun {
  /// How many were taken.
  private(set) var count = 0
  /// The place behind the last of them and its comma; or behind the last of all, before the closing bracket.
  private(set) var end: Int
  /// Whether the closing bracket is there.
  private(set) var isWhole = false

  /// Reads numbers of the commonest forms, from `start` on: decimal integers, and floats of up to 19 digits.
  ///
  /// It ends before the first that is another, or that neither a comma nor the closing bracket follows.
  ///
  /// In a loop of its own, whose state is a few words. What takes the time is not the work: nobody can guess which number
  /// comes next, how long it is and with which digit it begins, so that a jump which depends on it costs as much as
  /// reading a short one; and the next number cannot be looked at before it is known where this one ends. So there are
  /// few jumps, each form is dealt with to its end where it is known, and the end is found first, whatever the sign.
  ///
  /// - Parameters:
  ///   - gap: how many spaces stand behind each comma.
  ///   - most: how many elements may come.
  ///   - digits: how many digits an integer may have.
  @inline(never)
  init<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, from start: Int, gap: Int, close: UInt8, most: Int, digits: Int,
    into output: inout Output
  ) {
    end = start
    var at = start
    while count < most, output.hasRoom, let word = loadWord(source, at: at), let head = NumberHead(word) {
      // Taken in each branch by itself: else what it is would be asked for again.
      if head.isLong {
        guard takeInteger(head, source, at, mostDigits: digits, close, &output) else { return }
      } else if head.next == Ascii.dot {
        guard let float = head.float(source, at, isWanted: Output.keepsValues),
          take(float, source, close, &output)
        else { return }
      } else {
        guard take(head.shortInteger(at), source, close, &output) else { return }
      }
      at = end &+ gap
      guard gap == 0 || end < source.count && source[end] == Ascii.space else { return }
    }
  }

  /// Takes a number if a comma or the closing bracket follows; `true` where others may follow it.
  @inline(__always)
  private mutating func take<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ number: CommonNumber, _ source: Span<UInt8>, _ close: UInt8, _ output: inout Output
  ) -> Bool {
    guard number.next == Ascii.comma || number.next == close else { return false }
    output.append(number.node, source)
    count &+= 1
    guard number.next == Ascii.comma else {
      (end, isWhole) = (number.end, true)
      return false
    }
    end = number.end &+ 1
    return true
  }

  /// Takes an integer of seven digits or more.
  @inline(__always)
  private mutating func takeInteger<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ head: NumberHead, _ source: Span<UInt8>, _ start: Int, mostDigits: Int, _ close: UInt8,
    _ output: inout Output
  ) -> Bool {
    guard let digits = head.longDigits(source, start) else { return false }
    guard head.isWide(digits, start) else {
      guard let number = head.longInteger(digits, start) else { return false }
      return take(number, source, close, &output)
    }
    guard let number = head.wideInteger(digits, start, mostDigits: mostDigits) else { return false }
    return take(number, source, close, &output)
  }
}
