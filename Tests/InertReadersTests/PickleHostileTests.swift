import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

/// Pickles made to exhaust their reader.
@Suite struct PickleHostileTests {
  private func repeated(_ piece: [UInt8], _ count: Int) -> [UInt8] {
    Array(repeatElement(piece, count: count).joined())
  }

  /// PICKLE-60: 2^60 leaves, were each copied.
  @Test func sharesWhatIsSharedManyTimes() throws {
    let reading = try Pickle.read(bytes("N") + repeated([0x32, 0x86], 60) + bytes("."))
    let text = reading.value.repr
    #expect(text.utf8.count < 1_000)
    #expect(text.hasPrefix("(#1=(#2=("))
    #expect(text.hasSuffix("#2#), #1#)"))
    #expect(reading.value == reading.value)
    #expect(reading.value.hashValue == reading.value.hashValue)
  }

  @Test func sharesListsAndDictsThroughTheMemo() throws {
    var pickle: [UInt8] = bytes("]") + [0x94]
    for level in 1..<60 {
      pickle += bytes("](h") + [UInt8(level - 1)] + bytes("h") + [UInt8(level - 1)] + bytes("e") + [0x94]
    }
    let text = try Pickle.read(pickle + bytes(".")).value.repr
    #expect(text.utf8.count < 1_500)
  }

  @Test func sharesLongTextAndRepeatsShort() throws {
    let text = String(repeating: "x", count: 65)
    let long = try Pickle.read(bytes("(V\(text)\np0\ng0\ng0\nt.")).value
    #expect(long.repr == "(#1='\(text)', #1#, #1#)")
    let short = try Pickle.read(bytes("(V\(text.dropLast())\np0\ng0\nt.")).value
    #expect(short.repr == "('\(text.dropLast())', '\(text.dropLast())')")
  }

