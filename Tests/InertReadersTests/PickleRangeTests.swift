import PythonValues
import TestSupport
import Testing
import WireCore

@testable import InertReaders

/// How far the numbers and limits of pickles go, and where faults are.
@Suite struct PickleRangeTests {
  /// What a pickle is read as; `nil` where it is refused as no value.
  private func read(_ pickle: [UInt8]) -> String? {
    let reading = Pickle.examine(pickle)
    guard let fault = reading.fault else { return reading.value.repr }
    #expect(fault.kind == .syntax)
    return nil
  }

  private func fault(_ pickle: [UInt8], _ limits: Limits = Limits()) -> WireError? {
    Pickle.examine(pickle, limits: limits).fault
  }

  /// An integer of LONG1: so many bytes, all of them 1.
  private func long(_ count: Int) -> [UInt8] { [0x8A, UInt8(count)] + [UInt8](repeating: 1, count: count) }

  /// Python 2's strings are text where all of it is ASCII.
  @Test func theLastOfASCIIIsText() {
    for (escape, value) in [
      ("\\x7f", "'\\x7f'"), ("\\x80", "b'\\x80'"), ("a\\177", "'a\\x7f'"), ("\\200a", "b'\\x80a'"),
    ] {
      #expect(read(bytes("S'\(escape)'\n.")) == value)
    }
    for (byte, value) in [(0x7F, "'\\x7f'"), (0x80, "b'\\x80'")] as [(UInt8, String)] {
      #expect(read([0x55, 1, byte, 0x2E]) == value)
      #expect(read([0x54, 1, 0, 0, 0, byte, 0x2E]) == value)
    }
  }

