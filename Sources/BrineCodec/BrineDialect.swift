/// One form of brine: which of rpyc's generations, and which Python, writes it.
///
/// The dialects share their tags but for one, so a value that one Python 3 wrote every Python 3
/// reads. What differs is in the properties; `spec/brine.md` has the table.
public struct BrineDialect: Hashable, Sendable {
  /// The dialect's name, as the testee protocol has it: `rpyc6`, `rpyc3-python2` …
  public let name: String
  /// Whether the tag of Python 2's `long` is known: up to rpyc 4.
  public let readsLong: Bool
  /// Whether integers outside of 64 bits are written as `long`s: by Python 2.
  public let writesLong: Bool
  /// Whether names and other program text are bytes: Python 2's `str`.
  public var namesAreBytes: Bool { writesLong }

  /// rpyc 3.2 to 3.4 on Python 3.
  public static let rpyc3 = BrineDialect(name: "rpyc3", readsLong: true, writesLong: false)
  /// rpyc 3.2 to 3.4 on Python 2: integers outside of 64 bits are `long`s.
  public static let rpyc3Python2 = BrineDialect(name: "rpyc3-python2", readsLong: true, writesLong: true)
  /// rpyc 4 on Python 3.
  public static let rpyc4 = BrineDialect(name: "rpyc4", readsLong: true, writesLong: false)
  /// rpyc 4 on Python 2: integers outside of 64 bits are `long`s.
  public static let rpyc4Python2 = BrineDialect(name: "rpyc4-python2", readsLong: true, writesLong: true)
  /// rpyc 5.
  public static let rpyc5 = BrineDialect(name: "rpyc5", readsLong: false, writesLong: false)
  /// rpyc 6, the newest.
  public static let rpyc6 = BrineDialect(name: "rpyc6", readsLong: false, writesLong: false)

  /// Every dialect, oldest first.
  public static let all = [rpyc3, rpyc3Python2, rpyc4, rpyc4Python2, rpyc5, rpyc6]

  /// The dialect of this name; `nil` where there is none.
  public init?(name: String) {
    guard let known = BrineDialect.all.first(where: { $0.name == name }) else { return nil }
    self = known
  }

  private init(name: String, readsLong: Bool, writesLong: Bool) {
    self.name = name
    self.readsLong = readsLong
    self.writesLong = writesLong
  }
}
