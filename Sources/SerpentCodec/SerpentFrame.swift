import PythonValues
import WireCore

/// A container that is being written, and how far the writing has come.
struct SerpentFrame {
  /// What the container holds, in the order of writing.
  enum Content {
    case list([PythonValue])
    case tuple([PythonValue])
    case set([PythonValue])
    case dict([PythonDict.Entry])
  }

  let content: Content
  /// A key is written and its value is not.
  var isAfterKey = false
  /// How many elements or entries are done or begun.
  var index = 0

  init(_ content: Content) { self.content = content }

  /// The step to the value last begun.
  var pathStep: ValuePathStep {
    switch content {
    case .list, .tuple: .index(index - 1)
    case .set: .element(index - 1)
    case .dict(let entries): isAfterKey ? .key(index) : .value(of: entries[index - 1].key)
    }
  }
}

extension SerpentFrame.Content {
  var count: Int {
    switch self {
    case .list(let elements), .tuple(let elements), .set(let elements): elements.count
    case .dict(let entries): entries.count
    }
  }

  var isEmpty: Bool { count == 0 }

  var opening: UInt8 {
    switch self {
    case .list: UInt8(ascii: "[")
    case .tuple: UInt8(ascii: "(")
    case .set, .dict: UInt8(ascii: "{")
    }
  }

  var closing: UInt8 {
    switch self {
    case .list: UInt8(ascii: "]")
    case .tuple: UInt8(ascii: ")")
    case .set, .dict: UInt8(ascii: "}")
    }
  }
}
