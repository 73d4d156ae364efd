import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore
import XMLPickleCodec

@Suite struct HostileDocumentTests {
  /// A document with a document type of its own, and this as its string.
  private static func declaring(_ subset: String, _ body: String = "x") -> String {
    "<?xml version=\"1.0\"?>\n<!DOCTYPE PyObject \(subset)>\n"
      + "<PyObject class=\"C\"><attr name=\"a\" type=\"string\">\(body)</attr></PyObject>"
  }

  private static let laughs =
    "[<!ENTITY l0 \"lol\">"
    + (1...9).map { "<!ENTITY l\($0) \"" + String(repeating: "&l\($0 - 1);", count: 10) + "\">" }.joined()
    + "]"

  @Test(
    "refuses declarations and entities (XMLP-3, XMLP-4)",
    arguments: [
      ("[<!ENTITY x SYSTEM \"file:///etc/passwd\">]", "&x;"),
      ("[<!ENTITY x SYSTEM \"http://localhost/x\">]", "&x;"),
      ("[<!ENTITY x SYSTEM \"ftp://localhost/x\">]", "x"),
      ("[<!ENTITY x PUBLIC \"p\" \"file:///etc/passwd\">]", "&x;"),
      ("[<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]", "x"),
      ("[<!ENTITY % p \"<!ENTITY x 'y'>\"> %p;]", "&x;"),
      ("[<!ENTITY x \"internal\">]", "&x;"), ("[<!ENTITY x \"unused\">]", "x"),
      (HostileDocumentTests.laughs, "&l9;"),
      ("[<!ENTITY a \"\(String(repeating: "a", count: 50_000))\">]", String(repeating: "&a;", count: 5_000)),
      ("[<!ATTLIST attr type CDATA \"numeric\">]", "x"), ("[<!ELEMENT attr ANY>]", "x"),
      ("[%undeclared;]", "x"),
      ("[<!NOTATION n SYSTEM \"x\">]", "x"), ("[<!ENTITY x SYSTEM \"x\" NDATA n>]", "x"),
      ("SYSTEM \"http://localhost/PyObjects.dtd\"", "x"), ("SYSTEM \"file:///etc/passwd\"", "x"),
      ("SYSTEM \"PyObjects.dtd\"", "&undeclared;"), ("PUBLIC \"p\" \"other.dtd\"", "x"),
      ("SYSTEM \"PyObjects.dtd\" [<!ENTITY x \"y\">]", "&x;"),
    ])
  func refusesDeclaration(_ subset: String, _ body: String) {
    let document = HostileDocumentTests.declaring(subset, body)
    #expect(refusal(document)?.kind == .forbidden, "\(String(describing: refusal(document)))")
  }

  @Test("never opens what a document names")
  func opensNothing() throws {
    let secret = FileManager.default.temporaryDirectory.appending(path: "pickleproof-\(UUID().uuidString)")
    try Data("sesame".utf8).write(to: secret)
    defer { try? FileManager.default.removeItem(at: secret) }
    for subset in ["[<!ENTITY x SYSTEM \"\(secret.path)\">]", "SYSTEM \"\(secret.path)\""] {
      let found = inspect(HostileDocumentTests.declaring(subset, "&x;"))
      #expect(found.value == nil && found.error?.kind == .forbidden)
      #expect(!"\(found)".contains("sesame"))
    }
    let included =
      "<PyObject class=\"C\"><xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"\(secret.path)\"/></PyObject>"
    #expect(refusal(included)?.kind == .syntax)
  }

  @Test(
    "accepts a document type that names nothing, or Gnosis's own",
    arguments: ["", "SYSTEM \"PyObjects.dtd\"", "[]", "[ ]"])
  func acceptsPlainDocumentType(_ subset: String) throws {
    #expect(refusal(HostileDocumentTests.declaring(subset, "&lt;&amp;&#65;")) == nil)
  }

  @Test("rejects a million levels at the limit, whatever is set", arguments: [10, 100, 1_000, 1_000_000])
  func rejectsDepth(_ depth: Int) {
    let open = String(repeating: "<item type=\"list\">", count: 1_000_000)
    let error = refusal(gnosis("type=\"list\">" + open), .init(limits: Limits(depth: depth)))
    #expect(error?.kind == .limit)
    let list = refusal(
      marshal(String(repeating: "<list>", count: 1_000_000)), .init(limits: Limits(depth: depth)))
    #expect(list?.kind == .limit)
    #expect((list?.offset ?? .max) < 7 * 1_100)
  }

  @Test("rejects a million other elements in each other")
  func rejectsOtherDepth() {
    #expect(refusal(String(repeating: "<a>", count: 1_000_000))?.kind == .syntax)
    let content = String(repeating: "(", count: 1_000_000)
    let error = refusal("<!DOCTYPE a [<!ELEMENT a \(content)")
    #expect(error != nil)
  }

  @Test("reads and releases trees of the deepest kinds on a small stack")
  func readsDeepOnSmallStack() {
    let isRead = onSmallStack {
      let limits = Limits(depth: 5_000)
      let list = marshal(String(repeating: "<list>", count: 998) + String(repeating: "</list>", count: 998))
      let objects = String(repeating: "<attr name=\"a\" type=\"PyObject\" class=\"C\">", count: 498)
      let chain =
        "<PyObject class=\"C\">" + objects + String(repeating: "</attr>", count: 498) + "</PyObject>"
      guard let first = try? decode(list, limits: limits), let second = try? decode(chain, limits: limits)
      else { return false }
      return (try? XMLPickle.encode(first)) != nil && (try? XMLPickle.encode(second)) != nil
    }
    #expect(isRead)
  }

