import PythonValues
import Testing
import WirePolicy

@Suite struct ConnectionValidatorTests {
  @Test func acceptsAnyoneWhereNobodyIsAskedFor() {
    #expect(ConnectionValidator.anyone.answer(for: .none) == .allow)
    #expect(ConnectionValidator.anyone.answer(for: "hello").isAllowed)
  }

  @Test func acceptsTheHandshakeThatIsWantedAndNoOther() {
    let validator = ConnectionValidator.handshake(["user": "lab", "token": 7])
    #expect(validator.answer(for: ["token": 7, "user": "lab"]) == .allow)
    for other: PythonValue in [["user": "lab"], ["user": "lab", "token": 8], "hello", .none] {
      #expect(validator.answer(for: other).rule == .deniedConnection)
    }
  }

  @Test func rejectsEveryoneWithTheReason() {
    let answer = ConnectionValidator.noOne(reason: "the bench is locked").answer(for: "hello")
    #expect(answer == .refuse(.deniedConnection, reason: "the bench is locked"))
  }
}
