import PythonValues
import TestSupport
import Testing
import WireCore

@testable import XMLPickleCodec

/// XMLP-70: what is read without libxml2 is read as libxml2 has it.
@Suite struct PlainDocumentTests {
  private static let everyOption: [XMLPickle.EncodingOptions] = XMLPickle.Dialect.allCases.flatMap {
    dialect in
    (0..<8).map { bits in
      .init(dialect: dialect, deepCopy: bits & 1 != 0, inBody: bits & 2 != 0, verbose: bits & 4 != 0)
    }
  }

  @Test("reads what Gnosis and PyXML wrote without libxml2", arguments: ["gnosis.jsonl", "pyxml.jsonl"])
  func takesReferenceDocuments(_ name: String) throws {
    var read = 0
    for golden in try Golden.load(name) {
      guard let document = golden.document,
        BothReaders.full(document, .init(permissions: .all)).error == nil
      else { continue }
      // Q-XMLP-20: line ends in text are made one, which is libxml2's to do.
      if document.contains(0x0D) { continue }
      #expect(BothReaders.plain(document) != nil, "\(golden.id)")
      read += 1
    }
    #expect(read > (name == "gnosis.jsonl" ? 300 : 100))
  }

  @Test("reads what it wrote without libxml2, whatever the options")
  func takesOwnDocuments() throws {
    var read = 0
    for document in try BothReaders.fixtures() {
      guard let value = try? XMLPickle.decode(document, options: .init(permissions: .all)) else { continue }
      for options in PlainDocumentTests.everyOption {
        guard let written = try? XMLPickle.encode(value, options: options), !written.contains(0x0D) else {
          continue
        }
        #expect(BothReaders.agree(written), "\(String(decoding: written.prefix(500), as: UTF8.self))")
        read += 1
      }
    }
    #expect(read > 10_000)
  }

  @Test("reads every fixture and every input that the fuzzers keep as libxml2 does")
  func agreesOnFixtures() throws {
    var plain = 0
    for document in try BothReaders.fixtures() + BothReaders.corpus() {
      let all = XMLPickle.DecodingOptions(permissions: .all)
      if BothReaders.agree(document, all) { plain += 1 }
      BothReaders.agree(document, .init())
      BothReaders.agree(document, .init(permissions: .all, numbering: .everyIdentity))
      BothReaders.agree(document, .init(limits: Limits(depth: 2, count: 10, digits: 5), permissions: .all))
    }
    #expect(plain > 1_000)
  }

  @Test("reads what is nearly a document as libxml2 does", arguments: 1...8 as ClosedRange<UInt64>)
  func agreesOnMutants(_ seed: UInt64) throws {
    let samples = try BothReaders.fixtures().filter {
      (40...1_500).contains($0.count) && BothReaders.plain($0) != nil
    }
    var mutants = DocumentMutants(of: samples, seed: seed)
    var plain = 0
    for _ in 0..<5_000 where BothReaders.agree(mutants.next()) { plain += 1 }
    // Neither are all of them odd.
    #expect((100..<4_000).contains(plain), "\(plain)")
  }

  @Test("gives up on a value that stands twice and reads it again, the references with it")
  func readsReferences() throws {
    let document = Array(
      marshal("<tuple><list id=\"i2\"><int>1</int></list><reference id=\"i2\"/></tuple>").utf8)
    var isDirect = true
    let read = PlainDocument.read(document.span, options: .init(), isDirect: &isDirect)
    #expect(!isDirect)
    let shared = PythonValue.shared(PythonShared(id: 1, value: .list([.int(1)])))
    #expect(read?.value?.isIdentical(to: .tuple([shared, .reference(1)])) == true)
  }

  /// A string in an attribute, one in a body, and a document of either dialect.
  private static let bodies: [@Sendable (String) -> String] = [
    { gnosis("type=\"string\" value=\"a\($0)b\" />") }, { gnosis("type=\"string\">a\($0)b</attr>") },
    { marshal("<string>a\($0)b</string>") },
  ]

