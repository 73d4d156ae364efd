/// The names of objects that a client asked a daemon to resolve (PYRO3-21), so that a person need not read ids.
struct Pyro3ObjectNames: Sendable {
  /// The name of the name server.
  static let nameServer = ":Pyro.NameServer"
  /// The name of the event server.
  static let eventServer = ":Pyro.EventService"

  /// The most names kept.
  private static let most = 64

  private var question: (name: String, message: Int)?
  private var names: [String: String] = [Pyro3Request.daemonID: "Pyro daemon"]

  /// Remembers what the request `message` asks for.
  mutating func asked(for name: String, in message: Int) { question = (name, message) }

  /// The name that the request `message` asked for.
  mutating func take(_ message: Int) -> String? {
    guard let asked = question, asked.message == message else { return nil }
    question = nil
    return asked.name
  }

  /// Learns the name of an object.
  mutating func learn(_ name: String, of id: String) {
    guard names.count < Self.most, id.utf8.count <= 128, name.utf8.count <= 128 else { return }
    names[id] = name
  }

  /// The name of an object, where it is known.
  func name(of id: String) -> String? { names[id] }
}

/// Which classes are part of Pyro 3's own traffic.
enum Pyro3Classes {
  /// Whether a class or function is one that Pyro or Python itself puts into a pickle.
  static func isExpected(module: String?, name: String) -> Bool {
    guard let module else { return plain.contains(name) }
    if module == "exceptions" { return true }
    return own.contains(module) || python.contains("\(module).\(name)")
  }

  private static let own: Set<String> = [
    "Pyro.errors", "Pyro.core", "Pyro.protocol", "Pyro.naming", "Pyro.EventService.Event",
  ]
  /// What pickle itself names: the reconstructor of new-style classes, and the types of plain values.
  private static let python: Set<String> = [
    "copy_reg._reconstructor", "copy_reg.__newobj__", "__builtin__.object", "__builtin__.set",
    "__builtin__.frozenset", "__builtin__.complex", "__builtin__.bytearray", "__builtin__.xrange",
  ]
  /// What Gnosis names without a module: the wrapper of a document's value.
  private static let plain: Set<String> = ["_EmptyClass"]
}
