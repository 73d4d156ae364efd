import WireCore

/// How a testee did at one case.
public enum ConformanceOutcome: String, Sendable, CaseIterable {
  /// As it has to be.
  case passed
  /// Refused, as it has to be, but with another kind or at another byte.
  case inexact
  /// Another value, another document, read what has to be refused, or refused what has to be read.
  case failed
  /// No answer in time.
  case hung
  /// The testee ended.
  case died
  /// What came is no answer of the protocol.
  case garbled
  /// The testee does not do this.
  case skipped
}

/// What a testee answered in one case, and what that means.
public struct ConformanceResult: Sendable {
  /// The question.
  public let question: ConformanceCase
  /// How it went.
  public let outcome: ConformanceOutcome
  /// What the testee answered, in a form that can be compared; long values are cut.
  public let answer: String
  /// What it has to answer; empty where it passed.
  public let expected: String
  /// Seconds until the answer.
  public let seconds: Double

  init(_ question: ConformanceCase, _ answer: TesteeAnswer, seconds: Double) {
    self.question = question
    self.seconds = seconds
    outcome = question.outcome(of: answer)
    self.answer = answer.summary
    expected = outcome == .passed ? "" : question.expectation
  }
}

extension ConformanceCase {
  /// What an answer means.
  func outcome(of answer: TesteeAnswer) -> ConformanceOutcome {
    switch answer {
    case .hung: return .hung
    case .died: return .died
    case .garbled: return .garbled
    case .skipped: return .skipped
    case .data(let data):
      if operation.answersAValue { return .garbled }
      return data == (operation == .encode ? vector.data : vector.canonical) ? .passed : .failed
    case .value(let node):
      return operation.answersAValue ? outcome(ofValue: node) : .garbled
    case .error(let kind, let offset):
      return outcome(ofError: kind, offset)
    }
  }

  private func outcome(ofValue node: TypedNode) -> ConformanceOutcome {
    do throws(WireError) {
      guard let wanted = vector.decoded else {
        _ = try TypedComparison.areSame(node, node)
        return vector.side == .either ? .passed : .failed
      }
      return try TypedComparison.areSame(node, wanted) ? .passed : .failed
    } catch {
      return .garbled
    }
  }

  private func outcome(ofError kind: String?, _ offset: Int?) -> ConformanceOutcome {
    if vector.side == .invalid, operation == .decode {
      guard let refusal = vector.refusal else { return .passed }
      let isThere = offset.map { $0 >= refusal.offset && $0 <= refusal.through } ?? false
      return refusal.kind.rawValue == kind && isThere ? .passed : .inexact
    }
    if vector.side == .either, vector.refusal != nil { return .passed }
    // TEST-5
    let values = [vector.value, vector.decoded].compactMap { $0 }
    let isExcused =
      kind == WireError.Kind.unrepresentable.rawValue && values.contains(where: \.hasLoneSurrogates)
    return isExcused ? .passed : .failed
  }

  /// What has to be answered, in words.
  var expectation: String {
    switch operation {
    case .encode: return TesteeAnswer.data(vector.data).summary
    case .reencode: return TesteeAnswer.data(vector.canonical).summary
    case .decode, .check:
      let value = vector.decoded.map { TesteeAnswer.value($0).summary }
      let error = vector.refusal.map { refusal in
        TesteeAnswer.error(kind: refusal.kind.rawValue, offset: refusal.offset).summary
          + (refusal.through > refusal.offset ? " to \(refusal.through)" : "")
      }
      return [value, error].compactMap { $0 }.joined(separator: ", or ")
    }
  }
}

extension ConformanceVector.Operation {
  /// Whether a value answers it, and not a document.
  fileprivate var answersAValue: Bool { self == .decode || self == .check }
}
