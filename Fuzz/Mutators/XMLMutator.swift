/// Mutates XML pickles: elements change places, are doubled, wrapped and dropped; attributes take other
/// values, ids and references among them.
public struct XMLMutator: Mutator {
  private let values: [String]
  private let fresh: [String]

  private init(values: [String], fresh: [String]) {
    self.values = values
    self.fresh = fresh
  }

  /// Gnosis's dialect.
  public static let gnosis = XMLMutator(
    values: [
      "numeric", "string", "None", "True", "False", "tuple", "list", "dict", "PyObject", "ref", "rawpickle",
      "uniq", "atom", "seq", "map", "obj", "lang", "function", "class", "SRE", "1", "2", "3", "-1", "1L",
      "1.5e300", "inf", "nan", "1:2", "0x1", "os", "system", "__builtin__", "eval", "__toplevel__", "a&lt;b",
      "__import__('os')", "¬¬", "\u{BB}\u{BB}a\u{AB}\u{AB}", "",
    ],
    fresh: [
      "<attr name=\"a\" type=\"numeric\" value=\"1\"/>", "<item type=\"string\" value=\"x\"/>",
      "<entry><key type=\"string\" value=\"k\"/><val type=\"None\"/></entry>",
      "<item type=\"list\" id=\"1\"></item>",
      "<item type=\"ref\" refid=\"1\"/>", "<!-- c -->", "<![CDATA[x]]>", "&lt;", "&#0;", "&#x1F680;",
      "<item type=\"numeric\">1.5</item>", "<item type=\"rawpickle\" value=\"cos&#10;system&#10;.\"/>",
      "<attr name=\"__getstate__\" type=\"dict\"></attr>",
      "<attr name=\"__getinitargs__\" type=\"tuple\"></attr>",
    ])

  /// PyXML's dialect.
  public static let pyxml = XMLMutator(
    values: ["i1", "i2", "1", "0", "-1", "m", "C", "os", "system", "", "x"],
    fresh: [
      "<int>1</int>", "<long>1L</long>", "<float>1.5</float>", "<string>x</string>", "<none/>",
      "<tuple><int>1</int></tuple>", "<list id=\"i1\"></list>", "<reference id=\"i1\"/>", "<code>AAAA</code>",
      "<dictionary id=\"i2\"><string>k</string><int>1</int></dictionary>",
      "<complex><float>1</float><float>2</float></complex>",
      "<object id=\"i3\" module=\"m\" class=\"C\"><tuple/><dictionary/></object>",
    ])

  /// A variant: one in four is of plain bytes.
  public func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    if random.oneIn(4) { return random.variant(of: input) }
    let places = XMLPlaces(input)
    if random.oneIn(3), !places.values.isEmpty {
      var output = input
      output.replaceSubrange(random.pick(places.values), with: Array(random.pick(values).utf8))
      return output
    }
    return rearrange(
      input, places.elements, separator: [], fresh: Array(random.pick(fresh).utf8), &random)
  }

  /// An element of one document in the place of one of another.
  public func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    graft(left, XMLPlaces(left).elements, right, XMLPlaces(right).elements, &random)
  }
}

/// Where the elements and the values of attributes stand in what looks like XML.
struct XMLPlaces {
  private(set) var elements: [Piece] = []
  private(set) var values: [Piece] = []

  init(_ text: [UInt8]) {
    var open: [Int] = []
    var position = 0
    while let start = text[position...].firstIndex(of: UInt8(ascii: "<")), elements.count < 5_000 {
      let end = readTag(text, from: start)
      let isEnd = start + 1 < text.count && text[start + 1] == UInt8(ascii: "/")
      if isEnd {
        if let begin = open.popLast() { elements.append(begin..<end) }
      } else if end >= 2, text[end - 2] == UInt8(ascii: "/") {
        elements.append(start..<end)
      } else {
        open.append(start)
      }
      position = end
    }
  }

  /// Notes the values of a tag's attributes; the place behind the tag.
  private mutating func readTag(_ text: [UInt8], from start: Int) -> Int {
    var quoted: Int?
    for position in start + 1..<max(start + 1, text.count) {
      switch (text[position], quoted) {
      case (UInt8(ascii: "\""), nil): quoted = position + 1
      case (UInt8(ascii: "\""), let begin?):
        values.append(begin..<position)
        quoted = nil
      case (UInt8(ascii: ">"), nil): return position + 1
      default: break
      }
    }
    return text.count
  }
}
