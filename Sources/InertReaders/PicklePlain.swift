import PythonValues
import WireCore

/// What a call comes to that only builds plain data: some types of Python have no opcode of their own, or have
/// one in later protocols only, and are pickled as a call of their type (PICKLE-61).
///
/// Only these calls, with just these arguments, are given a meaning. The calls are among the actions like
/// any other.
enum PicklePlain {
  /// Elements of a list or tuple, or none.
  case set(PickleID), frozenset(PickleID)
  /// Text of characters up to U+00FF, a byte each.
  case latin1(PickleID)
  /// The bytes of another value.
  case bytes(PickleID)
  case noBytes
  case complex(PythonComplex)
  case slice(ArraySlice<PickleID>)

  /// The modules of Python's builtins.
  static let builtinModules: Set<String> = ["builtins", "__builtin__"]
  private static let registryModules: Set<String> = ["copyreg", "copy_reg"]

  /// The plain data that the object is; `nil` where it is an instance or a result.
  init?(_ object: PickleObject, _ graph: PickleGraph, _ source: Span<UInt8>) {
    guard object.form == .call, object.isPlain, let name = graph.name(of: object.callee),
      let arguments = graph.tuple(object.arguments, limit: 3)
    else { return nil }
    if name.module == "_codecs", name.name == "encode", arguments.count == 2 {
      self.init(latin1: arguments, graph, source)
    } else if PicklePlain.builtinModules.contains(name.module) {
      self.init(builtin: name.name, arguments, graph, source)
    } else {
      return nil
    }
  }

  private init?(
    builtin name: String, _ arguments: ArraySlice<PickleID>, _ graph: PickleGraph, _ source: Span<UInt8>
  ) {
    let first = arguments.first ?? .emptyTuple
    switch (name, arguments.count) {
    case ("set", ...1) where graph.isSequence(first): self = .set(first)
    case ("frozenset", ...1) where graph.isSequence(first): self = .frozenset(first)
    case ("bytes", 0), ("bytearray", 0): self = .noBytes
    case ("bytearray", 1) where graph.isBytes(first): self = .bytes(first)
    case ("bytearray", 1):
      // Up to protocol 2 bytes have no opcode: they are a call, too.
      guard let object = graph.object(first), let bytes = PicklePlain(object, graph, source), bytes.isBytes
      else { return nil }
      self = bytes
    case ("bytearray", 2): self.init(latin1: arguments, graph, source)
    case ("complex", 2):
      guard let real = graph.double(first), let imaginary = graph.double(arguments[arguments.endIndex - 1])
      else { return nil }
      self = .complex(PythonComplex(real: real, imaginary: imaginary))
    case ("slice", 3): self = .slice(arguments)
    default: return nil
    }
  }

  /// Text of characters up to U+00FF, and a name of Latin-1.
  private init?(latin1 arguments: ArraySlice<PickleID>, _ graph: PickleGraph, _ source: Span<UInt8>) {
    guard let text = arguments.first, let encoding = arguments.last,
      let encodingName = graph.text(encoding, upTo: 10, source),
      encodingName == "latin1" || encodingName == "latin-1", graph.isLatin1(text, source)
    else { return nil }
    self = .latin1(text)
  }

  private var isBytes: Bool {
    switch self {
    case .latin1, .bytes, .noBytes: true
    case .set, .frozenset, .complex, .slice: false
    }
  }

  /// The class of which `copyreg`'s helpers make an instance; `nil` of any other call.
  static func classMade(by name: PythonGlobal, _ arguments: PickleID, _ graph: PickleGraph) -> PickleID? {
    guard registryModules.contains(name.module) else { return nil }
    switch name.name {
    case "_reconstructor": return graph.tuple(arguments, limit: 3)?.first
    case "__newobj__", "__newobj_ex__": return graph.tuple(arguments, limit: .max)?.first
    default: return nil
    }
  }
}

extension PickleGraph {
  fileprivate func kind(_ id: PickleID) -> PickleNode.Kind? { id.node.map { nodes[$0].kind } }

  fileprivate func isSequence(_ id: PickleID) -> Bool {
    id == .emptyTuple || kind(id) == .list || kind(id) == .tuple
  }

  fileprivate func isBytes(_ id: PickleID) -> Bool { kind(id) == .bytes || kind(id) == .sideBytes }

  /// A short text.
  fileprivate func text(_ id: PickleID, upTo limit: Int, _ source: Span<UInt8>) -> String? {
    withText(id, source) { bytes in
      bytes.count <= limit ? makeString(checked: bytes) : nil
    } ?? nil
  }

  /// Whether the value is text of characters up to U+00FF: none leads with more than C3.
  fileprivate func isLatin1(_ id: PickleID, _ source: Span<UInt8>) -> Bool {
    withText(id, source) { bytes in
      for index in 0..<bytes.count where bytes[index] > 0xC3 { return false }
      return true
    } ?? false
  }

  /// A byte for each character of a text of Latin-1.
  func latin1Bytes(_ id: PickleID, _ source: Span<UInt8>) -> [UInt8] {
    withText(id, source) { bytes in
      var result: [UInt8] = []
      result.reserveCapacity(bytes.count)
      for index in 0..<bytes.count {
        let byte = bytes[index]
        if byte < 0x80 {
          result.append(byte)
        } else if byte < 0xC0, let last = result.popLast() {
          result.append(last << 6 | byte & 0x3F)
        } else {
          result.append(byte & 0x03)
        }
      }
      return result
    } ?? []
  }

  private func withText<Result>(
    _ id: PickleID, _ source: Span<UInt8>, _ body: (Span<UInt8>) -> Result
  ) -> Result? {
    guard let index = id.node else { return nil }
    let node = nodes[index]
    switch node.kind {
    case .text: return body(source.extracting(node.extent))
    case .sideText: return body(side.span.extracting(node.extent))
    default: return nil
    }
  }

  fileprivate func double(_ id: PickleID) -> Double? {
    guard let index = id.node, nodes[index].kind == .float else { return nil }
    return Double(bitPattern: nodes[index].payload)
  }
}
