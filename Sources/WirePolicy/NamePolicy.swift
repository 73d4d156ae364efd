import WireCore

/// Asks all that is asked of a name that a peer wants called, read or written.
///
/// The worst comes first: attributes that open the interpreter, calls that run code, dots, private names.
public struct NamePolicy: Sendable {
  private let privates: PrivateAttribute
  private let dangerous = DangerousAttribute()
  private let calls = DangerousCall()
  private let dots = DottedName()

  /// Makes a policy for a protocol.
  ///
  /// - Parameter privates: which names the protocol holds to be private.
  public init(privates: PrivateAttribute) { self.privates = privates }

  /// The policy for Pyro 4 and 5.
  public static let pyro = NamePolicy(privates: PrivateAttribute { !PyroExposure.isPrivate($0) })

  /// Allows a call of `name`.
  public func call(_ name: String) -> PolicyAnswer {
    calls.answer(for: name).otherwise(attribute(name))
  }

  /// Allows reading or writing the attribute `name`.
  public func attribute(_ name: String) -> PolicyAnswer {
    dangerous.answer(for: name).otherwise(dotted(name)).otherwise(privates.answer(for: name))
  }

  private func dotted(_ name: String) -> PolicyAnswer {
    guard name.utf8.contains(0x2E) else { return .allow }
    for part in name.split(separator: ".") {
      let answer = dangerous.answer(for: String(part))
      if answer != .allow { return answer }
    }
    return dots.answer(for: name)
  }
}
