import ArgumentParser
import Conformance
import Foundation
import WireCheck

/// A report on conformance: its form, and the file that it goes to.
struct ConformanceOutput: ExpressibleByArgument {
  /// The forms that there are.
  enum Form: String, CaseIterable {
    case text, json, junit, markdown, html
  }

  let form: Form
  var path: String?

  init(form: Form) { self.form = form }

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard let first = parts.first, let form = Form(rawValue: first) else { return nil }
    self.form = form
    path = parts.count > 1 ? parts[1] : nil
  }

  var defaultValueDescription: String { form.rawValue }

  static var allValueStrings: [String] { Form.allCases.map(\.rawValue) }

  /// Writes the report to its file, or to standard output where it has none.
  func write(_ judgements: [ConformanceJudgement], to output: StandardOutput) throws {
    let bytes = self.bytes(judgements)
    if let path { try OutputFile.write(bytes, to: path) } else { output.write(bytes) }
  }

  private func bytes(_ judgements: [ConformanceJudgement]) -> [UInt8] {
    switch form {
    case .text: return Array(TextConformanceReport.write(judgements).utf8)
    case .json: return JSONConformanceReport.write(judgements)
    case .junit: return Array(JUnitConformanceReport.write(judgements).utf8)
    case .markdown:
      return Array(MarkdownConformanceReport.write(ConformanceMatrix(judgements.map(\.run))).utf8)
    case .html: return HTMLConformanceReport.write(ConformanceMatrix(judgements.map(\.run)))
    }
  }
}

/// Writing a whole file.
enum OutputFile {
  static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
    } catch {
      throw Failure("\(path.onOneLine): \(error.localizedDescription)")
    }
  }
}
