import PythonValues
import SerpentCodec
import Testing
import WireCore

/// SERP-45: a comma after the last element. What the readers take in one step has to be what they take in several,
/// which a tab after the comma makes them do.
@Suite struct CommaTests {
  static let documents = [
    "(1,)", "[1,]", "{1:2,}", "{1,}", "((1,),)", "[(1,),(2,),]", "{'a':(1,),'b':[2,]}", "{(1,):(2,),}",
    "{((1,),):1}", "([],)", "{([],):1}", "{(1,[],)}", "[([],),1,]", "{1:([],),(2,):3}", "(1,),(2,)", "(1,),",
    "[1,2,3,]", "[(1,2,),3]", "[1,)", "(1,]", "{1:(2,}", "[(1,),,]", "((1),)", "(((1,)))", "(1+2j,)",
    "(1,)+1j",
    "[[[[(1,),],],],]", "({},)", "({1:(2,)},)",
  ]

  /// What one reader says, in words.
  private func outcome(_ body: () throws(WireError) -> String) -> String {
    do throws(WireError) { return try body() } catch { return "\(error.kind): \(error)" }
  }

  private func outcomes(_ text: String, _ limits: Limits) -> [String] {
    let bytes = Array(text.utf8)
    var reader = SerpentReader(limits: limits)
    return [
      outcome { () throws(WireError) in try reader.decode(bytes).repr },
      outcome { () throws(WireError) in try reader.parse(bytes).root.materialise().repr },
      outcome { () throws(WireError) in
        try reader.validate(bytes.span)
        return try reader.decode(bytes).repr
      },
    ]
  }

  @Test(arguments: documents) func readersAgreeWithinEveryLimit(text: String) {
    for count in 0...8 {
      for depth in 1...4 {
        let found = Set(outcomes(text, Limits(depth: depth, count: count)))
        #expect(found.count == 1, "\(found)")
      }
    }
  }

  @Test(arguments: documents) func whatStandsAfterTheCommaMakesNoDifference(text: String) throws {
    let parted = text.replacing(",)", with: ",\t)").replacing(",]", with: ",\t]")
    for count in 0...8 {
      let limits = Limits(count: count)
      let (one, other) = (
        try? SerpentCodec.decode(text, limits: limits), try? SerpentCodec.decode(parted, limits: limits)
      )
      #expect(one?.repr == other?.repr)
      let error = Result { () throws(WireError) in try SerpentCodec.validate(Array(text.utf8), limits: limits)
      }
      let partedError = Result { () throws(WireError) in
        try SerpentCodec.validate(Array(parted.utf8), limits: limits)
      }
      #expect(error.kind == partedError.kind)
    }
  }

  /// Two tuples of one element each are four elements, with a comma after the last or without.
  @Test(arguments: ["[(1,),(2,)]", "[(1,),(2,),]", "[(1,\t),(2,\t),\t]"]) func aCommaIsNoElement(text: String)
  {
    #expect(throws: WireError.self) { try SerpentCodec.decode(text, limits: Limits(count: 3)) }
    #expect(throws: Never.self) { try SerpentCodec.decode(text, limits: Limits(count: 4)) }
  }

  /// More values than the tape has room for at first: containers end in another stretch than they began.
  @Test(arguments: [7, 8, 9, 15, 16, 17, 40]) func containersEndBehindStretches(count: Int) throws {
    let ones = String(repeating: "(1,),", count: count)
    let text = "[" + ones + "[" + ones + "(" + ones + "),],]"
    let value = try SerpentCodec.decode(text)
    #expect(try SerpentCodec.parse(Array(text.utf8)).root.materialise().isIdentical(to: value))
  }

  /// The ends of strings among the last bytes are looked for in 16 that begin before them.
  @Test(arguments: 0...20) func stringsEndAmongTheLastBytes(length: Int) throws {
    for before in 0...20 {
      let space = String(repeating: " ", count: before)
      for quote in ["'", "\""] {
        let text = String(repeating: "a", count: length)
        let document = "['\(space)',\(quote)\(text)\(quote)]"
        let expected = PythonValue.list([.string(space), .string(text)])
        #expect(try SerpentCodec.decode(document).isIdentical(to: expected))
        #expect(try SerpentCodec.parse(Array(document.utf8)).root.materialise().isIdentical(to: expected))
        for place in 0..<length {
          var letters = Array(text)
          letters[place] = "\n"
          let broken = "['\(space)',\(quote)\(String(letters))\(quote)]"
          let error = #expect(throws: WireError.self) { try SerpentCodec.validate(Array(broken.utf8)) }
          #expect(error?.kind == .syntax)
          letters[place] = "\\"
          let escaped = "['\(space)',\(quote)\(String(letters))n\(quote)]"
          #expect(
            try SerpentCodec.parse(Array(escaped.utf8)).root.materialise()
              == (try SerpentCodec.decode(escaped)))
        }
      }
    }
  }
}

extension Result where Failure == WireError {
  fileprivate var kind: WireError.Kind? {
    if case .failure(let error) = self { return error.kind }
    return nil
  }
}
