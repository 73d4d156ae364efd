/// Gives every value a number, so that two values are the same just when their numbers are.
///
/// Sets whose elements are containers are compared with it: elements become numbers, numbers are
/// sorted, and no element is compared with every other one. Each node of a tree is looked at once,
/// also when sets are nested in sets a thousand deep (VAL-5).
struct ValueNumbering {
  private let sameness: Sameness
  private var numbers: [Key: Int] = [:]

  init(_ sameness: Sameness) {
    self.sameness = sameness
  }

  /// The number of a value. Expected time n log n in its size.
  mutating func number(of value: PythonValue) -> Int {
    foldPostOrder(value) { node, children in number(of: node, children) }
  }

  /// The number of a value whose children have these.
  mutating func number(of node: PythonValue, _ children: ArraySlice<Int>) -> Int {
    let key = Key(head: node, sameness: sameness, parts: parts(of: node, children))
    if let known = numbers[key] { return known }
    numbers[key] = numbers.count
    return numbers.count - 1
  }

  /// The numbers of a node's children, sorted where their order says nothing.
  private func parts(of node: PythonValue, _ children: ArraySlice<Int>) -> [Int] {
    switch node {
    case .set, .frozenset: return children.sorted()
    case .dict where sameness == .python:
      let pairs = stride(from: children.startIndex, to: children.endIndex - 1, by: 2)
      // Keys are distinct: their numbers alone decide the order.
      return pairs.sorted { children[$0] < children[$1] }.flatMap { [children[$0], children[$0 + 1]] }
    default: return Array(children)
    }
  }

  /// What tells a node apart: its head, and the numbers of its children.
  private struct Key: Hashable {
    let head: PythonValue
    let sameness: Sameness
    let parts: [Int]

    static func == (left: Key, right: Key) -> Bool {
      left.parts == right.parts && left.head.hasSameHead(as: right.head, left.sameness)
    }

    func hash(into hasher: inout Hasher) {
      head.hashHead(into: &hasher)
      hasher.combine(parts)
    }
  }
}
