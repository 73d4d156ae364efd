import Foundation
import InertReaders
import TestSupport
import Testing
import WirePolicy

/// The pickles of `Fixtures/pickle`: what each would do, and whether that is dangerous.
@Suite struct GoldenPickleTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let isDangerous: Bool
    let pickle: [UInt8]
    let actions: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = {
    let file = ProjectFiles.fixture("pickle/cases.jsonl")
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { line in
      guard let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let name = json["name"] as? String, let isDangerous = json["dangerous"] as? Bool,
        let pickle = json["pickle"] as? String, let actions = json["actions"] as? [[Any]]
      else { return nil }
      let texts = actions.map { parts in
        parts.map { ($0 as? String) ?? ($0 as? Int).map(String.init) ?? "-" }.joined(separator: " ")
      }
      return Case(name: name, isDangerous: isDangerous, pickle: hexBytes(pickle), actions: texts)
    }
  }()

  @Test func areThere() {
    #expect(Self.cases.count > 70)
    #expect(Self.cases.contains { $0.isDangerous })
  }

  @Test(arguments: cases) func seesWhatWouldBeDone(fixture: Case) throws {
    let reading = try Pickle.read(fixture.pickle)
    let actions = reading.actions.map {
      "\($0.kind) \($0.offset) \($0.module ?? "-") \($0.name ?? "-")"
    }
    #expect(actions == fixture.actions)
    #expect(reading.bytesRead == fixture.pickle.count)
    #expect(reading.dangers().isEmpty != fixture.isDangerous, "\(reading.dangers())")
  }
}
