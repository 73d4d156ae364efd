import BrineCodec
import Foundation
import PythonValues
import TestSupport
import Testing
import VinegarCodec
import WireCore

/// Exceptions against rpyc's own vinegar: every type of Python's builtins.
@Suite(.enabled(if: PeerPython("rpyc6").isExpected, "run make setup first"))
struct VinegarPeerTests {
  /// Types that rpyc cannot load: Q-VINE-5.
  static let notLoaded: Set<String> = ["ExceptionGroup", "BaseExceptionGroup"]

  @Test(arguments: ["rpyc6", "rpyc5", "rpyc4"]) func readsAndWritesAllBuiltinExceptions(_ peer: String) throws
  {
    let lines = try PeerPython(peer).run("peers/vinegar.py").text.split(separator: "\n")
    try #require(lines.count > 70)
    for line in lines {
      let fields = line.split(separator: "\t")
      let dump = hexBytes(fields[0])
      let record = try Vinegar.load(dump)
      #expect([record.module ?? "", record.className].joined(separator: ".") == fields[1])
      #expect(try Vinegar.dump(record) == dump)
      #expect(record.remoteVersion != nil)
      #expect(record.traceback.contains("vinegar.py"))
      if Self.notLoaded.contains(record.className) { continue }
      let text = fields[2] == "-" ? "" : String(decoding: hexBytes(fields[2]), as: UTF8.self)
      let printed = text.hasPrefix("\n\n====") ? record.className + text : "\(record.className): \(text)"
      #expect(record.remoteDescription == printed)
    }
  }

  @Test(arguments: ["rpyc6", "rpyc5", "rpyc4"]) func rpycLoadsWhatWeDump(_ peer: String) throws {
    var values = RandomBrineValue(seed: 61)
    let records = (0..<300).map { index in
      let arguments = (0..<index % 4).map { _ in values.scalar() }
      return PythonException(
        module: "shop", className: "No\(index)", arguments: arguments, traceback: "none\n")
    }
    let dumps = try records.map { try Vinegar.dump($0) }
    let input = Data((dumps.map(hexText).joined(separator: "\n") + "\n").utf8)
    let answers = try PeerPython(peer).run("peers/vinegar.py", arguments: ["load"], input: input).text
      .split(separator: "\n")
    try #require(answers.count == records.count)
    for (record, answer) in zip(records, answers) {
      let expected = PythonValue.tuple([.string("shop.\(record.className)"), .tuple(record.arguments)])
      #expect(hexBytes(answer) == (try Brine.dump(expected)))
    }
  }
}
