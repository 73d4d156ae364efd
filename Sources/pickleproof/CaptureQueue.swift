import Dispatch
import Foundation
import Synchronization
import WireCapture
import WireCheck
import WireCore

/// Captures to be checked, one after the other.
struct CaptureQueue {
  private var paths: ArraySlice<String>
  private let options: CheckOptions
  private let jobs: Int
  private var tally = FindingTally()
  /// What could not be read.
  private(set) var failures: [UnreadableCapture] = []

  /// - Parameter jobs: threads that judge one large capture together; 0 for as many as there are processors.
  init(_ paths: [String], _ options: CheckOptions, jobs: Int) {
    self.paths = paths[...]
    self.jobs = jobs
    self.options = options
  }

  /// Checks the next capture that can be read. What cannot is told on standard error.
  mutating func next() -> CaptureReport? {
    while let path = paths.popFirst() {
      do throws(CaptureError) {
        let report = try check(path)
        tally.add(report.tally)
        return report
      } catch {
        failures.append(UnreadableCapture(path: path, error: error))
        writeError("\(Tool.name): \(Self.shown(path)): \(error)\n")
      }
    }
    return nil
  }

  func status(_ threshold: FailureThreshold) -> ExitStatus {
    if !failures.isEmpty { return .failed }
    return threshold.isReached(by: tally) ? .found : .sound
  }

  private func check(_ path: String) throws(CaptureError) -> CaptureReport {
    let input = path == "-" ? CaptureInput.standardInput() : try CaptureInput(path: path)
    let shares = shareCount(input)
    guard shares > 1 else { return try Self.check(input, path: path, options, isShown: true) }
    return try check(path: path, shares: shares)
  }

  /// Below this size a capture is judged before other threads have started, in bytes.
  private static let worthSharing = 32 << 20
  /// More threads spend more on reading all packets than they save.
  private static let mostShares = 8

  /// Where payloads are not read there is little to share; what has no size cannot be read twice.
  private func shareCount(_ input: CaptureInput) -> Int {
    guard let size = input.size, size >= Self.worthSharing, !options.framingOnly else { return 1 }
    let wanted = jobs == 0 ? ProcessInfo.processInfo.activeProcessorCount : jobs
    return min(max(1, wanted), Self.mostShares)
  }

  /// Each thread reads the whole capture and judges its share of the flows.
  private func check(path: String, shares: Int) throws(CaptureError) -> CaptureReport {
    let results = Mutex<[Int: Result<CaptureReport, CaptureError>]>([:])
    let options = options
    DispatchQueue.concurrentPerform(iterations: shares) { index in
      var mine = options
      mine.share = CheckOptions.Share(index: index, count: shares)
      let result: Result<CaptureReport, CaptureError>
      do throws(CaptureError) {
        let input = try CaptureInput(path: path)
        result = .success(try Self.check(input, path: path, mine, isShown: index == 0))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var reports: [CaptureReport] = []
    for (_, result) in results.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
      reports.append(try result.get())
    }
    return CaptureReport(merging: reports, options: options)
  }

  private static func check(
    _ input: CaptureInput, path: String, _ options: CheckOptions, isShown: Bool
  ) throws(CaptureError) -> CaptureReport {
    let progress = Progress(shown(path), size: input.size, isShown: isShown)
    var checker = CaptureChecker(options, observer: progress)
    defer { checker.observer.clear() }
    let summary = try CaptureReader(limits: options.captureLimits).read(input, into: &checker)
    return checker.report(path: path, packets: summary.packets, bytes: summary.bytes)
  }

  /// A path as messages name it.
  static func shown(_ path: String) -> String { path == "-" ? "standard input" : path.onOneLine }
}
