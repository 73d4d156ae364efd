import BrineCodec
import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore

/// Brine against rpyc's own, of each generation.
@Suite(.enabled(if: PeerPython("rpyc6").isExpected, "run make setup first"))
struct BrinePeerTests {
  static let peers = ["rpyc6", "rpyc5", "rpyc4"]

  @Test(arguments: peers) func loadsWhatRpycDumpsAndDumpsTheSameBytes(_ peer: String) throws {
    let options = try options(peer)
    let output = try PeerPython(peer).run("peers/brine.py", arguments: ["generate", "41", "4000"]).text
    let lines = output.split(separator: "\n")
    try #require(lines.count == 4_000)
    for line in lines {
      let fields = line.split(separator: "\t")
      let dump = hexBytes(fields[0])
      let value = try Brine.load(dump, options: options)
      #expect(try Brine.dump(value, dialect: options.dialect) == dump)
      #expect(value.repr == String(decoding: hexBytes(fields[1]), as: UTF8.self))
      try Brine.validate(dump, options: options)
      #expect(try Brine.lazyLoad(dump, options: options).root.materialise().isIdentical(to: value))
    }
  }

  @Test(arguments: peers) func rpycLoadsWhatWeDump(_ peer: String) throws {
    var values = RandomBrineValue(seed: 42)
    let made = (0..<4_000).map { _ in values.next() }
    let dumps = try made.map { try Brine.dump($0) }
    for ((value, dump), answer) in zip(zip(made, dumps), try ask(peer, dumps)) {
      #expect(answer?.repr == value.repr)
      #expect(answer?.dump == dump)
    }
  }

  /// Where rpyc refuses, so do we. Where we refuse and rpyc does not, `lenient` reads the same: each
  /// of its rules is a quirk.
  @Test(arguments: peers) func rejectsWhatRpycRejects(_ peer: String) throws {
    let strict = try options(peer)
    var lenient = strict
    lenient.lenient = true
    let mutants = try Self.mutants(seed: 43, count: 12_000)
    var excused = 0
    for (mutant, answer) in zip(mutants, try ask(peer, mutants)) {
      let ours = try? Brine.load(mutant, options: strict)
      guard let answer else {
        #expect(ours == nil, "rpyc refuses \(hexText(mutant))")
        continue
      }
      if let ours {
        #expect(answer.dump == (try? Brine.dump(ours)) || ours.holdsFrozenset, "\(hexText(mutant))")
      } else {
        excused += 1
        let theirs = try? Brine.load(mutant, options: lenient)
        #expect(theirs != nil, "no quirk explains \(hexText(mutant))")
        if let theirs, !theirs.holdsFrozenset { #expect(theirs.repr == answer.repr, "\(hexText(mutant))") }
      }
    }
    #expect(excused > 100)
  }

  // MARK: Asking rpyc

  struct Answer {
    var repr: String
    var dump: [UInt8]
  }

  func ask(_ peer: String, _ dumps: [[UInt8]]) throws -> [Answer?] {
    let input = Data((dumps.map(hexText).joined(separator: "\n") + "\n").utf8)
    let lines = try PeerPython(peer).run("peers/brine.py", arguments: ["load"], input: input).text
      .split(separator: "\n")
    try #require(lines.count == dumps.count)
    return lines.map { line in
      let fields = line.split(separator: "\t")
      guard fields.count == 2 else { return nil }
      return Answer(repr: String(decoding: hexBytes(fields[0]), as: UTF8.self), dump: hexBytes(fields[1]))
    }
  }

  func options(_ peer: String) throws -> Brine.LoadOptions {
    Brine.LoadOptions(dialect: try #require(BrineDialect(name: peer)))
  }

  /// Valid dumps with a byte changed, inserted, dropped or the end cut off.
  static func mutants(seed: UInt64, count: Int) throws -> [[UInt8]] {
    var values = RandomBrineValue(seed: seed)
    return try (0..<count).map { _ in
      var bytes = try Brine.dump(values.next(depth: 2))
      if bytes.count > 400 { bytes.removeLast(bytes.count - 400) }
      let place = Int.random(in: 0..<bytes.count, using: &values.generator)
      let byte = UInt8.random(
        in: 0...(Bool.random(using: &values.generator) ? 0x1F : 0xFF), using: &values.generator)
      switch Int.random(in: 0..<6, using: &values.generator) {
      case 0: bytes.insert(byte, at: place)
      case 1: bytes.remove(at: place)
      case 2: bytes.removeLast(bytes.count - place)
      default: bytes[place] = byte
      }
      return bytes
    }
  }
}

extension PythonValue {
  /// Whether a frozenset of several members is in it, whose order in Python is another.
  fileprivate var holdsFrozenset: Bool {
    switch self {
    case .frozenset(let set): set.elements.count > 1
    case .tuple(let elements): elements.contains { $0.holdsFrozenset }
    case .slice(let slice): [slice.start, slice.stop, slice.step].contains { $0.holdsFrozenset }
    default: false
    }
  }
}
