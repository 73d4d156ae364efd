import Foundation
import Testing
import TestSupport

@Suite struct TestSupportTests {
  @Test func aSeedGivesTheSameNumbersAgain() {
    var first = SeededGenerator(seed: 7)
    var second = SeededGenerator(seed: 7)
    #expect((0..<8).map { _ in first.next() } == (0..<8).map { _ in second.next() })
    #expect(SeededGenerator(seed: 8).first != SeededGenerator(seed: 7).first)
  }

  @Test func aProgramsOutputAndStatusComeBack() throws {
    let result = try runProgram(
      URL(fileURLWithPath: "/bin/sh"), ["-c", "cat; echo oops >&2; exit 3"], input: Data("hello".utf8))
    #expect(result.status == 3)
    #expect(result.text == "hello")
    #expect(result.errorText == "oops\n")
  }

  @Test func aProgramThatHangsIsKilled() {
    #expect(throws: ProgramTimeout.self) {
      try runProgram(URL(fileURLWithPath: "/bin/sh"), ["-c", "sleep 30"], seconds: 1)
    }
  }

  @Test func theSmallStackIsSmall() {
    #expect(onSmallStack { Thread.current.stackSize } == 512 << 10)
  }
}

extension SeededGenerator {
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
