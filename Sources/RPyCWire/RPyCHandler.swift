/// What a request asks of the other end: the handlers of `rpyc.core.consts`. No number has changed its
/// meaning from rpyc 3.2 to 6.0; CTXEXIT came with 4.0, INSTANCECHECK with 4.1. RPYC-30.
public enum RPyCHandler: UInt8, Hashable, Sendable, CaseIterable {
  /// Sends back what it is sent.
  case ping = 1
  /// Ends the connection; most often never answered.
  case close = 2
  /// Asks for the root object, the service.
  case getRoot = 3
  /// Reads an attribute.
  case getAttribute = 4
  /// Deletes an attribute.
  case deleteAttribute = 5
  /// Sets an attribute.
  case setAttribute = 6
  /// Calls an object.
  case call = 7
  /// Calls a method by its name.
  case callAttribute = 8
  /// `repr` of an object.
  case repr = 9
  /// `str` of an object.
  case string = 10
  /// Compares an object.
  case compare = 11
  /// `hash` of an object.
  case hash = 12
  /// `dir` of an object.
  case directory = 13
  /// Pickles an object.
  case pickle = 14
  /// Releases a reference.
  case delete = 15
  /// Asks for the methods of an object.
  case inspect = 16
  /// Takes many elements of an iterator at once.
  case bufferedIterator = 17
  /// Slices in the way of Python 2.
  case oldSlicing = 18
  /// Leaves a context.
  case contextExit = 19
  /// `isinstance`.
  case instanceCheck = 20

  /// The name under which reports have it: rpyc's, without `HANDLE_`.
  public var name: String {
    switch self {
    case .ping: "PING"
    case .close: "CLOSE"
    case .getRoot: "GETROOT"
    case .getAttribute: "GETATTR"
    case .deleteAttribute: "DELATTR"
    case .setAttribute: "SETATTR"
    case .call: "CALL"
    case .callAttribute: "CALLATTR"
    case .repr: "REPR"
    case .string: "STR"
    case .compare: "CMP"
    case .hash: "HASH"
    case .directory: "DIR"
    case .pickle: "PICKLE"
    case .delete: "DEL"
    case .inspect: "INSPECT"
    case .bufferedIterator: "BUFFITER"
    case .oldSlicing: "OLDSLICING"
    case .contextExit: "CTXEXIT"
    case .instanceCheck: "INSTANCECHECK"
    }
  }

  /// How many arguments it takes, in the versions that take fewest and most.
  public var argumentCounts: ClosedRange<Int> {
    switch self {
    case .close, .getRoot: 0...0
    case .ping, .repr, .string, .hash, .directory, .inspect: 1...1
    case .delete: 1...2
    case .getAttribute, .deleteAttribute, .pickle, .bufferedIterator, .contextExit, .instanceCheck: 2...2
    case .call, .compare: 2...3
    case .setAttribute: 3...3
    case .callAttribute: 3...4
    case .oldSlicing: 6...6
    }
  }

  /// Whether its first argument is the object that it works on.
  var takesObject: Bool {
    switch self {
    case .ping, .close, .getRoot, .inspect: false
    default: true
    }
  }
}
