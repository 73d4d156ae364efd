import PythonValues
import Testing
import TestSupport
import WireCore

/// Writes tapes as a parser would: `[1, 'ab', {'ab': None}]` and the like.
@Suite struct TapeTests {
  /// The tape of `[7, 'ab', {'ab': None}]`.
  private func sample() -> LazyDocument {
    let source = Array("[7,'ab',{'ab':None}]".utf8)
    var tape = Tape()
    let list = tape.open(.list, at: 0)
    tape.append(TapeNode(.int, at: 1, payload: 7))
    tape.append(TapeNode(.string, at: 3, low: 4, high: 2))
    let dict = tape.open(.dict, at: 8)
    tape.append(TapeNode(.string, at: 9, low: 10, high: 2))
    tape.append(TapeNode(.none, at: 14))
    tape.close(dict, as: .dict, count: 1)
    tape.close(list, as: .list, count: 3)
    return LazyDocument(source: source, tape: tape)
  }

  @Test func aNodeIs16Bytes() {
    #expect(MemoryLayout<TapeNode>.stride == 16)
  }

  @Test func aLazyValueShowsWhatItsNodeSays() {
    let root = sample().root
    #expect(root.kind == .list)
    #expect(root.count == 3)
    #expect(root[0]?.int == 7)
    #expect(root[1]?.string == "ab")
    #expect(root[2]?["ab"]?.isNone == true)
    #expect(root[2]?["a"] == nil)
    #expect(root[3] == nil)
    #expect(root[-1] == nil)
    #expect(root[2]?[0] == nil)
    #expect(root.elements.map(\.offset) == [1, 3, 8])
    #expect(root[2]?.elements.map(\.offset) == [])
    #expect(root[2]?.entries.map { $0.key.string } == ["ab"])
  }

  @Test func aStringIsComparedWithoutBeingMade() {
    let root = sample().root
    #expect(root[1]?.isString("ab") == true)
    for other in ["", "a", "aB", "abc"] { #expect(root[1]?.isString(other) == false) }
    #expect(root[0]?.isString("7") == false)
    #expect(root.isString("") == false)
  }

  @Test func aTreeHoldsWhatTheTapeHolds() throws {
    guard case .list(let items) = try sample().root.materialise(), items.count == 3,
      case .int(7) = items[0], case .string("ab") = items[1],
      case .dict(let dict) = items[2], dict.entries.count == 1,
      case .string("ab") = dict.entries[0].key, case .none = dict.entries[0].value
    else {
      Issue.record("another tree")
      return
    }
  }

  @Test func parenthesesAreTakenBackAroundAScalar() {
    var tape = Tape()
    let outer = tape.open(.tuple, at: 0)
    let inner = tape.open(.tuple, at: 1)
    tape.append(TapeNode(.int, at: 2, payload: 5))
    tape.unwrap(inner)
    tape.unwrap(outer)
    #expect(tape.count == 1)
    #expect(tape[0].kind == .int)
    #expect(tape[0].payload == 5)
  }

  @Test func parenthesesAreTakenBackAroundAContainer() throws {
    var tape = Tape()
    let outermost = tape.open(.list, at: 0)
    let groups = [tape.open(.tuple, at: 1), tape.open(.tuple, at: 2), tape.open(.tuple, at: 3)]
    let list = tape.open(.list, at: 4)
    tape.append(TapeNode(.int, at: 5, payload: 5))
    tape.append(TapeNode(.int, at: 7, payload: 6))
    tape.close(list, as: .list, count: 2)
    for group in groups.reversed() { tape.unwrap(group) }
    tape.append(TapeNode(.none, at: 12))
    tape.close(outermost, as: .list, count: 2)
    let root = LazyDocument(source: [], tape: tape).root
    #expect(root[0]?.elements.map(\.int) == [5, 6])
    #expect(root[1]?.isNone == true)
    guard case .list(let items) = try root.materialise(), case .list(let inner) = items[0] else {
      Issue.record("another tree")
      return
    }
    #expect(items.count == 2)
    #expect(inner.count == 2)
  }

  @Test(arguments: [
    ([UInt64(5)], false), ([UInt64(5)], true),
    ([UInt64(1) << 63], true), ([UInt64(1) << 63], false), ([1, 2, 3], true),
    ([], false),
  ])
  func integersOfAnySizeComeBack(magnitude: [UInt64], isNegative: Bool) throws {
    var tape = Tape()
    tape.append(integer: magnitude, isNegative: isNegative, at: 0)
    let root = LazyDocument(source: [], tape: tape).root
    switch try root.materialise() {
    case .int(let value):
      #expect(value.magnitude == magnitude.first ?? 0)
      #expect((value < 0) == isNegative)
      #expect(root.int == value)
    case .bigInt(let value):
      #expect(value.magnitude == magnitude)
      #expect(value.isNegative == isNegative)
    default: Issue.record("no integer")
    }
  }

  @Test func complexNumbersComeBack() throws {
    var tape = Tape()
    tape.append(complex: PythonComplex(real: -0.0, imaginary: 2.5), at: 0)
    let root = LazyDocument(source: [], tape: tape).root
    #expect(root.complex?.imaginary == 2.5)
    #expect(root.complex?.real.sign == .minus)
  }

  /// A reference has the number of the value that it refers to.
  @Test func valuesThatAreReferredToAreShared() throws {
    var tape = Tape()
    let list = tape.open(.list, at: 0)
    tape.append(TapeNode(.int, at: 1, payload: 7))
    let inner = tape.open(.tuple, at: 2)
    tape.close(inner, as: .tuple, count: 0)
    let source: [UInt8] = []
    let references = [1, inner, 1].map { tape.reference(to: $0, source.span) }
    for reference in references { tape.append(record: reference, at: 9) }
    tape.close(list, as: .list, count: 5)
    let expected: [PythonValue] = [
      .shared(PythonShared(id: 2, value: 7)), .shared(PythonShared(id: 3, value: .tuple([]))),
      .reference(2), .reference(3), .reference(2),
    ]
    let value = try LazyDocument(source: source, tape: tape).root.materialise()
    #expect(value.isIdentical(to: .list(expected)), "\(value)")
  }

  private func nested(_ levels: Int) -> LazyDocument {
    var tape = Tape()
    let opened = (0..<levels).map { tape.open(.list, at: $0) }
    for index in opened.reversed() { tape.close(index, as: .list, count: index == levels - 1 ? 0 : 1) }
    return LazyDocument(source: [], tape: tape)
  }

  @Test func buildsAndReleasesTheDeepestTreeOnASmallStack() {
    let document = nested(Limits.deepestTree)
    let built = onSmallStack { (try? document.root.materialise()) != nil }
    #expect(built)
  }

  @Test func rejectsTreesThatAreTooDeepAndReadsThemLazily() {
    let document = nested(1_000_000)
    let error = #expect(throws: WireError.self) { try document.root.materialise() }
    #expect(error?.kind == .limit)
    #expect(error?.offset == Limits.deepestTree)
    #expect(throws: WireError.self) { try document.root.materialise(deepest: 3) }
    let levels = onSmallStack {
      var value = document.root
      var levels = 1
      while let inner = value[0] { (value, levels) = (inner, levels + 1) }
      return levels
    }
    #expect(levels == 1_000_000)
  }
}
