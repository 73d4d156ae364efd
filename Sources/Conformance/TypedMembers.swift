import PythonValues
import WireCore

/// What the member `t` says.
enum TypedTag: String, CaseIterable {
  case none, bool, int, float, complex, str, str16, bytes, list, tuple, set, frozenset, dict, ellipsis
  case notimplemented, slice, object, global, exception, ref
}

/// The members of one object of typed JSON.
struct TypedMembers {
  /// The names that members may have.
  enum Name: String, CaseIterable {
    case t, v, id, re, im, start, stop, step, module, `class`, args, state, name, attributes, traceback
  }

  let document: JSONDocument
  let node: Int
  let tag: TypedTag
  private let places: [Int?]

  /// Looks the members up; each may stand once, in any order.
  init(_ document: JSONDocument, _ node: Int) throws(WireError) {
    self.document = document
    self.node = node
    var places = [Int?](repeating: nil, count: Name.allCases.count)
    guard document.nodes[node].kind == .object else {
      throw TypedMembers.failure(document, node, .syntax, "an object with a member t must stand here")
    }
    var child = node + 1
    while child < document.nodes[node].end {
      guard let place = Name.allCases.firstIndex(where: { document.hasName(child, $0.rawValue) }) else {
        throw TypedMembers.failure(document, child, .syntax, "no value has a member of this name")
      }
      guard places[place] == nil else {
        throw TypedMembers.failure(document, child, .syntax, "the member stands twice")
      }
      places[place] = child + 1
      child = document.nodes[child + 1].end
    }
    let named = places[0].flatMap { place in
      TypedTag.allCases.first { document.hasName(place, $0.rawValue) }
    }
    guard let tag = named else {
      throw TypedMembers.failure(document, node, .syntax, "its member t names no kind of value")
    }
    self.tag = tag
    self.places = places
    try requireMembers()
  }

  /// The members that each kind of value has, besides `t` and `id`.
  private static func names(of tag: TypedTag) -> [Name] {
    switch tag {
    case .none, .ellipsis, .notimplemented, .ref: []
    case .complex: [.re, .im]
    case .slice: [.start, .stop, .step]
    case .object: [.module, .class, .state]
    case .global: [.module, .name]
    case .exception: [.module, .class, .args, .attributes, .traceback]
    default: [.v]
    }
  }

  /// Throws unless just the members are there that the kind of value has.
  private func requireMembers() throws(WireError) {
    let wanted = TypedMembers.names(of: tag)
    for name in Name.allCases where name != .t && name != .id {
      let isThere = self[name] != nil
      if name == .args, tag == .object { continue }
      guard isThere == wanted.contains(name) else {
        throw failure(.syntax, "a value of kind \(tag) \(isThere ? "has no" : "needs a") member \(name)")
      }
    }
    if self[.id] != nil || tag == .ref, identity == nil {
      throw failure(.syntax, "its member id must be an integer")
    }
  }

  subscript(name: Name) -> Int? {
    Name.allCases.firstIndex(of: name).flatMap { places[$0] }
  }

  /// The number by which a value is referred to, or refers.
  var identity: Int? { self[.id].flatMap(document.integer) }

  /// The value, under its number where it has one.
  func numbered(_ value: PythonValue) -> PythonValue {
    guard let id = identity, tag != .ref else { return value }
    return .shared(PythonShared(id: id, value: value))
  }

  /// The value where it holds no other, `nil` where it may.
  func leaf(_ limits: Limits) throws(WireError) -> PythonValue? {
    switch tag {
    case .none: return PythonValue.none
    case .ellipsis: return .ellipsis
    case .notimplemented: return .notImplemented
    case .bool: return .bool(try flag())
    case .int: return try integer(limits)
    case .float: return .float(try float(.v))
    case .complex: return .complex(PythonComplex(real: try float(.re), imaginary: try float(.im)))
    case .str: return .string(try text(.v))
    case .str16: throw try str16()
    case .bytes: return .bytes(try hexBytes())
    case .global: return .global(PythonGlobal(module: try text(.module), name: try text(.name)))
    case .ref: return .reference(identity ?? 0)
    case .list, .tuple, .set, .frozenset, .dict, .slice, .object, .exception: return nil
    }
  }

  /// The nodes of the values held, in the order in which ``TypedJSONReader`` wants them.
  func children() throws(WireError) -> [Int] {
    switch tag {
    case .dict: return try pairs(.v).flatMap { $0 }
    case .slice: return [self[.start], self[.stop], self[.step]].compactMap { $0 }
    case .object: return [self[.args], self[.state]].compactMap { $0 }
    case .exception: return try array(.args) + pairs(.attributes).map { $0[1] }
    default: return try array(.v)
    }
  }

  /// The names of an exception's attributes.
  func attributeNames() throws(WireError) -> [String] {
    var names: [String] = []
    for pair in try pairs(.attributes) { names.append(try document.text(pair[0])) }
    return names
  }

  private func array(_ name: Name) throws(WireError) -> [Int] {
    guard let place = self[name], document.nodes[place].kind == .array else {
      throw failure(.syntax, "its member \(name) must be an array")
    }
    return document.children(of: place)
  }

  private func pairs(_ name: Name) throws(WireError) -> [[Int]] {
    var pairs: [[Int]] = []
    for place in try array(name) {
      let pair = document.nodes[place].kind == .array ? document.children(of: place) : []
      guard pair.count == 2 else {
        throw TypedMembers.failure(document, place, .syntax, "an array of two must stand here")
      }
      pairs.append(pair)
    }
    return pairs
  }

  func failure(_ kind: WireError.Kind, _ detail: String) -> WireError {
    TypedMembers.failure(document, node, kind, detail)
  }

  private static func failure(
    _ document: JSONDocument, _ node: Int, _ kind: WireError.Kind, _ detail: String
  ) -> WireError {
    WireError(kind, at: document.offset(of: node), reading: "typed JSON", detail)
  }
}
