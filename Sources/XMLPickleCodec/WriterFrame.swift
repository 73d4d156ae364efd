import PythonValues
import WireCore

/// A container that is being written, in either dialect.
struct WriterFrame {
  /// What it holds.
  enum Contents {
    case elements([PythonValue])
    case entries([PythonDict.Entry])
    case attributes([PythonException.Attribute])
  }

  let contents: Contents
  /// The next to be written: of entries, twice its number, and one more for the value.
  var index = 0
  /// How deep Gnosis indents what it holds.
  var level = 0
  /// The name of its element.
  var tag: StaticString
  /// The number that references name it by; `nil` where none do.
  var shared: Int?

  init(_ contents: Contents, tag: StaticString) {
    self.contents = contents
    self.tag = tag
  }

  var count: Int {
    switch contents {
    case .elements(let elements): elements.count
    case .entries(let entries): 2 * entries.count
    case .attributes(let attributes): attributes.count
    }
  }

  /// The step to what was written last, for the path of an error.
  var pathStep: ValuePathStep {
    let last = max(0, index - 1)
    switch contents {
    case .elements: return .index(last)
    case .entries(let entries) where last / 2 < entries.count:
      return last.isMultiple(of: 2) ? .key(last / 2) : .value(of: entries[last / 2].key)
    case .attributes(let attributes) where last < attributes.count:
      return .value(of: .string(attributes[last].name))
    default: return .index(last)
    }
  }
}

/// The values with numbers that a writer has met.
struct WrittenValues {
  /// One of them.
  struct Written {
    let value: PythonValue
    /// The id that it has in the document.
    let id: Int
    /// Whether it is still being written.
    var isOpen = true
  }

  private var written: [Int: Written] = [:]

  /// Notes that writing a value begins.
  mutating func begin(_ number: Int, _ value: PythonValue, id: Int) {
    written[number] = Written(value: value, id: id)
  }

  /// Notes that a value is written.
  mutating func end(_ number: Int) { written[number]?.isOpen = false }

  /// The value with a number.
  func value(_ number: Int) throws(ValueEncodingError) -> Written {
    guard let value = written[number] else {
      throw ValueEncodingError(.unrepresentable, path: "", "nothing before it has the number \(number)")
    }
    return value
  }
}

/// A value that no form of the dialect is for.
func noForm(of value: PythonValue, in dialect: String) -> ValueEncodingError {
  ValueEncodingError(.unrepresentable, path: "", "\(dialect) has no form of a \(value.typeName)")
}
