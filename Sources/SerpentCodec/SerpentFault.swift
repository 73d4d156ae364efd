import PythonValues
import WireCore

/// An error on its way out of the containers that are being written: one word, so that the calls in each other
/// make nothing ready for it where all goes well.
final class SerpentFault: Error {
  let error: ValueEncodingError

  init(_ error: ValueEncodingError) { self.error = error }

  convenience init(_ kind: WireError.Kind, _ detail: String) {
    self.init(ValueEncodingError(kind, path: "", detail))
  }

  /// The fault as seen from the container that the steps lead from.
  @inline(never)
  func within(_ steps: [ValuePathStep]) -> SerpentFault {
    SerpentFault(ValueEncodingError(error.kind, path: ValuePathStep.text(steps) + error.path, error.detail))
  }

  /// The fault as seen from the dict whose entry's value it was met in.
  @inline(never)
  func within(_ entry: borrowing BorrowedEntry) -> SerpentFault { within([.value(of: entry.key.value)]) }
}
