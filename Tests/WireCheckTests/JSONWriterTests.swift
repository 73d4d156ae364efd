import Foundation
import Testing
import WireCapture
import WireCheck
import WireCore

@Suite struct JSONWriterTests {
  @Test func escapesWhatJSONAndTerminalsCannotTake() throws {
    let text = "a\"b\\c\n\r\t\u{0}\u{1b}\u{7f}\u{9b}\u{2028}é😀"
    var json = JSONWriter(MemoryOutput())
    json.array { $0.value(text) }
    json.flush()
    #expect(
      json.output.text == #"["a\"b\\c\n\r\t\u0000\u001b\u007f\u009b\u2028é😀"]"#)
    let read = try JSONSerialization.jsonObject(with: Data(json.output.bytes)) as? [String]
    #expect(read == [text])
  }

  @Test func separatesMembersAndElements() {
    var json = JSONWriter(MemoryOutput())
    json.object { json in
      json.member("a", 1)
      json.member("b", String?.none)
      json.name("c")
      json.array { json in
        json.object { _ in }
        json.value(true)
        json.array { _ in }
      }
      json.member("d", "x")
    }
    json.endLine()
    json.object { _ in }
    json.flush()
    #expect(json.output.text == #"{"a":1,"c":[{},true,[]],"d":"x"}"# + "\n{}")
  }

  @Test func namesWhatCouldNotBeReadOnlyWhereThereIsSomething() {
    let tool = #"{"tool":{"name":"pickleproof","version":"\#(Tool.version)"},"captures":[]"#
    var report = JSONReport(MemoryOutput())
    report.document { nil }
    #expect(report.output.text == tool + "}\n")
    let failure = UnreadableCapture(path: "a.pcap", error: CaptureError(.empty, "it is empty"))
    var other = JSONReport(MemoryOutput())
    other.document(failures: { [failure] }) { nil }
    #expect(
      other.output.text
        == tool + #","unreadable":[{"path":"a.pcap","kind":"empty","detail":"it is empty"}]}"# + "\n")
  }

  @Test func handsLongTextsOverInPieces() {
    var json = JSONWriter(CountingOutput())
    json.array { json in
      for _ in 0..<10_000 { json.value("0123456789") }
    }
    json.flush()
    #expect(json.output.pieces > 2)
    #expect(json.output.largest < 40_000)
    #expect(json.output.total == 2 + 10_000 * 13 - 1)
  }

  @Test func writesEveryRuleWithItsDefaultSeverity() throws {
    var report = JSONReport(MemoryOutput())
    report.rules()
    let rules = try JSONSerialization.jsonObject(with: Data(report.output.bytes)) as? [[String: String]]
    #expect(rules?.compactMap { $0["rule"] } == Rule.allCases.map(\.rawValue))
    #expect(rules?.compactMap { $0["severity"] } == Rule.allCases.map(\.defaultSeverity.rawValue))
  }
}

/// Counts what it is given.
private struct CountingOutput: ReportOutput {
  var pieces = 0
  var largest = 0
  var total = 0
  var hasFailed: Bool { false }

  mutating func write(_ bytes: [UInt8]) {
    pieces += 1
    largest = max(largest, bytes.count)
    total += bytes.count
  }
}
