import Conformance
import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore

@testable import InertReaders

/// Pickles against CPython's own machine: that of `pickle`, with its look-ups and calls left out, and
/// `pickletools`.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct PicklePeerTests {
  /// What the peer says of one pickle.
  struct Case {
    let pickle: [UInt8]
    /// The value as typed JSON; `nil` where there are instances.
    let value: String?
    let opcodes: [[Int]]
    let actions: [String]
  }

  static func cases(_ arguments: String...) throws -> [Case] {
    let output = try PeerPython("pyro5").run("peers/pickles.py", arguments: arguments)
    try #require(output.status == 0, "\(output.errorText)")
    return try output.text.split(separator: "\n").map { line in
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let value = try json["value"].flatMap { $0 is NSNull ? nil : $0 }.map {
        String(decoding: try JSONSerialization.data(withJSONObject: $0), as: UTF8.self)
      }
      let actions = try #require(json["actions"] as? [[Any]])
      return Case(
        pickle: hexBytes(try #require(json["pickle"] as? String)), value: value,
        opcodes: try #require(json["opcodes"] as? [[Int]]), actions: actions.map(Self.action))
    }
  }

  /// `kind offset module name`, with `-` for a name that is not known.
  private static func action(_ parts: [Any]) -> String {
    parts.map { ($0 as? String) ?? ($0 as? Int).map(String.init) ?? "-" }.joined(separator: " ")
  }

  private static func action(_ action: PickleAction) -> String {
    "\(action.kind) \(action.offset) \(action.module ?? "-") \(action.name ?? "-")"
  }

  /// The offset, code and stack height of each opcode, as our machine runs them.
  private static func opcodes(_ pickle: [UInt8]) throws -> [[Int]] {
    var machine = PickleMachine(limits: Limits())
    var found: [[Int]] = []
    machine.reset(pickle.count)
    var goesOn = true
    while goesOn {
      let offset = machine.at
      goesOn = try machine.step(pickle.span)
      found.append([offset, Int(pickle[offset]), machine.stack.count])
    }
    return found
  }

  /// PICKLE-1, PICKLE-2, PICKLE-10: each opcode where pickletools finds it, with the stack as high as CPython's.
  /// PICKLE-40: what a loader would do, in order.
  private func compare(_ peer: Case) throws {
    #expect(try Self.opcodes(peer.pickle) == peer.opcodes, "\(hexText(peer.pickle))")
    let reading = Pickle.examine(peer.pickle, limits: Limits(depth: 1_000))
    #expect(reading.actions.map(Self.action) == peer.actions, "\(hexText(peer.pickle))")
    guard let wanted = peer.value else { return }
    var reader = PickleReader()
    let inTwoPasses = reader.examineAny(peer.pickle.span).value
    let value = try Pickle.read(peer.pickle).value
    let agrees = inTwoPasses.isIdentical(to: value)
    #expect(agrees, "\(hexText(peer.pickle)): in two passes \(inTwoPasses) is not \(value)")
    let same = value.isIdentical(to: try TypedJSON.read(wanted))
    #expect(same, "\(hexText(peer.pickle)): \(value) is not \(wanted)")
  }

  @Test func readsEachOpcodeAsCPythonDoes() throws {
    let cases = try Self.cases("opcodes")
    #expect(cases.count > 80)
    for peer in cases { try compare(peer) }
  }

  @Test(arguments: ["11", "12"]) func readsPlainValuesAsCPythonDoes(seed: String) throws {
    let cases = try Self.cases("values", seed, "200")
    #expect(cases.count == 1_200)
    for peer in cases { try compare(peer) }
  }

  @Test(arguments: ["13", "14"]) func seesWhatCPythonWouldDo(seed: String) throws {
    let cases = try Self.cases("instances", seed, "200")
    #expect(cases.count == 1_200)
    for peer in cases {
      try compare(peer)
      #expect(throws: Never.self) { try Pickle.read(peer.pickle) }
    }
  }

  @Test func missesNothingThatDamagedPicklesWouldDo() throws {
    for peer in try Self.cases("mutants", "15", "1000") { try compare(peer) }
  }
}
