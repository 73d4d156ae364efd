import Testing
import WireCore

@testable import Conformance

/// A list of known failures can only tell the truth.
@Suite struct KnownFailuresTests {
  private static let line =
    #"{"case":"text/valid/a decode","outcome":"failed","answer":"value None","reason":"why"}"#

  private func known(_ text: String) throws -> KnownFailures {
    try KnownFailures(parsing: Array(text.utf8))
  }

  private func result(_ answer: TesteeAnswer) throws -> ConformanceResult {
    ConformanceResult(try Samples.question(), answer, seconds: 0)
  }

  private func none() throws -> TesteeAnswer {
    TesteeAnswer(line: Array(#"{"id":1,"value":{"t":"none"}}"#.utf8), id: 1)
  }

  @Test func knowsWhatGoesJustAsWritten() throws {
    let failed = try result(try none())
    #expect(failed.outcome == .failed)
    #expect(try known(Self.line).contains(failed))
    #expect(try known(Self.line).stale(after: [failed]).isEmpty)
    #expect(ConformanceJudgement(try run(failed), known: try known(Self.line)).isGood)
    #expect(!ConformanceJudgement(try run(failed)).isGood)
  }

  private func run(_ result: ConformanceResult) throws -> TesteeRun {
    var run = TesteeRun(testee: Testee(name: "t", command: "true"))
    run.results = [result]
    return run
  }

  @Test func isStaleWhereTheCasePassesNow() throws {
    let passed = try result(TesteeAnswer(line: Array(#"{"id":1,"value":{"t":"int","v":"1"}}"#.utf8), id: 1))
    #expect(passed.outcome == .passed)
    #expect(try known(Self.line).stale(after: [passed]).map(\.name) == ["text/valid/a decode"])
    #expect(!ConformanceJudgement(try run(passed), known: try known(Self.line)).isGood)
  }

  @Test func isStaleWhereTheAnswerIsAnother() throws {
    let other = try result(.error(kind: "syntax", offset: 3))
    #expect(other.outcome == .failed)
    #expect(try !known(Self.line).contains(other))
    #expect(try known(Self.line).stale(after: [other]).count == 1)
  }

  @Test func isStaleWhereTheCaseIsNotAsked() throws {
    #expect(try known(Self.line).stale(after: []).count == 1)
  }

  @Test func writesTheListThatItReads() throws {
    let failed = try result(try none())
    let text = KnownFailures().rewritten(for: [failed], reason: "why")
    #expect(String(decoding: text, as: UTF8.self) == Self.line + "\n")
    let kept = try known(Self.line).rewritten(for: [failed], reason: "another")
    #expect(kept == text)
  }

  @Test(arguments: [
    "[]", #"{"case":"a","outcome":"failed","answer":""}"#,
    #"{"case":"a","outcome":"failed","answer":"","reason":""}"#,
    #"{"case":"a","outcome":"strange","answer":"","reason":"why"}"#, line + "\n" + line,
  ])
  func refusesAListThatIsNone(_ text: String) {
    #expect(throws: WireError.self) { try KnownFailures(parsing: Array(text.utf8)) }
  }
}
