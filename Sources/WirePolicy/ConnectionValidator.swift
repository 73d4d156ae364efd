import PythonValues
import WireCore

/// What a server says to a new connection, as a value: Pyro's `validateHandshake` without its code.
public enum ConnectionValidator: Sendable {
  /// Anyone may connect: what Pyro does unless told otherwise.
  case anyone
  /// The handshake data must equal this value.
  case handshake(PythonValue)
  /// The reason stands for every connection.
  case noOne(reason: String)

  /// Allows a connection that sends `handshake`.
  public func answer(for handshake: PythonValue) -> PolicyAnswer {
    switch self {
    case .anyone: .allow
    case .handshake(let wanted):
      handshake == wanted
        ? .allow : .refuse(.deniedConnection, reason: "the handshake data is not what it must be")
    case .noOne(let reason): .refuse(.deniedConnection, reason: reason)
    }
  }
}
