/// What the machine keeps for later, by number.
///
/// Picklers number from 0 up; such numbers stand in an array. Others go into a dictionary, so that a single
/// LONG_BINPUT of 0xFFFFFFFF costs no more than any other (PICKLE-12).
struct PickleMemo<Entry: PickleMemoEntry>: Sendable {
  private var dense: [Entry] = []
  private var sparse: [Int: Entry] = [:]
  /// How many numbers are in use.
  private var count = 0
  /// Whether the array has all of them, without a gap.
  private var isDense = true

  mutating func reset() {
    dense.removeAll(keepingCapacity: true)
    if !sparse.isEmpty { sparse = [:] }
    (count, isDense) = (0, true)
  }

  /// The value of a number; `nil` where it has none.
  @inline(__always)
  func value(at number: Int) -> Entry? {
    if number >= 0, number < dense.count, dense[number] != Entry.absent { return dense[number] }
    return isDense ? nil : sparse[number]
  }

  /// MEMOIZE: gives the value the number of those in use.
  @inline(__always)
  mutating func append(_ id: Entry) {
    if isDense {
      dense.append(id)
      count &+= 1
    } else {
      set(id, at: count)
    }
  }

  /// Gives a number a value.
  @inline(__always)
  mutating func set(_ id: Entry, at number: Int) {
    if isDense, number == dense.count {
      dense.append(id)
      count &+= 1
    } else {
      setAnywhere(id, at: number)
    }
  }

  @inline(never)
  private mutating func setAnywhere(_ id: Entry, at number: Int) {
    if value(at: number) == nil {
      count += 1
      isDense = false
    }
    guard number <= 2 * count + 256 else {
      sparse[number] = id
      return
    }
    while dense.count <= number { dense.append(Entry.absent) }
    dense[number] = id
    if !sparse.isEmpty { sparse[number] = nil }
  }
}

/// What a memo keeps of a value.
protocol PickleMemoEntry: Equatable, Sendable {
  /// What is kept of no value.
  static var absent: Self { get }
}

extension PickleID: PickleMemoEntry {
  static var absent: PickleID { PickleID(raw: .max) }
}
