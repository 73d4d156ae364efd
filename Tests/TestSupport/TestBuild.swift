import Testing

/// How the tests were built.
public enum TestBuild {
  /// Whether this is the debug build.
  public static var isDebug: Bool {
    #if DEBUG
      true
    #else
      false
    #endif
  }
}

extension Trait where Self == ConditionTrait {
  /// For tests that take minutes of other programs' time, on which no build of ours has a bearing: `make test` runs
  /// them once, in the release build.
  public static var onceInRelease: ConditionTrait {
    .disabled(if: TestBuild.isDebug, "it tests other programs more than ours: once, in the release build")
  }
}
