import PythonValues
import WireCore

/// Writes typed JSON with a stack of its own instead of recursion.
struct TypedJSONWriter: ~Copyable {
  var output = OutputBuffer()
  private var frames: [Frame] = []

  /// A container that is being written, and the child to write next.
  private struct Frame {
    let node: PythonValue
    let children: ChildNodes
    let count: Int
    var index = 0
  }

  mutating func write(_ root: PythonValue) throws(WireError) {
    try begin(root)
    while let top = frames.indices.last {
      let index = frames[top].index
      guard index < frames[top].count else {
        appendClosing(frames.removeLast().node)
        continue
      }
      frames[top].index = index + 1
      appendSeparator(frames[top].node, before: index)
      try begin(frames[top].children[index])
    }
  }

  /// Writes a value that holds no other, or all that stands before the first value held.
  private mutating func begin(_ value: PythonValue) throws(WireError) {
    var (value, number): (PythonValue, Int?) = (value, nil)
    if case .shared(let shared) = value {
      value = shared.value
      number = shared.id
      try requireOneNumber(value)
    }
    output.append("{\"t\":\"")
    output.append(TypedJSONWriter.tag(of: value))
    output.append("\"")
    if let number { append(",\"id\":", number) }
    appendMembers(value)
    guard !value.isLeaf else { return output.append("}") }
    let children = value.childNodes
    frames.append(Frame(node: value, children: children, count: children.count))
  }

  private func requireOneNumber(_ value: PythonValue) throws(WireError) {
    switch value {
    case .shared, .reference:
      throw WireError(
        .unrepresentable, at: 0, reading: "shared value",
        "it is numbered twice; typed JSON has one number a value")
    default: return
    }
  }

  private static func tag(of value: PythonValue) -> StaticString {
    switch value {
    case .none: "none"
    case .bool: "bool"
    case .int, .bigInt: "int"
    case .float: "float"
    case .complex: "complex"
    case .string: "str"
    case .bytes: "bytes"
    case .list: "list"
    case .tuple: "tuple"
    case .set: "set"
    case .frozenset: "frozenset"
    case .dict: "dict"
    case .ellipsis: "ellipsis"
    case .notImplemented: "notimplemented"
    case .slice: "slice"
    case .object: "object"
    case .global: "global"
    case .exception: "exception"
    case .shared, .reference: "ref"
    }
  }

  /// The members after the tag: all of a leaf's, and of a container those before its first child.
  private mutating func appendMembers(_ value: PythonValue) {
    switch value {
    case .none, .ellipsis, .notImplemented, .slice, .shared: return
    case .bool(let flag): output.append(flag ? ",\"v\":true" : ",\"v\":false")
    case .int(let integer):
      output.append(",\"v\":\"")
      output.append(decimal: integer)
      output.append("\"")
    case .bigInt(let integer):
      output.append(",\"v\":\"")
      integer.appendDecimal(to: &output)
      output.append("\"")
    case .float(let number): append(",\"v\":", FloatHex.text(number))
    case .complex(let number):
      append(",\"re\":", FloatHex.text(number.real))
      append(",\"im\":", FloatHex.text(number.imaginary))
    case .string(let text): append(",\"v\":", text)
    case .bytes(let bytes): append(bytes)
    case .list, .tuple, .set, .frozenset, .dict: output.append(",\"v\":[")
    case .object(let object): appendNames(object.module, object.className)
    case .global(let global):
      append(",\"module\":", global.module)
      append(",\"name\":", global.name)
    case .exception(let exception):
      appendNames(exception.module, exception.className)
      output.append(",\"args\":[")
      if exception.arguments.isEmpty { appendAttribute(of: exception, 0) }
    case .reference(let id): append(",\"id\":", id)
    }
  }

  private mutating func append(_ name: StaticString, _ text: String) {
    output.append(name)
    output.append(json: text)
  }

  private mutating func append(_ name: StaticString, _ number: Int) {
    output.append(name)
    output.append(decimal: Int64(number))
  }

  private mutating func append(_ bytes: [UInt8]) {
    output.append(",\"v\":\"")
    for byte in bytes { output.append("", hex: UInt32(byte), 2) }
    output.append("\"")
  }

  private mutating func appendNames(_ module: String?, _ className: String) {
    if let module { append(",\"module\":", module) } else { output.append(",\"module\":null") }
    append(",\"class\":", className)
  }

  private mutating func appendSeparator(_ node: PythonValue, before index: Int) {
    switch node {
    case .dict:
      output.append(index == 0 ? "[" : index.isMultiple(of: 2) ? "],[" : ",")
    case .slice: output.append(index == 0 ? ",\"start\":" : index == 1 ? ",\"stop\":" : ",\"step\":")
    case .object(let object):
      output.append(index == 0 && object.arguments != nil ? ",\"args\":" : ",\"state\":")
    case .exception(let exception):
      let attribute = index - exception.arguments.count
      if attribute < 0 {
        if index > 0 { output.append(",") }
      } else if index > 0 {
        output.append(attribute == 0 ? "" : "]")
        appendAttribute(of: exception, attribute)
      }
    default: if index > 0 { output.append(",") }
    }
  }

  /// The end of the arguments before the first attribute, then an attribute's name.
  private mutating func appendAttribute(of exception: PythonException, _ attribute: Int) {
    output.append(attribute == 0 ? "],\"attributes\":[" : ",")
    guard exception.attributes.indices.contains(attribute) else { return }
    output.append("[")
    output.append(json: exception.attributes[attribute].name)
    output.append(",")
  }

  private mutating func appendClosing(_ node: PythonValue) {
    switch node {
    case .dict(let dict): output.append(dict.isEmpty ? "]}" : "]]}")
    case .slice, .object: output.append("}")
    case .exception(let exception):
      if exception.attributes.isEmpty, !exception.arguments.isEmpty { output.append("],\"attributes\":[") }
      append(exception.attributes.isEmpty ? "],\"traceback\":" : "]],\"traceback\":", exception.traceback)
      output.append("}")
    default: output.append("]}")
    }
  }
}
