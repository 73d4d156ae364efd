import Foundation
import PythonValues
import TestSupport
import Testing
import WireCore

@testable import XMLPickleCodec

/// Documents that both readers are given: that of plain documents and libxml2.
enum BothReaders {
  /// Every fixture, of both dialects, valid and not.
  static func fixtures() throws -> [[UInt8]] {
    var documents: [[UInt8]] = []
    for folder in ["valid", "invalid"] {
      let url = ProjectFiles.fixture("xmlpickle/\(folder)")
      let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
      for name in names where name.hasSuffix(".xml") {
        documents.append([UInt8](try Data(contentsOf: url.appending(path: name))))
      }
    }
    for name in ["gnosis.jsonl", "pyxml.jsonl"] { documents += try Golden.load(name).compactMap(\.document) }
    return documents
  }

  /// What the fuzzers keep.
  static func corpus() throws -> [[UInt8]] {
    try ["gnosis", "pyxml"].flatMap { target in
      let url = ProjectFiles.root.appending(path: "Fuzz/Corpus/\(target)")
      return try FileManager.default.contentsOfDirectory(atPath: url.path).sorted().map {
        [UInt8](try Data(contentsOf: url.appending(path: $0)))
      }
    }
  }

  /// The value of a document if it is plain.
  static func plain(
    _ document: [UInt8], _ options: XMLPickle.DecodingOptions = .init(permissions: .all)
  ) -> XMLPickle.Inspection? {
    var isDirect = options.numbering == .referenced
    return PlainDocument.read(document.span, options: options, isDirect: &isDirect)
  }

  /// What libxml2 makes of it.
  static func full(_ document: [UInt8], _ options: XMLPickle.DecodingOptions) -> XMLPickle.Inspection {
    XMLPickle.readByLibXML2(
      document.span, options: options, inspects: false, isDirect: options.numbering == .referenced)
  }

  /// Whether the document is plain; what is, libxml2 has to read the same.
  @discardableResult
  static func agree(
    _ document: [UInt8], _ options: XMLPickle.DecodingOptions = .init(permissions: .all)
  ) -> Bool {
    guard let plain = plain(document, options) else { return false }
    let full = full(document, options)
    let isSame =
      full.error == nil && full.dialect == plain.dialect && plain.observations.isEmpty
      && plain.value?.isIdentical(to: full.value ?? .reference(-1)) == true
    #expect(
      isSame,
      """
      \(String(decoding: document.prefix(2_000), as: UTF8.self))
      \(String(describing: full.error)) \(String(describing: plain.value)) \(String(describing: full.value))
      """)
    return true
  }
}

/// Changes documents where a reader of XML may go wrong.
struct DocumentMutants {
  private var generator: SeededGenerator
  private let samples: [[UInt8]]

  init(of samples: [[UInt8]], seed: UInt64) {
    self.samples = samples
    generator = SeededGenerator(seed: seed)
  }

  /// What is put into documents.
  static let pieces: [[UInt8]] =
    [
      "<!-- c -->", "<!---->", "<?pi x?>", "<![CDATA[x]]>", "<![CDATA[]]>", "]]>", "&amp;", "&lt;", "&gt;",
      "&quot;",
      "&apos;", "&#65;", "&#x41;", "&#10;", "&#0;", "&x;", "&amp", "&", "<", ">", "/", "\"", "'", "=", "\r",
      "\r\n", "\t", "\n", " ", "  ", "\0", "\u{1}", "\u{B}", "\u{7F}", "\u{85}", "\u{2028}", "\u{FEFF}",
      "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{10FFFF}", "é", "»»", "««", "\\", "\\x41", "\\'",
      " type=\"list\"",
      " type=\"string\"", " value=\"1\"", " value='1'", " value=\"&quot;&amp;\"", " name=\"a\"", " id=\"1\"",
      " refid=\"1\"", " refid=\"\"", " family=\"seq\"", " module=\"m\"", " class=\"C\"", " extra=\"m C\"",
      " xmlns=\"u\"", " xmlns:p=\"u\"", " p:type=\"list\"", " xml:space=\"preserve\"", " x=\"y\"", "p:", ":",
      "<item type=\"None\"/>", "<item type=\"None\">x</item>", "<item type=\"numeric\" value=\"1\" />",
      "<entry>", "</entry>", "</item>", "<val type=\"True\" value=\"\" />", "<none/>", "<int>1</int>",
      "<unicode>a</string>", "<unicode>a</unicode>", "<string/>", "<reference id=\"i2\"/>",
      "<list id=\"i2\">",
      "<itemx/>", "<it:em/>", "<ITEM/>", "<?xml version=\"1.0\"?>", "<?xml version=\"1.1\"?>",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<?xml version=\"1.0\" encoding=\"latin-1\"?>",
      "<?xml version=\"1.0\" standalone=\"yes\"?>", "<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\">",
      "<!DOCTYPE PyObject [<!ENTITY x \"y\">]>", "<!DOCTYPE PyObject [<!ATTLIST item type CDATA \"list\">]>",
    ].map { Array($0.utf8) } + [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]

  /// Another document.
  mutating func next() -> [UInt8] {
    var document = sample()
    for _ in 0..<Int.random(in: 1...2, using: &generator) { change(&document) }
    return document
  }

  private mutating func sample() -> [UInt8] { samples[Int.random(in: samples.indices, using: &generator)] }

  private mutating func range(of document: [UInt8], atMost length: Int) -> Range<Int> {
    let start = Int.random(in: 0...document.count, using: &generator)
    return start..<min(document.count, start + Int.random(in: 0...length, using: &generator))
  }

  private mutating func change(_ document: inout [UInt8]) {
    let part = range(of: document, atMost: 40)
    switch Int.random(in: 0..<8, using: &generator) {
    case 0:
      guard let index = part.first else { return }
      document[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
    case 1: document.removeSubrange(part)
    case 2: document.insert(contentsOf: document[part], at: part.lowerBound)
    case 3:
      let other = sample()
      let inserted = other[range(of: other, atMost: 60)]
      document.replaceSubrange(part, with: inserted)
    default:
      let piece = DocumentMutants.pieces.randomElement(using: &generator) ?? []
      document.insert(contentsOf: piece, at: place(in: document, piece))
    }
  }

  /// Where a piece may mean something: mostly beside what delimits tags.
  private mutating func place(in document: [UInt8], _ piece: [UInt8]) -> Int {
    let any = Int.random(in: 0...document.count, using: &generator)
    guard Int.random(in: 0..<4, using: &generator) > 0 else { return any }
    let delimiters = Array("<>\" /".utf8)
    let found = document[any...].firstIndex { delimiters.contains($0) } ?? any
    return min(
      document.count,
      found + (piece.first == UInt8(ascii: " ") ? 0 : Int.random(in: 0...1, using: &generator)))
  }
}
