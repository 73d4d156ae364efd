import Foundation

/// Places in the checkout that the tests run from.
public enum ProjectFiles {
  /// The top of the checkout.
  public static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A file of `Fixtures/`.
  public static func fixture(_ path: String) -> URL { root.appending(path: "Fixtures/\(path)") }

  /// The bytes of a file of `Fixtures/`.
  public static func fixtureBytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: fixture(path)))
  }
}

/// Whether the tests run in CI, where what a test needs has to be there.
public let isContinuousIntegration = ProcessInfo.processInfo.environment["CI"] == "true"
