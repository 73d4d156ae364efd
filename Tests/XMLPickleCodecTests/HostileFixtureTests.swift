import Foundation
import TestSupport
import Testing
import WireCore
import XMLPickleCodec

/// One document of `Fixtures/xmlpickle/hostile.jsonl`, and what is to become of it.
struct HostileDocument: Decodable, CustomTestStringConvertible {
  let name: String
  let parts: [Part]
  let error: String?
  let noticed: Set<String>

  /// A text in Latin-1, and how often it stands there.
  struct Part: Decodable {
    let text: String
    let count: Int

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      text = try values.decode(String.self)
      count = try values.decode(Int.self)
    }
  }

  var testDescription: String { name }

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      let text = part.text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
      if text.count == 1 {
        bytes += [UInt8](repeating: text[0], count: part.count)
      } else {
        bytes += (0..<part.count).flatMap { _ in text }
      }
    }
    return bytes
  }

  static let all: [HostileDocument] = {
    let lines = (try? ProjectFiles.fixtureBytes("xmlpickle/hostile.jsonl"))?.split(separator: 0x0A) ?? []
    return lines.compactMap { try? JSONDecoder().decode(HostileDocument.self, from: Data($0)) }
  }()
}

/// Hostile documents, each with its verdict and a bound on the work that it causes.
@Suite struct HostileFixtureTests {
  @Test func readsTheFixture() throws {
    let lines = try ProjectFiles.fixtureBytes("xmlpickle/hostile.jsonl").split(separator: 0x0A)
    #expect(HostileDocument.all.count == lines.count && lines.count >= 26)
  }

  @Test(arguments: HostileDocument.all) func isJudgedAsTheFixtureSays(document: HostileDocument) {
    let bytes = document.bytes
    #expect(refusal(bytes)?.kind.rawValue == document.error)
    let found = XMLPickle.inspect(bytes.span)
    // A case with values prints as `notANumber("…")`.
    let noticed = Set(found.observations.map { "\($0.kind)".prefix { $0 != "(" } }.map(String.init))
    #expect(noticed == document.noticed)
  }

  /// Reading stops at the fault, and what it makes is of the size of what it read: entities are not
  /// replaced, levels not opened beyond the limit, text not read past the limit of bytes.
  @Test(arguments: HostileDocument.all) func isBounded(document: HostileDocument) {
    let bytes = document.bytes
    let found = XMLPickle.inspect(bytes.span, options: .init(limits: Limits(depth: 50, bytes: 1 << 20)))
    #expect(found.observations.count <= min(bytes.count / 10 + 1, XMLPickle.Inspection.mostObservations))
    if let error = found.error { #expect(error.offset <= min(bytes.count, 1 << 20)) }
    if document.name == "a million levels" {
      let front = Array(bytes[..<900_000])
      let deepest = XMLPickle.inspect(front.span, options: .init(limits: Limits(depth: 50)))
      #expect((deepest.error?.offset ?? .max) < 60 * 18 + 200)
    }
    if let value = found.value { #expect(value.repr.utf8.count <= bytes.count + 200) }
  }
}
