import Foundation
import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// What we read, beside what `serpent.loads` of the real Python reads.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct SerpentLoadsTests {
  let python = PeerPython("pyro5")

  /// What `serpent.loads` makes of each document: the value in the form of ``PlainForm``, or `!` and the
  /// name of the exception.
  private func loads(_ documents: [[UInt8]]) throws -> [String] {
    let input = documents.reduce(into: Data()) { data, document in
      data.append(Data(document).base64EncodedData())
      data.append(0x0A)
    }
    let result = try python.run("peers/serpent_loads.py", input: input)
    try #require(result.status == 0, "\(result.errorText)")
    return result.text.split(separator: "\n").map(String.init)
  }

  /// Our answer in the same form.
  private func ours(_ document: [UInt8]) -> String {
    do throws(WireError) {
      return PlainForm.of(try SerpentCodec.decode(document, limits: Limits(depth: 200)))
    } catch {
      return "!\(error)"
    }
  }

  /// Q-SERP-1 apart, both accept or both refuse, and values are equal; and validating agrees with decoding.
  private func compare(_ documents: [[UInt8]]) throws {
    let answers = try loads(documents)
    try #require(answers.count == documents.count)
    for (document, theirs) in zip(documents, answers) {
      let mine = ours(document)
      let text = String(decoding: document, as: UTF8.self).debugDescription
      if theirs.hasPrefix("!") {
        #expect(mine.hasPrefix("!"), "\(text): we read \(mine), Python says \(theirs)")
      } else if theirs == "surrogate" {
        #expect(mine.hasPrefix("!not representable"), "\(text): \(mine)")
      } else {
        #expect(mine == theirs, "\(text)")
      }
      let validated = (try? SerpentCodec.validate(document, limits: Limits(depth: 200))) != nil
      #expect(validated == !mine.hasPrefix("!"), "\(text): validating disagrees with decoding")
    }
  }

  @Test func readsWhatLoadsReadsAndRefusesWhatItRefuses() throws {
    let lines = try ProjectFiles.fixtureBytes("serpent/literals.txt").split(separator: 0x0A)
    // One document a line, as a JSON string.
    let documents = try lines.map { line in
      Array(try JSONDecoder().decode(String.self, from: Data(line)).utf8)
    }
    try compare(documents)
  }

  @Test(arguments: [1, 2, 3, 4]) func readsRandomAndMutatedLiteralsAsLoadsDoes(seed: UInt64) throws {
    var generator = LiteralGenerator(seed: seed)
    try compare((0..<5_000).map { _ in generator.document() })
  }

  @Test(arguments: [5, 6]) func readsWhatSerpentDumps(seed: Int) throws {
    let result = try python.run("peers/serpent_dumps.py", arguments: ["\(seed)", "10000"])
    let lines = result.text.split(separator: "\n")
    try #require(lines.count == 10_000, "\(result.errorText)")
    for line in lines {
      let fields = line.split(separator: "\t")
      let document = [UInt8](try #require(Data(base64Encoded: String(fields[0]))))
      #expect(ours(document) == fields[1], "\(String(decoding: document, as: UTF8.self).debugDescription)")
    }
  }

  /// SERP-67. Names of Unicode 14, with which CPython 3.11 comes; others know more or fewer.
  @Test func knowsTheNameOfEveryCharacterThatPythonKnows() throws {
    let script = """
      import unicodedata
      print(unicodedata.unidata_version)
      for code in range(0x110000):
          name = unicodedata.name(chr(code), None)
          if name:
              print("%x %s" % (code, name))
      """
    var lines = try python.run(script).text.split(separator: "\n")
    guard lines.removeFirst() == "14.0.0" else { return }
    try #require(lines.count > 100_000)
    let names = lines.map { $0.split(separator: " ", maxSplits: 1)[1] }
    let codes = lines.map { UInt32($0.prefix { $0 != " " }, radix: 16) }
    let document = "[" + names.map { "'\\N{\($0)}'" }.joined(separator: ",") + "]"
    guard case .list(let items) = try SerpentCodec.decode(document) else {
      Issue.record("no list")
      return
    }
    try #require(items.count == codes.count)
    for (item, (name, code)) in zip(items, zip(names, codes)) {
      guard case .string(let text) = item, text.unicodeScalars.count == 1,
        text.unicodeScalars.first?.value == code
      else {
        Issue.record("\(name)")
        continue
      }
    }
  }
}
