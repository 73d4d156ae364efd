/// Keys of dicts that were found to be distinct. Dicts of one kind have the same text keys in the same
/// order: of these no key is hashed again, only compared with the last dict's.
///
/// It speeds up what is repeated and decides nothing: a dict of no known keys is looked at in full.
package struct KnownKeys {
  private static let slots = 16
  /// Dicts of fewer keys are looked at as fast as they are compared, of more are rare.
  private static let keys = 5...64
  /// By the number of keys.
  private var known: [[String]] = []

  /// Nothing is known.
  package init() {}

  /// The dict of these entries, as ``PythonDict/init(uniquing:)`` makes it.
  package mutating func dict(_ entries: [PythonDict.Entry]) throws(UnhashableValue) -> PythonDict {
    if isKnown(entries) { return PythonDict(distinctEntries: entries) }
    let dict = try PythonDict(uniquing: entries)
    if dict.count == entries.count, KnownKeys.keys.contains(entries.count) { note(entries) }
    return dict
  }

  private func isKnown(_ entries: [PythonDict.Entry]) -> Bool {
    guard !known.isEmpty, !entries.isEmpty else { return entries.isEmpty }
    let slot = entries.count % KnownKeys.slots
    guard known[slot].count == entries.count else { return false }
    return BorrowedEntry.each(of: entries) { entries in
      for index in entries.indices {
        guard case .string(let key) = entries[index].key.value,
          PythonText.same(key, known[slot][index])
        else { return false }
      }
      return true
    }
  }

  private mutating func note(_ entries: [PythonDict.Entry]) {
    var keys: [String] = []
    for entry in entries {
      guard case .string(let key) = entry.key else { return }
      keys.append(key)
    }
    if known.isEmpty { known = [[String]](repeating: [], count: KnownKeys.slots) }
    known[keys.count % KnownKeys.slots] = keys
  }
}
