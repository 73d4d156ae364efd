import Foundation
import PythonValues
import SerpentCodec
import TestSupport
import Testing

/// What the encoder writes, byte for byte against serpent 1.43.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct SerpentEncodePeerTests {
  /// All combinations, in the order of the script.
  static let options = [false, true].flatMap { indent in
    [false, true].flatMap { module in
      [false, true].map { plain in
        SerpentEncodingOptions(indent: indent, moduleInClassName: module, bytesRepr: plain)
      }
    }
  }

  @Test(arguments: 1...10)
  func writesRandomValuesAsSerpentDoes(seed: Int) throws {
    let run = try PeerPython("pyro5").run("peers/serpent_values.py", arguments: ["\(seed)", "2000"])
    try #require(run.status == 0, "\(run.errorText)")
    var answers = Answers(bytes: [UInt8](run.output))
    var count = 0
    while let line = answers.line() {
      var described = DescribedValue(line)
      let value = try described.next()
      for options in Self.options {
        let expected = answers.document()
        let written = try? SerpentCodec.encode(value, options: options)
        guard written != expected else { continue }
        Issue.record("\(line) with \(options): wrote \(text(written)), serpent \(text(expected))")
        return
      }
      count += 1
    }
    #expect(count == 2000)
  }

  private func text(_ bytes: [UInt8]?) -> String {
    bytes.map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
  }

  /// The script's output, read from front to back.
  private struct Answers {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func line() -> String? {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      defer { position = end + 1 }
      return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    /// The next document; `nil` where serpent raised an exception.
    mutating func document() -> [UInt8]? {
      guard let length = line().flatMap(Int.init) else { return nil }
      defer { position += length }
      return Array(bytes[position..<position + length])
    }
  }
}
