import Foundation
import InertReaders
import PythonValues
import Synchronization
import TestSupport
import Testing
import WireCore

/// Reads a pickle in both ways. Where the one pass does not give up, both must say the same.
///
/// - Returns: the reading of both, and whether the one pass gave it.
@discardableResult
func readBothWays(
  _ pickle: [UInt8], limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) -> (reading: PickleReading, isPlain: Bool) {
  var reader = PickleReader(limits: limits)
  let any = reader.examineAny(pickle.span)
  guard let plain = reader.examinePlain(pickle.span) else { return (any, false) }
  let isSame =
    any.fault == nil && any.value.isIdentical(to: plain.value) && any.actions.isEmpty && plain.actions.isEmpty
    && any.bytesRead == plain.bytesRead && any.protocolVersion == plain.protocolVersion && plain.fault == nil
  #expect(
    isSame, "\(hexText(pickle)): \(plain.value) is not \(any.value), \(any.fault?.description ?? "no fault")",
    sourceLocation: sourceLocation)
  return (any, true)
}

/// Pickles of plain data are read in one pass, which gives up on others.
@Suite struct PickleTreeMachineTests {
  private static func repeated(_ piece: String, _ count: Int) -> [UInt8] {
    Array(repeatElement(bytes(piece), count: count).joined())
  }

  @Test(
    arguments: [
      (bytes("N."), "None"), ([0x88, 0x2E], "True"), ([0x89, 0x2E], "False"), ([0x4B, 7, 0x2E], "7"),
      (bytes("I-5\n."), "-5"), (bytes("I01\n."), "True"), (bytes("F1.5\n."), "1.5"), (bytes("L7L\n."), "7"),
      (bytes("I99999999999999999999\n."), "99999999999999999999"),
      ([0x8A, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0x2E], "18446744073709551616"),
      ([0x8C, 2, 0x61, 0x62, 0x2E], "'ab'"), ([0x43, 2, 0x61, 0xFF, 0x2E], "b'a\\xff'"),
      (bytes(")."), "()"), (bytes("(t."), "()"), (bytes("]."), "[]"), (bytes("}."), "{}"),
      ([0x8F, 0x2E], "set()"),
      (bytes("(l."), "[]"), (bytes("(d."), "{}"), (bytes("NN") + [0x86, 0x2E], "(None, None)"),
      (bytes("]Na."), "[None]"), (bytes("](NNe."), "[None, None]"),
      (bytes("](NNe(Ne."), "[None, None, None]"),
      (bytes("]NaNa."), "[None, None]"), (bytes("(NNl."), "[None, None]"), (bytes("(NNd."), "{None: None}"),
      (bytes("}NNs."), "{None: None}"), (bytes("}(I1\nNI2\nNu."), "{1: None, 2: None}"),
      (bytes("}(I1\nNI2\nNu(I2\nI3\nI4\nNu."), "{1: None, 2: 3, 4: None}"),
      (bytes("}I1\nNsF1.0\nI2\ns."), "{1: 2}"),
      ([0x8F] + bytes("(I1\nI1\nI2\n") + [0x90] + bytes("(I2\nI3\n") + [0x90, 0x2E], "{1, 2, 3}"),
      (bytes("(I1\nI1\n") + [0x91, 0x2E], "frozenset({1})"),
      ([0x8C, 1, 0x61, 0x94] + bytes("h\0h\0") + [0x87, 0x2E], "('a', 'a', 'a')"),
      ([0x43, 1, 0x61] + bytes("q\u{5}h\u{5}h\u{5}") + [0x87, 0x2E], "(b'a', b'a', b'a')"),
      (bytes("N0(N1N."), "None"), ([0x80, 4, 0x95, 9, 9, 9, 9, 9, 9, 9, 9] + bytes("N."), "None"),
    ] as [([UInt8], String)])
  func readsPlainDataInOnePass(pickle: [UInt8], value: String) {
    let (reading, isPlain) = readBothWays(pickle)
    #expect(isPlain)
    #expect(reading.value.repr == value)
  }

