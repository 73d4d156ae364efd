import PythonValues

/// Conformance as one HTML page that needs nothing else: a matrix to filter, whose rows unfold.
public enum HTMLConformanceReport {
  /// Writes the page.
  public static func write(_ matrix: ConformanceMatrix) -> [UInt8] {
    var output = OutputBuffer()
    output.append(verbatim: "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    output.append(verbatim: "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    output.append(verbatim: "<title>Conformance</title>\n<style>\n\(ConformancePage.style)</style>\n")
    output.append(verbatim: "</head>\n")
    output.append(verbatim: ConformancePage.body)
    output.append(verbatim: "<script type=\"application/json\" id=\"data\">")
    // What stands in a script element ends at the first `</`.
    for byte in data(matrix) {
      if byte == UInt8(ascii: "<") { output.append("\\u003c") } else { output.append(byte) }
    }
    output.append(verbatim: "</script>\n<script>\n\(ConformancePage.script)</script>\n</body>\n</html>\n")
    return output.array()
  }

  private static func data(_ matrix: ConformanceMatrix) -> [UInt8] {
    var output = OutputBuffer()
    output.append("{\"testees\":")
    append(matrix.testees.map(\.name), to: &output)
    output.append(",\"outcomes\":")
    append(ConformanceOutcome.allCases.map(\.rawValue), to: &output)
    output.append(",\"rows\":[")
    for (index, row) in matrix.rows.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      append(row, to: &output)
    }
    output.append("\n]}")
    return output.array()
  }

  private static func append(_ row: ConformanceMatrix.Row, to output: inout OutputBuffer) {
    let vector = row.vector
    let isText = textFormats.contains(vector.format) || row.operation == .check
    let members = [
      ("id", vector.id), ("op", row.operation.rawValue), ("comment", vector.comment),
      ("input", vector.source.input), ("verdict", vector.source.verdict), ("expected", row.expectation),
      ("document", preview(vector.data, isText: isText)),
    ]
    for (index, member) in members.enumerated() {
      output.append(index == 0 ? "{" : ",")
      output.append(json: member.0)
      output.append(":")
      output.append(json: member.1)
    }
    output.append(",\"spec\":")
    append(vector.statements, to: &output)
    output.append(",\"flags\":")
    append(vector.flags, to: &output)
    output.append(",\"cells\":[")
    for (index, cell) in row.cells.enumerated() {
      output.append(index == 0 ? "[" : ",[")
      let place = ConformanceOutcome.allCases.firstIndex(of: cell.outcome) ?? 0
      output.append(decimal: Int64(place))
      for answer in cell.answers {
        output.append(",")
        output.append(json: answer)
      }
      output.append("]")
    }
    output.append("]}")
  }

  private static func append(_ texts: [String], to output: inout OutputBuffer) {
    output.append("[")
    for (index, text) in texts.enumerated() {
      if index > 0 { output.append(",") }
      output.append(json: text)
    }
    output.append("]")
  }

  /// The formats whose documents are text.
  private static let textFormats: Set<String> = ["serpent", "xmlpickle"]

  /// The beginning of a document: as text where it is such, else in hexadecimal.
  private static func preview(_ data: [UInt8], isText: Bool) -> String {
    let start = Array(data.prefix(isText ? 480 : 240))
    let rest = data.count > start.count ? " … (\(data.count) bytes)" : ""
    if isText, let text = String(validating: start, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 || $0 == "\n" })
    {
      return text + rest
    }
    var output = OutputBuffer()
    for (index, byte) in start.enumerated() {
      if index > 0 { output.append(" ") }
      output.append("", hex: UInt32(byte), 2)
    }
    return String(decoding: output.array(), as: UTF8.self) + rest
  }
}
