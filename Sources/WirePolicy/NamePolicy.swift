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

  /// The policy for Pyro 3: private are all names with an underscore, but for those by which Pyro itself reads
  /// and writes attributes and its name servers speak to each other.
  public static let pyro3 = NamePolicy(
    privates: PrivateAttribute(safe: [
      "_r_ha", "_r_ga", "_r_sa", "_resync", "_synccall", "_setSystemMeta", "_getSystemMeta",
    ]))

  /// Names are taken apart up to here, in bytes; only dots are looked for in the rest.
  private static let longest = 1_000

  /// Allows a call of `name`.
  public func call(_ name: String) -> PolicyAnswer {
    let name = Self.shortened(name)
    return calls.answer(for: name).otherwise(attribute(name))
  }

  /// The front of a very long name, with a dot at its end where one was cut off.
  private static func shortened(_ name: String) -> String {
    guard name.utf8.count > longest else { return name }
    let front = String(decoding: name.utf8.prefix(longest), as: UTF8.self)
    return name.utf8.dropFirst(longest).contains(0x2E) ? front + "." : front
  }

  /// Allows reading or writing the attribute `name`.
  public func attribute(_ name: String) -> PolicyAnswer {
    let name = Self.shortened(name)
    return dangerous.answer(for: name).otherwise(dotted(name)).otherwise(privates.answer(for: name))
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
