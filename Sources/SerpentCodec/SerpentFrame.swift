import PythonValues
import WireCore

/// A container on the writer's stack, and how far the writing has come.
struct SerpentFrame {
  /// What the container holds, in the order of writing.
  enum Content {
    case list([PythonValue])
    case tuple([PythonValue])
    case set([PythonValue])
    case dict([PythonDict.Entry])
  }

  struct Progress {
    /// A key is written and its value is not.
    var isAfterKey = false
    /// How many elements or entries are done or begun.
    var index = 0
  }

  let content: Content
  var progress = Progress()

  /// The step to the value last begun.
  var pathStep: ValuePathStep {
    let last = progress.index - 1
    return switch content {
    case .list, .tuple: .index(last)
    case .set: .element(last)
    case .dict(let entries): progress.isAfterKey ? .key(progress.index) : .value(of: entries[last].key)
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

  var brackets: SerpentBrackets {
    switch self {
    case .list: .list
    case .tuple: .tuple
    case .set: .set
    case .dict: .dict
    }
  }
}
