import PythonValues
import WireCore

/// Where the bytes stop being UTF-8; `nil` where they are UTF-8 throughout.
func firstFaultInUTF8(_ bytes: Span<UInt8>) -> Int? {
  isUTF8(bytes) ? nil : faultInUTF8(bytes)
}

/// The slow way to the place of a fault that is known to be there.
private func faultInUTF8(_ bytes: Span<UInt8>) -> Int {
  var decoder = UTF8()
  var left = copy(of: bytes).makeIterator()
  var good = 0
  while case .scalarValue(let scalar) = decoder.decode(&left) { good += UTF8.width(scalar) }
  return min(good, bytes.count)
}

/// The bytes as an array.
func copy(of bytes: Span<UInt8>) -> [UInt8] {
  bytes.withUnsafeBufferPointer { Array($0) }
}

/// An integer past 64 bits, whose digits the parser has checked.
func bigIntegerValue(_ input: Span<UInt8>, at range: Range<Int>) -> PythonValue {
  let isNegative = input[range.lowerBound] == UInt8(ascii: "-")
  let digits = input.extracting(range.lowerBound + (isNegative ? 1 : 0)..<range.upperBound)
  return PythonValue.integer(digits: digits, isNegative: isNegative) ?? .none
}

extension OutputBuffer {
  /// Appends the UTF-8 of a text.
  mutating func append(utf8 text: String) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0.span) }
    if done == nil { append(Array(text.utf8).span) }
  }

  /// Appends four bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt32) { append(word: UInt64(number.byteSwapped), 4) }

  /// Appends eight bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt64) { append(word: number.byteSwapped, 8) }
}
