import PythonValues
import WireCore

/// The values of a document in the order in which they are complete: scalars, and steps that make
/// a container of the values before them. What is referred to again is known only at the end of a
/// document, so the trees of one that refers to something are made after it.
struct ValueProgram: ~Copyable {
  /// Makes one value of the last `count` values.
  struct Step {
    /// How many scalars stand before the step.
    var position: Int
    var kind: Kind
    /// How many values it takes: of a dict or of attributes, keys and values.
    var count: Int
    /// The place of the value's start tag among those of all containers.
    var serial: Int
    /// Whether the value has an identity of its own in Python: a list, dict or instance that is not
    /// just the state of another.
    var hasIdentity: Bool
    /// The byte at which its start tag ends.
    var offset: Int
  }

  /// What a step makes. Numbers are places in ``classes``.
  enum Kind {
    case list, tuple, dict
    /// An instance of its attributes.
    case attributes(Int)
    /// An instance of its arguments and its state.
    case instance(Int)
    /// What the attribute `__toplevel__` holds.
    case wrapper
    /// A record of a class whose state is the one value.
    case record(Int)
    /// The same, with the one value as the attribute `__coredata__`.
    case coreData(Int)

    /// By how many levels what is made is higher than its parts.
    var levels: Int {
      switch self {
      case .list, .tuple, .dict, .instance, .record: 1
      case .attributes, .coreData: 2
      case .wrapper: 0
      }
    }
  }

  /// The names of a class.
  struct ClassName: Hashable {
    var module: String?
    var name: String
  }

  /// Scalars, attribute names, and references, which hold a serial.
  var scalars = ValueQueue()
  var steps: [Step] = []
  var classes: [ClassName] = []
  /// By serial: whether something refers to the value.
  var isReferenced: [Bool] = []

  /// The serial of the next container.
  mutating func nextSerial() -> Int {
    isReferenced.append(false)
    return isReferenced.count - 1
  }

  /// Adds a reference to a container met before.
  mutating func refer(to serial: Int) {
    isReferenced[serial] = true
    scalars.push(.reference(serial))
  }

  /// The place of a class's names.
  mutating func place(of name: ClassName) -> Int {
    // Instances of one class mostly stand beside each other.
    if classes.last != name { classes.append(name) }
    return classes.count - 1
  }
}
