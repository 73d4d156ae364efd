/// What several testees did, a row for each vector and operation.
public struct ConformanceMatrix: Sendable {
  /// What one testee did at a row, in all dialects together.
  public struct Cell: Sendable {
    /// The worst that happened; nothing worse than `skipped` where the testee does no dialect of the row.
    public let outcome: ConformanceOutcome
    /// The answers that are not as they have to be, each with its dialect.
    public let answers: [String]
  }

  /// A vector and an operation.
  public struct Row: Sendable {
    /// The vector.
    public let vector: ConformanceVector
    /// What was asked.
    public let operation: ConformanceVector.Operation
    /// What has to be answered.
    public let expectation: String
    /// One cell a testee.
    public let cells: [Cell]
  }

  /// The testees, in the order of the cells.
  public let testees: [Testee]
  /// The rows, in the order of the cases.
  public let rows: [Row]

  /// Makes the matrix of runs over the same cases.
  public init(_ runs: [TesteeRun]) {
    testees = runs.map(\.testee)
    var rows: [Row] = []
    // A testee that was given up has fewer results than the others.
    let longest = runs.map(\.results).max { $0.count < $1.count } ?? []
    var start = 0
    while start < longest.count {
      let question = longest[start].question
      var end = start + 1
      while end < longest.count, longest[end].question.isSameRow(as: question) { end += 1 }
      let cells = runs.map { ConformanceMatrix.cell(Array($0.results.dropFirst(start).prefix(end - start))) }
      rows.append(
        Row(
          vector: question.vector, operation: question.operation, expectation: question.expectation,
          cells: cells))
      start = end
    }
    self.rows = rows
  }

  private static func cell(_ results: [ConformanceResult]) -> Cell {
    let asked = results.filter { $0.outcome != .skipped }
    let outcome = asked.map(\.outcome).max { $0.severity < $1.severity } ?? .skipped
    let bad = (asked.isEmpty ? Array(results.prefix(1)) : asked).filter { $0.outcome != .passed }
    return Cell(
      outcome: outcome,
      answers: bad.map { result in (result.question.dialect.map { "\($0): " } ?? "") + result.answer })
  }

  /// The formats of the rows, in their order.
  public var formats: [String] {
    var formats: [String] = []
    for row in rows where formats.last != row.vector.format { formats.append(row.vector.format) }
    return formats
  }

  /// How many rows of a format a testee has of each outcome.
  public func counts(format: String, testee: Int) -> [ConformanceOutcome: Int] {
    rows.reduce(into: [:]) { counts, row in
      if row.vector.format == format { counts[row.cells[testee].outcome, default: 0] += 1 }
    }
  }
}

extension ConformanceCase {
  fileprivate func isSameRow(as other: ConformanceCase) -> Bool {
    vector.id == other.vector.id && operation == other.operation
  }
}

extension ConformanceOutcome {
  /// How bad it is, from 0.
  var severity: Int {
    switch self {
    case .skipped: 0
    case .passed: 1
    case .inexact: 2
    case .failed: 3
    case .garbled: 4
    case .died: 5
    case .hung: 6
    }
  }
}
