import Foundation
import Testing
import WireCore

@testable import Conformance

/// Testees that hang, die, answer nonsense: each is a result of its own, and the next question is asked.
@Suite(.serialized) struct ConformanceRunnerTests {
  /// `right` has the answer that passes; `$n` counts the questions of one process, from 0.
  private static let right = #"echo "{\"id\":$id,\"value\":{\"t\":\"int\",\"v\":\"1\"}}""#

  /// A shell that answers each line with what `answer` does; `$id` is the request's id.
  private func shell(_ answer: String) -> Testee {
    let loop = """
      while read -r line; do id=${line#*:}; id=${id%%,*}; \(answer); done
      """
    return Testee(name: "shell", command: loop)
  }

  private func run(_ answer: String, count: Int = 3, timeout: Double = 0.5) throws -> TesteeRun {
    var runner = ConformanceRunner()
    runner.timeout = timeout
    return runner.run(shell(answer), Array(repeating: try Samples.question(), count: count))
  }

  @Test func asksAndJudges() throws {
    let run = try run(Self.right, timeout: 20)
    #expect(run.results.map(\.outcome) == [.passed, .passed, .passed])
    #expect(run.restarts == 0)
    #expect(run.fault == nil)
  }

  @Test func killsOneThatHangsAndAsksOn() throws {
    let run = try run(#"if [ $id = 1 ]; then sleep 60; else \#(Self.right); fi"#, timeout: 2)
    #expect(run.results.map(\.outcome) == [.passed, .hung, .passed])
    #expect(run.results[1].answer == "hung")
    #expect(run.restarts == 1)
  }

  @Test func restartsOneThatDies() throws {
    let run = try run(#"if [ $id = 1 ]; then exit 3; else \#(Self.right); fi"#, timeout: 20)
    #expect(run.results.map(\.outcome) == [.passed, .died, .passed])
    #expect(run.results[1].answer == "died: status 3")
  }

  @Test func namesTheSignalThatEndedIt() throws {
    let run = try run(#"if [ $id = 1 ]; then kill -9 $$; else \#(Self.right); fi"#, timeout: 20)
    #expect(run.results[1].answer == "died: signal 9")
  }

  @Test(arguments: [
    "echo nonsense", "echo", #"echo '{}'"#, #"echo '{\"id\":77,\"skipped\":\"no\"}'"#, #"printf '\377\n'"#,
    #"echo "{\"id\":$id}""#,
  ])
  func callsNonsenseGarbled(_ nonsense: String) throws {
    let run = try run(#"if [ $id = 1 ]; then \#(nonsense); else \#(Self.right); fi"#, timeout: 20)
    #expect(run.results.map(\.outcome) == [.passed, .garbled, .passed])
  }

  @Test func givesUpOneThatNeverAnswers() throws {
    var runner = ConformanceRunner()
    runner.timeout = 20
    let run = runner.run(
      Testee(name: "none", command: "exit 127"), Array(repeating: try Samples.question(), count: 50))
    #expect(run.results.count == 3)
    #expect(run.fault != nil)
    #expect(!ConformanceJudgement(run).isGood)
  }

  @Test func holdsItAgainstATesteeThatItEndsBadly() throws {
    var testee = shell(Self.right)
    testee = Testee(name: "bad end", command: testee.command + "; exit 4")
    let run = ConformanceRunner().run(testee, [try Samples.question()])
    #expect(run.results.map(\.outcome) == [.passed])
    #expect(run.fault == "it does not end with status 0 at the end of its input")
  }

  @Test func exchangesMoreThanAPipeHolds() throws {
    let long = String(repeating: "x", count: 1 << 20)
    let question = try Samples.question(members: #""value":{"t":"str","v":"\#(long)"},"ops":["encode"]"#)
    // It answers before it has read all, with as much as it is told.
    let testee = Testee(
      name: "long",
      command: """
        printf '{"id":0,"data":"%s"}\\n' "$(head -c 300000 /dev/zero | base64 -w0)"; cat >/dev/null
        """)
    let run = ConformanceRunner().run(testee, [question])
    #expect(run.results.map(\.outcome) == [.failed])
    #expect(run.results[0].answer.hasPrefix("data AAAA"))
  }

  @Test func runsTesteesSideBySide() throws {
    let questions = [try Samples.question()]
    let testees = (0..<4).map { Testee(name: "\($0)", command: shell(Self.right).command) }
    let runs = ConformanceRunner().run(testees, questions)
    #expect(runs.map(\.testee.name) == ["0", "1", "2", "3"])
    #expect(runs.allSatisfy { $0.count(.passed) == 1 })
  }
}
