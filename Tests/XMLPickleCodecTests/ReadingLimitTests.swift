import PythonValues
import Testing
import WireCore

@testable import XMLPickleCodec

/// Where the reader stops, to the value, the level and the byte.
@Suite struct ReadingLimitTests {
  private func expectLimit(
    _ document: String, kept: Limits, broken: Limits, within places: ClosedRange<Int>? = nil
  ) {
    #expect(refusal(document, .init(limits: kept)) == nil)
    let error = refusal(document, .init(limits: broken))
    #expect(error?.kind == .limit, "\(String(describing: error))")
    if let places { #expect(error.map { places.contains($0.offset) } == true) }
  }

  @Test("holds to the limits of depth, values and bytes")
  func holdsToLimits() {
    let nested = marshal("<list><list><list><none/></list></list></list>")
    let third = nested.utf8.count - "<list><none/></list></list></list></marshal>".utf8.count
    expectLimit(nested, kept: Limits(depth: 3), broken: Limits(depth: 2), within: third...third + 5)
    expectLimit(nested, kept: Limits(count: 4), broken: Limits(count: 3))
    let count = nested.utf8.count
    expectLimit(
      nested, kept: Limits(bytes: count), broken: Limits(bytes: count - 1), within: count - 1...count - 1)
    let wrapped = gnosis(#"type="list"><item type="list"><item type="None"/></item></attr>"#)
    expectLimit(wrapped, kept: Limits(depth: 2), broken: Limits(depth: 1))
    // With the attribute's name and the wrapper.
    expectLimit(wrapped, kept: Limits(count: 5), broken: Limits(count: 4))
    let shared = marshal("<list id=\"i2\"><reference id=\"i2\"/></list>")
    expectLimit(shared, kept: Limits(depth: 1, count: 2), broken: Limits(count: 1))
  }

  @Test("holds to the limit of digits")
  func holdsToDigits() {
    let digits = String(repeating: "7", count: 30)
    for document in [
      gnosis("type=\"numeric\" value=\"\(digits)\" />"), gnosis("type=\"numeric\">-\(digits)L</attr>"),
      marshal("<long>\(digits)L</long>"), marshal("<int>-\(digits)</int>"),
    ] {
      expectLimit(document, kept: Limits(digits: 30), broken: Limits(digits: 29))
    }
  }

  @Test("holds to the length of a name")
  func holdsToNames() throws {
    for count in [DocumentReader.longestName, DocumentReader.longestName + 1] {
      let name = String(repeating: "n", count: count)
      for attribute in ["module=\"\(name)\" class=\"C\"", "class=\"\(name)\""] {
        let document = gnosis("type=\"PyObject\" \(attribute)></attr>")
        let error = refusal(document)
        #expect((error?.kind == .limit) == (count > DocumentReader.longestName))
        guard let error else { continue }
        #expect((gnosisHead.utf8.count..<document.utf8.count).contains(error.offset))
      }
    }
  }

  /// A tree of so many containers in one another, around `core`; the first has an id.
  private func tree(_ levels: Int, _ core: String, before: String = "", after: String = "") -> String {
    let front = "<list id=\"i2\">\(before)" + String(repeating: "<list>\(before)", count: levels - 1)
    return marshal(front + core + String(repeating: "\(after)</list>", count: levels))
  }

  @Test("counts the height of a tree, that of its shared values too")
  func countsHeights() {
    let options = XMLPickle.DecodingOptions(limits: Limits(depth: 5_000))
    let siblings = [("", ""), ("<none/>", "<int>1</int>"), ("<tuple/><none/>", "<list/>")]
    for (before, after) in siblings {
      // A scalar is two levels high.
      let plain = { tree($0, "<none/>", before: before, after: after) }
      let shared = { tree($0, "<reference id=\"i2\"/>", before: before, after: after) }
      for (make, most) in [(plain, 998), (shared, 997)] {
        #expect(refusal(make(most), options) == nil)
        let error = refusal(make(most + 1), options)
        #expect(error?.kind == .limit && error?.detail.hasPrefix("a tree of more than 1000") == true)
        // Within the first tag.
        #expect(error.map { (30..<44).contains($0.offset) } == true)
      }
    }
  }

  @Test("counts an instance as two levels of its tree")
  func countsInstances() {
    let options = XMLPickle.DecodingOptions(limits: Limits(depth: 5_000))
    let open = "<attr name=\"a\" type=\"PyObject\" class=\"C\">"
    for (core, most) in [("<attr name=\"a\" type=\"None\"/>", 499), ("<attr name=\"a\" refid=\"1\"/>", 498)] {
      for count in [most, most + 1] {
        let inner = String(repeating: open, count: count - 1) + core
        let document =
          "<PyObject class=\"C\" id=\"1\">\(inner)\(String(repeating: "</attr>", count: count - 1))</PyObject>"
        #expect((refusal(document, options)?.kind == .limit) == (count > most))
        #expect(count > most || refusal(document, options) == nil)
      }
    }
  }
}

/// How text, names and ids are told from one another.
@Suite struct TextKindTests {
  private func isPlain(_ bytes: [UInt8]) -> Bool { QuotedText.isPlain(bytes.span) }

  @Test("takes ASCII without a backslash for plain, of whatever length")
  func knowsPlainText() {
    for byte in UInt8(0)..<0x80 where byte != 0x5C {
      for count in [0, 1, 7, 8, 9, 16, 23] {
        #expect(isPlain([UInt8](repeating: byte, count: count)))
      }
    }
    for count in 1...24 {
      for place in 0..<count {
        for (byte, neighbour) in [(0x5C, 0x61), (0x80, 0x61), (0xDC, 0x5D), (0xFF, 0x00), (0x5C, 0x5D)] {
          var text = [UInt8](repeating: UInt8(neighbour), count: count)
          text[place] = UInt8(byte)
          #expect(!isPlain(text), "\(text)")
        }
      }
    }
  }

  @Test("reads long text with an escape anywhere as its escapes say")
  func readsEscapesAnywhere() throws {
    for place in 0..<20 {
      let text = String(repeating: "z", count: place) + "\\t" + String(repeating: "]", count: 20 - place)
      for document in [
        gnosis("type=\"string\" value=\"\(text)\" />"),
        gnosis("type=\"list\"><item type=\"string\" value=\"\(text)\" /></attr>"),
      ] {
        let value = try decode(document)
        let read = value.stringValue ?? value.elements?.first?.stringValue
        #expect(read == text.replacing("\\t", with: "\t"))
      }
    }
  }

  @Test("takes the names for Python's that it could have given (XMLP-24)")
  func knowsNames() {
    for name in ["a", "_", "z9", "A_Z", "Zz", "__init__"] {
      #expect(isIdentifier(name) && isDottedName(name) && isDottedName("\(name).\(name)"))
    }
    for name in ["", "9a", "a-b", "a b", "@a", "a[", "a`", "a{", "é", "a/", "a:", "a\n"] {
      #expect(!isIdentifier(name) && !isDottedName(name) && !isDottedName("a.\(name)"))
    }
    #expect(!isIdentifier("a.b") && !isDottedName(".") && !isDottedName("a."))
  }

  @Test("compares ids as text (XMLP-9)")
  func comparesIDs() {
    let ids = [
      "0", "00", "1", "01", "i1", "i", "i01", "9999999999999999999", "18446744073709551617",
      "i18446744073709551617", "10000000000000000000", "x", "1x",
    ]
    for id in ids {
      for other in ids {
        let document = marshal("<list id=\"\(id)\"><reference id=\"\(other)\"/></list>")
        #expect((refusal(document) == nil) == (id == other), "\(id) \(other)")
      }
    }
    #expect(refusal(marshal("<list id=\"\"><reference id=\"\"/></list>"))?.kind == .syntax)
  }
}
