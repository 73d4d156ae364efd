import PythonValues
import Testing
import WireCore

/// Codable and trees without a format's own forms.
@Suite struct TapeDecodingTests {
  private func document(_ write: (inout Tape) -> Void) -> LazyDocument {
    var tape = Tape()
    write(&tape)
    return LazyDocument(source: Array("ab".utf8), tape: tape)
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ document: LazyDocument) throws -> Value {
    try TapeDecoding(document, userInfo: [:], conversions: ValueConversions()).decode(type)
  }

  /// `{'ab': 7}`
  private var dict: LazyDocument {
    document { tape in
      let dict = tape.open(.dict, at: 0)
      tape.append(TapeNode(.string, at: 0, low: 0, high: 2))
      tape.append(TapeNode(.int, at: 2, payload: 7))
      tape.close(dict, as: .dict, count: 1)
    }
  }

  private func tuple(_ numbers: [UInt64]) -> LazyDocument {
    document { tape in
      let tuple = tape.open(.tuple, at: 0)
      for number in numbers { tape.append(TapeNode(.int, at: 0, payload: number)) }
      tape.close(tuple, as: .tuple, count: numbers.count)
    }
  }

  @Test func dictsAreDictsAndNothingElse() throws {
    #expect(try decode([String: Int].self, dict) == ["ab": 7])
    #expect(throws: DecodingError.self) { try decode([UInt8].self, dict) }
    #expect(throws: DecodingError.self) { try decode(Double.self, dict) }
    #expect(throws: DecodingError.self) { try decode([Int].self, dict) }
  }

  @Test func aTupleOfPairsIsADictOnlyWhereTheFormatSaysSo() throws {
    let pairs = document { tape in
      let outer = tape.open(.tuple, at: 0)
      let pair = tape.open(.tuple, at: 0)
      tape.append(TapeNode(.string, at: 0, low: 0, high: 2))
      tape.append(TapeNode(.int, at: 2, payload: 7))
      tape.close(pair, as: .tuple, count: 2)
      tape.close(outer, as: .tuple, count: 1)
    }
    #expect(throws: DecodingError.self) { try decode([String: Int].self, pairs) }
    let decoding = TapeDecoding(
      pairs, userInfo: [:], conversions: ValueConversions(), conventions: TapeConventions(readsPairs: true))
    #expect(try decoding.decode([String: Int].self) == ["ab": 7])
  }

  @Test(arguments: [[], [0, 255]] as [[UInt64]]) func aTupleOfSmallNumbersIsBytes(numbers: [UInt64]) throws {
    #expect(try decode([UInt8].self, tuple(numbers)) == numbers.map { UInt8($0) })
  }

  @Test(arguments: [[256], [0, 300, 1], [UInt64.max]] as [[UInt64]])
  func aTupleOfOtherNumbersIsNoBytes(numbers: [UInt64]) {
    #expect(throws: DecodingError.self) { try decode([UInt8].self, tuple(numbers)) }
  }
}
