import PythonValues

/// Values that were read and wait for the container that will hold them: a stack in one raw allocation
/// that grows. A container takes the last ones, moved and in order, as an array of the exact size.
///
/// The only unsafe file of reading trees. An array in its place was measured to take twice as long: it
/// checks on each append that it is not shared, and nothing moves the end of an array into another
/// without a reference counted up and down for each value.
///
/// Why it is sound:
/// - `base` is allocated in `init`, replaced only in `grow`, and freed once, in `deinit`; the struct is
///   noncopyable, so it has one owner and no second free.
/// - The first `count` places are initialised, and no others: `push` initialises one before it counts it,
///   what takes values counts them out first and moves each once, `exchange` moves one out and another in, and
///   `deinit` and `removeAll` end what is left. `count <= capacity` always, and each method checks that there
///   are as many values as it takes.
@frozen @usableFromInline
package struct ValueStack: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<PythonValue>
  @usableFromInline var capacity: Int
  /// How many values wait.
  @usableFromInline package private(set) var count: Int

  /// An empty stack.
  package init(minimumCapacity: Int = 64) {
    capacity = max(16, minimumCapacity)
    base = .allocate(capacity: capacity)
    count = 0
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// Adds a value.
  @inlinable @inline(__always)
  package mutating func push(_ value: consuming PythonValue) {
    if count == capacity { grow() }
    (base + count).initialize(to: value)
    count &+= 1
  }

  @inline(never) @usableFromInline
  mutating func grow() {
    let wider = UnsafeMutablePointer<PythonValue>.allocate(capacity: 2 * capacity)
    wider.moveInitialize(from: base, count: count)
    base.deallocate()
    base = wider
    capacity *= 2
  }

  /// Takes the last value.
  @inlinable @inline(__always)
  package mutating func pop() -> PythonValue {
    precondition(count > 0)
    count &-= 1
    return (base + count).move()
  }

  /// Puts a value in the place of another, which is given back.
  @inlinable @inline(__always)
  package mutating func exchange(at place: Int, with value: consuming PythonValue) -> PythonValue {
    precondition(place >= 0 && place < count)
    let old = (base + place).move()
    (base + place).initialize(to: value)
    return old
  }

  /// Takes the last `length` values. Up to four are written as a literal, which is measurably faster: its size is
  /// known where it is compiled.
  @inline(never)
  package mutating func values(_ length: Int) -> [PythonValue] {
    precondition(length >= 0 && length <= count)
    count &-= length
    let first = base + count
    switch length {
    case 0: return []
    case 1: return [first.move()]
    case 2: return [first.move(), (first + 1).move()]
    case 3: return [first.move(), (first + 1).move(), (first + 2).move()]
    case 4: return [first.move(), (first + 1).move(), (first + 2).move(), (first + 3).move()]
    default:
      var values: [PythonValue] = []
      values.reserveCapacity(length)
      for index in 0..<length { values.append((first + index).move()) }
      return values
    }
  }

  /// Takes the last `length` pairs of values, keys and values in turn.
  @inline(never)
  package mutating func entries(_ length: Int) -> [PythonDict.Entry] {
    precondition(length >= 0 && length <= count / 2)
    count &-= 2 &* length
    switch length {
    case 0: return []
    case 1: return [entry(0)]
    case 2: return [entry(0), entry(1)]
    case 3: return [entry(0), entry(1), entry(2)]
    default:
      var entries: [PythonDict.Entry] = []
      entries.reserveCapacity(length)
      for index in 0..<length { entries.append(entry(index)) }
      return entries
    }
  }

  /// Moves out the pair at `index` of those that were just counted out.
  @inline(__always)
  private func entry(_ index: Int) -> PythonDict.Entry {
    let key = base + count + 2 &* index
    return PythonDict.Entry(key: key.move(), value: (key + 1).move())
  }

  /// Ends all values; of a large stack the memory too.
  package mutating func removeAll() {
    base.deinitialize(count: count)
    count = 0
    guard capacity > 1 << 14 else { return }
    base.deallocate()
    capacity = 64
    base = .allocate(capacity: capacity)
  }
}

/// Values that were read and wait for their turn: the first in is the first out. Like ``ValueStack``, one raw
/// allocation that grows.
///
/// Why it is sound: as there, but that the places from `head` up to `end` are the initialised ones; `next`
/// moves one out and counts it out.
@frozen @usableFromInline
package struct ValueQueue: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<PythonValue>
  @usableFromInline var capacity: Int
  @usableFromInline var head: Int
  @usableFromInline var end: Int

  /// An empty queue.
  package init(minimumCapacity: Int = 64) {
    capacity = max(16, minimumCapacity)
    base = .allocate(capacity: capacity)
    (head, end) = (0, 0)
  }

  deinit {
    (base + head).deinitialize(count: end - head)
    base.deallocate()
  }

  /// How many values wait.
  @inlinable package var count: Int { end &- head }

  /// Adds a value.
  @inlinable @inline(__always)
  package mutating func push(_ value: consuming PythonValue) {
    if end == capacity { grow() }
    (base + end).initialize(to: value)
    end &+= 1
  }

  @inline(never) @usableFromInline
  mutating func grow() {
    let wider = UnsafeMutablePointer<PythonValue>.allocate(capacity: 2 * capacity)
    wider.moveInitialize(from: base + head, count: end - head)
    base.deallocate()
    base = wider
    (head, end) = (0, end - head)
    capacity *= 2
  }

  /// Takes the first value.
  @inlinable @inline(__always)
  package mutating func next() -> PythonValue {
    precondition(head < end)
    head &+= 1
    return (base + (head &- 1)).move()
  }
}
