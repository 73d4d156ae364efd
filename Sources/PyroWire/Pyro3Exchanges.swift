/// The requests of a Pyro 3 connection that wait for their answer, in order, bounded in number.
///
/// Pyro 3 numbers nothing: an answer belongs to the oldest open request, and a client sends no request before
/// the last one is answered (PYRO3-16). A capture may hold the two directions out of step, so an answer may be
/// seen before its request; it is kept until the request comes or the connection ends.
struct Pyro3Exchanges: Sendable {
  /// An answer to which no request came.
  struct Surplus: Equatable {
    var message: Int
    /// Whether the request before it was one-way.
    var followsOneway: Bool
  }

  private struct Open {
    var message: Int
    /// Whether it is known to be answered: the request could be read.
    var isCertain: Bool
  }

  /// The most open requests, and the most early answers.
  private static let most = 1_024

  private var open: [Open] = []
  private var early: [Surplus] = []
  private var lastWasOneway = false
  /// Whether messages are missing, so that an answer without a request is no surprise.
  private var isIncomplete: Bool

  init(midstream: Bool) { isIncomplete = midstream }

  /// Messages are missing: what was open may have been answered.
  mutating func lose() {
    isIncomplete = true
    open.removeAll()
    early.removeAll()
    lastWasOneway = false
  }

  /// Takes a request.
  ///
  /// - Parameter isOneway: whether it is never answered; `nil` where it could not be read.
  mutating func request(_ message: Int, isOneway: Bool?) {
    lastWasOneway = isOneway ?? false
    guard isOneway != true else { return }
    isIncomplete = isIncomplete && isOneway == nil
    if !early.isEmpty {
      early.removeFirst()
    } else if open.count < Self.most {
      open.append(Open(message: message, isCertain: isOneway == false))
    }
  }

  /// Takes an answer; returns the request that it answers, where that is known.
  mutating func answer(_ message: Int) -> Int? {
    if !open.isEmpty { return open.removeFirst().message }
    if !isIncomplete, early.count < Self.most {
      early.append(Surplus(message: message, followsOneway: lastWasOneway))
    }
    return nil
  }

  /// Gives out, and forgets, the answers to which no request came.
  mutating func takeSurplus() -> [Surplus] {
    defer { early.removeAll() }
    return early
  }

  /// Gives out, and forgets, the requests that were not answered though they should be.
  mutating func takeUnanswered() -> [Int] {
    defer { open.removeAll() }
    return open.filter(\.isCertain).map(\.message)
  }
}