  @Test("rejects instances in each other before their tree gets too deep")
  func rejectsDeepInstances() {
    let objects = String(repeating: "<attr name=\"a\" type=\"PyObject\" class=\"C\">", count: 900)
    let chain = "<PyObject class=\"C\">" + objects + String(repeating: "</attr>", count: 900) + "</PyObject>"
    #expect(refusal(chain, .init(limits: Limits(depth: 5_000)))?.kind == .limit)
  }

  @Test("rejects tags with a great many attributes or namespaces in linear time")
  func rejectsManyAttributes() {
    let attributes = (0..<400_000).map { " a\($0)=\"\"" }.joined()
    #expect(refusal("<PyObject class=\"C\"\(attributes)/>")?.kind == .limit)
    let namespaces = (0..<200_000).map { " xmlns:a\($0)=\"u\"" }.joined()
    #expect(refusal("<PyObject class=\"C\"\(namespaces)/>")?.kind == .limit)
    let nested = (0..<50).map { "<list xmlns:n\($0)=\"u\">" }.joined()
    #expect(refusal(marshal(nested))?.kind == .limit)
  }

  @Test("reads huge attributes and bodies, and holds to the limit of bytes")
  func readsHugeText() throws {
    let text = String(repeating: "x", count: 12_000_000)
    for document in [
      gnosis("type=\"string\" value=\"\(text)\" />"), gnosis("type=\"string\">\(text)</attr>"),
    ] {
      #expect(try decode(document).stringValue?.utf8.count == 12_000_000)
      #expect(refusal(document, .init(limits: Limits(bytes: 11_000_000)))?.kind == .limit)
    }
    let name = String(repeating: "n", count: 5_000)
    #expect(refusal(gnosis("type=\"PyObject\" class=\"\(name)\"></attr>"))?.kind == .limit)
  }

  @Test("holds to the limits of values and digits")
  func holdsToLimits() {
    let items = String(repeating: "<item type=\"None\"/>", count: 20)
    #expect(
      refusal(gnosis("type=\"list\">\(items)</attr>"), .init(limits: Limits(count: 10)))?.kind == .limit)
    let digits = String(repeating: "9", count: 4_301)
    #expect(refusal(gnosis("type=\"numeric\" value=\"\(digits)L\" />"))?.kind == .limit)
    #expect(refusal(marshal("<long>\(digits)</long>"))?.kind == .limit)
    #expect(refusal(gnosis("type=\"numeric\" value=\"\(digits.dropLast())\" />")) == nil)
  }

  @Test(
    "reads the encodings that libxml2 knows (XMLP-2)",
    arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .isoLatin1, .utf8])
  func readsEncoding(_ encoding: String.Encoding) throws {
    let names: [String.Encoding: String] = [.isoLatin1: "ISO-8859-1", .utf8: "UTF-8"]
    let declared = names[encoding] ?? "UTF-16"
    let text = gnosis("type=\"string\">é»</attr>").replacing(
      "?>\n<!D", with: " encoding=\"\(declared)\"?>\n<!D")
    let mark: [UInt8] =
      encoding == .utf16LittleEndian ? [0xFF, 0xFE] : encoding == .utf16BigEndian ? [0xFE, 0xFF] : []
    let document = mark + Array(try #require(text.data(using: encoding)))
    #expect(try XMLPickle.decode(document).isIdentical(to: "é»"))
    let damaged = Array(document.dropLast(60))
    #expect(refusal(damaged).map { $0.offset <= damaged.count } == true)
  }

  @Test(
    "rejects encodings that are not known, or not the document's own",
    arguments: ["x-unknown", "UTF-16", "EBCDIC-CP-US", "UCS-4"])
  func rejectsEncoding(_ name: String) {
    let document = gnosis("type=\"None\" />").replacing("\"1.0\"", with: "\"1.0\" encoding=\"\(name)\"")
    let error = refusal(document)
    #expect(error != nil)
    #expect((error?.offset ?? .max) <= document.utf8.count)
  }

  @Test(
    "rejects bad UTF-8 and NUL at their bytes",
    arguments: [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0], [1]] as [[UInt8]])
  func rejectsBytes(_ bytes: [UInt8]) throws {
    let parts = gnosis("type=\"string\">ab§cd</attr>").split(separator: "§")
    let document = Array(parts[0].utf8) + bytes + Array(parts[1].utf8)
    let error = try #require(refusal(document))
    #expect(error.kind == .syntax)
    #expect(abs(error.offset - parts[0].utf8.count) <= 3)
  }

  @Test("reads gzip, and bounds what it inflates to")
  func readsGzip() throws {
    let text = gnosis("type=\"string\" value=\"\(String(repeating: "x", count: 3_000_000))\" />")
    let small = try gzip(Array(gnosis("type=\"True\" />").utf8))
    #expect(try XMLPickle.decode(small).isIdentical(to: .bool(true)))
    #expect(refusal(try gzip(Array(text.utf8)))?.kind == .limit)
    #expect(refusal(Array(small.dropLast(4)))?.kind == .truncated)
    #expect(refusal(small + [0])?.kind == .trailing)
    #expect(refusal([0x1F, 0x8B])?.kind == .truncated)
  }

  private func gzip(_ bytes: [UInt8]) throws -> [UInt8] {
    let gzip = URL(fileURLWithPath: "/usr/bin/env")
    return [UInt8](try runProgram(gzip, ["gzip", "-c"], input: Data(bytes)).output)
  }
}
