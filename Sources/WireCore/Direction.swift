/// Which way bytes of a connection travel. The client is the end that opened the connection.
public enum Direction: String, Hashable, Sendable, CaseIterable {
  /// From the end that opened the connection.
  case clientToServer = "c2s"
  /// From the end that accepted the connection.
  case serverToClient = "s2c"

  /// The other way.
  public var reversed: Direction { self == .clientToServer ? .serverToClient : .clientToServer }
}
