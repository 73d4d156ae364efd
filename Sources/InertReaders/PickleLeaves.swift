import PythonValues
import WireCore

// Values that hold no others.
extension PickleGraph {
  /// The value of a leaf; `nil` of text with lone surrogates, and of what is no leaf.
  @inline(__always)
  func leaf(_ node: PickleNode, _ source: Span<UInt8>) -> PythonValue? {
    switch node.kind {
    case .text: .string(makeString(checked: source.extracting(node.extent)))
    case .int: .int(Int64(bitPattern: node.payload))
    case .float: .float(Double(bitPattern: node.payload))
    default: rareLeaf(node, source)
    }
  }

  @inline(never)
  private func rareLeaf(_ node: PickleNode, _ source: Span<UInt8>) -> PythonValue? {
    switch node.kind {
    case .sideText: .string(makeString(checked: side.span.extracting(node.extent)))
    case .bytes: .bytes([UInt8](copying: source.extracting(node.extent)))
    case .sideBytes: .bytes(Array(side[node.extent]))
    case .bigInt: .integer(isNegative: false, magnitude: Array(words[node.extent]))
    case .negativeBigInt: .integer(isNegative: true, magnitude: Array(words[node.extent]))
    case .global: plainGlobal(names[Int(node.payload)])
    default: nil
    }
  }

  /// PICKLE-62: two constants of Python are pickled by name.
  private func plainGlobal(_ name: PythonGlobal) -> PythonValue {
    guard PicklePlain.builtinModules.contains(name.module) else { return .global(name) }
    return switch name.name {
    case "Ellipsis": .ellipsis
    case "NotImplemented": .notImplemented
    default: .global(name)
    }
  }

  /// The name of the class of which an object is, or of the function that it is the result of; of a global, its
  /// own. `nil` where running the pickle alone would tell.
  func maker(of id: PickleID) -> PythonGlobal? {
    var id = id
    // Each step leads to a value that was there before; what is wrapped deeper is hidden on purpose.
    for _ in 0..<16 {
      if let name = name(of: id) { return name }
      guard let object = object(id) else { return nil }
      switch object.form {
      case .changed: id = object.callee
      case .new: return self.name(of: object.callee)
      case .call:
        guard let name = name(of: object.callee) else { return nil }
        guard let made = PicklePlain.classMade(by: name, object.arguments, self) else { return name }
        id = made
      default: return nil
      }
    }
    return nil
  }
}

extension PickleObject.Form {
  /// The name of the record of a value that has no class to name.
  var recordName: String {
    switch self {
    case .call: "__call__"
    case .new: "__new__"
    case .lookUp: "find_class"
    case .persistent: "persistent_load"
    case .registered: "get_extension"
    case .buffer: "next_buffer"
    case .changed: "__setstate__"
    }
  }
}
