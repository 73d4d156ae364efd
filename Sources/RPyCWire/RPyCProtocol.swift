/// What a message is. RPYC-10.
public enum RPyCMessageKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A call of a handler of the other end.
  case request = 1
  /// The result of a request.
  case reply = 2
  /// The exception that a request ended in.
  case exception = 3

  /// The name under which reports have it.
  public var name: String {
    switch self {
    case .request: "REQUEST"
    case .reply: "REPLY"
    case .exception: "EXCEPTION"
    }
  }
}

/// How a value is sent. RPYC-20.
public enum RPyCLabel: Int64, Hashable, Sendable, CaseIterable {
  /// By value: what brine holds.
  case value = 1
  /// A tuple of values that are labelled themselves.
  case tuple = 2
  /// A reference to an object of the receiver.
  case localReference = 3
  /// A reference to an object of the sender.
  case remoteReference = 4
}

/// A generation of RPyC, told apart by its wire. RPYC-12.
public enum RPyCGeneration: String, Hashable, Sendable, CaseIterable {
  /// rpyc 3, and 4.0: object ids are bare integers.
  case three = "3"
  /// rpyc 4.1 to 5.3: object ids are (class name, class id, instance id).
  case fourFive = "4-5"
  /// rpyc 6: a message begins with a raw byte instead of a tuple of three.
  case six = "6"

  /// The versions of rpyc that speak it, for a person.
  public var versions: String {
    switch self {
    case .three: "rpyc 3 or 4.0"
    case .fourFive: "rpyc 4.1 to 5.3"
    case .six: "rpyc 6.0 or later"
    }
  }
}
