import PythonValues
import Testing
import WireCore
import XMLPickleCodec

@Suite struct GnosisRulesTests {
  @Test(
    "reads each form of a number (XMLP-13 to XMLP-17)",
    arguments: [
      ("0", PythonValue.int(0)), ("-0", .int(0)), ("+12", .int(12)), ("10L", .int(10)), ("0010l", .int(10)),
      ("0x1F", .int(31)), ("-0Xff", .int(-255)), ("017", .int(15)), ("00", .int(0)), (" (( 5 ))", nil),
      (" ((5)) ", .int(5)), ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
      ("1.", .float(1)), (".5", .float(0.5)), ("-0.", .float(-0.0)), ("1e3", .float(1000)),
      ("0.10000000000000001", .float(0.1)), ("1E400", .float(.infinity)), ("inf.", .float(.infinity)),
      ("-inf.", .float(-.infinity)), ("1:2", .complex(.init(real: 1, imaginary: 2))),
      ("0:-0", .complex(.init(real: 0, imaginary: -0.0))),
      ("1.5-2j", .complex(.init(real: 1.5, imaginary: -2))),
      ("+3J", .complex(.init(real: 0, imaginary: 3))),
      ("inf:1", .complex(.init(real: .infinity, imaginary: 1))),
      ("", nil), ("()", nil), ("-", nil), ("089", nil), ("0x", nil), ("1_0", nil), ("1e", nil),
      ("1.2.3", nil),
      ("L", nil), ("3j", nil), ("1:2:3", nil), (":", nil), ("1+2", nil), ("j", nil), ("0o17", nil),
      ("१", nil),
      ("9223372036854775808", .integer(digits: "9223372036854775808", isNegative: false)),
      ("-99999999999999999999L", .integer(digits: "99999999999999999999", isNegative: true)),
      ("12345678901234567890123.5", .float(Double("12345678901234567890123.5") ?? .nan)),
      ("-900719925474099300000000000000000001.0e-20", .float(-9_007_199_254_740_994)),
      ("0.1000000000000000055511151231257827", .float(0.1)), ("0000000000000000000000001.5", .float(1.5)),
      ("1e22", .float(1e22)), ("1.5E+2", .float(150)), ("25e-1", .float(2.5)), ("1e-400", .float(0)),
      ("nan.1", nil), ("-nan", .float(-.nan)), ("INF", .float(.infinity)), ("infinity.", .float(.infinity)),
      ("-.5:+1.5e1", .complex(.init(real: -0.5, imaginary: 15))), ("1:", nil), (":1", nil), ("1.5+2", nil),
      ("-1e1+.5J", .complex(.init(real: -10, imaginary: 0.5))),
      ("-2.5j", .complex(.init(real: 0, imaginary: -2.5))),
      ("((5)", nil), ("(5))", nil), ("1e+", nil), ("1e5e", nil), ("0x1G", nil), ("018", nil), ("+-1", nil),
      ("__import__('os').system('id')", nil), ("1\\x30", .int(10)), ("infx", nil), ("nanna", nil), ("i", nil),
    ] as [(String, PythonValue?)])
  func readsNumber(_ text: String, _ expected: PythonValue?) throws {
    for document in [
      gnosis("type=\"numeric\" value=\"\(text)\" />"), gnosis("type=\"numeric\">\(text)</attr>"),
    ] {
      if document.contains("\\"), document.contains("</attr>") { continue }
      guard let expected else {
        #expect(refusal(document)?.kind == .syntax)
        continue
      }
      #expect(try decode(document).isIdentical(to: expected))
    }
  }

