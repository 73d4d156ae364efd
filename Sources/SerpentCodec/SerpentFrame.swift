import PythonValues
import WireCore

/// A container that is being written, and how far the writing has come.
struct SerpentFrame {
  /// What stands around the elements.
  enum Kind {
    case list
    case tuple
    case set
    case dict

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

  let kind: Kind
  /// A key is written and its value is not.
  var isAfterKey = false
  /// How many elements or entries are done or begun.
  var index = 0
  /// The elements in the order of writing; of a dict none.
  let elements: [PythonValue]
  /// The entries in the order of writing; of all but a dict none.
  let entries: [PythonDict.Entry]
  /// The numbers under which the container is referred to from inside.
  let sharedIDs: [Int]

  init(
    _ kind: Kind, elements: [PythonValue] = [], entries: [PythonDict.Entry] = [], sharedIDs: [Int]
  ) {
    self.kind = kind
    self.elements = elements
    self.entries = entries
    self.sharedIDs = sharedIDs
  }

  /// Whether nothing stands in it.
  var isEmpty: Bool { elements.isEmpty && entries.isEmpty }

  /// The step to the value last begun.
  var pathStep: ValuePathStep {
    switch kind {
    case .list, .tuple: .index(index - 1)
    case .set: .element(index - 1)
    case .dict: isAfterKey ? .key(index) : .value(of: entries[index - 1].key)
    }
  }
}
