import PythonValues
import WireCore

/// Pickles, protocols 0 to 5, read without being run.
///
/// A pickle is a program for a machine with a stack: loading one looks classes and functions up by name
/// and calls them, which is how a pickle takes its reader over. Here the same program runs over inert values:
/// what would have been looked up, called, built or loaded becomes a record in the value, and an entry
/// in the list of actions.
///
/// ```swift
/// let reading = try Pickle.read(bytes)
/// reading.value                                   // <posix.system object ('id',): None>
/// for action in reading.actions { print(action) } // would call posix.system('id')
/// ```
///
/// The statements are in `spec/pickle.md`.
public enum Pickle {
  /// Reads the first pickle in the bytes.
  ///
  /// What follows its STOP is not looked at; ``PickleReading/bytesRead`` says where that begins.
  ///
  /// - Throws: `syntax`, `truncated`; `limit` for size, depth, count and digits; `unrepresentable` for text with
  ///   a lone surrogate.
  /// - Complexity: O(n) in time and memory. A value that the pickle shares is read once.
  public static func read(
    _ bytes: Span<UInt8>, limits: Limits = Limits()
  ) throws(WireError) -> PickleReading {
    let reading = examine(bytes, limits: limits)
    if let fault = reading.fault { throw fault }
    return reading
  }

  /// Reads the first pickle in the bytes; see ``read(_:limits:)-(Span<UInt8>,_)``.
  public static func read(
    _ bytes: [UInt8], limits: Limits = Limits()
  ) throws(WireError) -> PickleReading {
    try read(bytes.span, limits: limits)
  }

  /// Reads as far as it goes. A loader runs a pickle while it reads it: what stands before a fault has
  /// happened by then, and is in the list of actions.
  ///
  /// - Returns: a reading with ``PickleReading/fault`` where ``read(_:limits:)-(Span<UInt8>,_)`` throws.
  /// - Complexity: O(n) in time and memory.
  public static func examine(_ bytes: Span<UInt8>, limits: Limits = Limits()) -> PickleReading {
    var reader = PickleReader(limits: limits)
    return reader.examine(bytes)
  }

  /// Reads as far as it goes; see ``examine(_:limits:)-(Span<UInt8>,_)``.
  public static func examine(_ bytes: [UInt8], limits: Limits = Limits()) -> PickleReading {
    examine(bytes.span, limits: limits)
  }
}

/// What was read of a pickle.
public struct PickleReading: Sendable {
  /// The value: plain data as it is, instances and results of calls as records. `None` where there is a
  /// ``fault``.
  public let value: PythonValue
  /// What loading the pickle would look up, call, build and load, in that order.
  public let actions: PickleActions
  /// The protocol that the pickle names; `nil` in one of protocol 0 or 1, which name none.
  public let protocolVersion: Int?
  /// How many bytes were read, up to and with STOP. What follows is no part of the pickle.
  public let bytesRead: Int
  /// Why the reading ended early; `nil` where it did not.
  public let fault: WireError?
}
