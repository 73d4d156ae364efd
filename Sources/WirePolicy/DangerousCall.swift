import WireCore

/// Asks whether a name that is called runs code: exec, eval, compile, import, a shell, or one of these
/// behind dots.
public struct DangerousCall: Hashable, Sendable {
  /// Names that run code wherever they are found.
  public static let names: Set<String> = [
    "exec", "eval", "execfile", "compile", "__import__", "import_module",
    "system", "popen", "popen2", "popen3", "popen4", "startfile",
    "execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe",
    "spawnl", "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp", "spawnvpe",
    "posix_spawn", "posix_spawnp", "fork_exec", "getoutput", "getstatusoutput", "check_output",
  ]

  /// Names that run code in the module before the last dot.
  static let qualified: [String: Set<String>] = [
    "subprocess": ["Popen", "run", "call", "check_call"],
    "pty": ["spawn"],
    "runpy": ["run_module", "run_path"],
    "code": ["interact", "InteractiveInterpreter", "InteractiveConsole"],
    "pickle": ["load", "loads"],
    "marshal": ["load", "loads"],
    "importlib": ["reload"],
    "builtins": ["open"],
  ]

  /// Makes the question.
  public init() {}

  /// Allows names that run nothing.
  public func answer(for name: String) -> PolicyAnswer {
    let parts = name.utf8.contains(0x2E) ? name.split(separator: ".", omittingEmptySubsequences: false) : []
    guard parts.count > 1 else {
      return Self.names.contains(name) ? refusal(of: name) : .allow
    }
    let isDangerous =
      parts.contains { Self.names.contains(String($0)) }
      || zip(parts, parts.dropFirst()).contains { Self.qualified[String($0)]?.contains(String($1)) ?? false }
    return isDangerous ? refusal(of: name) : .allow
  }

  private func refusal(of name: String) -> PolicyAnswer {
    .refuse(.dangerousCall, reason: "a call of \(quoted(name)) runs code")
  }
}
