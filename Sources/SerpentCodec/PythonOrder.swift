import PythonValues

/// Sorting as Python's `sorted` does it, where it can.
enum PythonOrder {
  /// The elements sorted by their keys; as they were where Python finds two that have no order.
  ///
  /// Equal keys keep their order. Where `<` is not a total order (NaN, sets within tuples) the result
  /// depends on which pairs are compared: up to 63 elements they are the pairs that CPython compares.
  static func sorted<Element>(_ elements: [Element], by key: (Element) -> PythonValue) -> [Element] {
    guard elements.count > 1 else { return elements }
    var keyed = elements.map { Keyed(element: $0, key: key($0)) }
    do {
      try sort(&keyed)
      return keyed.map(\.element)
    } catch { return elements }
  }

  private struct Keyed<Element> {
    let element: Element
    let key: PythonValue
  }

  /// Chunks sorted by insertion, then merged.
  private static func sort<Element>(_ items: inout [Keyed<Element>]) throws(NoOrder) {
    guard items.count >= 64 else { return try insertionSort(&items) }
    var runs: [[Keyed<Element>]] = []
    for start in stride(from: 0, to: items.count, by: 32) {
      var run = Array(items[start..<min(start + 32, items.count)])
      try insertionSort(&run)
      runs.append(run)
    }
    while runs.count > 1 {
      var wider: [[Keyed<Element>]] = []
      for index in stride(from: 0, to: runs.count - 1, by: 2) {
        wider.append(try merged(runs[index], runs[index + 1]))
      }
      if runs.count % 2 == 1 { wider.append(runs[runs.count - 1]) }
      runs = wider
    }
    items = runs[0]
  }

  private static func merged<Element>(
    _ left: [Keyed<Element>], _ right: [Keyed<Element>]
  ) throws(NoOrder) -> [Keyed<Element>] {
    var result: [Keyed<Element>] = []
    result.reserveCapacity(left.count + right.count)
    var index = 0
    for item in right {
      while index < left.count, try !isLess(item.key, left[index].key) {
        result.append(left[index])
        index += 1
      }
      result.append(item)
    }
    return result + left[index...]
  }

  /// The run that the items begin with, turned round where it descends, then each further item
  /// put in its place by binary search: what CPython does with fewer than 64.
  private static func insertionSort<Element>(_ items: inout [Keyed<Element>]) throws(NoOrder) {
    var sorted = try sortedPrefix(&items)
    while sorted < items.count {
      let pivot = items[sorted]
      var (low, high) = (0, sorted)
      while low < high {
        let middle = (low + high) / 2
        if try isLess(pivot.key, items[middle].key) { high = middle } else { low = middle + 1 }
      }
      items.remove(at: sorted)
      items.insert(pivot, at: low)
      sorted += 1
    }
  }

  /// Makes the longest run at the start ascend, and returns its length.
  private static func sortedPrefix<Element>(_ items: inout [Keyed<Element>]) throws(NoOrder) -> Int {
    guard items.count > 1 else { return items.count }
    let descends = try isLess(items[1].key, items[0].key)
    var end = 2
    while end < items.count, try isLess(items[end].key, items[end - 1].key) == descends { end += 1 }
    if descends { items[..<end].reverse() }
    return end
  }
}
