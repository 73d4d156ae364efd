/// Conformance for people: a table of counts, then what went wrong that nobody knew of.
public enum TextConformanceReport {
  /// Writes the report. Of each testee at most `limit` failures are listed.
  public static func write(_ judgements: [ConformanceJudgement], limit: Int = 100) -> String {
    judgements.map { section($0, limit) }.joined(separator: "\n")
  }

  private static func section(_ judgement: ConformanceJudgement, _ limit: Int) -> String {
    let run = judgement.run
    var text = "\(run.testee.name): \(judgement.isGood ? "conforms" : "does not conform")\n"
    text += table(run)
    if run.restarts > 0 { text += "  started again \(run.restarts) times\n" }
    if let fault = run.fault { text += "  \(fault)\n" }
    if !judgement.expected.isEmpty { text += "  \(judgement.expected.count) failures are known\n" }
    for result in judgement.unexpected.prefix(limit) {
      text += "  \(result.outcome.rawValue.uppercased()) \(result.question.name)\n"
      text += "    \(result.question.vector.comment)\n"
      text += "    answered \(result.answer)\n    expected \(result.expected)\n"
    }
    let more = judgement.unexpected.count - limit
    if more > 0 { text += "  and \(more) more failures\n" }
    for entry in judgement.stale {
      text += "  STALE \(entry.name): known as \(entry.outcome.rawValue), \(entry.answer)\n"
    }
    return text
  }

  /// Counts of cases, a line for each format.
  private static func table(_ run: TesteeRun) -> String {
    let outcomes = ConformanceOutcome.allCases.filter { run.count($0) > 0 }
    var lines = [["format", "cases"] + outcomes.map(\.rawValue)]
    var formats: [String] = []
    for result in run.results where formats.last != result.question.vector.format {
      formats.append(result.question.vector.format)
    }
    for format in formats {
      let results = run.results.filter { $0.question.vector.format == format }
      let counts = outcomes.map { outcome in results.lazy.filter { $0.outcome == outcome }.count }
      lines.append([format, "\(results.count)"] + counts.map(String.init))
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = zip(line, widths).enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + blanks : blanks + cell.0
      }
      return "  " + cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}
