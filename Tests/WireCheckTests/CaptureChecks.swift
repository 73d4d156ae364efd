import Foundation
import TestSupport
import WireCapture
import WireCheck
import WireCore

/// The report on a capture of `Fixtures/captures`, with all its messages.
func check(
  _ capture: String, _ options: CheckOptions = CheckOptions(keepsMessages: true)
) throws -> CaptureReport {
  let path = ProjectFiles.fixture("captures/\(capture)").path
  return try check(CaptureInput(path: path), path: capture, options)
}

/// The report on a capture at hand.
func check(
  _ input: CaptureInput, path: String = "capture", _ options: CheckOptions = CheckOptions(keepsMessages: true)
) throws -> CaptureReport {
  var checker = CaptureChecker(options, observer: NoObserver())
  let summary = try CaptureReader(limits: options.captureLimits).read(input, into: &checker)
  return checker.report(path: path, packets: summary.packets, bytes: summary.bytes)
}
