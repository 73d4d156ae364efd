/// A promise that an input has shown to be broken.
public struct Violation: Error, Hashable, Sendable, CustomStringConvertible {
  /// What does not hold, as a sentence.
  public var promise: String
  /// What was seen instead.
  public var detail: String

  /// Makes a violation.
  public init(promise: String, detail: String) {
    self.promise = promise
    self.detail = detail
  }

  /// The promise, and what was seen.
  public var description: String { detail.isEmpty ? promise : "\(promise): \(detail)" }
}

/// Throws where a promise does not hold.
func promise(
  _ sentence: String, _ holds: Bool, _ detail: @autoclosure () -> String = ""
) throws(Violation) {
  guard holds else { throw Violation(promise: sentence, detail: detail()) }
}
