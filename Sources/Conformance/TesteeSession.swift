import PythonValues
import WireCore

/// A testee: answers the requests of the testee protocol, one line for one line, with the codecs
/// that it was given (TEST-10 to TEST-35).
///
/// Whatever a line holds, it is answered. A session keeps nothing between requests.
public struct TesteeSession: Sendable {
  private let codecs: [String: TesteeCodec]

  /// Makes a testee with these codecs, all that there are by default; of two for one format, the last serves.
  public init(codecs: [TesteeCodec] = TesteeCodec.all) {
    self.codecs = Dictionary(codecs.map { ($0.format, $0) }, uniquingKeysWith: { $1 })
  }

  /// The response to a request, without a line end.
  public func respond(to line: String) -> String {
    String(decoding: respond(to: Array(line.utf8)), as: UTF8.self)
  }

  /// The response to a request in whatever bytes, as ASCII, without a line end.
  public func respond(to line: [UInt8]) -> [UInt8] {
    let document: JSONDocument
    do throws(WireError) {
      document = try JSONDocument(parsing: line, depth: Limits(depth: Limits.deepestTree).typedJSONDepth)
    } catch {
      return TesteeResponse.error(error).bytes(id: nil)
    }
    let request = TesteeRequest(document: document)
    return answer(request).bytes(id: request.id)
  }

  private func answer(_ request: TesteeRequest) -> TesteeResponse {
    do throws(WireError) {
      let (op, format) = (try request.text("op"), try request.text("format"))
      guard ["decode", "encode", "reencode", "check"].contains(op) else {
        return .skipped("no such op: \(op)")
      }
      guard let codec = codecs[format] else { return .skipped("no such format here: \(format)") }
      if let reason = request.unknownOption(of: codec) { return .skipped(reason) }
      return try perform(op, codec, request)
    } catch {
      return .error(error)
    }
  }

  private func perform(
    _ op: String, _ codec: TesteeCodec, _ request: TesteeRequest
  ) throws(WireError) -> TesteeResponse {
    let options = try request.options(of: codec)
    if op == "check" {
      guard let check = codec.check else { return .skipped("\(codec.format) is not judged here") }
      return .value(try TypedJSON.writeBytes(try check(try request.data(), options)))
    }
    guard op == "encode" || codec.decode != nil else {
      return .skipped("\(codec.format) is not decoded here")
    }
    guard op == "decode" || codec.encode != nil else {
      return .skipped("\(codec.format) is not encoded here")
    }
    var value = PythonValue.none
    if op == "encode" {
      value = try request.value()
    } else if let decode = codec.decode {
      value = try decode(try request.data(), options)
    }
    guard op != "decode", let encode = codec.encode else { return .value(try TypedJSON.writeBytes(value)) }
    return .data(try encode(value, options))
  }
}

/// What a testee answers.
enum TesteeResponse {
  /// A value, as typed JSON.
  case value([UInt8])
  case data([UInt8])
  case error(WireError)
  case skipped(String)

  /// The line of the response; `id` is the request's own, as it was written.
  func bytes(id: [UInt8]?) -> [UInt8] {
    var output = OutputBuffer()
    output.append("{\"id\":")
    if let id { output.append(id.span) } else { output.append("null") }
    switch self {
    case .value(let json):
      output.append(",\"value\":")
      output.append(json.span)
    case .data(let data):
      output.append(",\"data\":\"")
      output.append(base64: data.span)
      output.append("\"")
    case .error(let error): append(error, to: &output)
    case .skipped(let reason):
      output.append(",\"skipped\":")
      output.append(json: reason)
    }
    output.append("}")
    return output.array()
  }

  private func append(_ error: WireError, to output: inout OutputBuffer) {
    output.append(",\"error\":{\"kind\":")
    output.append(json: error.kind.rawValue)
    output.append(",\"offset\":")
    output.append(decimal: Int64(error.offset))
    output.append(",\"message\":")
    output.append(json: error.description)
    output.append("}")
  }
}
