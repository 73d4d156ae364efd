import PythonValues

/// What a mutator of Gnosis's writes in place of a value.
struct GnosisMutation {
  /// The value's type in the document.
  let tag: StaticString
  /// How it is written down.
  let family: StaticString
  /// What is written.
  let data: PythonValue
}

func == (left: StaticString, right: StaticString) -> Bool {
  left.withUTF8Buffer { letters in right.withUTF8Buffer { letters.elementsEqual($0) } }
}

extension PythonObject {
  /// XMLP-31, XMLP-56: what a mutator makes of the record; `nil` for an instance with attributes.
  var mutation: GnosisMutation? {
    if let data = onlyCoreData {
      return data.gnosisFamily.map { GnosisMutation(tag: "__compound__", family: $0, data: data) }
    }
    guard arguments == nil else { return nil }
    switch (module, className, state) {
    case ("array", "array", .list): return GnosisMutation(tag: "array", family: "seq", data: state)
    case ("Numeric", "array", .list): return GnosisMutation(tag: "NumPy_array", family: "seq", data: state)
    case ("_sre", "SRE_Pattern", .string), ("_sre", "SRE_Pattern", .bytes):
      return GnosisMutation(tag: "SRE", family: "atom", data: state)
    case ("mx.DateTime", "DateTime", .string):
      return GnosisMutation(tag: "mxDateTime", family: "atom", data: state)
    case (nil, "rawpickle", .bytes): return GnosisMutation(tag: "rawpickle", family: "atom", data: state)
    default: return nil
    }
  }

  /// Whether it is an instance of a class derived from a builtin type.
  var hasCoreData: Bool {
    guard case .dict(let dict) = state else { return false }
    return dict.entries.contains { if case .string("__coredata__") = $0.key { true } else { false } }
  }

  /// Its data, where it has no attributes besides.
  private var onlyCoreData: PythonValue? {
    guard hasCoreData, arguments == nil, case .dict(let dict) = state, dict.entries.count == 1 else {
      return nil
    }
    // The data have no identity apart from the instance's.
    if case .shared(let shared) = dict.entries[0].value { return shared.value }
    return dict.entries[0].value
  }

  /// Whether a document cannot have it as its root.
  var isMutatedWithoutAttributes: Bool { mutation != nil }

  /// XMLP-55: the attributes in the document: `__getinitargs__`, then the state's entries, or, of a
  /// state that is no dict of names, `__getstate__`.
  var gnosisAttributes: [PythonException.Attribute] {
    var attributes: [PythonException.Attribute] = []
    if let arguments { attributes.append(.init(name: "__getinitargs__", value: arguments)) }
    var plain = state
    if case .shared(let shared) = state, case .dict = shared.value { plain = shared.value }
    guard case .dict(let dict) = plain, let named = dict.attributes else {
      attributes.append(.init(name: "__getstate__", value: state))
      return attributes
    }
    return attributes + named
  }
}

extension PythonDict {
  /// The entries as attributes; `nil` where a key is no name.
  fileprivate var attributes: [PythonException.Attribute]? {
    var attributes: [PythonException.Attribute] = []
    for entry in entries {
      guard case .string(let name) = entry.key, name.isGnosisName else { return nil }
      attributes.append(.init(name: name, value: entry.value))
    }
    return attributes
  }
}

extension PythonValue {
  /// The family of a builtin value that a class can be derived from.
  fileprivate var gnosisFamily: StaticString? {
    switch self {
    case .list, .tuple: "seq"
    case .dict: "map"
    case .int, .bigInt, .float, .complex, .string, .bytes: "atom"
    default: nil
    }
  }

  /// What a container of the document holds; `nil` for what is none.
  var gnosisContents: WriterFrame.Contents? {
    switch self {
    case .list(let elements), .tuple(let elements): .elements(elements)
    case .dict(let dict): .entries(dict.entries)
    case .object(let object):
      if let mutation = object.mutation {
        mutation.data.gnosisContents
      } else {
        .attributes(object.gnosisAttributes)
      }
    default: nil
    }
  }

  /// Whether it is a list, tuple or dict without elements.
  var isEmptyContainer: Bool {
    switch self {
    case .list(let elements), .tuple(let elements): elements.isEmpty
    case .dict(let dict): dict.entries.isEmpty
    default: false
    }
  }

  /// Whether the value is a `unicode` in Python 2: text past ASCII.
  var isUnicode: Bool {
    if case .string(let text) = self { !text.utf8.allSatisfy { $0 < 0x80 } } else { false }
  }

  /// The bytes of a string.
  var pythonBytes: [UInt8] {
    switch self {
    case .string(let text): Array(text.utf8)
    case .bytes(let bytes): bytes
    default: []
    }
  }
}
