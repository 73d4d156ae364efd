import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

/// XML pickles in a conversation, and bodies that are compressed.
@Suite struct Pyro3DocumentTests {
  private static let head = "<?xml version=\"1.0\"?>\n<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\">\n"

  /// A Gnosis document of a list with these items.
  static func gnosis(_ items: String) -> String {
    head + "<PyObject family=\"obj\" type=\"builtin_wrapper\" class=\"_EmptyClass\">\n"
      + "<attr name=\"__toplevel__\" type=\"list\" >\(items)</attr>\n</PyObject>\n"
  }

  static func declared(_ subset: String, _ text: String = "") -> String {
    "<!DOCTYPE PyObject \(subset)><PyObject class=\"C\"><attr name=\"a\" type=\"string\">\(text)</attr></PyObject>"
  }

  static func pyxml(_ element: String) -> String {
    "<?xml version=\"1.0\"?><marshal><tuple>\(element)</tuple></marshal>"
  }

  /// What is found in a document that a client sends.
  static func heard(_ document: String, _ serializer: Pyro3Serializer = .gnosis, compresses: Bool = false)
    -> RecordingSink
  {
    var dialogue = Pyro3Dialogue.begun(serializer: serializer)
    dialogue.encoder.compresses = compresses
    dialogue.client(Array(document.utf8))
    return dialogue.heard(ending: nil)
  }

  /// The findings of one rule, as pairs of what stands at the byte and what is said.
  private func found(_ rule: Rule, in document: String, _ serializer: Pyro3Serializer) -> [String] {
    Self.heard(document, serializer).findings.filter { $0.rule == rule && $0.message == 3 }.map { finding in
      let rest = document.utf8.dropFirst((finding.offset ?? 0) - Pyro3Header.size)
      return String(decoding: rest.prefix(12), as: UTF8.self) + "| " + finding.detail
    }
  }

  @Test(arguments: [
    (
      gnosis("<item type=\"function\" module=\"posix\" class=\"fork\"/>"), Rule.dangerousClass,
      "/></attr>\n</| 'posix.fork' is of a module that can run code"
    ),
    (
      gnosis("<item type=\"function\" module=\"demo\" class=\"f\"/>"), .foreignClass,
      "/></attr>\n</| 'demo.f' is looked up by the reader, by this name"
    ),
    (
      gnosis("<item type=\"PyObject\" module=\"os\" class=\"system\" id=\"9\"></item>"), .dangerousClass,
      "></item></at| 'os.system' is of a module that can run code"
    ),
    (
      gnosis("<item type=\"class\" class=\"C\"/>"), .foreignClass,
      "/></attr>\n</| 'C' is looked up by the reader, by this name"
    ),
    (
      gnosis("<item type=\"numeric\" value=\"eval(1)\" />"), .codeInLiteral,
      "eval(1)\" /><| 'eval(1)' stands where a number belongs"
    ),
    (
      gnosis("<item type=\"string\" value=\"a\\047+f()\" />"), .codeInLiteral,
      "\\047+f()\" />| a string escape that leaves its quotes"
    ),
    (
      "<PyObject class=\"C: pass\"/>", .codeInLiteral, "/>| 'C: pass' stands where a name belongs"
    ),
    (
      declared("SYSTEM \"a.dtd\""), .externalEntity, "><PyObject c| an external document type, 'a.dtd'"
    ),
    (
      declared("[<!ENTITY x SYSTEM \"file:///etc/passwd\">]"), .externalEntity,
      "| the entity 'x' is outside of the document: 'file:///etc/passwd'"
    ),
    (declared("[<!ENTITY x \"y\">]"), .entityExpansion, "| the document declares the entity 'x'"),
    (declared("SYSTEM \"PyObjects.dtd\"", "&e;"), .entityExpansion, "| the document uses the entity 'e'"),
    (
      declared("[<!ATTLIST a b CDATA \"c\">]"), .payloadSyntax, "| the document has a declaration, 'a'"
    ),
  ])
  func findsWhatIsDangerousInGnosisDocuments(document: String, rule: Rule, line: String) {
    let lines = found(rule, in: document, .gnosis)
    #expect(lines.contains { $0.hasSuffix(line) }, "\(lines)")
  }

