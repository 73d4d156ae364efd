import Foundation
import Testing

@testable import SerpentCodec

/// SERP-72: the letters that Python takes for those of `set`.
@Suite struct SetNameTests {
  /// The letters of names whose compatibility form (NFKC) is this one.
  private static func forms(of letter: String) -> [UInt32] {
    (UInt32(0x61)...0x1FFFF).filter { value in
      guard let scalar = Unicode.Scalar(value), scalar.properties.isXIDContinue else { return false }
      switch scalar.properties.generalCategory {
      case .lowercaseLetter, .modifierLetter:
        return String(scalar).precomposedStringWithCompatibilityMapping == letter
      default: return false
      }
    }
  }

  @Test(arguments: [("s", SetNameForms.s), ("e", SetNameForms.e), ("t", SetNameForms.t)])
  func everyFormOfALetterIsKnownAndNoOther(letter: String, known: [UInt32]) {
    #expect(known == Self.forms(of: letter))
    let place = "set".firstIndex(of: Character(letter)) ?? "set".startIndex
    for value in known.flatMap({ [$0 - 1, $0, $0 + 1] }) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      var name = "set"
      name.replaceSubrange(place...place, with: String(scalar))
      let isRead = (try? SerpentCodec.decode(name + "()"))?.repr == "set()"
      #expect(isRead == known.contains(value), "U+\(String(value, radix: 16))")
    }
  }

  @Test(arguments: [
    "se\u{301}t()", "se()", "sets()", "set\u{e9}()", "s()", "\u{17f}()", "SET()", "se\u{1d57}\u{1d57}()",
  ])
  func otherNamesAreNone(text: String) {
    #expect((try? SerpentCodec.decode(text)) == nil)
  }
}
