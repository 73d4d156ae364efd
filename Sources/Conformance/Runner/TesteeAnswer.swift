import PythonValues
import WireCore

/// What came of one request to a testee.
enum TesteeAnswer: Sendable {
  /// A value, as typed JSON.
  case value(TypedNode)
  /// A document.
  case data([UInt8])
  /// A refusal; kind and offset as far as the testee tells them.
  case error(kind: String?, offset: Int?)
  /// The testee does not do this.
  case skipped(String)
  /// No answer came in time.
  case hung
  /// The testee ended; how.
  case died(String)
  /// Something came that is no answer.
  case garbled(String)

  /// Reads a line that a testee wrote in response to the request of this id.
  init(line: [UInt8], id: Int) {
    do throws(WireError) {
      self = try TesteeAnswer.read(line, id: id)
    } catch {
      self = .garbled("\(error): \(String(decoding: line.prefix(200), as: UTF8.self))")
    }
  }

  private static func read(_ line: [UInt8], id: Int) throws(WireError) -> TesteeAnswer {
    let depth = Limits(depth: Limits.deepestTree).typedJSONDepth
    let document = try JSONDocument(parsing: line, depth: depth)
    guard document.nodes[0].kind == .object else { throw failure("an answer is an object") }
    guard let idNode = document.member("id", of: 0), document.integer(idNode) == id else {
      throw failure("the answer is not to request \(id)")
    }
    if let place = document.member("skipped", of: 0) { return .skipped(try document.text(place)) }
    if let place = document.member("value", of: 0) {
      return .value(TypedNode(document: document, index: place))
    }
    if let place = document.member("error", of: 0) { return try error(document, place) }
    guard let place = document.member("data", of: 0), document.nodes[place].kind == .string,
      let data = base64Decoded(document.bytes.span.extracting(document.nodes[place].range))
    else { throw failure("it has neither value, data in base64, error nor skipped") }
    return .data(data)
  }

  private static func error(_ document: JSONDocument, _ place: Int) throws(WireError) -> TesteeAnswer {
    guard document.nodes[place].kind == .object else { throw failure("an error is an object") }
    let kind = document.member("kind", of: place)
    let offset = document.member("offset", of: place)
    return .error(kind: try kind.map(document.text), offset: offset.flatMap(document.integer))
  }

  private static func failure(_ detail: String) -> WireError {
    WireError(.syntax, at: 0, reading: "answer", detail)
  }

  /// The answer in a form that can be compared and kept: what a person may read is not in it, and long ones
  /// are cut.
  var summary: String {
    switch self {
    case .value(let node): "value " + shortened(node.pythonText)
    case .data(let data): "data " + shortened(base64Text(data))
    case .error(let kind, let offset):
      "error \(kind ?? "of no kind")" + (offset.map { " at \($0)" } ?? "")
    case .skipped(let reason): "skipped: \(reason)"
    case .hung: "hung"
    case .died(let how): "died: \(how)"
    case .garbled(let text): "garbled: \(shortened(text))"
    }
  }
}

extension TypedNode {
  /// The value as Python prints it; the JSON itself where that is not typed JSON.
  fileprivate var pythonText: String {
    let value = try? TypedJSONReader(document, TypedJSON.defaultLimits).read(at: index)
    return value?.repr ?? String(decoding: json, as: UTF8.self)
  }
}

private func base64Text(_ bytes: [UInt8]) -> String {
  var output = OutputBuffer()
  output.append(base64: bytes.span)
  return String(decoding: output.array(), as: UTF8.self)
}

/// At most 400 bytes of a text; of a longer one its length, too.
private func shortened(_ text: String) -> String {
  text.utf8.count <= 400 ? text : String(text.prefix(360)) + "… (\(text.utf8.count) bytes)"
}
