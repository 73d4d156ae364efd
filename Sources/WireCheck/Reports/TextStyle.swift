public import WireCore

/// How a report for people is coloured: with the sixteen colours that every terminal has, or not at all.
public struct TextStyle: Hashable, Sendable {
  /// Whether colours are used.
  public var isColoured: Bool

  /// Makes a style.
  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// A finding's severity, padded to one width.
  public func severity(_ severity: Rule.Severity) -> String {
    let text = severity.rawValue + String(repeating: " ", count: max(0, 7 - severity.rawValue.count))
    switch severity {
    case .error: return paint(text, "1;31")
    case .warning: return paint(text, "33")
    case .note: return paint(text, "36")
    }
  }

  /// A verdict.
  public func verdict(_ verdict: Verdict) -> String {
    switch verdict {
    case .conformant: paint(verdict.rawValue, "1;32")
    case .undetermined: paint(verdict.rawValue, "1;36")
    case .nonconformant, .insecure: paint(verdict.rawValue, "1;31")
    }
  }

  /// A heading.
  public func heading(_ text: String) -> String { paint(text, "1") }

  /// Something of less weight.
  public func faint(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