  @Test(
    "leaves to libxml2 what XML reads otherwise than it stands",
    arguments: [
      "\r", "\r\n", "<!-- c -->", "<![CDATA[x]]>", "<?pi x?>", "&#65;", "&#x41;", "]]>", ">", "\0", "\u{1}",
      "\u{1F}", "\u{FFFE}", "\u{FFFF}", "&amp", "&x;", "<", "<x/>",
    ])
  func givesUpOnText(_ odd: String) {
    for body in PlainDocumentTests.bodies.dropFirst() {
      #expect(BothReaders.plain(Array(body(odd).utf8)) == nil, "\(odd.debugDescription)")
    }
    // In a value `>` stands for itself.
    if odd.contains(">"), !odd.contains("<") { return }
    #expect(
      BothReaders.plain(Array(PlainDocumentTests.bodies[0](odd).utf8)) == nil, "\(odd.debugDescription)")
  }

  @Test("gives up on tabs and line ends in values", arguments: ["\t", "\n"])
  func givesUpOnBlanksInValues(_ blank: String) {
    #expect(BothReaders.plain(Array(PlainDocumentTests.bodies[0](blank).utf8)) == nil)
    #expect(BothReaders.agree(Array(PlainDocumentTests.bodies[1](blank).utf8)))
  }

  @Test(
    "gives up on bytes that are not UTF-8, in text and values",
    arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]])
  func givesUpOnBadUTF8(_ bytes: [UInt8]) {
    for body in PlainDocumentTests.bodies {
      let parts = body("§").split(separator: "§").map { Array($0.utf8) }
      #expect(BothReaders.plain(parts[0] + bytes + parts[1]) == nil)
      #expect(BothReaders.plain(parts[0] + parts[1]) != nil)
    }
  }

  private func hasNoncharacter(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return PlainDocument.hasNoncharacter(bytes.span)
  }

  @Test("finds U+FFFE and U+FFFF at every place", arguments: ["\u{FFFE}", "\u{FFFF}"])
  func findsNoncharacters(_ character: String) {
    for place in 0..<24 {
      for rest in 0..<10 {
        let text = String(repeating: "é", count: place / 2) + String(repeating: "x", count: place % 2)
        let document = text + character + String(repeating: "y", count: rest)
        #expect(hasNoncharacter(document))
        let others = text + "\u{FFFD}\u{EFFF}\u{FEFF}" + String(repeating: "y", count: rest)
        #expect(!hasNoncharacter(others))
      }
    }
  }

  @Test(
    "gives up on what stands about the tags and is not of the writers",
    arguments: [
      "<list id=\"a\" id=\"b\"></list>", "<list id='a'></list>", "<list\tid=\"a\"></list>",
      "<list id =\"a\"></list>",
      "<list id= \"a\"></list>", "<list x=\"a\"></list>", "<p:list></p:list>", "<list></list >",
      "<list></tuple>",
      "<list/ >", "<list>x</list>", "<list", "<list>", "<list id=\"a\"class=\"b\"></list>", "<int>1</long>",
      "<string>a</unicode>", "<unicode>a</string>", "<list id=\"&amp;\"></list>", "<list xmlns=\"u\"></list>",
      "<list><!-- --></list>", "<none><int/></none>", "<other/>", "</list>", "",
    ])
  func givesUpOnTags(_ element: String) {
    #expect(BothReaders.plain(Array(marshal(element).utf8)) == nil)
  }

  @Test(
    "gives up on what stands before and behind the root and is not of the writers",
    arguments: [
      ("\u{FEFF}", ""), (" ", ""), ("<?xml version='1.0'?>", ""), ("<?xml version=\"1.1\"?>", ""),
      ("<?xml version=\"1.0\" standalone=\"yes\"?>", ""),
      ("<?xml version=\"1.0\" encoding=\"latin-1\"?>", ""),
      ("<!DOCTYPE PyObject>", ""), ("<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\" []>", ""), ("<!-- -->", ""),
      ("", "<!-- -->"), ("", "x"), ("", "<marshal/>"), ("", "\0"), ("", "\r"),
    ])
  func givesUpOnSurroundings(_ before: String, _ behind: String) {
    let root = "<marshal><none/></marshal>"
    #expect(BothReaders.plain(Array((before + root + behind).utf8)) == nil)
    #expect(BothReaders.agree(Array((root + " \n\t").utf8)))
  }

  @Test("gives up on what is refused in any way: libxml2's reader says what is wrong")
  func givesUpOnErrors() throws {
    for document in [
      gnosis("type=\"function\" module=\"os\" class=\"system\" />"),
      gnosis("type=\"numeric\" value=\"x\" />"),
      gnosis("type=\"string\" value=\"\\x4\" />"), marshal("<int>x</int>"), marshal("<code>AAAA</code>"),
      marshal("<dictionary><none/></dictionary>"), marshal("<reference id=\"i2\"/>"),
      "<PyObject class=\"C D\"/>",
    ] {
      #expect(BothReaders.plain(Array(document.utf8), .init()) == nil, "\(document)")
      #expect(refusal(document) != nil)
    }
  }

  @Test("reads values, text and references of every length")
  func readsEveryLength() {
    for length in 0..<40 {
      let text = String(repeating: "x", count: length)
      for (written, meant) in [
        (text, text), (text + "é" + text, text + "é" + text), ("&lt;" + text, "<" + text),
        (text + "&amp;", text + "&"), (text + "&quot;&apos;" + text + "&gt;", text + "\"'" + text + ">"),
      ] {
        for body in PlainDocumentTests.bodies.dropFirst() {
          let read = BothReaders.plain(Array(body(written).utf8))
          #expect(read?.value?.stringValue == "a" + meant + "b")
        }
        guard !written.contains("é") else { continue }
        let read = BothReaders.plain(Array(PlainDocumentTests.bodies[0](written).utf8))
        #expect(read?.value?.stringValue == "a" + meant + "b")
      }
    }
  }

  @Test("reads numbers of every length, and an L where longs are read only (XMLP-44)")
  func readsNumbers() throws {
    for count in 1...45 {
      for digits in [
        String("123456789123456789123456789123456789123456789".prefix(count)),
        String(repeating: "9", count: count),
        String(repeating: "0", count: count), String(repeating: "0", count: count - 1) + "7",
      ] {
        for text in [
          digits, "-" + digits, digits + "L", "0." + digits, digits + ".5e-7", digits + "e3", digits + ".",
        ] {
          for name in ["int", "long", "float"] {
            BothReaders.agree(Array(marshal("<list><\(name)>\(text)</\(name)></list>").utf8))
          }
          BothReaders.agree(
            Array(gnosis("type=\"list\"><item type=\"numeric\" value=\"\(text)\" /></attr>").utf8))
        }
        let document = marshal("<list><int>\(digits)L</int></list>")
        #expect(refusal(document)?.kind == .syntax, "\(document)")
        let expected = try decode(marshal("<list><long>\(digits)</long></list>"))
        #expect(try decode(marshal("<list><long>\(digits)L</long></list>")).isIdentical(to: expected))
        #expect(BothReaders.plain(Array(marshal("<list><float>0.\(digits)</float></list>").utf8)) != nil)
      }
    }
  }

  @Test("reads trees of the deepest kinds on a small stack, and leaves deeper ones to libxml2")
  func readsDeepOnSmallStack() {
    let areRead = onSmallStack {
      let options = XMLPickle.DecodingOptions(limits: Limits(depth: 5_000))
      let list = marshal(String(repeating: "<list>", count: 998) + String(repeating: "</list>", count: 998))
      let deeper = marshal(
        String(repeating: "<list>", count: 1_200) + String(repeating: "</list>", count: 1_200))
      return BothReaders.plain(Array(list.utf8), options) != nil
        && BothReaders.plain(Array(deeper.utf8), options) == nil
    }
    #expect(areRead)
  }
}
