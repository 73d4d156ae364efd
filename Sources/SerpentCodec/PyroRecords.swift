import PythonValues

/// SERP-210: the address of a Pyro object, as `Pyro5.core.URI` is written.
public struct PyroURI: Hashable, Sendable {
  /// The class that stands under `__class__`.
  public static let className = "Pyro5.core.URI"

  /// What a URI names.
  public enum Target: Hashable, Sendable {
    /// An object, by its name.
    case object(String)
    /// Objects, by what a name server knows of them (`PYROMETA`), sorted.
    case metadata([String])
  }

  /// `PYRO`, `PYRONAME` or `PYROMETA`.
  public var scheme: String
  /// What is named.
  public var target: Target
  /// The Unix domain socket to connect to.
  public var socketName: String?
  /// The host to connect to.
  public var host: String?
  /// The TCP port to connect to.
  public var port: Int?

  /// Makes an address.
  public init(
    scheme: String = "PYRO", target: Target, socketName: String? = nil, host: String? = nil,
    port: Int? = nil
  ) {
    self.scheme = scheme
    self.target = target
    self.socketName = socketName
    self.host = host
    self.port = port
  }

  /// Reads the address from its dict or record; `nil` for everything else.
  public init?(_ value: PythonValue) {
    guard let state = pyroState(of: value, className: Self.className), state.count == 5,
      case .string(let scheme) = state[0], let target = Self.target(state[1]),
      let socketName = optionalText(state[2]), let host = optionalText(state[3])
    else { return nil }
    if state[4].isNone {
      port = nil
    } else {
      guard case .int(let number) = state[4], (0...65_535).contains(number) else { return nil }
      port = Int(number)
    }
    (self.scheme, self.target, self.socketName, self.host) = (scheme, target, socketName, host)
  }

  private static func target(_ value: PythonValue) -> Target? {
    if case .string(let name) = value { return .object(name) }
    guard case .set(let set) = value else { return nil }
    let texts = set.elements.compactMap(\.stringValue)
    return texts.count == set.elements.count ? .metadata(texts.sorted()) : nil
  }

  /// The dict that Pyro 5 writes of it.
  public var dictionary: PythonValue {
    let named: PythonValue =
      switch target {
      case .object(let name): .string(name)
      case .metadata(let texts): .set(PythonSet(uniquingTexts: texts))
      }
    return pyroDictionary(
      Self.className,
      [.string(scheme), named, text(socketName), text(host), port.map { .int(Int64($0)) } ?? .none])
  }
}

extension PyroURI: CustomStringConvertible {
  /// The address as Pyro prints it: `PYRO:object@host:port`.
  public var description: String {
    let name =
      switch target {
      case .object(let name): name
      case .metadata(let texts): texts.joined(separator: ",")
      }
    return "\(scheme):\(name)" + (location.map { "@\($0)" } ?? "")
  }

  /// Where to connect to: `host:port`, `[address]:port` or `./u:socket`; `nil` where a name server knows.
  public var location: String? {
    if let host, !host.isEmpty {
      let bracketed = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
      return bracketed + (port.map { ":\($0)" } ?? "")
    }
    return socketName.flatMap { $0.isEmpty ? nil : "./u:\($0)" }
  }
}

/// SERP-211: a proxy, as `Pyro5.client.Proxy` is written: an address and what was known of the object.
public struct PyroProxyRecord: Hashable, Sendable {
  /// The class that stands under `__class__`.
  public static let className = "Pyro5.client.Proxy"

  /// The object's address, as text.
  public var uri: String
  /// The methods that give no answer.
  public var oneWayMethods: [String]
  /// The methods.
  public var methods: [String]
  /// The attributes.
  public var attributes: [String]
  /// What the proxy says in its handshake.
  public var handshake: PythonValue
  /// The name of the serializer it was told to use.
  public var serializer: String?

  /// Makes a record.
  public init(
    uri: String, oneWayMethods: [String] = [], methods: [String] = [], attributes: [String] = [],
    handshake: PythonValue = .string("hello"), serializer: String? = nil
  ) {
    self.uri = uri
    self.oneWayMethods = oneWayMethods
    self.methods = methods
    self.attributes = attributes
    self.handshake = handshake
    self.serializer = serializer
  }

  /// Reads the record from its dict or record; `nil` for everything else.
  public init?(_ value: PythonValue) {
    guard let state = pyroState(of: value, className: Self.className), state.count == 6,
      case .string(let uri) = state[0], let oneWay = texts(state[1]), let methods = texts(state[2]),
      let attributes = texts(state[3]), let serializer = optionalText(state[5])
    else { return nil }
    self.init(
      uri: uri, oneWayMethods: oneWay, methods: methods, attributes: attributes, handshake: state[4],
      serializer: serializer)
  }

  /// The dict that Pyro 5 writes of it.
  public var dictionary: PythonValue {
    let lists = [oneWayMethods, methods, attributes].map { PythonValue.tuple($0.map { .string($0) }) }
    return pyroDictionary(Self.className, [.string(uri)] + lists + [handshake, text(serializer)])
  }
}

/// SERP-212: a daemon, as `Pyro5.server.Daemon` is written: nothing but its name.
public struct PyroDaemonRecord: Hashable, Sendable {
  /// The class that stands under `__class__`.
  public static let className = "Pyro5.server.Daemon"

  /// Makes a record.
  public init() {}

  /// Reads the record from its dict or record; `nil` for everything else.
  public init?(_ value: PythonValue) {
    guard let state = pyroState(of: value, className: Self.className), state.isEmpty else { return nil }
  }

  /// The dict that Pyro 5 writes of it.
  public var dictionary: PythonValue { pyroDictionary(Self.className, []) }
}

/// The parts of the state of a dict, or of a record made of one, of this class.
private func pyroState(of value: PythonValue, className: String) -> [PythonValue]? {
  switch value {
  case .dict(let dict):
    guard dict["__class__"]?.isText(className) == true else { return nil }
    return dict["state"]?.sequence
  case .object(let object):
    guard object.module.map({ "\($0).\(object.className)" }) == className,
      case .dict(let state) = object.state
    else { return nil }
    return state["state"]?.sequence
  default:
    return nil
  }
}

private func pyroDictionary(_ className: String, _ state: [PythonValue]) -> PythonValue {
  SerpentConventions.dictionary([("__class__", .string(className)), ("state", .tuple(state))])
}

private func text(_ value: String?) -> PythonValue { value.map { .string($0) } ?? .none }

/// The text of a `str`, or of `None` none; `nil` for everything else.
private func optionalText(_ value: PythonValue) -> String?? {
  if value.isNone { return .some(nil) }
  return value.stringValue.map { .some($0) }
}

private func texts(_ value: PythonValue) -> [String]? {
  guard let elements = value.sequence else { return nil }
  let texts = elements.compactMap(\.stringValue)
  return texts.count == elements.count ? texts : nil
}

extension PythonValue {
  fileprivate var isNone: Bool { if case .none = self { true } else { false } }
}

extension PythonSet {
  /// A set of texts, each once.
  fileprivate init(uniquingTexts texts: [String]) {
    var seen: Set<String> = []
    self.init(distinctElements: texts.filter { seen.insert($0).inserted }.map { .string($0) })
  }
}
