import Foundation
import WireCheck

/// What the program's standard streams are connected to.
enum Terminal {
  /// Whether standard output is a terminal.
  static var isOutput: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether standard error is a terminal.
  static var isError: Bool { isatty(STDERR_FILENO) == 1 }

  /// How to colour standard output: as asked for; else on a terminal that can, and where nobody objects
  /// (https://no-color.org).
  static func style(_ choice: ColourChoice) -> TextStyle {
    switch choice {
    case .always: TextStyle(isColoured: true)
    case .never: TextStyle(isColoured: false)
    case .auto: TextStyle(isColoured: isOutput && allowsColour)
    }
  }

  private static var allowsColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }
}
