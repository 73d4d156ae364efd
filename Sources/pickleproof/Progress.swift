import WireCapture
import WireCheck
import WireCore

/// Tells a person at a terminal how far a long check has come. It says nothing within the first second, and
/// nothing at all where standard error is no terminal.
struct Progress: CheckObserver {
  private let name: String
  private let size: Int?
  private let isShown: Bool
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var hasShown = false

  /// - Parameters:
  ///   - name: the capture's name.
  ///   - size: its size in bytes, where that is known.
  ///   - isShown: whether to say anything.
  init(_ name: String, size: Int?, isShown: Bool) {
    self.name = name
    self.isShown = isShown && Terminal.isError
    self.size = size
  }

  var wantsMessages: Bool { false }

  mutating func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp) {}
  mutating func finding(_ finding: FindingReport, of flow: FlowReport?, in packet: PacketStamp?) {}

  mutating func progressed(to bytes: Int) {
    guard isShown else { return }
    let now = ContinuousClock.now
    guard now - start > .seconds(1), now - last > .milliseconds(200) else { return }
    last = now
    hasShown = true
    writeError("\r\u{1B}[K\(name): \(state(bytes))")
  }

  /// Takes the line away.
  func clear() {
    if hasShown { writeError("\r\u{1B}[K") }
  }

  private func state(_ bytes: Int) -> String {
    guard let size, size > 0 else { return "\(bytes >> 20) MiB read" }
    return "\(min(100, bytes * 100 / size)) % of \(size >> 20) MiB"
  }
}
