import PythonValues
import WireCore

/// The machine of plain data, whose storage cannot be copied.
///
/// Unchecked: it is used by its one owner only, a ``PickleReader`` that sees to it that it is one, and while
/// that is accessed exclusively.
private final class PlainReader: @unchecked Sendable {
  private var machine: PickleTreeMachine

  init(limits: Limits) { machine = PickleTreeMachine(limits: limits) }

  func examine(_ bytes: Span<UInt8>) -> PickleReading? {
    guard let value = machine.run(bytes) else { return nil }
    return PickleReading(
      value: value, actions: .none, protocolVersion: machine.progress.protocolVersion,
      bytesRead: machine.progress.at, fault: nil)
  }
}

/// Reads pickles one after the other, and keeps its storage from one to the next: for many small ones.
///
/// ```swift
/// var reader = PickleReader()
/// for message in messages { handle(try reader.read(message).value) }
/// ```
public struct PickleReader: Sendable {
  private let limits: Limits
  private var machine: PickleMachine
  private var builder: PickleTreeBuilder
  private var plain: PlainReader?
  private var memory = TreeMemory()

  /// A reader with limits of each pickle.
  public init(limits: Limits = Limits()) {
    self.limits = limits
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
    memory.expectTree(of: bytes.count)
    return examinePlain(bytes) ?? examineAny(bytes)
  }

  /// Reads a pickle of plain data, in one pass; `nil` of other pickles, and of most that are at fault.
  package mutating func examinePlain(_ bytes: Span<UInt8>) -> PickleReading? {
    // A copy of the reader gets a machine of its own when it first needs one.
    if isKnownUniquelyReferenced(&plain), let plain { return plain.examine(bytes) }
    let fresh = PlainReader(limits: limits)
    plain = fresh
    return fresh.examine(bytes)
  }

  /// Reads any pickle, in two passes. Of plain data the reading is the same.
  package mutating func examineAny(_ bytes: Span<UInt8>) -> PickleReading {
    var (value, fault) = (PythonValue.none, WireError?.none)
    do throws(WireError) {
      let root = try machine.run(bytes)
      value = try builder.build(machine.graph, bytes, at: root)
    } catch {
      fault = error
    }
    return PickleReading(
      value: value, actions: machine.actions(bytes), protocolVersion: machine.progress.protocolVersion,
      bytesRead: machine.at, fault: fault)
  }
}
