extension PythonValue: CustomStringConvertible {
  /// What Python 3.11's `repr` prints for the value (VAL-20 to VAL-28).
  ///
  /// The elements of a set come in our order, which is not Python's. Records have a form of their
  /// own: `<module.Class object: {…}>`, `ValueError('x')`, `<global module.name>`, `#1=[…]` for a
  /// value that is met again as `#1#`. Iterative; linear in the size of the value, apart from
  /// integers past 64 bits.
  public var repr: String {
    var writer = ReprWriter(limit: .max)
    writer.write(self)
    return String(decoding: writer.output.array(), as: UTF8.self)
  }

  /// The beginning of ``repr``: at most `limit` bytes of UTF-8, and `...` where more would follow.
  ///
  /// Time and memory depend on the limit, not on the size of the value, but for one look at a long
  /// text to choose its quotes. A character is not cut in two.
  public func repr(limit: Int) -> String {
    var writer = ReprWriter(limit: max(0, limit))
    writer.write(self)
    var bytes = writer.output.array()
    guard bytes.count > limit else { return String(decoding: bytes, as: UTF8.self) }
    var end = max(0, limit)
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    bytes.removeSubrange(end...)
    return String(decoding: bytes, as: UTF8.self) + "..."
  }

  /// ``repr``.
  public var description: String { repr }
}

/// Prints a tree with a stack of its own instead of recursion.
private struct ReprWriter: ~Copyable {
  var output = OutputBuffer()
  /// After how many bytes there is no sense in going on.
  let limit: Int
  private var frames: [Frame] = []

  init(limit: Int) {
    self.limit = limit
  }

  /// A container that is being printed, and the child to print next.
  private struct Frame {
    let node: PythonValue
    let children: ChildNodes
    let count: Int
    var index = 0
  }

  mutating func write(_ root: PythonValue) {
    begin(root)
    while let top = frames.indices.last {
      guard output.count <= limit else { return }
      let index = frames[top].index
      guard index < frames[top].count else {
        appendClosing(frames.removeLast().node)
        continue
      }
      frames[top].index = index + 1
      appendSeparator(frames[top].node, before: index)
      begin(frames[top].children[index])
    }
  }

  /// Prints a leaf, or the opening of a container whose children are to follow.
  private mutating func begin(_ value: PythonValue) {
    switch value {
    case .list: output.append("[")
    case .tuple: output.append("(")
    case .set(let set): output.append(set.isEmpty ? "set(" : "{")
    case .frozenset(let set): output.append(set.isEmpty ? "frozenset(" : "frozenset({")
    case .dict: output.append("{")
    case .slice: output.append("slice(")
    case .object(let object): appendOpening(object)
    case .exception(let exception): appendOpening(exception)
    case .shared(let shared):
      output.append("#")
      output.append(decimal: Int64(shared.id))
      output.append("=")
    default: return appendLeaf(value)
    }
    let children = value.childNodes
    frames.append(Frame(node: value, children: children, count: children.count))
  }

  private mutating func appendLeaf(_ value: PythonValue) {
    switch value {
    case .bool(let flag): output.append(flag ? "True" : "False")
    case .int(let integer): output.append(decimal: integer)
    case .bigInt(let integer): integer.appendDecimal(to: &output)
    case .float(let double): output.append(float: double)
    case .complex(let complex): output.append(complex: complex)
    case .string(let text): append(text)
    case .bytes(let bytes): append(bytes)
    case .ellipsis: output.append("Ellipsis")
    case .notImplemented: output.append("NotImplemented")
    case .global(let global):
      output.append("<global ")
      appendName(module: global.module, global.name)
      output.append(">")
    case .reference(let id):
      output.append("#")
      output.append(decimal: Int64(id))
      output.append("#")
    default: output.append("None")
    }
  }

  /// As much of a text as the limit leaves room for.
  private mutating func append(_ text: String) {
    guard text.utf8.count > roomLeft else { return output.append(reprOf: text) }
    let bytes = Array(text.utf8)
    var end = roomLeft
    while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    output.append(
      reprOfUTF8: bytes.span.extracting(0..<end), quote: PythonQuote.choice(for: bytes.span))
  }

  private mutating func append(_ bytes: [UInt8]) {
    let room = min(roomLeft, bytes.count)
    output.append(
      reprOfBytes: bytes.span.extracting(0..<room), quote: PythonQuote.choice(for: bytes.span))
  }

  /// How many bytes may be of use, and a few more, so that what is cut is beyond the limit.
  private var roomLeft: Int {
    let left = max(0, limit - output.count)
    return left < Int.max - 8 ? left + 8 : left
  }

  /// What stands before a child: nothing before the first, but the names of an exception's attributes.
  private mutating func appendSeparator(_ node: PythonValue, before index: Int) {
    let isFirst = index == 0
    switch node {
    case .dict where !isFirst: output.append(index.isMultiple(of: 2) ? ", " : ": ")
    case .object(let object): output.append(isFirst && object.arguments != nil ? " " : ": ")
    case .exception(let exception):
      if !isFirst { output.append(", ") }
      let attribute = index - exception.arguments.count
      guard exception.attributes.indices.contains(attribute) else { return }
      output.append(name: exception.attributes[attribute].name)
      output.append("=")
    default: if !isFirst { output.append(", ") }
    }
  }

  private mutating func appendClosing(_ node: PythonValue) {
    switch node {
    case .list: output.append("]")
    case .tuple(let elements): output.append(elements.count == 1 ? ",)" : ")")
    case .set(let set): output.append(set.isEmpty ? ")" : "}")
    case .frozenset(let set): output.append(set.isEmpty ? ")" : "})")
    case .dict: output.append("}")
    case .slice, .exception: output.append(")")
    case .object: output.append(">")
    default: break
    }
  }

  private mutating func appendOpening(_ object: PythonObject) {
    output.append("<")
    appendName(module: object.module, object.className)
    output.append(" object")
  }

  /// The class as Python prints it, with its module where that is not the one of the built-in ones.
  private mutating func appendOpening(_ exception: PythonException) {
    let isBuiltIn = exception.module == "builtins" || exception.module == "exceptions"
    appendName(module: isBuiltIn ? nil : exception.module, exception.className)
    output.append("(")
  }

  private mutating func appendName(module: String?, _ name: String) {
    if let module {
      output.append(name: module)
      output.append(".")
    }
    output.append(name: name)
  }
}
