import Testing

@testable import PyroWire

/// PYRO5-66: what stands where a serpent literal stops being one.
@Suite struct PyroExpressionTests {
  private func found(_ bytes: [UInt8], _ offset: Int) -> String? {
    EvaluatedExpression.found(in: bytes.span, at: offset)
  }

  @Test(
    arguments: [
      ("f(x)", 0, "a call of f"), ("f (x)", 0, "a call of f"), ("f\t \t(x)", 0, "a call of f"),
      ("os.system", 0, "an attribute of os"), ("os .system", 0, "an attribute of os"),
      ("a[0]", 0, "a subscript of a"), ("f'x'", 0, "a formatted string"), ("F\"x\"", 0, "a formatted string"),
      ("fr'x'", 0, "a formatted string"), ("Rf'x'", 0, "a formatted string"), ("f 'x'", 0, nil),
      ("b'x'", 0, nil), ("ff'x'", 0, nil), ("x for y in z", 0, "a comprehension"),
      ("x  for", 0, "a comprehension"), ("x fur", 0, nil), ("x fox", 0, nil), ("x xor", 0, nil),
      ("x forx", 0, nil),
      ("x fo", 0, nil), ("x", 0, nil), ("x ", 0, nil), ("x,(y)", 0, nil), ("", 0, nil), ("f(x)", 4, nil),
      ("lambda: 0", 0, "an expression with 'lambda'"), ("await x", 0, "an expression with 'await'"),
      ("yield(x)", 0, "an expression with 'yield'"), ("lambda", 0, nil), ("yield ", 0, nil),
      ("1 for y", 2, "an expression with 'for'"), ("] for y", 2, "an expression with 'for'"),
      ("for y", 0, nil), (", for y", 2, nil), ("1 for", 2, nil), ("lambdas(x)", 0, "a call of lambdas"),
      ("(1)(2)", 3, "a call"), ("1 \t(2)", 3, "a call"), ("(2)", 0, nil), (" (2)", 1, nil), (",(2)", 1, nil),
      ("'a'[0]", 3, "a subscript"), ("[0]", 0, nil), ("+[0]", 1, nil), ("'a'.join", 3, "an attribute"),
      (".5", 0, nil), ("+.5", 1, nil), ("9a(x)", 0, nil), ("é(x)", 0, "a call of é"),
      ("_(x)", 0, "a call of _"),
      ("a.b(x)", 2, "a call of b"),
    ] as [(String, Int, String?)])
  func tellsAnExpressionFromBadSyntax(source: String, offset: Int, expected: String?) {
    #expect(found(Array(source.utf8), offset) == expected)
  }

  @Test func showsTheFirst40BytesOfAName() {
    #expect(
      found(Array((String(repeating: "n", count: 41) + "()").utf8), 0) == "a call of "
        + String(repeating: "n", count: 40))
  }

  /// A parenthesis is a call behind what ends a value, and nowhere else.
  @Test(arguments: UInt8.min...UInt8.max) func aCallFollowsAValue(byte: UInt8) {
    let isNameByte =
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), 0x80...:
        true
      default: false
      }
    let isClosing = "'\")]}".utf8.contains(byte)
    #expect((found([byte, 0x28], 1) == "a call") == (isNameByte || isClosing))
    #expect((found([byte, 0x5B], 1) == "a subscript") == (isNameByte || isClosing))
    let beginsName = isNameByte && !(0x30...0x39).contains(byte)
    #expect((found([byte, 0x28], 0)?.hasPrefix("a call of ") ?? false) == beginsName)
  }
}
