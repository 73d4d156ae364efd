import InertReaders
import PythonValues
import WireCheck
import WireCore
import WirePolicy

/// A pickle, and what loading it would do, for `decode`.
struct PickleReport {
  private let reading: PickleReading
  private let size: Int
  private let dangers: [PickleDanger]
  /// The most actions that are listed.
  private static let most = 1_000

  init(_ bytes: [UInt8], limits: Limits) {
    reading = Pickle.examine(bytes, limits: limits)
    size = bytes.count
    dangers = reading.dangers(most: .max)
  }

  /// Whether it would do something that is known to be a means of attack.
  var isDangerous: Bool { !dangers.isEmpty }

  /// The value of a pickle that fills its bytes.
  var value: PythonValue {
    get throws(WireError) {
      if let fault = reading.fault { throw fault }
      let left = size - reading.bytesRead
      guard left == 0 else {
        throw WireError(
          .trailing, at: reading.bytesRead, reading: "pickle", "\(left) bytes follow the first pickle")
      }
      return reading.value
    }
  }

  /// A line for each action.
  func text(_ file: String) -> String {
    let rules = Dictionary(dangers.map { ($0.offset, $0.rule) }) { first, _ in first }
    var lines: [String] = []
    for action in reading.actions.prefix(Self.most) {
      let rule = rules[action.offset].map { "  (\($0.rawValue))" } ?? ""
      lines.append("\(file): byte \(action.offset): \(action)\(rule)")
    }
    let left = reading.actions.count - Self.most
    if left > 0 { lines.append("\(file): and \(left) more") }
    return lines.map { $0.onOneLine + "\n" }.joined()
  }
}
