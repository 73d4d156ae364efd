import PythonValues
import TestSupport
import Testing

/// The bytes that encoders write, beside an array to which the same is done.
@Suite struct OutputBufferTests {
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func holdsWhatAnArrayWouldHold(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var output = OutputBuffer(expecting: Int.random(in: 0...1_000, using: &random))
    var model: [UInt8] = []
    for step in 0..<3_000 {
      let bytes = (0..<Int.random(in: 1...40, using: &random)).map { UInt8(truncatingIfNeeded: $0 &+ step) }
      switch Int.random(in: 0..<100, using: &random) {
      case 0:
        let long = Array(repeatElement(bytes, count: 400).joined())
        output.append(long.span)
        model += long
      case 1:
        let length = model.count - Int.random(in: 0...min(model.count, 300), using: &random)
        output.truncate(to: length)
        model.removeSubrange(length...)
      case 2 where !model.isEmpty:
        let index = Int.random(in: 0..<model.count, using: &random)
        #expect(output.byte(at: index) == model[index])
        output.replaceByte(at: index, with: 0xEE)
        model[index] = 0xEE
      case 3 where output.isPastExpectation: output.expect(havingDone: 1 / 3)
      case 4..<30:
        output.append(word: 0x0807_0605_0403_0201, 5)
        model += [1, 2, 3, 4, 5]
      case 30..<40:
        output.append(repeating: bytes[0], bytes.count)
        model += repeatElement(bytes[0], count: bytes.count)
      default:
        output.append(bytes.span)
        model += bytes
      }
      #expect(output.count == model.count)
    }
    // Without the bytes in the report, which are many.
    let isSame = output.array() == model
    #expect(isSame)
    #expect(output.count == 0)
  }

  /// Also into the bytes that are no longer in the piece that is being written.
  @Test(arguments: [0, 1, 4_999, 5_000, 5_001, 9_999, 10_000, 10_007, 10_010])
  func forgetsWhatIsPastALength(length: Int) {
    var output = OutputBuffer(expecting: 64)
    var model: [UInt8] = []
    for count in [5_000, 5_000, 10] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ count) }
      output.append(bytes.span)
      model += bytes
    }
    output.truncate(to: length)
    let count = output.count
    #expect(count == length)
    output.append(UInt8(ascii: "!"))
    let isSame = output.array() == Array(model[..<length]) + [UInt8(ascii: "!")]
    #expect(isSame)
  }

  @Test func aQuoteLateInALongTextDecidesOnTheQuotes() {
    let long = String(repeating: "x", count: 200_000)
    let isDouble = PythonValue.string(long + "'").repr == "\"\(long)'\""
    let isSingle = PythonValue.string("\"" + long + "'").repr == "'\"\(long)\\''"
    #expect(isDouble && isSingle)
  }
}
