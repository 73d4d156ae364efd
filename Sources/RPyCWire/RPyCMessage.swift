import BrineCodec
import PythonValues
import VinegarCodec
import WireCore

/// One message as a tree of values: for programs that take part in a connection. What checks many messages
/// does so without making these.
public struct RPyCMessage: Sendable {
  /// What a message says.
  public enum Body: Sendable {
    /// A handler is asked for, with its arguments: a box of a tuple.
    case request(RPyCHandler, arguments: RPyCBox)
    /// The result.
    case reply(RPyCBox)
    /// The exception.
    case exception(PythonException)
  }

  /// The deepest nesting that is read, whatever the limits: boxes are read recursively.
  public static let deepest = 200

  /// The thread ids before the message, with thread binding.
  public var threads: RPyCThreadIDs?
  /// The number of the request, or of the one answered.
  public var sequence: Int
  /// What the message says.
  public var body: Body

  /// Makes a message.
  public init(sequence: Int, body: Body, threads: RPyCThreadIDs? = nil) {
    self.threads = threads
    self.sequence = sequence
    self.body = body
  }

  /// What the message is.
  public var kind: RPyCMessageKind {
    switch body {
    case .request: .request
    case .reply: .reply
    case .exception: .exception
    }
  }

  /// Reads the data of a frame, inflated.
  ///
  /// - Parameters:
  ///   - data: the data, thread ids included where there are some.
  ///   - generation: whose messages are read; of any where it is `nil`.
  ///   - limits: bound the brine in it; nesting never goes past ``deepest`` levels.
  /// - Throws: what `Brine.load(_:options:)` throws; `unsupported` for a message of another generation and for
  ///   a handler that is not known; `syntax` where the value is no message. Offsets count from the beginning of
  ///   `data`; what is no message for its structure is so where that begins.
  public init(
    _ data: Span<UInt8>, generation: RPyCGeneration? = nil, limits: Limits = Limits()
  ) throws(WireError) {
    let assumed = generation.map { RPyCLayout(isRaw: $0 == .six, isBound: false) }
    let layout = RPyCScanner.layout(of: data, otherwise: assumed)
    let start = layout.isBound ? RPyCThreadIDs.size : 0
    if layout.isBound { threads = RPyCThreadIDs(data) }
    // RPYC-14
    if let generation, layout.isRaw != (generation == .six) {
      throw WireError(.unsupported, at: start, reading: "an RPyC message", "it is of another generation")
    }
    let parts = try RPyCMessage.parts(data, at: start, isRaw: layout.isRaw, limits)
    guard parts.count == 3, case .int(let code) = parts[0], case .int(let sequence) = parts[1],
      let kind = UInt8(exactly: code).flatMap(RPyCMessageKind.init(rawValue:))
    else { throw RPyCMessage.fault(at: start, "it is no (kind, number, body)") }
    self.sequence = Int(sequence)
    do throws(WireError) {
      body =
        switch kind {
        case .request: try RPyCMessage.request(parts[2])
        case .reply: .reply(try RPyCBox(parts[2]))
        case .exception: .exception(try Vinegar.record(of: parts[2]))
        }
    } catch {
      throw error.moved(by: start)
    }
  }

  /// RPYC-11: kind, number and body.
  private static func parts(
    _ data: Span<UInt8>, at start: Int, isRaw: Bool, _ limits: Limits
  ) throws(WireError) -> [PythonValue] {
    var options = Brine.LoadOptions(dialect: .rpyc4, limits: limits)
    options.limits.depth = min(limits.depth, deepest)
    guard start < data.count else {
      throw WireError(.truncated, at: data.count, reading: "an RPyC message", "it is empty")
    }
    let document = isRaw ? start + 1 : start
    let value: PythonValue
    do throws(WireError) {
      value = try Brine.load(data.extracting(document...), options: options)
    } catch {
      throw error.moved(by: document)
    }
    guard case .tuple(let rest) = value else { throw fault(at: document, "it is no tuple") }
    return isRaw ? [.int(Int64(data[start]))] + rest : rest
  }

  private static func request(_ body: PythonValue) throws(WireError) -> Body {
    guard case .tuple(let parts) = body, parts.count == 2, case .int(let code) = parts[0] else {
      throw fault(at: 0, "its body is no (handler, arguments)")
    }
    guard let handler = UInt8(exactly: code).flatMap(RPyCHandler.init(rawValue:)) else {
      throw WireError(.unsupported, at: 0, reading: "an RPyC message", "handler \(code)")
    }
    return .request(handler, arguments: try RPyCBox(parts[1]))
  }

