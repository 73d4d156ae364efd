import ArgumentParser
import Conformance

/// Which cases are asked.
struct VectorSelection: ParsableArguments {
  @Option(help: "Only vectors of this format. May be given several times.")
  var format: [String] = []

  @Option(help: "Only cases whose name fits the pattern, in which * is anything. May be given several times.")
  var only: [String] = []

  @Option(help: "Not the cases whose name fits the pattern. May be given several times.")
  var skip: [String] = []

  /// The cases of these vectors that are asked. A pattern fits a vector's id, or the whole name of a case.
  func cases(of vectors: [ConformanceVector]) -> [ConformanceCase] {
    ConformanceCase.all(of: vectors).filter { question in
      (only.isEmpty || only.contains { fits(question, $0) }) && !skip.contains { fits(question, $0) }
    }
  }

  private func fits(_ question: ConformanceCase, _ pattern: String) -> Bool {
    globMatches(pattern, question.vector.id) || globMatches(pattern, question.name)
  }
}

/// Whether a text fits a pattern in which `*` stands for any characters, in time linear in the product of their
/// lengths.
func globMatches(_ pattern: String, _ text: String) -> Bool {
  let (pattern, text) = (Array(pattern.utf8), Array(text.utf8))
  var (place, index) = (0, 0)
  var star: (place: Int, index: Int)?
  while index < text.count {
    if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
      star = (place, index)
      place += 1
    } else if place < pattern.count, pattern[place] == text[index] {
      place += 1
      index += 1
    } else if let last = star {
      // The last star takes one character more.
      star = (last.place, last.index + 1)
      (place, index) = (last.place + 1, last.index + 1)
    } else {
      return false
    }
  }
  return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
}
