import Testing
import WireCore

@testable import Conformance

/// What an answer means.
@Suite struct ConformanceOutcomeTests {
  private func outcome(_ question: ConformanceCase, _ members: String) -> ConformanceOutcome {
    ConformanceResult(
      question, TesteeAnswer(line: Array(#"{"id":1,\#(members)}"#.utf8), id: 1), seconds: 0
    ).outcome
  }

  @Test(arguments: [
    (#""value":{"t":"int","v":"1"}"#, ConformanceOutcome.passed), (#""value":{"t":"int","v":"2"}"#, .failed),
    (#""value":{"t":"int"}"#, .garbled), (#""value":7"#, .garbled), (#""data":"YQ==""#, .garbled),
    (#""error":{"kind":"syntax","offset":0}"#, .failed), (#""skipped":"no""#, .skipped),
    (#""other":1"#, .garbled),
    (#""error":{"kind":"unrepresentable","offset":0}"#, .failed), (#""error":"no""#, .garbled),
  ])
  func judgesAnswersToWhatHasToBeRead(_ answer: String, _ expected: ConformanceOutcome) throws {
    #expect(outcome(try Samples.question(), answer) == expected)
  }

  @Test(arguments: [
    (#""error":{"kind":"syntax","offset":3,"message":"m"}"#, ConformanceOutcome.passed),
    (#""error":{"kind":"syntax","offset":4}"#, .inexact), (#""error":{"kind":"limit","offset":3}"#, .inexact),
    (#""error":{"kind":"syntax"}"#, .inexact), (#""error":{}"#, .inexact),
    (#""value":{"t":"int","v":"1"}"#, .failed), (#""value":{"t":"what"}"#, .garbled),
  ])
  func judgesAnswersToWhatHasToBeRefused(_ answer: String, _ expected: ConformanceOutcome) throws {
    let question = try Samples.question(
      side: "invalid", members: #""error":{"kind":"syntax","offset":3}"#)
    #expect(outcome(question, answer) == expected)
  }

  @Test(arguments: [(2, ConformanceOutcome.inexact), (3, .passed), (9, .passed), (10, .inexact)])
  func takesAnyOffsetThatIsAsGood(_ offset: Int, _ expected: ConformanceOutcome) throws {
    let question = try Samples.question(
      side: "invalid", members: #""error":{"kind":"syntax","offset":3,"through":9}"#)
    #expect(outcome(question, #""error":{"kind":"syntax","offset":\#(offset)}"#) == expected)
  }

  @Test(arguments: [
    (#""error":{"kind":"syntax","offset":9}"#, ConformanceOutcome.passed),
    (#""value":{"t":"int","v":"1"}"#, .passed), (#""value":{"t":"int","v":"2"}"#, .failed),
  ])
  func judgesAnswersToWhatIsLeftOpen(_ answer: String, _ expected: ConformanceOutcome) throws {
    let question = try Samples.question(
      side: "either", members: #""value":{"t":"int","v":"1"},"error":{"kind":"limit","offset":0}"#)
    #expect(outcome(question, answer) == expected)
  }

  /// TEST-5
  @Test func excusesWhoHasNoLoneSurrogates() throws {
    let question = try Samples.question(members: #""value":{"t":"str16","v":"d800"}"#)
    #expect(outcome(question, #""error":{"kind":"unrepresentable","offset":0}"#) == .passed)
    #expect(outcome(question, #""error":{"kind":"syntax","offset":0}"#) == .failed)
    #expect(outcome(question, #""value":{"t":"str16","v":"d800"}"#) == .passed)
  }

  @Test func comparesDocumentsByteForByte() throws {
    let members = #""value":{"t":"int","v":"1"},"canonical":"Yg==","ops":["encode","reencode"]"#
    let questions = ConformanceCase.all(of: [try Samples.vector(members: members)])
    #expect(questions.map(\.name) == ["text/valid/a encode", "text/valid/a reencode"])
    #expect(outcome(questions[0], #""data":"YQ==""#) == .passed)
    #expect(outcome(questions[0], #""data":"Yg==""#) == .failed)
    #expect(outcome(questions[1], #""data":"Yg==""#) == .passed)
    #expect(outcome(questions[1], #""value":{"t":"none"}"#) == .garbled)
  }

  @Test func asksInEachDialectWithTheOptionsThatADecoderKnows() throws {
    let members = #""value":{"t":"none"},"dialects":["x","y"],"options":{"indent":true,"maxDepth":3}"#
    let questions = ConformanceCase.all(of: [try Samples.vector(members: members)])
    #expect(
      questions.map { String(decoding: $0.request(id: 4), as: UTF8.self) } == [
        #"{"id":4,"op":"decode","format":"text","data":"YQ==","options":{"maxDepth":3,"dialect":"x"}}"#,
        #"{"id":4,"op":"decode","format":"text","data":"YQ==","options":{"maxDepth":3,"dialect":"y"}}"#,
      ])
  }

  @Test(arguments: [
    #""extra":1"#, #""error":{"kind":"odd","offset":0}"#, #""error":{"kind":"syntax"}"#,
    #""ops":["explode"]"#, #""canonical":"*""#, #""flags":"x""#,
  ])
  func refusesASidecarThatIsNone(_ members: String) {
    #expect(throws: WireError.self) { try Samples.vector(members: members) }
  }
}
