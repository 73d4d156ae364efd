/// Conformance as a Markdown page: where each testee stands, and each vector that one of them fails.
public enum MarkdownConformanceReport {
  /// Writes the page.
  public static func write(_ matrix: ConformanceMatrix) -> String {
    var text = "# Conformance\n\n"
    text += "What implementations do with the vectors in `Fixtures/`, as `pickleproof conform` found it:\n"
    text += "how many rows (a vector and an operation) there are, how many it was asked, how these went.\n\n"
    text += legend
    for format in matrix.formats { text += section(matrix, format) }
    return text
  }

  private static let legend = """
    | mark | meaning |
    | --- | --- |
    | ✓ | as it has to be |
    | ~ | refused as it has to be, but with another kind of error, or at another byte |
    | ✗ | another value or document; read what has to be refused; refused what has to be read |
    | hung, died, garbled | no answer in time; the program ended; no answer of the protocol |
    | – | not done by this implementation |


    """

  private static func section(_ matrix: ConformanceMatrix, _ format: String) -> String {
    let testees = matrix.testees.indices.filter { index in
      matrix.counts(format: format, testee: index).contains { $0.key != .skipped && $0.value > 0 }
    }
    var text = "## \(format)\n\n| implementation | vectors | asked | ✓ | ~ | ✗ | hung | died | garbled |\n"
    text += "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    for index in testees {
      let counts = matrix.counts(format: format, testee: index)
      let total = counts.values.reduce(0, +)
      let outcomes: [ConformanceOutcome] = [.passed, .inexact, .failed, .hung, .died, .garbled]
      let cells = [total, total - counts[.skipped, default: 0]] + outcomes.map { counts[$0, default: 0] }
      text += "| \(matrix.testees[index].name) | " + cells.map(String.init).joined(separator: " | ") + " |\n"
    }
    return text + "\n" + differences(matrix, format, testees)
  }

  /// A line for each row that one of the testees fails.
  private static func differences(_ matrix: ConformanceMatrix, _ format: String, _ testees: [Int]) -> String {
    let rows = matrix.rows.filter { row in
      row.vector.format == format && testees.contains { row.cells[$0].outcome.isFailure }
    }
    guard !rows.isEmpty else { return "Nobody fails a vector.\n\n" }
    var text = "### What is failed\n\n| vector | operation | "
    text += testees.map { matrix.testees[$0].name }.joined(separator: " | ")
    text += " |\n| --- | --- |" + String(repeating: " --- |", count: testees.count) + "\n"
    for row in rows {
      let name = row.vector.id.split(separator: "/").dropFirst().joined(separator: "/")
      let cells = testees.map { mark(row.cells[$0].outcome) }.joined(separator: " | ")
      text += "| `\(name)` | \(row.operation.rawValue) | \(cells) |\n"
    }
    return text + "\n"
  }

  private static func mark(_ outcome: ConformanceOutcome) -> String {
    switch outcome {
    case .passed: "✓"
    case .inexact: "~"
    case .failed: "✗"
    case .skipped: "–"
    case .hung, .died, .garbled: outcome.rawValue
    }
  }
}
