import PythonValues
import TestSupport
import Testing
import WireCore
import XMLPickleCodec

@Suite struct CodableTests {
  private struct Reading: Codable, Equatable {
    enum State: String, Codable { case open, closed }

    var name: String
    var pressure: Double?
    var counts: [UInt8]
    var serial: UInt64
    var state: State
    var children: [Reading]
    var limits: [String: Float]
    var isOn: Bool
  }

  private static let reading = Reading(
    name: "pümp <3>", pressure: nil, counts: [0, 255], serial: .max, state: .closed,
    children: [
      Reading(
        name: "", pressure: -0.1, counts: [], serial: 0, state: .open, children: [], limits: [:], isOn: false)
    ], limits: ["low": 0.5], isOn: true)

  @Test("writes structures and reads them back", arguments: [true, false])
  func goesBothWays(_ verbose: Bool) throws {
    let document = try XMLPickleEncoder(options: .init(verbose: verbose)).encode(CodableTests.reading)
    #expect(try XMLPickleDecoder().decode(Reading.self, from: document) == CodableTests.reading)
  }

  @Test("reads structures from instances, shared parts too")
  func readsInstances() throws {
    struct Point: Decodable, Equatable { var x: Int; var y: Double }
    struct Line: Decodable { var ends: [Point] }
    let point = #"<attr name="x" type="numeric" value="1"/><attr name="y" type="numeric" value="2"/>"#
    let document =
      gnosisHead
      + #"<PyObject class="Line"><attr name="ends" type="tuple"><item type="PyObject" class="P" id="1">\#(point)</item></attr></PyObject>"#
    let line = try XMLPickleDecoder().decode(Line.self, from: Array(document.utf8))
    #expect(line.ends == [Point(x: 1, y: 2)])
  }

  @Test(
    "rejects what is of another type, out of range, missing or cyclic",
    arguments: ["[1.5]", "[300]", "['a']", "[None]", "[True]", "5", "cycle"])
  func rejects(_ name: String) throws {
    let values: [String: PythonValue] = [
      "[1.5]": [1.5], "[300]": [300], "['a']": ["a"], "[None]": [.none], "[True]": [true], "5": 5,
      "cycle": .shared(.init(id: 1, value: .list([.reference(1)]))),
    ]
    let document = try XMLPickle.encode(try #require(values[name]))
    #expect(throws: DecodingError.self) { try XMLPickleDecoder().decode([UInt8].self, from: document) }
    #expect(throws: DecodingError.self) { try XMLPickleDecoder().decode(Reading.self, from: document) }
  }

  @Test("rejects a document that is refused with the codec's own error")
  func rejectsDocument() {
    #expect(throws: WireError.self) { try XMLPickleDecoder().decode(Int.self, from: [0x3C]) }
  }

  @Test("writes and reads containers nested by every method", arguments: [true, false])
  func nestsByEveryMethod(_ verbose: Bool) throws {
    let nested = NestedContainers([1, 2, 3, 4, 5, 6])
    let document = try XMLPickleEncoder(options: .init(verbose: verbose)).encode(nested)
    #expect(try XMLPickleDecoder().decode(NestedContainers.self, from: document) == nested)
  }

  @Test("rejects containers that end early or are not there", arguments: ["list", "dict", "parent", "super"])
  func rejectsWhatIsNotThere(_ missing: String) throws {
    var entries: [String: PythonValue] = [
      "dict": ["last": 1], "list": [[2], ["last": 3], 4], "parent": 5, "super": 6,
    ]
    entries[missing] = missing == "list" ? [[2], ["last": 3]] : nil
    let dict = PythonValue.dict(
      PythonDict(distinctEntries: entries.map { .init(key: .string($0.key), value: $0.value) }))
    let document = try XMLPickle.encode(dict)
    #expect(throws: DecodingError.self) {
      try XMLPickleDecoder().decode(NestedContainers.self, from: document)
    }
  }

  @Test("gives keys, nested containers and user information as Codable asks")
  func servesContainers() throws {
    struct Odd: Codable {
      var keys: Int
      init() { keys = 0 }
      init(from decoder: any Decoder) throws {
        var list = try decoder.container(keyedBy: Key.self).nestedUnkeyedContainer(forKey: .list)
        let isNone = try list.decodeNil()
        let inner = try list.nestedContainer(keyedBy: Key.self)
        keys = inner.allKeys.count + (isNone ? 10 : 0) + (list.isAtEnd ? 100 : 0)
      }
      func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: Key.self)
        var list = outer.nestedUnkeyedContainer(forKey: .list)
        try list.encodeNil()
        var inner = list.nestedContainer(keyedBy: Key.self)
        try inner.encode(1, forKey: .one)
        try inner.encode("twice", forKey: .one)
        try outer.encodeNil(forKey: .one)
      }
      enum Key: String, CodingKey { case list, one }
    }
    let document = try XMLPickleEncoder().encode(Odd())
    let value = try XMLPickle.decode(document)
    #expect(value.isIdentical(to: ["list": [.none, ["one": "twice"]], "one": .none]))
    #expect(try XMLPickleDecoder().decode(Odd.self, from: document).keys == 111)
  }
}
