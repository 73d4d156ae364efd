import PythonValues
import WireCore

/// Reads pickles one after the other, and keeps its storage from one to the next: for many small ones.
///
/// ```swift
/// var reader = PickleReader()
/// for message in messages { handle(try reader.read(message).value) }
/// ```
public struct PickleReader: Sendable {
  private var machine: PickleMachine
  private var builder: PickleTreeBuilder

  /// A reader with limits of each pickle.
  public init(limits: Limits = Limits()) {
    machine = PickleMachine(limits: limits)
    builder = PickleTreeBuilder(limits: limits)
  }

  /// Reads the first pickle in the bytes; see ``Pickle/read(_:limits:)-(Span<UInt8>,_)``.
  public mutating func read(_ bytes: Span<UInt8>) throws(WireError) -> PickleReading {
    let reading = examine(bytes)
    if let fault = reading.fault { throw fault }
    return reading
  }

  /// Reads the first pickle in the bytes; see ``Pickle/read(_:limits:)-(Span<UInt8>,_)``.
  public mutating func read(_ bytes: [UInt8]) throws(WireError) -> PickleReading { try read(bytes.span) }

  /// Reads as far as it goes; see ``Pickle/examine(_:limits:)-(Span<UInt8>,_)``.
  public mutating func examine(_ bytes: Span<UInt8>) -> PickleReading {
    var (value, fault) = (PythonValue.none, WireError?.none)
    do throws(WireError) {
      let root = try machine.run(bytes)
      value = try builder.build(machine.graph, bytes, at: root)
    } catch {
      fault = error
    }
    return PickleReading(
      value: value, actions: machine.actions(bytes), protocolVersion: machine.protocolVersion,
      bytesRead: machine.at, fault: fault)
  }
}
