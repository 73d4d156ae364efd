/// Conformance as JUnit XML, which continuous integration shows: a suite for each testee, a test for each case.
public enum JUnitConformanceReport {
  /// Writes the document.
  public static func write(_ judgements: [ConformanceJudgement]) -> String {
    let suites = judgements.map(suite).joined()
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n\(suites)</testsuites>\n"
  }

  private static func suite(_ judgement: ConformanceJudgement) -> String {
    let run = judgement.run
    let failed = judgement.unexpected.count + judgement.stale.count + (run.fault == nil ? 0 : 1)
    let total = run.results.count + judgement.stale.count + (run.fault == nil ? 0 : 1)
    var text = "  <testsuite name=\"\(escaped(run.testee.name))\" tests=\"\(total)\" failures=\"\(failed)\""
    text += " skipped=\"\(run.count(.skipped))\">\n"
    text += run.results.map { test($0, judgement) }.joined()
    for entry in judgement.stale {
      text += failure(entry.name, "stale", "known as \(entry.outcome.rawValue): \(entry.answer)")
    }
    if let fault = run.fault { text += failure("testee", "fault", fault) }
    return text + "  </testsuite>\n"
  }

  private static func test(_ result: ConformanceResult, _ judgement: ConformanceJudgement) -> String {
    let question = result.question
    let (thousandths, vector) = (Int(result.seconds * 1000), question.vector)
    let fraction = String(1000 + thousandths % 1000).dropFirst()
    let opening = """
          <testcase classname="\(vector.format).\(vector.side.rawValue)" name="\(escaped(question.name))" \
      time="\(thousandths / 1000).\(fraction)"
      """
    if result.outcome == .skipped {
      return opening + "><skipped message=\"\(escaped(result.answer))\"/></testcase>\n"
    }
    guard judgement.isFailure(result.outcome), !judgement.known.contains(result) else {
      return opening + "/>\n"
    }
    return opening + "><failure type=\"\(result.outcome.rawValue)\" message=\"\(escaped(vector.comment))\">"
      + escaped("answered \(result.answer)\nexpected \(result.expected)") + "</failure></testcase>\n"
  }

  private static func failure(_ name: String, _ type: String, _ text: String) -> String {
    "    <testcase classname=\"testee\" name=\"\(escaped(name))\"><failure type=\"\(type)\">\(escaped(text))"
      + "</failure></testcase>\n"
  }

  /// Text as XML holds it; what no XML document may hold becomes U+FFFD.
  private static func escaped(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "&": output += "&amp;"
      case "\"": output += "&quot;"
      case "\n", "\t": output.unicodeScalars.append(scalar)
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": output += "\u{FFFD}"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }
}
