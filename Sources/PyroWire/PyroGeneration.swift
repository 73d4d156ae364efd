import WireCore

/// The two Pyros whose messages are built alike: header, annotations, payload. What they differ in is
/// a table, and this is the table. Pyro 3 has a protocol of its own.
public enum PyroGeneration: Hashable, Sendable, CaseIterable {
  /// Pyro 4 from its release 4.22 on: protocols 46 to 48.
  case pyro4
  /// Pyro 5: protocol 502.
  case pyro5

  /// The name in reports: `Pyro 4`.
  public var name: String { self == .pyro4 ? "Pyro 4" : "Pyro 5" }

  /// The size of a header, in bytes.
  public var headerSize: Int { self == .pyro4 ? Pyro4Header.size : Pyro5Header.size }

  /// The width of the length in front of an annotation's data, in bytes (PYRO4-20, PYRO5-20).
  var annotationLengthSize: Int { self == .pyro4 ? 2 : 4 }

  /// The versions that are read, in words.
  var versions: String { self == .pyro4 ? "46 to 48" : "502" }

  /// Whether messages of this version are read.
  func reads(version word: UInt16) -> Bool {
    self == .pyro4 ? Pyro4Header.versions.contains(word) : word == Pyro5Header.version
  }

  /// The first byte of a version word.
  var versionHighByte: UInt8 { self == .pyro4 ? 0x00 : 0x01 }

  /// Where the reserved field of a header is.
  var reservedOffset: Int { self == .pyro4 ? 20 : 36 }

  /// Where the serializer of a header is.
  var serializerOffset: Int { self == .pyro4 ? 16 : 7 }

  /// The class of an exception that a batch returns in the place of a result.
  var exceptionWrapper: StaticString {
    self == .pyro4 ? "Pyro4.futures._ExceptionWrapper" : "Pyro5.core._ExceptionWrapper"
  }
}

/// What a message is; Pyro 4 and 5 number them alike (PYRO4-10, PYRO5-10).
public enum PyroMessageKind: UInt16, Hashable, Sendable, CaseIterable {
  /// The client opens the handshake.
  case connect = 1
  /// The daemon accepts.
  case connectOK = 2
  /// The daemon or its validator refuses.
  case connectFail = 3
  /// A call.
  case invoke = 4
  /// The result of a call, or its exception.
  case result = 5
  /// A ping and its answer.
  case ping = 6

  /// The name in reports.
  public var name: String {
    switch self {
    case .connect: "CONNECT"
    case .connectOK: "CONNECTOK"
    case .connectFail: "CONNECTFAIL"
    case .invoke: "INVOKE"
    case .result: "RESULT"
    case .ping: "PING"
    }
  }
}

/// The serializers of Pyro 4 and 5, which number them differently.
public enum PyroSerializer: Hashable, Sendable, CaseIterable {
  /// A Python literal as text, the default of both.
  case serpent
  /// Python's own marshal format.
  case marshal
  /// JSON.
  case json
  /// MessagePack.
  case msgpack
  /// Pickle: Pyro 4 only.
  case pickle
  /// Pickle with functions and classes by value: Pyro 4 only.
  case cloudpickle
  /// Another of the same kind: Pyro 4 only.
  case dill

  /// The name in reports.
  public var name: String {
    switch self {
    case .serpent: "serpent"
    case .marshal: "marshal"
    case .json: "json"
    case .msgpack: "msgpack"
    case .pickle: "pickle"
    case .cloudpickle: "cloudpickle"
    case .dill: "dill"
    }
  }

  /// Whether what it writes is a pickle, which runs what it names when it is read.
  public var isPickle: Bool { self == .pickle || self == .cloudpickle || self == .dill }
}
