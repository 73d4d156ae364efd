import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// Containers as nobody but people use them.
@Suite struct CodableByHandTests {
  enum Key: String, CodingKey { case a, b, c }

  struct Interleaved: Encodable {
    func encode(to encoder: any Encoder) throws {
      var outer = encoder.container(keyedBy: Key.self)
      var first = outer.nestedUnkeyedContainer(forKey: .a)
      var second = outer.nestedContainer(keyedBy: Key.self, forKey: .b)
      try first.encode(1)
      try second.encode("x", forKey: .c)
      try outer.encode(true, forKey: .c)
      try first.encode([2])
      var third = first.nestedUnkeyedContainer()
      try second.encodeNil(forKey: .a)
      try third.encode(3)
    }
  }

  @Test func writesInterleavedContainersInPlace() throws {
    let text = CodableTests.text(try SerpentEncoder().encode([Interleaved()]))
    #expect(text == "[{'a':[1,[2],[3]],'b':{'c':'x','a':None},'c':True}]")
  }

  class Base: Codable {
    var a = 1
  }

  final class Derived: Base {
    var b = 2

    override init() { super.init() }

    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      b = try container.decode(Int.self, forKey: .b)
      try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      try super.encode(to: container.superEncoder())
      try container.encode(b, forKey: .b)
    }
  }

  @Test func keepsSuperclassesApart() throws {
    let derived = Derived()
    derived.a = 5
    let bytes = try SerpentEncoder().encode(derived)
    #expect(CodableTests.text(bytes) == "{'super':{'a':5},'b':2}")
    #expect(try SerpentDecoder().decode(Derived.self, from: bytes).a == 5)
  }

  struct Twofold: Encodable {
    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(1)
      var dict = encoder.container(keyedBy: Key.self)
      try dict.encode(1, forKey: .a)
    }
  }

  @Test func rejectsTwoKindsOfContainers() {
    #expect(throws: EncodingError.self) { try SerpentEncoder().encode(Twofold()) }
  }

  struct Nothing: Encodable { func encode(to encoder: any Encoder) {} }

  @Test func writesAnEmptyDictForWhatEncodesNothing() throws {
    #expect(CodableTests.text(try SerpentEncoder().encode([Nothing()])) == "[{}]")
  }

  indirect enum Nest: Codable {
    case end
    case list([Nest])

    init(from decoder: any Decoder) throws {
      self = .list(try decoder.singleValueContainer().decode([Nest].self))
    }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      if case .list(let nests) = self { for nest in nests { try container.encode(nest) } }
    }
  }

  @Test func boundsTheDepthOnASmallStack() {
    let levels = SerpentDecoder.deepest
    let outcomes = onSmallStack {
      var limits = Limits()
      limits.depth = 10_000
      let decoder = SerpentDecoder(limits: limits)
      let text = { (depth: Int) in
        [UInt8](repeating: UInt8(ascii: "["), count: depth)
          + [UInt8](repeating: UInt8(ascii: "]"), count: depth)
      }
      let deepest = try? decoder.decode(Nest.self, from: text(levels))
      var deeper = Nest.end
      for _ in 0...levels + 1 { deeper = .list([deeper]) }
      let encoder = SerpentEncoder(options: .init(maximumLevel: 10_000))
      return [
        deepest != nil, (try? decoder.decode(Nest.self, from: text(levels + 1))) == nil,
        deepest.map { (try? encoder.encode($0)) != nil } ?? false, (try? encoder.encode(deeper)) == nil,
      ]
    }
    #expect(outcomes == [true, true, true, true])
  }
}
