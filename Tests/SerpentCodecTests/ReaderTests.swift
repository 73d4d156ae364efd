import PythonValues
import SerpentCodec
import Testing
import WireCore

/// Equal keys, known keys, and reading on demand.
@Suite struct ReaderTests {
  @Test(arguments: [
    ("{1:'a',2:'b',True:'c',1.0:'d'}", "{1: 'd', 2: 'b'}"), ("{0.0:1,-0.0:2}", "{0.0: 2}"),
    ("{'a':1,'a':2}", "{'a': 2}"),
    ("{1,1.0,True,2}", "{1, 2}"), ("{'a','b','a'}", "{'a', 'b'}"), ("{(1,2):1,(1.0,2):2}", "{(1, 2): 2}"),
    ("{1+0j:1,1:2}", "{(1+0j): 2}"), ("{b'a':1,'a':2}", "{b'a': 1, 'a': 2}"),
  ])
  func ofEqualKeysTheFirstStaysWithTheLastValue(text: String, expected: String) throws {
    #expect(try SerpentCodec.decode(text).repr == expected)
  }

  /// From the third dict of one shape on the keys are taken from the second.
  @Test(arguments: [
    "{'a':1,'a':2}", "{'a':1,'b':2}", "{'a':1,'B':2}", "{'a':[1],'a':[2]}", "{'a':1,'b':2,'c':3}",
    "{'a':1,'ab':2}",
    "{'a':1,'\\x62':2}", "{'a':1,b'b':2}", "{'a':1,1:2}", "{'a':{'a':1,'b':2},'b':{'a':1,'a':2}}",
    "{'b':1,'a':2}",
  ])
  func dictsAfterDictsOfTheSameKeysAreReadAsByThemselves(text: String) throws {
    let alone = try SerpentCodec.decode(text).repr
    let before = "{'a':1,'b':2},{'a':3,'b':4},{'a':[1],'b':[2]},"
    let document = Array(("[" + before + text + "," + text + "]").utf8)
    let after = try SerpentCodec.decode(document).repr
    #expect(after.hasSuffix(", " + alone + ", " + alone + "]"))
    #expect(try SerpentCodec.parse(document).root.materialise().repr == after)
  }

