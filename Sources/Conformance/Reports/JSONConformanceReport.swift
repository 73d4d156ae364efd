import PythonValues

/// Conformance for programs: one JSON object.
public enum JSONConformanceReport {
  /// Writes the report: under `testees`, for each its name, command, whether it conforms, counts and results.
  public static func write(_ judgements: [ConformanceJudgement]) -> [UInt8] {
    var output = OutputBuffer()
    output.append("{\"testees\":[")
    for (index, judgement) in judgements.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      append(judgement, to: &output)
    }
    output.append("\n]}\n")
    return output.array()
  }

  private static func append(_ judgement: ConformanceJudgement, to output: inout OutputBuffer) {
    let run = judgement.run
    output.append("{\"name\":")
    output.append(json: run.testee.name)
    output.append(",\"command\":")
    output.append(json: run.testee.command)
    output.append(judgement.isGood ? ",\"conforms\":true" : ",\"conforms\":false")
    output.append(",\"restarts\":")
    output.append(decimal: Int64(run.restarts))
    output.append(",\"fault\":")
    if let fault = run.fault { output.append(json: fault) } else { output.append("null") }
    output.append(",\"counts\":{")
    for (index, outcome) in ConformanceOutcome.allCases.enumerated() {
      if index > 0 { output.append(",") }
      output.append(json: outcome.rawValue)
      output.append(":")
      output.append(decimal: Int64(run.count(outcome)))
    }
    output.append("},\"stale\":[")
    for (index, entry) in judgement.stale.enumerated() {
      if index > 0 { output.append(",") }
      output.append(json: entry.name)
    }
    output.append("],\"results\":[")
    for (index, result) in run.results.enumerated() {
      output.append(index == 0 ? "\n" : ",\n")
      append(result, isKnown: judgement.known.contains(result), to: &output)
    }
    output.append("]}")
  }

  private static func append(
    _ result: ConformanceResult, isKnown: Bool, to output: inout OutputBuffer
  ) {
    output.append("{\"case\":")
    output.append(json: result.question.name)
    output.append(",\"outcome\":")
    output.append(json: result.outcome.rawValue)
    if result.outcome != .passed {
      output.append(",\"answer\":")
      output.append(json: result.answer)
      output.append(",\"expected\":")
      output.append(json: result.expected)
      if isKnown { output.append(",\"known\":true") }
    }
    output.append(",\"milliseconds\":")
    output.append(decimal: Int64(result.seconds * 1000))
    output.append("}")
  }
}