  private static func fault(at offset: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: offset, reading: "an RPyC message", detail)
  }

  /// The data of the message's frame, as rpyc of this generation writes it.
  ///
  /// - Throws: `unrepresentable` where a value is one that brine cannot hold.
  public func data(for generation: RPyCGeneration) throws(WireError) -> [UInt8] {
    let content: PythonValue =
      switch body {
      case .request(let handler, let arguments): .tuple([.int(Int64(handler.rawValue)), arguments.value])
      case .reply(let box): box.value
      case .exception(let exception): Vinegar.value(of: exception)
      }
    var output: [UInt8] = []
    if let threads {
      output.appendBigEndian(threads.sender)
      output.appendBigEndian(threads.receiver)
    }
    // RPYC-11
    if generation == .six {
      output.append(kind.rawValue)
      output += try Brine.dump(.tuple([.int(Int64(sequence)), content]))
    } else {
      output += try Brine.dump(.tuple([.int(Int64(kind.rawValue)), .int(Int64(sequence)), content]))
    }
    return output
  }
}

/// A value as it is sent: by value, by reference, or a tuple of both. RPYC-20.
public indirect enum RPyCBox: Sendable {
  /// By value: what brine can hold.
  case value(PythonValue)
  /// A tuple of boxes.
  case tuple([RPyCBox])
  /// A reference to an object of the receiver.
  case localReference(RPyCObjectID)
  /// A reference to an object of the sender.
  case remoteReference(RPyCObjectID)

  /// Reads a box from its brine: (label, value), of at most half as many levels as ``RPyCMessage/deepest``.
  ///
  /// - Throws: `syntax` where it is none, `limit` where it is nested too deep.
  public init(_ value: PythonValue) throws(WireError) {
    try self.init(value, levels: RPyCMessage.deepest / 2)
  }

  private init(_ value: PythonValue, levels: Int) throws(WireError) {
    guard levels > 0 else {
      throw WireError(.limit, at: 0, reading: "a box", "nested deeper than \(RPyCMessage.deepest / 2) levels")
    }
    guard case .tuple(let parts) = value, parts.count == 2, case .int(let code) = parts[0],
      let label = RPyCLabel(rawValue: code)
    else {
      throw WireError(.syntax, at: 0, reading: "a box", "it is no (label, value)")
    }
    switch label {
    case .value: self = .value(parts[1])
    case .localReference: self = .localReference(try RPyCObjectID(parts[1]))
    case .remoteReference:
      let id = try RPyCObjectID(parts[1])
      // RPYC-22: an end names the class of its own object, too.
      if case .bare = id { throw RPyCObjectID.fault }
      self = .remoteReference(id)
    case .tuple:
      guard case .tuple(let elements) = parts[1] else {
        throw WireError(.syntax, at: 0, reading: "a box", "label 2 is on something other than a tuple")
      }
      var boxes: [RPyCBox] = []
      boxes.reserveCapacity(elements.count)
      for element in elements { boxes.append(try RPyCBox(element, levels: levels - 1)) }
      self = .tuple(boxes)
    }
  }

  /// The box as brine.
  public var value: PythonValue {
    switch self {
    case .value(let value): .tuple([.int(RPyCLabel.value.rawValue), value])
    case .tuple(let boxes): .tuple([.int(RPyCLabel.tuple.rawValue), .tuple(boxes.map(\.value))])
    case .localReference(let id): .tuple([.int(RPyCLabel.localReference.rawValue), id.value])
    case .remoteReference(let id): .tuple([.int(RPyCLabel.remoteReference.rawValue), id.value])
    }
  }
}

/// What an object is known by. RPYC-22.
public enum RPyCObjectID: Hashable, Sendable {
  /// Up to rpyc 4.0, an object of the receiver: its id.
  case bare(Int64)
  /// Up to rpyc 4.0, an object of the sender: its id, its class, the module of that.
  case described(Int64, className: String, module: String)
  /// From rpyc 4.1 on: the full name of its class, the id of that, and its own id, 0 for a class.
  case pack(name: String, classID: Int64, instanceID: Int64)

  init(_ value: PythonValue) throws(WireError) {
    switch value {
    case .int(let id): self = .bare(id)
    case .tuple(let parts) where parts.count == 3:
      if case .int(let id) = parts[0], let name = parts[1].nameText, let module = parts[2].nameText {
        self = .described(id, className: name, module: module)
      } else if let name = parts[0].nameText, case .int(let type) = parts[1], case .int(let id) = parts[2] {
        self = .pack(name: name, classID: type, instanceID: id)
      } else {
        throw RPyCObjectID.fault
      }
    default: throw RPyCObjectID.fault
    }
  }

  fileprivate static var fault: WireError {
    WireError(.syntax, at: 0, reading: "an object id", "it has none of the known forms")
  }

  /// The id as brine.
  public var value: PythonValue {
    switch self {
    case .bare(let id): .int(id)
    case .described(let id, let name, let module): .tuple([.int(id), .string(name), .string(module)])
    case .pack(let name, let classID, let instanceID):
      .tuple([.string(name), .int(classID), .int(instanceID)])
    }
  }
}

extension PythonValue {
  /// A name: text, or the bytes that a Python 2 calls `str`.
  fileprivate var nameText: String? {
    switch self {
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }
}
