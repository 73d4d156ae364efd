import PythonValues
import Testing
import WireCore
import XMLPickleCodec

@Suite struct InspectionTests {
  private typealias Kind = XMLPickle.Observation.Kind

  /// A call as Pyro 3 sends it, with this argument.
  private static func call(_ argument: String) -> String {
    gnosis(
      #"type="tuple" id="1" ><item type="string" value="obj" /><item type="tuple" id="2" >\#(argument)</item></attr>"#
    )
  }

  @Test("notes classes, functions and pickles, and goes on")
  func notesAll() {
    let document = InspectionTests.call(
      #"<item type="PyObject" module="os" class="system" id="9"></item><item type="function" module="posix" class="fork"/>"#
        + "<item family=\"atom\" type=\"rawpickle\">cos\nsystem\ntR.</item><item type=\"class\" class=\"C\"/>"
        + "<item type=\"numeric\">eval('1')</item>" + #"<item family="atom" type="SRE">(a+)+</item>"#)
    let found = inspect(document)
    #expect(
      found.observations.map(\.kind) == [
        .instance(module: "os", className: "system"), .function(module: "posix", name: "fork"),
        .rawPickle(Array("cos\nsystem\ntR.".utf8)), .classReference(module: nil, name: "C"),
        .notANumber("eval('1')"), .mutator("SRE"),
      ])
    #expect(found.error?.kind == .syntax)
    #expect(found.dialect == .gnosis)
    #expect(found.value != nil)
    let bytes = Array(document.utf8)
    #expect(found.observations.allSatisfy { bytes.indices.contains($0.offset) })
  }

  @Test("notes pickles in an attribute, line breaks and all")
  func notesQuotedPickle() {
    let found = inspect(
      InspectionTests.call(
        ##"<item family="atom" type="rawpickle" value="c__builtin__&#10;eval&#10;(S&quot;1&quot;&#10;tR." />"##
      ))
    #expect(found.observations.map(\.kind) == [.rawPickle(Array("c__builtin__\neval\n(S\"1\"\ntR.".utf8))])
    #expect(found.error == nil)
  }

  @Test("notes an escape that makes an apostrophe, and reads it as one")
  func notesApostrophe() {
    let found = inspect(InspectionTests.call(#"<item type="string" value="a\047+f()+\x27" />"#))
    #expect(found.observations.map(\.kind) == [.escapedApostrophe])
    #expect(found.error == nil)
    #expect("\(found.value ?? .none)".contains("a'+f()+'"))
  }

  @Test("notes names that would be executed")
  func notesNames() {
    let found = inspect(#"<PyObject class="C: pass&#10;import os"/>"#)
    #expect(found.observations.contains { $0.kind == .notAName("C: pass\nimport os") })
    #expect(found.error?.kind == .syntax)
  }

  @Test(
    "notes entities and declarations, and stops",
    arguments: [
      (
        "[<!ENTITY x SYSTEM \"file:///etc/passwd\">]",
        Kind.externalEntity(name: "x", identifier: "file:///etc/passwd")
      ),
      ("[<!ENTITY x \"y\">]", .internalEntity(name: "x")),
      ("SYSTEM \"a.dtd\"", .foreignDocumentType("a.dtd")),
      ("[<!ATTLIST a b CDATA \"c\">]", .declaration(name: "a")),
      ("SYSTEM \"PyObjects.dtd\"", .entityReference(name: "e")),
    ] as [(String, XMLPickle.Observation.Kind)])
  func notesDeclaration(_ subset: String, _ expected: XMLPickle.Observation.Kind) {
    let found = inspect(
      "<!DOCTYPE PyObject \(subset)><PyObject class=\"C\"><attr name=\"a\" type=\"string\">&e;</attr></PyObject>"
    )
    #expect(found.observations.last?.kind == expected)
    #expect(found.error?.kind == .forbidden)
    #expect(found.value == nil)
  }

  @Test("keeps no more than 200 bytes of what is no number")
  func boundsWhatIsNoNumber() {
    let text = String(repeating: "x", count: 201)
    let found = inspect(gnosis("type=\"numeric\">\(text)</attr>"))
    #expect(found.observations.map(\.kind) == [.notANumber(String(text.dropLast()))])
    #expect(found.value?.isIdentical(to: .none) == true && found.error?.kind == .syntax)
    let complex = inspect(marshal("<complex>1 x</complex>"))
    #expect(complex.observations.map(\.kind) == [.notANumber("1 x")])
    #expect(complex.value?.isIdentical(to: .none) == true && complex.error?.kind == .syntax)
  }

  @Test("keeps no more observations than its limit")
  func boundsObservations() {
    let items = String(repeating: #"<item type="function" module="m" class="f"/>"#, count: 10_500)
    let found = inspect(gnosis("type=\"list\">\(items)</attr>"))
    #expect(found.observations.count == XMLPickle.Inspection.mostObservations)
    #expect(found.error == nil)
  }

  @Test("notes what PyXML would load")
  func notesMarshalled() {
    let found = inspect(
      marshal(
        "<tuple><code>Yw==</code><object module=\"m\" class=\"C\"><tuple/><dictionary/></object></tuple>"))
    #expect(found.observations.map(\.kind) == [.code([0x63]), .instance(module: "m", className: "C")])
  }
}
