import PythonValues
import Testing
import VinegarCodec

/// A registry is the only way from a name to a Swift type: what resembles a registered name is not it.
@Suite struct VinegarRegistryLookAlikeTests {
  private struct Known: Error {}

  private static var registry: VinegarRegistry {
    var registry = VinegarRegistry()
    registry.register("bank.core", "Café") { _ in Known() }
    registry.register("bank.core", "Account") { _ in Known() }
    registry.register(nil, "Old") { _ in Known() }
    return registry
  }

  private func error(_ module: String?, _ name: String) -> any Error {
    Self.registry.error(for: PythonException(module: module, className: name, arguments: []))
  }

  @Test(
    arguments: [("bank.core", "Account"), ("bank.core", "Caf\u{e9}"), (nil, "Old")] as [(String?, String)])
  func findsWhatIsRegistered(_ module: String?, _ name: String) {
    #expect(error(module, name) is Known)
  }

  @Test(
    arguments: [
      ("bank.core", "account"), ("bank.core", "ACCOUNT"), ("Bank.core", "Account"), ("bank", "core.Account"),
      ("bank.core.Account", ""), (nil, "bank.core.Account"), (nil, "Account"), ("", "Account"), ("", "Old"),
      ("bank..core", "Account"), (".bank.core", "Account"), ("bank.core.", "Account"),
      ("bank.core", "Account."), ("bank.core", " Account"), ("bank.core", "Account "),
      ("bank.core", "Account\n"), ("bank.core", "Acc ount"),
      ("bank.core", "Account\u{0}"), ("bank.core", "Account\u{200b}"), ("bank.core", "\u{feff}Account"),
      ("bank.core", "\u{410}ccount"), ("bank.core", "Acc\u{3bf}unt"), ("bank.core", "\u{ff21}ccount"),
      ("bank.core", "Cafe\u{301}"), ("bank.core", "Cafe"), ("bank\u{2024}core", "Account"),
      ("bank/core", "Account"), ("builtins", "Account"), ("bank.core", ""),
    ] as [(String?, String)])
  func findsNothingForWhatResemblesIt(_ module: String?, _ name: String) {
    #expect(error(module, name) is GenericRemoteError)
  }
}
