import PythonValues
import WireCore

/// What holds of any value that a decoder has made.
enum ValueInvariants {
  /// Comparing, hashing and printing end, and agree with each other.
  static func check(_ value: PythonValue) throws(Violation) {
    try promise("a value is identical to itself", value.isIdentical(to: value))
    // Q: NaN is equal to nothing, so `==` says nothing of a value that may hold one.
    if value == value {
      try promise("equal values have equal hashes", value.hashValue == value.hashValue)
    }
    try promise("printing is bounded", value.repr(limit: 1_000).utf8.count <= 1_000 + 16)
  }

  /// An error stands within the input, and says what it is.
  static func check(_ error: WireError, of bytes: [UInt8]) throws(Violation) {
    try promise(
      "an error's offset lies inside the input", (0...bytes.count).contains(error.offset), "\(error)")
    try promise("an error says what was read", !error.reading.isEmpty && !error.detail.isEmpty, "\(error)")
  }
}

/// A value, or why there is none.
enum Outcome {
  case value(PythonValue)
  case error(WireError)

  init(_ read: () throws(WireError) -> PythonValue) {
    do throws(WireError) { self = .value(try read()) } catch { self = .error(error) }
  }

  /// The error of what makes no value.
  static func error(of read: () throws(WireError) -> Void) -> WireError? {
    do throws(WireError) { try read() } catch { return error }
    return nil
  }

  var error: WireError? {
    if case .error(let error) = self { error } else { nil }
  }
}

extension Optional where Wrapped == WireError {
  /// Whether two readers say the same: both nothing, or the same kind at the same place.
  func agrees(with other: WireError?) -> Bool {
    self?.kind == other?.kind && self?.offset == other?.offset
  }

  var text: String { map { "\($0)" } ?? "no error" }
}