  @Test(
    arguments: [
      ("I00\n.", "False"), ("I01\n.", "True"), ("I0\n.", "0"), ("I1\n.", "1"), ("I02\n.", "2"),
      ("I 1\n.", "True"), ("I\t0\n.", "False"), ("I1 \n.", "1"), ("I 2\n.", "2"), ("I10\n.", "10"),
      ("I-0\n.", "False"), ("I+1\n.", "True"), ("I-1\n.", "-1"),
      ("I-5\n.", "-5"), ("I0b101\n.", "5"), ("I0B1\n.", "1"), ("I0o17\n.", "15"),
      ("I0O7\n.", "7"), ("I-0xFf\n.", "-255"), ("I0x_1\n.", "1"), ("I0777\n.", "511"),
      ("I123456789012345678\n.", "123456789012345678"), ("I1234567890123456789\n.", "1234567890123456789"),
      ("I-12345678901234567\n.", "-12345678901234567"), ("L-5L\n.", "-5"), ("L0L\n.", "0"), ("L00\n.", "0"),
      ("L01L\n.", nil), ("I08\n.", nil), ("I0b2\n.", nil), ("I0o8\n.", nil), ("I0xg\n.", nil), ("I+\n.", nil),
      ("I-\n.", nil), ("I \n.", nil), ("I0_\n.", nil), ("I+-5\n.", nil), ("I12a\n.", nil), ("I0b\n.", nil),
    ] as [(String, String?)])
  func readsIntegersInEveryBase(pickle: String, value: String?) { #expect(read(bytes(pickle)) == value) }

  @Test(
    arguments: [
      ("F-inf\n.", "-inf"), ("F+1.5E-3\n.", "0.0015"), ("F.5\n.", "0.5"), ("F5.\n.", "5.0"),
      ("FiNf\n.", "inf"), ("Fnan\n.", "nan"), ("F1e400\n.", "inf"), ("F-1e-400\n.", "-0.0"),
      ("F1e99999999999999999999\n.", "inf"), ("F-1\n.", "-1.0"), ("F1e+2\n.", "100.0"),
      ("F0000000000000000000000001e0\n.", "1.0"), ("F\t1\u{B}\n.", "1.0"), ("F.\n.", nil), ("F1e+\n.", nil),
      ("Fe5\n.", nil), ("F1e5x\n.", nil), ("Finfinit\n.", nil), ("Fna\n.", nil), ("F1.2.3\n.", nil),
      ("F--1\n.", nil), ("F+\n.", nil), ("F1\u{1}\n.", nil),
    ] as [(String, String?)])
  func readsFloatsAsPythonDoes(pickle: String, value: String?) { #expect(read(bytes(pickle)) == value) }

  /// PICKLE-21: what fits a word though it is written with more bytes, and what just does not.
  @Test(
    arguments: [
      ([0, 0, 0, 0, 0, 0, 0, 0, 0], "0"), ([1, 0, 0, 0, 0, 0, 0, 0, 0], "1"),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], "-1"),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0], "9223372036854775807"),
      ([0, 0, 0, 0, 0, 0, 0, 0x80, 0], "9223372036854775808"),
      ([0, 0, 0, 0, 0, 0, 0, 0x80, 0xFF], "-9223372036854775808"),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF], "-9223372036854775809"),
      ([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0], "18446744073709551615"),
      ([0, 0, 0, 0, 0, 0, 0, 0, 1], "18446744073709551616"),
    ] as [([UInt8], String)])
  func readsLongIntegersOfNineBytes(bytes: [UInt8], value: String) {
    #expect(read([0x8A, 9] + bytes + [0x2E]) == value)
  }

  /// PICKLE-24: an escape has three octal digits at most, and two hexadecimal ones.
  @Test(arguments: [
    ("\\1012", "'A2'"), ("\\101\\102", "'AB'"), ("\\18", "'\\x018'"), ("\\0", "'\\x00'"), ("\\1011", "'A1'"),
    ("\\x412", "'A2'"),
  ])
  func escapesEndAfterTheirDigits(text: String, value: String) {
    #expect(read(bytes("S'\(text)'\n.")) == value)
  }

  @Test func readsMemoNumbersOfUpTo18Digits() {
    let last = String(repeating: "9", count: 18)
    #expect(read(bytes("I7\np\(last)\n0g\(last)\n.")) == "7")
    #expect(read(bytes("I7\np00\n0g0\n.")) == "7")
    #expect(read(bytes("I7\np9\(last)\n.")) == nil)
    #expect(read(bytes("I7\np1:\n.")) == nil && read(bytes("I7\np1/\n.")) == nil)
  }

  @Test func memoNumbersAreKeptApart() {
    // Dense, far ahead, then near enough to be dense; each value its own number.
    let numbers = [0, 1, 5, 256, 258, 700, 3, 2, 1_000_000]
    let puts = numbers.map { "I1\($0)\np\($0)\n0" }.joined()
    let gets = numbers.map { "g\($0)\n" }.joined()
    let values = numbers.map { "1\($0)" }.joined(separator: ", ")
    #expect(read(bytes("\(puts)(\(gets)l.")) == "[\(values)]")
    #expect(read(bytes("\(puts)g4\n.")) == nil && read(bytes("\(puts)g257\n.")) == nil)
    // A number given again has the later value.
    #expect(read(bytes("I5\np700\n0I6\np700\n0g700\n.")) == "6")
  }

  @Test(
    arguments: [
      ("N(a.", 2), ("Na.", 1), ("0.", 0), ("(NeN.", 2), ("}(Nu.", 3), ("(Nd.", 2), ("(o.", 1), ("g0\n.", 0),
      ("Np-1\n.", 2), ("I5L\n.", 1), ("F0x10\n.", 1), ("S'a\n.", 1), ("S'\\xg'\n.", 2), ("S'a\\'\n.", 3),
      ("V\\u12\n.", 3), ("V\\U00110000\n.", 3), ("V\\u12g4\n.", 5), ("\u{7F}.", 0), ("N1.", 1),
      ("}Ns.", 2), ("cos\nsystem\nR.", 11),
    ])
  func saysWhereTheFaultIs(pickle: String, offset: Int) {
    let fault = fault(bytes(pickle))
    #expect(fault?.kind == .syntax && fault?.offset == offset, "\(String(describing: fault))")
  }

  @Test func holdsToTheLimitOfDigitsInEveryForm() {
    let thirty = String(repeating: "7", count: 30)
    for text in ["I\(thirty)\n.", "I-\(thirty)\n.", "L\(thirty)L\n."] {
      #expect(fault(bytes(text), Limits(digits: 30)) == nil)
      let error = fault(bytes(text), Limits(digits: 29))
      #expect(error?.kind == .limit && error?.offset == 1)
    }
    // In other bases the digits are worth more, and in bytes more still.
    let limits = Limits(digits: 12)
    #expect(fault(bytes("I0x" + String(repeating: "f", count: 17) + "\n."), limits) == nil)
    #expect(fault(bytes("I0x" + String(repeating: "f", count: 18) + "\n."), limits)?.kind == .limit)
    #expect(fault(long(14) + bytes("."), limits) == nil)
    let error = fault(bytes("N0") + long(15) + bytes("."), limits)
    #expect(error?.kind == .limit && error?.offset == 2)
  }

  @Test func holdsToTheLimitsOfDepthCountAndSize() {
    let nested = bytes("]]]aa.")
    #expect(fault(nested, Limits(depth: 3, bytes: 6, count: 3)) == nil)
    #expect(fault(nested, Limits(depth: 2))?.kind == .limit && fault(nested, Limits(depth: 2))?.offset == 2)
    let many = fault(nested, Limits(count: 2))
    #expect(many?.kind == .limit && many?.offset == 3)
    let large = fault(nested, Limits(bytes: 5))
    #expect(large?.kind == .limit && large?.offset == 5)
  }

  /// Each value has at most a node of its own and one beside it.
  @Test func noMoreValuesThanThereAreNumbersForNodes() {
    #expect(PickleMachine(limits: Limits(count: 7)).mostPushes == 7)
    let most = PickleMachine(limits: Limits(count: .max)).mostPushes
    #expect(most == 1 << 28 && 4 * most <= PickleID.mostNodes)
  }

  /// PICKLE-60.
  @Test func sharesWhatIsLongerThan64Bytes() {
    for (count, isShared) in [(64, false), (65, true)] {
      let pair = read(
        [0x42, UInt8(count), 0, 0, 0] + [UInt8](repeating: 0, count: count) + bytes("2") + [0x86, 0x2E])
      #expect(pair?.hasPrefix("(#1=b'") == isShared && pair?.hasSuffix("#1#)") == isShared)
      let module = String(repeating: "m", count: count - 1)
      let global = read(bytes("c\(module)\nn\nc\(module)\nn\n") + [0x86, 0x2E])
      #expect(global?.hasPrefix("(#1=<global ") == isShared)
    }
    for (count, isShared) in [(64, false), (65, true)] {
      #expect(read(long(count) + bytes("2") + [0x86, 0x2E])?.hasPrefix("(#1=") == isShared)
    }
  }
}
