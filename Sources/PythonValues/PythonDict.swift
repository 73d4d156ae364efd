/// A Python `dict`: entries with distinct keys, in insertion order.
///
/// Looking a key up by subscript walks the entries: O(n). Build a ``PythonDict/Index`` to look
/// up many keys of a large dict. Two dicts are equal when they map the same keys to the same
/// values, in whatever order.
@frozen
public struct PythonDict: Sendable {
  /// One key and its value.
  @frozen
  public struct Entry: Sendable {
    /// The key: a hashable value.
    public var key: PythonValue
    /// The value.
    public var value: PythonValue

    /// Makes an entry.
    @inlinable
    public init(key: PythonValue, value: PythonValue) {
      self.key = key
      self.value = value
    }
  }

  /// The entries, in insertion order; no two keys are equal.
  public let entries: [Entry]

  /// Takes entries whose keys the caller knows to be hashable and distinct.
  ///
  /// Decoders that have checked the keys use this to save the second look.
  @inlinable
  public init(distinctEntries entries: [Entry]) {
    self.entries = entries
  }

  /// Takes entries as Python's display `{k: v, …}` does: of equal keys, the first key stays, in its
  /// place, with the last value (VAL-11).
  ///
  /// - Throws: ``UnhashableValue`` at the first key that Python cannot hash.
  /// - Complexity: O(n) expected in the size of all keys.
  public init(uniquing entries: [Entry]) throws(UnhashableValue) {
    if PythonDict.areFewDistinctStrings(entries) {
      self.entries = entries
      return
    }
    var kept: [Entry] = []
    kept.reserveCapacity(entries.count)
    var places = [PythonValue: Int](minimumCapacity: entries.count)
    for (position, entry) in entries.enumerated() {
      if let place = places[try entry.key.requireHashable(at: position)] {
        kept[place].value = entry.value
      } else {
        places[entry.key] = kept.count
        kept.append(entry)
      }
    }
    self.entries = kept
  }

  /// Whether there are few entries, all keys are strings, and no two are equal: the common case,
  /// decided without hashing.
  private static func areFewDistinctStrings(_ entries: [Entry]) -> Bool {
    guard entries.count <= 8 else { return false }
    return BorrowedEntry.each(of: entries) { entries in
      for position in entries.indices {
        guard case .string(let key) = entries[position].key.value else { return false }
        for earlier in 0..<position {
          guard case .string(let other) = entries[earlier].key.value, !PythonText.same(key, other) else {
            return false
          }
        }
      }
      return true
    }
  }

  /// The number of entries.
  public var count: Int { entries.count }

  /// Whether there is no entry.
  public var isEmpty: Bool { entries.isEmpty }

  /// The keys, in insertion order.
  public var keys: [PythonValue] { entries.map(\.key) }

  /// The values, in insertion order.
  public var values: [PythonValue] { entries.map(\.value) }

  /// The value of a key, which may be of any kind; `nil` where the key is absent. O(n).
  public subscript(key: PythonValue) -> PythonValue? {
    entries.first { $0.key == key }?.value
  }

  /// The value of a `str` key; `nil` where the key is absent. O(n).
  public subscript(key: String) -> PythonValue? {
    for entry in entries {
      if case .string(let text) = entry.key, PythonText.same(text, key) { return entry.value }
    }
    return nil
  }

  /// Finds the values of keys in O(1) expected time, once built in O(n).
  public struct Index: Sendable {
    private let places: [PythonValue: Int]
    private let entries: [Entry]

    /// Builds the index of a dict.
    public init(_ dict: PythonDict) {
      entries = dict.entries
      var places = [PythonValue: Int](minimumCapacity: entries.count)
      for (place, entry) in entries.enumerated() { places[entry.key] = place }
      self.places = places
    }

    /// The value of a key; `nil` where the key is absent.
    public subscript(key: PythonValue) -> PythonValue? { position(of: key).map { entries[$0].value } }

    /// The place of a key in ``PythonDict/entries``; `nil` where the key is absent.
    public func position(of key: PythonValue) -> Int? { places[key] }
  }
}

extension PythonDict: Hashable {
  /// Whether both map the same keys to the same values, in whatever order.
  public static func == (left: PythonDict, right: PythonDict) -> Bool {
    PythonValue.dict(left) == .dict(right)
  }

  /// Hashes the entries as a mapping, whatever their order.
  public func hash(into hasher: inout Hasher) { PythonValue.dict(self).hash(into: &hasher) }
}

extension PythonDict: CustomStringConvertible {
  /// What Python's `repr` prints.
  public var description: String { PythonValue.dict(self).repr }
}

extension PythonDict: Sequence {
  /// Walks the entries in insertion order.
  public func makeIterator() -> IndexingIterator<[Entry]> { entries.makeIterator() }

  /// The number of entries, exactly.
  public var underestimatedCount: Int { entries.count }
}

extension PythonDict: ExpressibleByDictionaryLiteral {
  /// Makes a dict as Python's display does: the first of equal keys, the last of their values.
  public init(dictionaryLiteral elements: (PythonValue, PythonValue)...) {
    let entries = elements.map { Entry(key: $0, value: $1) }
    self = (try? PythonDict(uniquing: entries)) ?? PythonDict(distinctEntries: entries)
  }
}
