import Foundation

/// A web browser that tests can drive: `Tests/browser/`.
public enum Chromium {
  /// Whether one is on the path.
  public static let isInstalled: Bool = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
    return folders.contains { folder in
      names.contains { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
    }
  }()

  /// Whether tests that need it are to run: it is there, or this is CI, where its absence fails them.
  public static var isExpected: Bool { isContinuousIntegration || isInstalled }
}
