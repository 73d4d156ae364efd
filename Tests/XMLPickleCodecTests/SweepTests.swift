import PythonValues
import TestSupport
import Testing
import WireCore
import XMLPickleCodec

@Suite struct SweepTests {
  private static func samples() throws -> [[UInt8]] {
    let gnosis = try Golden.load("gnosis.jsonl").compactMap(\.document).filter {
      (600...2_000).contains($0.count)
    }
    let pyxml = try Golden.load("pyxml.jsonl").compactMap(\.document).filter { $0.count > 400 }
    return Array(gnosis.suffix(6)) + Array(pyxml.prefix(4))
  }

  @Test("rejects each document that ends too soon, and says so")
  func rejectsTruncated() throws {
    for document in try SweepTests.samples() {
      let needed = document.count - (document.last == 0x0A ? 1 : 0)
      for length in 0..<needed {
        let error = try #require(refusal(Array(document[..<length])), "\(length)")
        #expect(error.kind == .truncated, "\(length): \(error)")
        #expect(error.offset <= length)
      }
    }
  }

  @Test("survives each byte replaced")
  func survivesReplacedBytes() throws {
    var generator = SeededGenerator(seed: 4)
    for document in try SweepTests.samples().suffix(6) {
      for index in document.indices {
        var damaged = document
        for byte in [0x00, 0x3C, UInt8.random(in: 0...255, using: &generator)] {
          damaged[index] = byte
          guard let error = XMLPickle.inspect(damaged.span).error else { continue }
          #expect((0...damaged.count).contains(error.offset))
        }
      }
    }
  }

  @Test("survives documents cut together")
  func survivesSplices() throws {
    var generator = SeededGenerator(seed: 5)
    let samples = try SweepTests.samples()
    for _ in 0..<4_000 {
      var parts: [UInt8] = []
      for _ in 0..<3 {
        let sample = samples[Int.random(in: samples.indices, using: &generator)]
        let ends = [
          Int.random(in: sample.indices, using: &generator),
          Int.random(in: sample.indices, using: &generator),
        ].sorted()
        parts += sample[ends[0]..<ends[1]]
      }
      let document = Array("<PyObject class=\"C\"><attr name=\"a\" type=\"list\">".utf8) + parts
      _ = XMLPickle.inspect(document.span, options: .init(limits: Limits(depth: 20)))
    }
  }

  @Test(
    "reads again what it wrote, to the same value and the same bytes", arguments: XMLPickle.Dialect.allCases)
  func rereads(_ dialect: XMLPickle.Dialect) throws {
    for golden in try Golden.load(dialect == .gnosis ? "gnosis.jsonl" : "pyxml.jsonl") {
      guard let document = golden.document,
        let value = try? XMLPickle.decode(document, options: .init(permissions: .all))
      else { continue }
      guard let first = try? XMLPickle.encode(value, options: .init(dialect: dialect)) else { continue }
      let again = try XMLPickle.decode(first, options: .init(permissions: .all))
      #expect(try XMLPickle.encode(again, options: .init(dialect: dialect)) == first, "\(golden.id)")
    }
  }
}
