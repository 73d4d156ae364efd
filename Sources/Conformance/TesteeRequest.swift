import PythonValues
import WireCore

/// A request, as far as JSON goes.
struct TesteeRequest {
  let document: JSONDocument

  /// The request's `id`, as JSON; `nil` where it has none, or one that is neither text nor number.
  var id: [UInt8]? {
    guard let place = document.member("id", of: 0) else { return nil }
    switch document.nodes[place].kind {
    case .array, .object: return nil
    case .string:
      guard let text = try? document.text(place) else { return nil }
      var output = OutputBuffer()
      output.append(json: text)
      return output.array()
    default: return Array(document.bytes[document.nodes[place].range])
    }
  }

  /// The text of a member that must be there.
  func text(_ name: String) throws(WireError) -> String {
    try document.text(try member(name))
  }

  /// The bytes that a request holds in base64.
  func data() throws(WireError) -> [UInt8] {
    let place = try member("data")
    guard document.nodes[place].kind == .string,
      let bytes = base64Decoded(document.bytes.span.extracting(document.nodes[place].range))
    else { throw failure(at: place, "its member data must be base64") }
    return bytes
  }

  /// The value that a request holds as typed JSON.
  func value() throws(WireError) -> PythonValue {
    try TypedJSONReader(document, TypedJSON.defaultLimits).read(at: try member("value"))
  }

  private func member(_ name: String) throws(WireError) -> Int {
    guard let place = document.member(name, of: 0) else {
      throw failure(at: 0, "a request is an object, and this one needs a member \(name)")
    }
    return place
  }

  private func failure(at place: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: document.offset(of: place), reading: "testee request", detail)
  }
}

// The options.
extension TesteeRequest {
  private static let limitNames = ["maxDepth", "maxBytes", "maxCount"]

  /// The names and values of the options, as nodes.
  private var optionNodes: [(name: Int, value: Int)] {
    guard let place = document.member("options", of: 0), document.nodes[place].kind == .object else {
      return []
    }
    let children = document.children(of: place)
    return stride(from: 0, to: children.count - 1, by: 2).map { (children[$0], children[$0 + 1]) }
  }

  /// Why the request is to be skipped, where it has an option that the codec does not know.
  func unknownOption(of codec: TesteeCodec) -> String? {
    for (nameNode, valueNode) in optionNodes {
      guard let name = try? document.text(nameNode) else { return "an option has no readable name" }
      if TesteeRequest.limitNames.contains(name) { continue }
      guard let kind = codec.options[name] else { return "no such option here: \(name)" }
      if case .word(let words) = kind, let word = try? document.text(valueNode), !words.contains(word) {
        return "no such \(name) here: \(word)"
      }
    }
    return nil
  }

  /// The options, each of the kind that the codec says.
  func options(of codec: TesteeCodec) throws(WireError) -> TesteeOptions {
    if let place = document.member("options", of: 0), ![.object, .null].contains(document.nodes[place].kind) {
      throw failure(at: place, "its member options must be an object")
    }
    var options = TesteeOptions()
    for (nameNode, valueNode) in optionNodes {
      let name = try document.text(nameNode)
      switch codec.options[name] ?? .number {
      case .flag: options.flags[name] = try flag(valueNode)
      case .number: options.numbers[name] = try number(valueNode)
      case .word, .text: options.words[name] = try document.text(valueNode)
      }
    }
    let defaults = options.limits
    options.limits = Limits(
      depth: options.numbers["maxDepth"] ?? defaults.depth,
      bytes: options.numbers["maxBytes"] ?? defaults.bytes,
      count: options.numbers["maxCount"] ?? defaults.count)
    return options
  }

  private func flag(_ node: Int) throws(WireError) -> Bool {
    switch document.nodes[node].kind {
    case .true: return true
    case .false: return false
    default: throw failure(at: node, "the option must be true or false")
    }
  }

  private func number(_ node: Int) throws(WireError) -> Int {
    guard let number = document.integer(node), number >= 0 else {
      throw failure(at: node, "the option must be an integer that is not negative")
    }
    return number
  }
}
