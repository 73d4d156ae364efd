import PythonValues

/// Where the values of a dict's keys are.
///
/// An entry is two nodes, a key and its value; of a tuple of pairs, a tuple's node before them.
struct TapeKeys {
  /// Up to this many keys are compared one after the other.
  private static let few = 16

  /// The last value of each key, where the keys are many, equal, or no plain strings.
  private var index: [PythonValue: Int]?
  let first: Int
  let end: Int
  /// How many nodes of an entry stand before its key.
  let lead: Int

  init(_ document: LazyDocument, at container: Int, isPaired: Bool) {
    let node = document.node(at: container)
    first = document.tape.firstChild(of: container)
    (end, lead) = (node.end, isPaired ? 1 : 0)
    guard node.count > TapeKeys.few || !arePlain(document) else { return }
    let source = document.source
    var index: [PythonValue: Int] = [:]
    for (key, value) in places(document, at: container) where !document.node(at: key).kind.isContainer {
      index[document.tape.scalar(source.span, at: key)] = value
    }
    self.index = index
  }

  /// Whether the value is a tuple of tuples of two, each with a key that holds nothing else.
  static func hasPairs(_ document: LazyDocument, at container: Int) -> Bool {
    let node = document.node(at: container)
    guard node.kind == .tuple else { return false }
    var pair = document.tape.firstChild(of: container)
    while pair < node.end {
      let next = document.node(at: pair)
      guard next.kind == .tuple, next.count == 2, !document.node(at: pair + 1).kind.isContainer,
        document.tape.firstChild(of: pair) == pair + 1
      else { return false }
      pair = next.end
    }
    return true
  }

  /// The nodes of each key and its value, in order.
  func places(_ document: LazyDocument, at container: Int) -> [(key: Int, value: Int)] {
    var places: [(key: Int, value: Int)] = []
    var entry = first
    while entry < end {
      let value = document.tape.next(after: entry + lead)
      places.append((entry + lead, value))
      entry = document.tape.next(after: value)
    }
    return places
  }

  /// Whether the keys, which are few, are distinct strings that stand in the source as they are.
  private func arePlain(_ document: LazyDocument) -> Bool {
    var entry = first
    // A bit for what a key begins and ends with and its length: most keys differ in that from all others.
    var seen: UInt64 = 0
    while entry < end {
      let node = document.node(at: entry + lead)
      guard node.kind == .string, !node.flags.contains(.inSide) else { return false }
      let bit = TapeKeys.mark(document, node)
      if seen & bit != 0, stands(entry, before: entry, document) { return false }
      seen |= bit
      entry = document.tape.next(after: entry + lead + 1)
    }
    return true
  }

  @inline(__always)
  private static func mark(_ document: LazyDocument, _ node: TapeNode) -> UInt64 {
    let source = document.source
    let text = source.span.extracting(node.extent)
    guard text.count > 0 else { return 1 }
    let sum = UInt64(text[0]) &* 5 &+ UInt64(text[text.count &- 1]) &* 11 &+ UInt64(text.count) &* 23
    return 1 &<< (sum & 63)
  }

  /// Whether an earlier entry has the key of this one.
  private func stands(_ entry: Int, before end: Int, _ document: LazyDocument) -> Bool {
    let source = document.source
    let text = source.span.extracting(document.node(at: entry + lead).extent)
    var earlier = first
    while earlier < end {
      if document.isString(at: earlier + lead, equalTo: text) { return true }
      earlier = document.tape.next(after: earlier + lead + 1)
    }
    return false
  }

  /// The entry with a key, from `hint` on and then from the first; `nil` where there is none.
  func entry(_ text: Span<UInt8>, _ document: LazyDocument, from hint: Int) -> Int? {
    var entry = hint
    while entry < end {
      if document.isString(at: entry &+ lead, equalTo: text) { return entry }
      entry = document.tape.next(after: entry &+ lead &+ 1)
    }
    entry = first
    while entry < hint {
      if document.isString(at: entry &+ lead, equalTo: text) { return entry }
      entry = document.tape.next(after: entry &+ lead &+ 1)
    }
    return nil
  }

  /// Whether there is an index.
  var hasIndex: Bool { index != nil }

  /// The node of a key's value by the index.
  func indexed(_ key: some CodingKey) -> Int? {
    guard let index else { return nil }
    return index[.string(key.stringValue)] ?? key.intValue.flatMap { index[.int(Int64($0))] }
  }
}

extension TapeDecoder {
  /// The node of a key's value: of equal keys that of the last, as in Python.
  ///
  /// - Parameter passes: whether the key is done with, so that another will be asked for next.
  @inline(__always)
  func find(_ key: some CodingKey, passes: Bool = false) -> Int? {
    guard hasPlainKeys else { return keys?.indexed(key) }
    var text = key.stringValue
    return text.withUTF8 { find($0.span, passes) }
  }

  /// The same where the keys are plain, by the key's UTF-8.
  private func find(_ text: Span<UInt8>, _ passes: Bool) -> Int? {
    var entry = hint
    if entry >= keysEnd || !document.isPlainString(at: entry &+ lead, equalTo: text) {
      guard let found = keys?.entry(text, document, from: entry) else { return nil }
      entry = found
    }
    let value = entry &+ lead &+ 1
    hint = passes ? document.tape.next(after: value) : entry
    return value
  }
}