  @Test func findsMarshalledCodeInPyXMLDocuments() {
    #expect(
      found(.codeInLiteral, in: Self.pyxml("<code>Yw==</code>"), .pyxml) == [
        "</tuple></ma| a code object of 1 bytes, marshalled"
      ])
    #expect(
      found(
        .foreignClass, in: Self.pyxml("<object module=\"m\" class=\"C\"><tuple/><dictionary/></object>"),
        .pyxml)
        == ["><tuple/><di| 'm.C' is looked up by the reader, by this name"])
  }

  /// A pickle within a document is judged as one of its own, at its place.
  @Test func findsAPickleWithinADocument() {
    let pickle = "cos\nsystem\n(S'id'\ntR."
    let heard = Self.heard(Self.gnosis("<item family=\"atom\" type=\"rawpickle\">\(pickle)</item>"))
    let raw = heard.findings.first { $0.rule == .rawPickle }
    #expect(raw?.detail == "a pickle of 21 bytes within the document")
    let call = heard.findings.first { $0.rule == .dangerousClass }
    #expect(call?.detail == "would call os.system('id')")
    #expect(call?.offset == raw?.offset.map { $0 + 19 })
  }

  /// Whoever refuses an entity says no more than that; of other declarations the reader's error is told, too.
  @Test func anErrorIsToldOnce() {
    #expect(Self.heard(Self.declared("[<!ENTITY x \"y\">]")).faults.filter { $0 == .payloadSyntax } == [])
    #expect(
      Self.heard(Self.declared("[<!ATTLIST a b CDATA \"c\">]")).faults.filter { $0 == .payloadSyntax }.count
        == 2)
  }

  @Test func findsADocumentOfTheOtherDialect() {
    #expect(
      Self.heard(Self.pyxml("<none/>"), .gnosis).lines.contains(
        "3 12 payload-syntax: the flags say gnosis-xml, the document is of pyxml"))
    #expect(
      Self.heard(Self.gnosis(""), .pyxml).lines.contains(
        "3 12 payload-syntax: the flags say pyxml, the document is of gnosis"))
  }

  @Test func saysWhatXMLPicklesAre() {
    #expect(
      Self.heard(Self.gnosis("")).lines.contains(
        "3 12 xml-pickle: XML pickles (gnosis-xml): their reader looks up the classes that they name"))
  }

  /// PYRO3-20: an answer without flags is in what the client writes.
  @Test func anAnswerIsReadAsTheClientWrites() {
    var dialogue = Pyro3Dialogue.begun(serializer: .gnosis)
    dialogue.request(Pyro3Request(object: "o", method: "m"))
    dialogue.serializer = .pickle
    dialogue.server(Array(Self.gnosis("").utf8))
    #expect(dialogue.heard().messages.map(\.serializer).suffix(2) == ["gnosis-xml", "gnosis-xml"])
    #expect(dialogue.heard().faults == [.xmlPickle])
  }

  @Test func offsetsInACompressedBodyAreThoseOfTheInflatedOne() throws {
    let arguments = String(repeating: "S'aaaaaaaa'\n", count: 20)
    let pickle = "(S'o'\nS'm'\nI4\n(\(arguments)cos\nsystem\n)Rtt."
    let call = try #require(
      pickle.utf8.firstIndex(of: UInt8(ascii: "R")).map {
        pickle.utf8.distance(from: pickle.utf8.startIndex, to: $0)
      })
    for compresses in [false, true] {
      var dialogue = Pyro3Dialogue.begun(encoder: Pyro3Encoder(compresses: compresses))
      dialogue.pickle(pickle)
      let heard = dialogue.heard()
      #expect(heard.payloads.last == Array(pickle.utf8))
      #expect(heard.messages.last?.flags == (compresses ? 1 : 0))
      let line = compresses ? "3 \(call) " : "3 \(18 + call) "
      #expect(
        heard.lines.last == line + "dangerous-class: would call os.system()"
          + (compresses ? " (offset in the inflated payload)" : ""))
    }
  }

  @Test func findsABodyThatDoesNotInflate() throws {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.encoder.compresses = true
    dialogue.request(
      Pyro3Request(object: "o", method: "m", positional: [.string(String(repeating: "x", count: 99))]))
    dialogue.turns[3].1[18] = 0
    let finding = try #require(dialogue.heard(ending: nil).findings.first { $0.rule == .badCompression })
    #expect(finding.message == 3)
    #expect((18...20).contains(finding.offset ?? 0))
    #expect(dialogue.heard(ending: nil).messages.last?.payloadLength == dialogue.turns[3].1.count - 18)
  }

  /// PYRO3-31: `('obj', 'add', 3, ((1, 2), {}))`, in the protocols 2, 1 and 0.
  @Test(arguments: [
    "80 02 28 55 03 6f626a 55 03 616464 4b 03 4b 01 4b 02 86 7d 86 74 2e",
    "28 55 03 6f626a 55 03 616464 4b 03 28 28 4b 01 4b 02 74 7d 74 74 2e",
    "28 5327 6f626a 270a 5327 616464 270a 49 330a 28 28 49 310a 49 320a 74 28 64 74 74 2e",
  ])
  func aNativePickleUnderTheFlagOfXMLIsJudgedAsOne(hex: String) {
    var dialogue = Pyro3Dialogue.begun(serializer: .gnosis)
    dialogue.client(hexBytes(hex))
    let heard = dialogue.heard(options: .init(describes: true), ending: nil)
    #expect(heard.faults == [.xmlPickle, .payloadSyntax, .pickleSerializer])
    #expect(heard.messages.last?.summary == "obj.add(1, 2)")
    let finding = heard.findings.first { $0.rule == .payloadSyntax }
    #expect(finding?.detail == "the flags say gnosis-xml, the body is a native pickle")
  }

  @Test func tellsWhatAPickleUnderTheFlagOfXMLWouldCall() {
    var dialogue = Pyro3Dialogue.begun(serializer: .gnosis)
    dialogue.client(hexBytes("80 02 63 6f730a 73797374656d0a 55 02 6964 85 52 ff"))
    #expect(Set(dialogue.heard(ending: nil).rules).isSuperset(of: [Rule.pickleSerializer, .dangerousClass]))
  }

  /// What is neither a document nor a pickle is a document that is damaged.
  @Test(arguments: ["", "hello", "N", " <PyObject/>"])
  func whatIsNoPickleIsADocument(text: String) {
    let heard = Self.heard(text)
    #expect(heard.faults.contains(.payloadSyntax) && !heard.faults.contains(.pickleSerializer))
  }
}
