import Foundation
import SerpentCodec
import SerpentFoundation
import TestSupport
import Testing
import WireCore

/// Foundation's types against what serpent 1.43 writes for Python's, both ways.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct FoundationPeerTests {
  struct Record: Codable, Equatable {
    var name: String
    var made: Date
    var id: UUID
    var price: Decimal
    var data: Data
    var note: [Date?]
  }

  /// Makes Python's types of the texts, as whoever receives them does, and dumps those.
  static let script = """
    import sys, serpent, datetime, uuid, decimal
    for line in sys.stdin.read().split():
        d = serpent.loads(bytes.fromhex(line))
        d['made'] = datetime.datetime.fromisoformat(d['made'])
        d['note'] = [t and datetime.datetime.fromisoformat(t) for t in d['note']]
        d['id'] = uuid.UUID(d['id'])
        d['price'] = decimal.Decimal(d['price'])
        d['data'] = serpent.tobytes(d['data'])
        print(serpent.dumps(d).hex())
    """

  func records() -> [Record] {
    var generator = SeededGenerator(seed: 81)
    return (0..<400).map { number in
      // Whole microseconds, over all years that Python has, counted from 2001 as Foundation does.
      let day = Int64.random(in: -730_485...2_921_573, using: &generator)
      let micro = [0, 250_000, 999_999, Int64.random(in: 0..<86_400_000_000, using: &generator)][number % 4]
      let (seconds, rest) = (day * 86_400 + micro / 1_000_000, micro % 1_000_000)
      let made = Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(rest) / 1e6)
      let price = Decimal(
        sign: number % 2 == 0 ? .plus : .minus, exponent: -Int.random(in: 0...6, using: &generator),
        significand: Decimal(Int64.random(in: 1..<1_000_000_000, using: &generator)))
      let bytes = (0..<number % 9).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let id = UUID(uuidString: Self.uuidText(&generator)) ?? UUID()
      return Record(
        name: "it's 🐍\n", made: made, id: id, price: price, data: Data(bytes), note: [nil, made])
    }
  }

  static func uuidText(_ generator: inout SeededGenerator) -> String {
    let digits = (0..<32).map { _ in String(Int.random(in: 0..<16, using: &generator), radix: 16) }
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { digits[$0].joined() }.joined(separator: "-")
  }

  @Test(arguments: [SerpentDates.aware, .naive]) func serpentWritesTheSameBytes(_ dates: SerpentDates) throws
  {
    let conversions = ValueConversions.foundation(dates: dates)
    let records = records()
    let documents = try records.map { try SerpentEncoder(conversions: conversions).encode($0) }
    let input = Data(documents.map(hexText).joined(separator: "\n").utf8)
    let run = try PeerPython("pyro5").run(Self.script, input: input)
    let answers = run.text.split(separator: "\n").map { hexBytes($0) }
    try #require(answers.count == documents.count)
    let decoder = SerpentDecoder(conversions: conversions)
    for ((document, answer), record) in zip(zip(documents, answers), records) {
      #expect(answer == document, "\(String(decoding: answer, as: UTF8.self))")
      #expect(try decoder.decode(Record.self, from: answer) == record)
    }
  }
}
