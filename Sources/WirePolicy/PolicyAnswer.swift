import WireCore

/// What a policy says to something that it was asked about.
public enum PolicyAnswer: Hashable, Sendable {
  /// Nothing speaks against it.
  case allow
  /// It breaks a rule; the reason is a sentence for a person, control characters escaped.
  case refuse(Rule, reason: String)

  /// Whether nothing speaks against it.
  public var isAllowed: Bool { self == .allow }

  /// The rule broken; `nil` where nothing speaks against it.
  public var rule: Rule? {
    if case .refuse(let rule, _) = self { rule } else { nil }
  }

  /// This answer where it refuses, else the other.
  public func otherwise(_ other: @autoclosure () -> PolicyAnswer) -> PolicyAnswer {
    self == .allow ? other() : self
  }
}

/// A name in a sentence: quoted, control characters and quotes escaped, cut after 80 characters.
public func quoted(_ name: some StringProtocol) -> String {
  var text = "'"
  var room = 80
  for scalar in name.unicodeScalars {
    guard room > 0 else {
      text += "…"
      break
    }
    room -= 1
    switch scalar {
    case "'", "\\": text += "\\\(scalar)"
    case _
    where scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format:
      text += scalar.escaped(asASCII: true)
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text + "'"
}