  /// What is looked up, called or shared, and what is at fault.
  @Test(
    arguments: [
      "cos\nsystem\n.", "cos\nsystem\n)R.", "(ios\nsystem\n.", "(cos\nsystem\no.", "Pid\n.", "NQ.", "NNb.",
      "S'a'\n.", "Va\n.", "N2\u{30}.", "]q\0h\0\u{30}.", "(t2.", "\u{7F}.", ".", "N", "]Na", "(.",
      "]p0\ng0\na.",
      "}]Ns.", "}(I1\nNu(]Nu.", "(]Nd.", "N(Ne.", "I1\np0\ng0\n.", "g0\n.", "}(Nu.", "tN.",
    ])
  func givesUpOnAnythingElse(pickle: String) {
    let isPlain = readBothWays(bytes(pickle)).isPlain
    #expect(!isPlain)
  }

  /// PICKLE-60: what is longer than 64 bytes is shared.
  @Test(arguments: [UInt8(0x8C), 0x43]) func givesUpOnWhatIsShared(opcode: UInt8) {
    for (count, isRepeated) in [(64, true), (65, false)] {
      let leaf = [opcode, UInt8(count)] + [UInt8](repeating: 0x61, count: count)
      let isPlain = readBothWays(leaf + [0x94] + bytes("h\0") + [0x86, 0x2E]).isPlain
      #expect(isPlain == isRepeated)
    }
    // What stands before an opcode of the memo need not be the last text.
    let list = readBothWays(
      bytes("]") + [opcode, 1, 0x61] + bytes("a") + [0x94] + bytes("h\0") + [0x86, 0x2E])
    #expect(!list.isPlain && list.reading.value.repr.hasPrefix("(#1=["))
  }

  private static let pickles: [[UInt8]] = {
    var found: [[UInt8]] = []
    let cases = (try? String(contentsOf: ProjectFiles.fixture("pickle/cases.jsonl"), encoding: .utf8)) ?? ""
    for line in cases.split(separator: "\n") {
      let json = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      if let hex = json?["pickle"] as? String { found.append(hexBytes(hex)) }
    }
    let corpus = ProjectFiles.root.appending(path: "Fuzz/Corpus/pickle")
    let files = try? FileManager.default.contentsOfDirectory(at: corpus, includingPropertiesForKeys: nil)
    for file in files ?? [] { found += (try? Data(contentsOf: file)).map { [[UInt8]($0)] } ?? [] }
    return found
  }()

  @Test func agreesWithTwoPassesOnKeptPickles() {
    #expect(Self.pickles.count > 150)
    let plain = Self.pickles.count { readBothWays($0).isPlain }
    #expect(plain > 3)
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func agreesWithTwoPassesOnRandomValues(seed: UInt64) {
    var writer = PlainPickleWriter(seed: seed)
    var plain = 0
    for _ in 0..<1_500 { if readBothWays(writer.next()).isPlain { plain += 1 } }
    #expect(plain > 700)
  }

  @Test(arguments: [5, 6] as [UInt64]) func agreesWithTwoPassesOnDamagedPickles(seed: UInt64) {
    var writer = PlainPickleWriter(seed: seed)
    var random = SeededGenerator(seed: seed)
    let sources = (0..<150).map { _ in writer.next() } + Self.pickles.filter { $0.count < 400 }
    for pickle in sources {
      for _ in 0..<12 {
        var mutant = pickle
        let place = Int.random(in: 0..<max(1, pickle.count), using: &random)
        if Bool.random(using: &random), place < pickle.count {
          mutant[place] = UInt8(truncatingIfNeeded: random.next())
        } else {
          mutant.removeSubrange(place...)
        }
        readBothWays(mutant)
      }
    }
  }

  /// One reader after the other: nothing of a pickle is left for the next, whichever way they were read.
  @Test func forgetsThePickleBefore() {
    var writer = PlainPickleWriter(seed: 7)
    var reader = PickleReader()
    for _ in 0..<1_500 {
      let pickle = writer.next()
      let (kept, fresh) = (reader.examine(pickle.span), Pickle.examine(pickle))
      let isSame = kept.value.isIdentical(to: fresh.value) && kept.fault == fresh.fault
      #expect(isSame && kept.bytesRead == fresh.bytesRead, "\(hexText(pickle))")
    }
  }

  /// Copies of a reader read at the same time.
  @Test func copiesOfAReaderShareNothing() throws {
    var first = PickleReader()
    #expect(try first.read(bytes("]Na.")).value.repr == "[None]")
    let reader = first
    let wrong = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      var copy = reader
      let pickle = bytes("](" + String(repeating: "I\(number)\n", count: 50) + "e.")
      let list = PythonValue.list([PythonValue](repeating: .int(Int64(number)), count: 50))
      for _ in 0..<1_000 {
        let value = copy.examine(pickle.span).value
        if !value.isIdentical(to: list) { wrong.withLock { $0 += 1 } }
      }
    }
    #expect(wrong.withLock { $0 } == 0)
  }