  @Test func keepsCycles() throws {
    #expect(try Pickle.read(bytes("]p0\ng0\na.")).value.repr == "#1=[#1#]")
    #expect(try Pickle.read(bytes("}p0\nI1\ng0\ns.")).value.repr == "#1={1: #1#}")
    #expect(
      try Pickle.read(bytes("cdemo\nC\n)Rp0\n}S'me'\ng0\nsb.")).value.repr
        == "#1=<demo.C object (): {'me': #1#}>")
    // What is dropped again is in one place only.
    #expect(try Pickle.read(bytes("]p0\ng0\n0.")).value.repr == "[]")
  }

  @Test(
    arguments: [
      [0x5D], [0x28, 0x5D], [0x4E, 0x85 - 0x60],
    ] as [[UInt8]])
  func survivesDepthThatItRefuses(opening: [UInt8]) {
    let kind = onSmallStack { [self] in
      let lists = Pickle.examine(repeated(opening, 200_000) + repeated([0x61], 199_999) + [0x2E])
      return lists.fault?.kind
    }
    #expect(kind == .limit || kind == .syntax)
  }

  @Test(arguments: ["tuples", "objects", "calls"])
  func refusesDepthPastTheLimit(shape: String) {
    let pickle: [UInt8] =
      switch shape {
      case "tuples": bytes("N") + repeated([0x85], 100_000)
      case "objects": bytes("N") + repeated(bytes("Q"), 100_000)
      default: bytes("cdemo\nf\n") + repeated(bytes(")R"), 100_000)
      }
    #expect(Pickle.examine(pickle + bytes(".")).fault?.kind == .limit)
  }

  /// A tree as deep as any may be is printed, compared and released on a small stack.
  @Test(arguments: ["lists", "shared", "objects"])
  func releasesTheDeepestTree(shape: String) {
    let piece: [UInt8] =
      switch shape {
      case "lists": [0x85]
      case "shared": bytes("2") + [0x86]
      default: bytes("}S'a'\n") + bytes("cdemo\nC\n)R}b")
      }
    let deepest = onSmallStack { [self] in
      var deepest = 0
      for depth in stride(from: 50, through: 1_000, by: 50) {
        let pickle =
          shape == "objects"
          ? repeated(piece, depth) + repeated(bytes("s0"), 0) + bytes(".")
          : bytes("N") + repeated(piece, depth) + bytes(".")
        let reading = Pickle.examine(pickle, limits: Limits(depth: 1_000))
        if reading.fault == nil, reading.value == reading.value, !reading.value.repr.isEmpty {
          deepest = depth
        }
      }
      return deepest
    }
    #expect(deepest >= 300)
  }

  @Test func numbersOfTheMemoReserveNothing() throws {
    var pickle = bytes("N")
    for index in UInt32(0)..<1_000 {
      let number = UInt32.max - index * 4_000_000
      pickle += bytes("r") + withUnsafeBytes(of: number.littleEndian, Array.init)
    }
    pickle += bytes("j") + [0xFF, 0xFF, 0xFF, 0xFF] + bytes("\u{2E}")
    #expect(try Pickle.read(pickle).value.repr == "None")
  }

  @Test func memoNumbersInAnyOrder() throws {
    // 300 is far from 0 at first, and near later.
    let pickle = bytes("I7\np900\n0I1\n") + repeated([0x94], 1_000) + bytes("0g900\n.")
    #expect(try Pickle.read(pickle).value.repr == "1")
    #expect(try Pickle.read(bytes("I7\np900\n0I1\np0\n0g900\n.")).value.repr == "7")
  }

  @Test func limitsCountDigitsAndSize() {
    #expect(fault(bytes("(NNNNNt."), Limits(count: 5))?.kind == .limit)
    #expect(fault(bytes("(NNNNt."), Limits(count: 5)) == nil)
    #expect(fault(bytes("I\(String(repeating: "9", count: 4_301))\n."))?.kind == .limit)
    #expect(fault(bytes("I\(String(repeating: "9", count: 4_300))\n.")) == nil)
    #expect(fault(bytes("I0x\(String(repeating: "f", count: 5_000))\n."))?.kind == .limit)
    #expect(
      fault([0x8B, 0x00, 0x10, 0, 0] + [UInt8](repeating: 0x7F, count: 4_096) + [0x2E])?.kind == .limit)
    #expect(fault(bytes("NNN."), Limits(bytes: 3))?.kind == .limit)
    #expect(fault(bytes("]]a]a]a."), Limits(depth: 1))?.kind == .limit)
  }

  private func fault(_ pickle: [UInt8], _ limits: Limits = Limits()) -> WireError? {
    Pickle.examine(pickle, limits: limits).fault
  }

  @Test func describesHugeArgumentsBriefly() {
    let text = String(repeating: "é", count: 1_000_000)
    let pickle =
      bytes("cos\nsystem\np0\n(V\(text)\np1\ntR0") + repeated(bytes("g0\n(g1\ntR0"), 2_000) + bytes("N.")
    let reading = Pickle.examine(pickle)
    #expect(reading.actions.count == 2_002)
    #expect(reading.actions.allSatisfy { $0.description.utf8.count < 1_000 })
  }

  @Test func survivesDamage() {
    var random = SeededGenerator(seed: 4)
    let seeds = [
      bytes("ccopy_reg\n_reconstructor\n(cdemo\nC\nc__builtin__\nlist\n(I1\nltR}S'a'\nI5\nsb."),
      [0x80, 4, 0x95, 9, 0, 0, 0, 0, 0, 0, 0, 0x5D, 0x94, 0x28, 0x8C, 1, 0x61, 0x94, 0x68, 1, 0x65, 0x2E],
      bytes("N") + repeated([0x32, 0x86], 20) + bytes("."),
    ]
    var faults = 0
    for round in 0..<30_000 {
      var pickle = seeds[round % seeds.count]
      for _ in 0...Int.random(in: 0...3, using: &random) {
        pickle[Int.random(in: pickle.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      let reading = Pickle.examine(pickle)
      if reading.fault != nil { faults += 1 }
      #expect(reading.bytesRead <= pickle.count)
      _ = reading.value.repr(limit: 100)
      for action in reading.actions { _ = action.description }
    }
    #expect(faults > 1_000 && faults < 30_000)
  }
}
