import PythonValues
public import WireCore

/// The failures of a testee that are known, each with its reason and the exact answer.
///
/// A file holds one JSON object a line, with the members `case`, `outcome`, `answer` and `reason`. An entry whose case
/// goes otherwise, or is not asked any more, is stale, and the run fails: so the list can only tell the truth.
public struct KnownFailures: Sendable {
  /// One line.
  public struct Entry: Sendable, Hashable {
    /// The name of the case.
    public let name: String
    /// How it goes.
    public let outcome: ConformanceOutcome
    /// What the testee answers.
    public let answer: String
    /// Why that is so.
    public let reason: String
  }

  /// The entries, by the names of their cases.
  public private(set) var entries: [String: Entry] = [:]

  /// No known failures.
  public init() {}

  /// Reads a file.
  ///
  /// - Throws: `syntax` where a line is no entry, or a case stands twice; the offset counts lines, from 1.
  public init(parsing text: [UInt8]) throws(WireError) {
    for (index, line) in text.split(separator: UInt8(ascii: "\n")).enumerated() {
      let entry = try KnownFailures.entry(Array(line), line: index + 1)
      guard entries.updateValue(entry, forKey: entry.name) == nil else {
        throw KnownFailures.failure(index + 1, "\(entry.name) stands twice")
      }
    }
  }

  private static func entry(_ line: [UInt8], line number: Int) throws(WireError) -> Entry {
    let document = try JSONDocument(parsing: line, depth: 4)
    func text(_ name: String) throws(WireError) -> String {
      guard let place = document.member(name, of: 0) else { throw failure(number, "it has no \(name)") }
      return try document.text(place)
    }
    guard let outcome = ConformanceOutcome(rawValue: try text("outcome")) else {
      throw failure(number, "there is no such outcome")
    }
    let entry = Entry(
      name: try text("case"), outcome: outcome, answer: try text("answer"), reason: try text("reason"))
    guard !entry.reason.isEmpty else { throw failure(number, "a known failure needs its reason") }
    return entry
  }

  private static func failure(_ line: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: line, reading: "known failures", detail)
  }

  /// Whether a result is just what is known.
  public func contains(_ result: ConformanceResult) -> Bool {
    guard let entry = entries[result.question.name] else { return false }
    return entry.outcome == result.outcome && entry.answer == result.answer
  }

  /// The entries that these results do not bear out.
  public func stale(after results: [ConformanceResult]) -> [Entry] {
    let seen = Set(results.filter(contains).map(\.question.name))
    return entries.values.filter { !seen.contains($0.name) }.sorted { $0.name < $1.name }
  }

  /// The file that describes these results, with the reasons that are known, or `reason` for the others.
  public func rewritten(
    for results: [ConformanceResult], isExact: Bool = false, reason: String
  ) -> [UInt8] {
    var output = OutputBuffer()
    for result in results where result.outcome.isFailure || isExact && result.outcome == .inexact {
      let known = entries[result.question.name]?.reason ?? reason
      let members = [
        ("case", result.question.name), ("outcome", result.outcome.rawValue), ("answer", result.answer),
        ("reason", known),
      ]
      for (index, member) in members.enumerated() {
        output.append(index == 0 ? "{" : ",")
        output.append(json: member.0)
        output.append(":")
        output.append(json: member.1)
      }
      output.append("}\n")
    }
    return output.array()
  }
}

extension ConformanceOutcome {
  /// Whether a run fails by it, unless it is known. Refusals that are not exact count only where that is asked.
  public var isFailure: Bool {
    switch self {
    case .passed, .inexact, .skipped: false
    case .failed, .hung, .died, .garbled: true
    }
  }
}