  /// Keys met before are known by number; a reader learns them after its first few.
  @Test(arguments: [
    "{'a':1,'a':2}", "{'b':1,'a':2,'b':3}", "{'a':1,\"a\":2}", "{'a':1,'\\x61':2}", "{\"a\":1,'a':2}",
    "{'a':(set)(),'a':2}", "{'a':(1),'a':2}", "{'a':{'a':1,'a':2},'a':{'b':3}}", "{'a':[{'a':1}],'a':2}",
    "{'a':1,'b':2,'new':3,'a':4,'new':5}", "{'a':1,u'a':2}", "{'a' :1,'a':2}", "{'a':1,'b','c'}",
    "{'a','b'}", "{'a':1,2:3,'a':4}", "{'fourteen bytes':1,'fifteen bytes..':2,'fourteen bytes':3}",
  ])
  func knownKeysAreToldApart(text: String) throws {
    let alone = try? SerpentCodec.decode(text).repr
    let before = String(repeating: "{'a':1,'b':2,'c':3},{'b':[{'a':1}],'d':[2]},", count: 8)
    let document = Array(("[" + before + text + "," + text + "]                    ").utf8)
    let after = try? SerpentCodec.decode(document).repr
    #expect((try? SerpentCodec.parse(document).root.materialise())?.repr == after)
    #expect((after == nil) == (alone == nil))
    if let after, let alone { #expect(after.hasSuffix(", " + alone + ", " + alone + "]")) }
  }

  /// More keys than have a bit of their own, and more than are kept.
  @Test(arguments: [63, 64, 65, 256, 257, 400])
  func manyKeysAreToldApart(count: Int) throws {
    let keys = (0..<count).map { "'k\($0)':\($0)" }.joined(separator: ",")
    let twice = "{\(keys),'k1':'again'}"
    let value = try SerpentCodec.decode("[\(twice),\(twice),{\(keys)},\(twice)]                    ")
    guard case .list(let dicts) = value else {
      Issue.record("no list")
      return
    }
    for (place, dict) in dicts.enumerated() {
      guard case .dict(let entries) = dict else { continue }
      #expect(entries.count == count)
      #expect(entries["k1"] == (place == 2 ? .int(1) : .string("again")))
    }
  }

  @Test func copiesOfAReaderReadOnTheirOwn() async throws {
    var first = SerpentReader()
    let document = Array("[{'a':1,'b':[1,2]},{'a':2,'b':[3]},{'a':3,'b':[4]}]".utf8)
    let expected = try first.decode(document)
    let copy = first
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var reader = copy
          return (0..<50).allSatisfy { _ in (try? reader.decode(document)) == expected }
        }
      }
      for await isSame in group { #expect(isSame) }
    }
    #expect(try first.decode(document) == expected)
  }

  @Test func longKeysOfOneShapeAreCompared() throws {
    let names = ["short", "exactly8", "a name of more than sixteen bytes", "é", ""]
    let entries = names.map { "'\($0)':1" }.joined(separator: ",")
    let other = names.map { "'\($0)':1" }.joined(separator: ",").replacing(
      "than sixteen", with: "than sixtean")
    let value = try SerpentCodec.decode(
      "[" + ["{\(entries)}", "{\(entries)}", "{\(entries)}", "{\(other)}"].joined(separator: ",") + "]")
    guard case .list(let dicts) = value, case .dict(let third) = dicts[2], case .dict(let last) = dicts[3]
    else {
      Issue.record("no list")
      return
    }
    #expect(third.entries.map(\.key.repr) == names.map { PythonValue.string($0).repr })
    #expect(last.entries[2].key.repr == "'a name of more than sixtean bytes'")
  }

  @Test func aReaderReadsDocumentAfterDocument() throws {
    var reader = SerpentReader()
    let documents = [
      "[1,2]", "{'a':1,'b':'x\\ny'}", "'", "[[[]]", "{'a':2,'b':3}", "{'a':2,'b':3}", "{'b':1}", "1,2",
    ]
    for _ in 0..<3 {
      for document in documents {
        let bytes = Array(document.utf8)
        let alone = try? SerpentCodec.decode(bytes)
        #expect((try? reader.decode(bytes))?.repr == alone?.repr)
        #expect((try? reader.parse(bytes).root.materialise())?.repr == alone?.repr)
        #expect(((try? reader.validate(bytes.span)) != nil) == (alone != nil))
      }
    }
  }

  /// What a document held before, of the source or beside it, is not seen again.
  @Test func aDocumentIsFilledAnew() throws {
    var reader = SerpentReader()
    var document = LazyDocument()
    #expect(document.root.isNone)
    let texts = [
      "{'a':'x\\ny','b':[1,2,3]}", "[", "7", "'z\\tz'", "['\\q",
      "{'b':(1+2j),'c':1" + String(repeating: "0", count: 40) + "}",
    ]
    for text in texts {
      let bytes = Array(text.utf8)
      guard let alone = try? SerpentCodec.decode(bytes) else {
        #expect(throws: WireError.self) { try reader.parse(bytes, into: &document) }
        #expect(document.root.isNone && document.source.isEmpty && document.tape.sideBytes.isEmpty)
        continue
      }
      try reader.parse(bytes, into: &document)
      #expect(document.source == bytes)
      #expect(try document.root.materialise().repr == alone.repr)
    }
  }

  @Test func aDocumentThatIsHeldElsewhereStaysAsItWas() throws {
    var reader = SerpentReader()
    var document = try reader.parse(Array("['first']".utf8))
    let held = document
    let value = document.root
    try reader.parse(Array("['second', 2]".utf8), into: &document)
    #expect(held !== document)
    #expect(value[0]?.string == "first" && held.root.count == 1)
    #expect(document.root[0]?.string == "second" && document.root.count == 2)
    #expect(throws: WireError.self) { try reader.parse(Array("]".utf8), into: &document) }
    #expect(held.root[0]?.string == "first")
  }

  @Test func aDocumentKeepsItsStorage() throws {
    var reader = SerpentReader()
    var document = try reader.parse(Array("[1,2,3,4,5,6,7,8]".utf8))
    let first = ObjectIdentifier(document)
    try reader.parse(Array("[8,7,6,5,4,3,2,1]".utf8), into: &document)
    #expect(ObjectIdentifier(document) == first)
    #expect(document.root[0]?.int == 8)
  }

  @Test func readsTwoFieldsLazily() throws {
    let text =
      "# serpent utf-8 python3.2\n{'id':7,'name':'caf\\xe9','sum':(1+2j),'big':-123456789012345678901,'id':8}"
    let root = try SerpentCodec.parse(Array(text.utf8)).root
    #expect(root["id"]?.int == 8)
    #expect(root["name"]?.string == "café")
    #expect(root["sum"]?.complex?.imaginary == 2)
    #expect(root["big"]?.integer?.repr == "-123456789012345678901")
    #expect(root["none"] == nil)
    #expect(root["name"]?.offset == 41)
    #expect(root.count == 5)
    #expect(
      try root.materialise().repr == "{'id': 8, 'name': 'café', 'sum': (1+2j), 'big': -123456789012345678901}"
    )
  }

  /// Text that stands in the document as it is is not copied.
  @Test(arguments: [
    ("'ab'", true), ("\"ab\"", true), ("u'ab'", true), ("r'ab'", true), ("r'''ab'''", true), ("b'ab'", true),
    ("rb'ab'", true), ("'ab' ''", false), ("'a\\x62'", false), ("r'a' r'b'", false), ("b'a' b'b'", false),
  ])
  func onlyWhatIsWrittenOtherwiseIsCopied(text: String, isPlain: Bool) throws {
    let document = try SerpentCodec.parse(Array(text.utf8))
    #expect(document.root.bytes.map { Array($0) } == Array("ab".utf8))
    #expect(document.tape.sideBytes.isEmpty == isPlain)
    #expect(document.tape[0].flags.contains(.inSide) == !isPlain)
  }

  @Test func groupsAndTuplesWithoutParenthesesAreSeenThrough() throws {
    let root = try SerpentCodec.parse(Array("((('a'))),((([1,(2)]))),3".utf8)).root
    #expect(root.kind == .tuple)
    #expect(root.elements.map(\.kind) == [.string, .list, .int])
    #expect(root[1]?[1]?.int == 2)
    #expect(root[2]?.int == 3)
  }

  @Test func aDocumentCanBeGivenInThreeForms() throws {
    let text = "['é']"
    let bytes = Array(text.utf8)
    #expect(try SerpentCodec.decode(text).repr == text)
    #expect(try SerpentCodec.decode(bytes).repr == text)
    let value = try SerpentCodec.decode(bytes.span)
    #expect(value.repr == text)
  }

  @Test func errorsSayWhatIsWrongAndWhere() throws {
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode("[1, 2 3]") }
    #expect(
      error?.description
        == "syntax error at byte 6, reading list: ',' or ']' expected after a value in the list of byte 0, found '3'"
    )
    let name = #expect(throws: WireError.self) { try SerpentCodec.decode("{'a': open}") }
    #expect(
      name?.description
        == "syntax error at byte 6, reading value: 'open' is no literal: names are never looked up")
  }
}