  /// The limits of depth, count, digits and size are the same, to the last value.
  @Test func holdsToTheSameLimits() {
    for (pickle, levels) in [
      (bytes("]]]aa."), 3), (bytes("N") + [0x85, 0x85, 0x2E], 2), (bytes("}N}NNss."), 2),
      (bytes(")") + [0x85, 0x2E], 1),
      (bytes("((((lttt."), 4), (bytes("](]e(]Nae."), 2),
      ([0x8F] + bytes("(N") + [0x85, 0x90, 0x2E], 2),
    ] {
      for depth in 1...5 {
        let (reading, isPlain) = readBothWays(pickle, limits: Limits(depth: depth))
        #expect((reading.fault == nil) == (depth >= levels), "\(hexText(pickle)), \(depth)")
        #expect(isPlain == (reading.fault == nil))
      }
      for count in 0...8 {
        let (reading, isPlain) = readBothWays(pickle, limits: Limits(count: count))
        #expect(isPlain == (reading.fault == nil))
      }
      for size in pickle.count - 1...pickle.count {
        let (reading, isPlain) = readBothWays(pickle, limits: Limits(bytes: size))
        #expect(isPlain == (reading.fault == nil) && isPlain == (size == pickle.count))
      }
    }
  }

  /// What was dropped again is in no tree.
  @Test func leavesDroppedDepthToTwoPasses() {
    let (reading, isPlain) = readBothWays(bytes("]N]]a0a."), limits: Limits(depth: 1))
    #expect(reading.value.repr == "[None]" && !isPlain)
  }

  @Test(arguments: [990, 996, 997, 1_000, 1_100, 100_000]) func buildsAsDeepAsTwoPassesDo(levels: Int) {
    let isPlain = onSmallStack { () -> [Bool] in
      let limits = Limits(depth: 1_000_000)
      let tuples = bytes("N") + [UInt8](repeating: 0x85, count: levels) + bytes(".")
      let lists =
        [UInt8](repeating: 0x5D, count: levels) + [UInt8](repeating: 0x61, count: levels - 1) + bytes(".")
      let marked = Self.repeated("](", levels) + Self.repeated("e", levels) + bytes(".")
      return [tuples, lists, marked].map { readBothWays($0, limits: limits).isPlain }
    }
    #expect(isPlain == [Bool](repeating: levels <= 996, count: 3))
  }

  /// Containers of more than a batch, and of more values one by one than would end in time were they copied.
  @Test(arguments: ["lists", "dicts", "sets"]) func readsContainersOfManyBatches(kind: String) {
    func number(_ value: Int) -> [UInt8] {
      bytes("J") + (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    func batches(_ open: [UInt8], _ close: [UInt8], _ value: [UInt8], size: Int) -> [UInt8] {
      var out = open
      for batch in 0..<5 {
        out += bytes("(")
        // Some keys of each batch are of the batch before.
        for index in 0..<size { out += number(batch * (size - 3) + index) + value }
        out += close
      }
      return out + bytes(".")
    }
    func oneByOne(_ open: String, _ close: String, _ value: [UInt8]) -> [UInt8] {
      bytes(open) + (0..<100_000).flatMap { number($0 % 99_990) + value + bytes(close) } + bytes(".")
    }
    for size in [999, 1_000, 1_001] {
      let pickle =
        switch kind {
        case "lists": batches(bytes("]"), bytes("e"), [], size: size)
        case "dicts": batches(bytes("}"), bytes("u"), bytes("N"), size: size)
        default: batches([0x8F], [0x90], [], size: size)
        }
      let isPlain = readBothWays(pickle).isPlain
      #expect(isPlain)
    }
    let single =
      kind == "lists" ? oneByOne("]", "a", []) : oneByOne("}", "s", kind == "dicts" ? bytes("N") : number(1))
    let isPlain = readBothWays(single).isPlain
    #expect(isPlain)
  }
}
