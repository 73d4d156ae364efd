/// What the program calls itself in its reports.
public enum Tool {
  /// The program's name.
  public static let name = "pickleproof"
  /// The release, as semantic versioning counts.
  public static let version = "0.1.0"
}
