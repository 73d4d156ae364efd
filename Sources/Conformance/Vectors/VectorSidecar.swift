import WireCore

/// Reads the sidecar of a vector, strictly: `Fixtures/vector.schema.json` says what stands in one.
struct VectorSidecar {
  private static let names: Set<String> = [
    "id", "format", "comment", "spec", "source", "dialects", "options", "flags", "value", "decoded", "error",
    "canonical", "ops",
  ]

  private let document: JSONDocument

  /// The vector of a sidecar and the bytes of its input file.
  static func vector(_ sidecar: [UInt8], data: [UInt8]) throws(WireError) -> ConformanceVector {
    let depth = Limits(depth: Limits.deepestTree).typedJSONDepth
    let reader = VectorSidecar(document: try JSONDocument(parsing: sidecar, depth: depth))
    return try reader.vector(data)
  }

  private func vector(_ data: [UInt8]) throws(WireError) -> ConformanceVector {
    try requireKnownMembers()
    let id = try text("id")
    let parts = id.split(separator: "/")
    guard parts.count == 3, let side = ConformanceVector.Side(rawValue: String(parts[1])) else {
      throw failure("id", "it is no format/side/name")
    }
    guard try text("format") == parts[0] else { throw failure("format", "the id says another one") }
    let value = typed("value")
    return ConformanceVector(
      id: id, format: String(parts[0]), side: side, comment: try text("comment"),
      statements: try texts("spec"), flags: try texts("flags"), source: try source(),
      operations: try operations(), dialects: try texts("dialects"), refusal: try refusal(), data: data,
      canonical: try canonical() ?? data, decoded: typed("decoded") ?? value, value: value,
      options: try options())
  }

  private func requireKnownMembers() throws(WireError) {
    guard document.nodes[0].kind == .object else { throw failure("id", "a sidecar is an object") }
    let children = document.children(of: 0)
    for index in stride(from: 0, to: children.count, by: 2) {
      let name = try document.text(children[index])
      guard VectorSidecar.names.contains(name) else { throw failure(name, "a sidecar has no such member") }
    }
  }

  private func text(_ name: String) throws(WireError) -> String {
    guard let place = document.member(name, of: 0) else { throw failure(name, "it is missing") }
    return try document.text(place)
  }

  private func texts(_ name: String) throws(WireError) -> [String] {
    guard let place = document.member(name, of: 0) else { return [] }
    guard document.nodes[place].kind == .array else { throw failure(name, "it is no array") }
    var texts: [String] = []
    for child in document.children(of: place) { texts.append(try document.text(child)) }
    return texts
  }

  private func typed(_ name: String) -> TypedNode? {
    document.member(name, of: 0).map { TypedNode(document: document, index: $0) }
  }

  private func source() throws(WireError) -> (input: String, verdict: String) {
    guard let place = document.member("source", of: 0), let input = document.member("input", of: place),
      let verdict = document.member("verdict", of: place)
    else { throw failure("source", "it needs an input and a verdict") }
    return (try document.text(input), try document.text(verdict))
  }

  private func operations() throws(WireError) -> [ConformanceVector.Operation] {
    let names = try texts("ops")
    var operations: [ConformanceVector.Operation] = []
    for name in names.isEmpty ? ["decode"] : names {
      guard let operation = ConformanceVector.Operation(rawValue: name) else {
        throw failure("ops", "there is no \(name)")
      }
      operations.append(operation)
    }
    return operations
  }

  private func refusal() throws(WireError) -> ConformanceVector.Refusal? {
    guard let place = document.member("error", of: 0) else { return nil }
    guard let kindNode = document.member("kind", of: place),
      let offsetNode = document.member("offset", of: place),
      let kind = WireError.Kind(rawValue: try document.text(kindNode)),
      let offset = document.integer(offsetNode)
    else { throw failure("error", "it needs a kind and an offset") }
    let through = document.member("through", of: place).flatMap(document.integer) ?? offset
    return ConformanceVector.Refusal(kind: kind, offset: offset, through: max(offset, through))
  }

  private func canonical() throws(WireError) -> [UInt8]? {
    guard let place = document.member("canonical", of: 0) else { return nil }
    guard document.nodes[place].kind == .string,
      let bytes = base64Decoded(document.bytes.span.extracting(document.nodes[place].range))
    else { throw failure("canonical", "it is no base64") }
    return bytes
  }

  private func options() throws(WireError) -> [(name: String, json: [UInt8])] {
    guard let place = document.member("options", of: 0) else { return [] }
    let children = document.children(of: place)
    var options: [(name: String, json: [UInt8])] = []
    for index in stride(from: 0, to: children.count - 1, by: 2) {
      let value = TypedNode(document: document, index: children[index + 1])
      options.append((try document.text(children[index]), Array(value.json)))
    }
    return options
  }

  private func failure(_ name: String, _ detail: String) -> WireError {
    let place = document.member(name, of: 0) ?? 0
    return WireError(.syntax, at: document.offset(of: place), reading: "sidecar's \(name)", detail)
  }
}