  @Test(
    "reads each escape of a string (XMLP-18)",
    arguments: [
      (#"a\tb\n\r\a\b\f\v\\"#, "a\tb\n\r\u{7}\u{8}\u{C}\u{B}\\"), (#"\x41\101\60"#, "AA0"),
      (#"\0011"#, "\u{1}1"),
      (#"\q\u0041\N{DIGIT ONE}"#, #"\q\u0041\N{DIGIT ONE}"#), (#"it's"#, "it's"), (#"\'"#, #"\047"#),
      (#"\&quot;"#, "\""), (#"\\'"#, #"\'"#), ("a\\&#10;b", "ab"), ("a&#10;b", "a\nb"), (#"\1234"#, "S4"),
      ("&amp;amp;&#38;", "&amp;&"), ("line\nbreak", "line break"),
    ])
  func readsEscape(_ text: String, _ expected: String) throws {
    let value = try decode(gnosis("type=\"string\" value=\"\(text)\" />"))
    #expect(value.isIdentical(to: .string(expected)))
  }

  @Test(
    "rejects damaged escapes at their byte",
    arguments: [#"ab\"#, #"ab\x"#, #"ab\x4"#, #"ab\xg0"#, #"ab\x4'"#])
  func rejectsEscape(_ text: String) {
    let document = gnosis("type=\"string\" value=\"\(text)\" />")
    let error = refusal(document)
    #expect(error?.kind == .syntax)
    #expect(error.map { Array(document.utf8)[$0.offset] } == UInt8(ascii: "\\"))
  }

  @Test("takes a str past ASCII for bytes, a unicode for text (XMLP-19, XMLP-20)")
  func tellsBytesFromText() throws {
    #expect(try decode(gnosis(#"type="string" value="\xe9\x00" />"#)).isIdentical(to: .bytes([0xE9, 0])))
    #expect(try decode(gnosis(#"type="string" value="\777" />"#)).isIdentical(to: .bytes([0xFF])))
    #expect(try decode(gnosis("type=\"string\" value=\"é\" />")).isIdentical(to: .bytes([0xC3, 0xA9])))
    #expect(try decode(gnosis("type=\"string\">»»a««</attr>")).isIdentical(to: "a"))
    #expect(try decode(gnosis("type=\"string\">»a«</attr>")).isIdentical(to: "»a«"))
    #expect(
      try decode(gnosis("type=\"string\">a<!-- x -->b<![CDATA[<]]>&lt;</attr>")).isIdentical(to: "ab<<"))
    #expect(refusal(gnosis("type=\"string\">»»é««</attr>"))?.kind == .syntax)
  }

  @Test(
    "accepts families and older encodings (XMLP-10)",
    arguments: [
      #"family="uniq" type="True" />"#, #"family="none" type="None"/>"#, #"family="seq" type="list"></attr>"#,
      #"family="lang" type="function" module="m" class="f"/>"#,
      #"family="uniq" type="class" module="m" class="C"/>"#,
      #"type="list" other="1" xml:lang="en"><!-- note --><?pi x?></attr>"#,
      #"type="PyObject" class="Plain"></attr>"#,
    ])
  func acceptsFamily(_ attribute: String) {
    #expect(refusal(gnosis(attribute), .init(permissions: .globals)) == nil)
  }

  @Test(
    "rejects what is out of place",
    arguments: [
      #"value="1" />"#, #"type="" value="1" />"#, #"type="quaternion" value="1" />"#,
      #"family="seq" type="dict"></attr>"#,
      #"type="numeric" value="1"><item type="None"/></attr>"#, #"type="list"><val type="None"/></attr>"#,
      #"type="list"><PyObject class="C"/></attr>"#, #"type="dict"><item type="None"/></attr>"#,
      #"type="dict"><entry><key type="None"/></entry></attr>"#, #"type="dict"><entry></entry></attr>"#,
      #"type="dict"><entry><val type="None"/><key type="None"/></entry></attr>"#,
      #"type="dict"><entry><key type="list"></key><val type="None"/></entry></attr>"#,
      #"type="PyObject"></attr>"#, #"type="PyObject" class="a b"></attr>"#,
      #"type="PyObject" module="1" class="C"></attr>"#,
      #"type="PyObject" module="a..b" class="C"></attr>"#,
      #"type="PyObject" class="C"><attr type="None"/></attr>"#,
      #"type="list"><x:item xmlns:x="u" type="None"/></attr>"#, #"type="list" refid="7" />"#,
      #"type="list"><item type="list" refid="8"/><item type="list" id="8"></item></attr>"#,
      #"family="seq" type="__compound__" extra="one"></attr>"#,
      #"family="obj" type="builtin_wrapper" class="C"></attr>"#,
    ])
  func rejectsMisplaced(_ attribute: String) {
    #expect(refusal(gnosis(attribute))?.kind == .syntax)
  }

  @Test("refuses a derived class of a family without data (XMLP-31)", arguments: ["none", "uniq", "lang"])
  func refusesDerivedWithoutData(_ family: String) throws {
    let document = gnosis(#"family="\#(family)" type="__compound__" extra="m C" />"#)
    let error = try #require(refusal(document))
    #expect(error.kind == .syntax && error.reading == "__compound__")
    let (before, tag) = (document.split(separator: "<attr")[0], document.split(separator: "<attr")[1])
    #expect((0...tag.utf8.count).contains(error.offset - before.utf8.count))
  }

  @Test("keeps what is shared and cyclic (XMLP-8, XMLP-9)")
  func keepsIdentity() throws {
    let cycle = try decode(gnosis(#"type="list" id="a"><item type="list" refid="a"/></attr>"#))
    #expect(cycle.isIdentical(to: .shared(.init(id: 1, value: .list([.reference(1)])))))
    let scalar = try decode(
      gnosis(#"type="list"><item type="string" value="x" id="5"/><item type="ref" refid="5"/></attr>"#))
    #expect(scalar.isIdentical(to: ["x", "x"]))
    let later = try decode(
      gnosis(
        #"type="list" id="1"><item type="tuple" id="2"></item><item type="tuple" id="2"></item>"#
          + #"<item type="tuple" refid="2"/></attr>"#))
    let second = PythonValue.shared(.init(id: 1, value: .tuple([])))
    #expect(later.isIdentical(to: .list([.tuple([]), second, .reference(1)])))
  }

  @Test("names instances, their arguments and state (XMLP-21, XMLP-22)")
  func readsInstances() throws {
    let value = try decode(
      gnosisHead + #"<PyObject module="a.b" class="C" id="1"><attr name="__getinitargs__" type="tuple">"#
        + #"<item type="None"/></attr><attr name="x" type="None"/><attr name="__getstate__" type="True"/></PyObject>"#
    )
    guard case .object(let object) = value else { return #expect(Bool(false), "\(value)") }
    #expect(object.module == "a.b" && object.className == "C")
    #expect(object.arguments?.isIdentical(to: .tuple([.none])) == true)
    #expect(object.state.isIdentical(to: .bool(true)))
  }

  @Test("keeps the last of two attributes of one name, in the place of the first")
  func keepsLastAttribute() throws {
    let value = try decode(
      #"<PyObject class="C"><attr name="x" type="None"/><attr name="y" type="None"/><attr name="x" type="True"/></PyObject>"#
    )
    guard case .object(let object) = value else { return #expect(Bool(false), "\(value)") }
    #expect(object.state.isIdentical(to: ["x": .bool(true), "y": .none]))
  }

  @Test("makes records of what mutators made (XMLP-30, XMLP-31)")
  func readsMutated() throws {
    let array = try decode(gnosis(#"family="seq" type="array"><item type="numeric" value="1"/></attr>"#))
    #expect("\(array)" == "<array.array object: [1]>")
    let pattern = try decode(gnosis("family=\"atom\" type=\"SRE\">»»a+««</attr>"))
    #expect("\(pattern)" == "<_sre.SRE_Pattern object: 'a+'>")
    let core = try decode(gnosis(#"family="map" type="__compound__" extra="None D"></attr>"#))
    #expect("\(core)" == "<D object: {'__coredata__': {}}>")
    #expect(refusal(gnosis(#"family="atom" type="money" value="1" />"#))?.kind == .unsupported)
  }

  @Test("refuses pickles, functions and classes unless permitted (XMLP-25, XMLP-26)")
  func refusesByDefault() throws {
    let pickle = gnosis("family=\"atom\" type=\"rawpickle\">cos\nsystem\n.</attr>")
    let function = gnosis(#"type="function" module="os" class="system"/>"#)
    #expect(refusal(pickle)?.kind == .forbidden)
    #expect(refusal(function)?.kind == .forbidden)
    let global = try decode(function, .globals)
    #expect(global.isIdentical(to: .global(.init(module: "os", name: "system"))))
    guard case .object(let object) = try decode(pickle, .rawPickles) else { return #expect(Bool(false)) }
    #expect(object.state.isIdentical(to: .bytes(Array("cos\nsystem\n.".utf8))))
  }
}
