import Foundation
import TestSupport
import Testing

@testable import Conformance

/// Every numbered statement on the formats has a vector on each side, but for those that
/// `Fixtures/statements-without-vectors.json` names with a reason. That list may only shrink.
@Suite struct StatementTests {
  private static let pages = [
    "serpent", "brine", "vinegar", "xmlpickle", "pyro3", "pyro4", "pyro5", "rpyc",
  ]

  private func vectors() throws -> [ConformanceVector] {
    try VectorFolder.vectors(below: ProjectFiles.fixture(""), formats: Set(Self.pages))
  }

  /// The numbers of the statements on these pages of `spec/`.
  private func statements(on pages: [String]) throws -> Set<String> {
    var numbers: Set<String> = []
    for page in pages {
      let url = ProjectFiles.root.appending(path: "spec/\(page).md")
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: /\*\*([A-Z][A-Z0-9-]*-[0-9]+)\*\*/) { numbers.insert(String(match.1)) }
      // Statements that are alike in two Pyros.
      for match in text.matches(of: /\*\*(PYRO4-)([0-9]+)\*\* to \*\*PYRO4-([0-9]+)\*\*/) {
        guard let first = Int(match.2), let last = Int(match.3) else { continue }
        numbers.formUnion((first...last).map { "\(match.1)\($0)" })
      }
    }
    return numbers
  }

  private func allowed(_ side: ConformanceVector.Side) throws -> Set<String> {
    let bytes = Data(try ProjectFiles.fixtureBytes("statements-without-vectors.json"))
    let lists = try JSONDecoder().decode([String: [String: [String]]].self, from: bytes)
    return Set((lists[side.rawValue] ?? [:]).values.joined())
  }

  @Test(arguments: [ConformanceVector.Side.valid, .invalid])
  func eachStatementHasAVectorOrAReason(_ side: ConformanceVector.Side) throws {
    let statements = try statements(on: Self.pages)
    try #require(statements.count > 100)
    let shown = Set(try vectors().filter { $0.side == side }.flatMap(\.statements))
    let without = statements.subtracting(shown)
    let allowed = try allowed(side)
    #expect(
      without.subtracting(allowed).isEmpty,
      "no \(side.rawValue) vector: \(without.subtracting(allowed).sorted())")
    #expect(
      allowed.subtracting(without).isEmpty,
      "they have one, or are gone; take them off the list: \(allowed.subtracting(without).sorted())")
  }

  /// Code and pages point at statements, so that a reader can go from one to the other.
  @Test(arguments: ["Sources", "Tests", "Fuzz/Invariants", "spec"])
  func whatIsPointedAtIsThere(folder: String) throws {
    let pages = try FileManager.default.contentsOfDirectory(
      atPath: ProjectFiles.root.appending(path: "spec").path
    )
    .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
    let statements = try statements(on: pages)
    let kinds = Set(statements.map { $0.prefix { !$0.isNumber } })
    try #require(kinds.contains("SERP-"))
    let files = FileManager.default.enumerator(
      at: ProjectFiles.root.appending(path: folder), includingPropertiesForKeys: nil)
    var pointers = 0
    while let file = files?.nextObject() as? URL {
      guard ["swift", "md"].contains(file.pathExtension) else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /\b(?:Q-)?[A-Z]{3,}-[0-9]+\b|\b(?:Q-)?PYRO[345]-[0-9]+\b/) {
        let number = String(match.0)
        guard kinds.contains(number.prefix { !$0.isNumber }) || number.contains("PYRO") else { continue }
        pointers += 1
        #expect(statements.contains(number), "\(file.lastPathComponent) names \(number)")
      }
    }
    #expect(pointers > 0)
  }

  @Test func vectorsNameStatementsThatThereAre() throws {
    let statements = try statements(on: Self.pages + ["quirks"])
    let named = Set(try vectors().flatMap(\.statements))
    #expect(named.subtracting(statements).isEmpty, "\(named.subtracting(statements).sorted())")
  }
}
