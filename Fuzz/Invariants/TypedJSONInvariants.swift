import Conformance
import PythonValues
import WireCore

/// What holds of typed JSON and of the testee that speaks it, whatever the bytes.
enum TypedJSONInvariants {
  /// What reads is written, and reads again to the same.
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    let value: PythonValue
    do throws(WireError) {
      value = try TypedJSON.read(bytes: bytes, limits: BrineInvariants.limits)
    } catch {
      return try ValueInvariants.check(error, of: bytes)
    }
    try ValueInvariants.check(value)
    do throws(WireError) {
      let written = try TypedJSON.writeBytes(value)
      let again = try TypedJSON.read(bytes: written, limits: Limits())
      guard again.isIdentical(to: value) else {
        throw WireError(.syntax, at: 0, reading: "what was written", "\(again.repr) for \(value.repr)")
      }
    } catch {
      throw Violation(promise: "what reads is written, and reads the same", detail: "\(error)")
    }
  }

  /// One request gets one answer, in one line, which is an object of JSON.
  @Sendable static func checkTestee(_ bytes: [UInt8]) throws(Violation) {
    let answer = TesteeSession().respond(to: bytes)
    try promise("an answer is one line", !answer.dropLast().contains(0x0A))
    try promise("an answer is an object", answer.first == UInt8(ascii: "{"))
    try promise(
      "an answer is an answer", isAnswer(answer), String(decoding: answer.prefix(300), as: UTF8.self))
  }

  private static func isAnswer(_ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    return ["\"value\":", "\"data\":", "\"error\":", "\"skipped\":"].contains { text.contains($0) }
  }
}
