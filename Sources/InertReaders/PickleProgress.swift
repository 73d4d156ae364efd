import WireCore

/// How far the reading of a pickle has come.
struct PickleProgress: Sendable {
  let limits: Limits
  let mostPushes: Int
  /// The offset of the next opcode.
  var at = 0
  var protocolVersion: Int?
  /// The last mark: nothing below it on the stack can be reached.
  var fence = 0
  /// How many values were pushed.
  var pushes = 0

  init(limits: Limits) {
    self.limits = limits
    mostPushes = min(limits.count, PickleID.mostNodes / 4)
  }

  /// Forgets the last pickle.
  mutating func reset() { (at, protocolVersion, fence, pushes) = (0, nil, 0, 0) }
}
