import PythonValues

/// One question to a testee: a vector, an operation, a dialect.
public struct ConformanceCase: Sendable {
  /// What is asked about.
  public let vector: ConformanceVector
  /// What is asked.
  public let operation: ConformanceVector.Operation
  /// In which dialect; `nil` where the format has one.
  public let dialect: String?

  /// How the case is called: `brine/valid/single-none decode rpyc6`.
  public var name: String {
    "\(vector.id) \(operation.rawValue)" + (dialect.map { " \($0)" } ?? "")
  }

  /// Every case of these vectors, in their order.
  public static func all(of vectors: [ConformanceVector]) -> [ConformanceCase] {
    vectors.flatMap { vector in
      vector.operations.flatMap { operation in
        let dialects: [String?] = vector.dialects.isEmpty ? [nil] : vector.dialects
        return dialects.map {
          ConformanceCase(vector: vector, operation: operation, dialect: $0)
        }
      }
    }
  }

  /// The request of the testee protocol, without a line end.
  func request(id: Int) -> [UInt8] {
    var output = OutputBuffer()
    output.append("{\"id\":")
    output.append(decimal: Int64(id))
    output.append(",\"op\":")
    output.append(json: operation.rawValue)
    output.append(",\"format\":")
    output.append(json: vector.format)
    if operation == .encode, let value = vector.value {
      output.append(",\"value\":")
      output.append(Array(value.json).span)
    } else {
      output.append(",\"data\":\"")
      output.append(base64: vector.data.span)
      output.append("\"")
    }
    append(options, to: &output)
    output.append("}")
    return output.array()
  }

  /// The vector's options; those of encoding are not told to who decodes.
  private var options: [(name: String, json: [UInt8])] {
    let own = vector.options.filter {
      operation == .encode || operation == .reencode || !ConformanceCase.encodersOptions.contains($0.name)
    }
    return own + (dialect.map { [("dialect", Array("\"\($0)\"".utf8))] } ?? [])
  }

  private static let encodersOptions: Set<String> = [
    "indent", "moduleInClassname", "bytesRepr", "deepCopy", "inBody", "verbose", "dialect",
  ]

  private func append(_ options: [(name: String, json: [UInt8])], to output: inout OutputBuffer) {
    guard !options.isEmpty else { return }
    output.append(",\"options\":{")
    for (index, option) in options.enumerated() {
      if index > 0 { output.append(",") }
      output.append(json: option.name)
      output.append(":")
      output.append(option.json.span)
    }
    output.append("}")
  }
}
