import PythonValues
import WireCore

/// What an extension stands for: Pyro's own codes, and MessagePack's for time.
struct MessagePackExtension {
  let code: Int8
  let limits: Limits

  /// Adds the value.
  func append(_ data: Span<UInt8>, at start: Int, to tape: inout Tape) throws(WireError) {
    switch (code, data.count) {
    case (0x30, 16): tape.append(complex: complex(data), at: start)
    case (0x31, _): try integer(data, at: start, to: &tape)
    // MSGPACK-12, MSGPACK-13: the argument of `fromtimestamp`, and of `fromordinal`.
    case (0x32, 8): tape.append(record: record("datetime", "datetime", .float(double(data, 0))), at: start)
    case (0x33, 4), (0x33, 8):
      tape.append(record: record("datetime", "date", .int(little(data))), at: start)
    case (0x30, _), (0x32, _), (0x33, _):
      throw WireError(
        .syntax, at: start, reading: "extension", "code \(code) is not of \(data.count) bytes")
    case (-1, 4), (-1, 8), (-1, 12): try timestamp(data, at: start, to: &tape)
    default: tape.append(record: unknown(data), at: start)
    }
  }

  /// MSGPACK-10: two doubles, in the byte order of the machines that Pyro runs on.
  private func complex(_ data: Span<UInt8>) -> PythonComplex {
    PythonComplex(real: double(data, 0), imaginary: double(data, 8))
  }

  private func double(_ data: Span<UInt8>, _ offset: Int) -> Double {
    Double(bitPattern: bigEndian64(data, at: offset).byteSwapped)
  }

  private func little(_ data: Span<UInt8>) -> Int64 {
    data.count == 8
      ? Int64(bitPattern: bigEndian64(data, at: 0).byteSwapped)
      : Int64(Int32(bitPattern: bigEndian32(data, at: 0).byteSwapped))
  }

  /// MSGPACK-11: an integer as decimal text.
  private func integer(_ data: Span<UInt8>, at start: Int, to tape: inout Tape) throws(WireError) {
    let fault = WireError(.syntax, at: start, reading: "extension", "it is no integer")
    guard data.count > 0 else { throw fault }
    let isNegative = data[0] == UInt8(ascii: "-")
    let digits = data.extracting((isNegative ? 1 : 0)..<data.count)
    guard digits.count <= limits.digits else {
      throw WireError(
        .limit, at: start, reading: "extension", "an integer of more than \(limits.digits) digits")
    }
    for index in 0..<digits.count where digits[index] &- UInt8(ascii: "0") > 9 { throw fault }
    switch PythonValue.integer(digits: digits, isNegative: isNegative) {
    case .int(let value): tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
    case .bigInt(let value):
      tape.append(integer: value.magnitude, isNegative: value.isNegative, at: start)
    default: throw fault
    }
  }

  /// MSGPACK-14: seconds, or nanoseconds and seconds, in 4, 8 or 12 bytes.
  private func timestamp(_ data: Span<UInt8>, at start: Int, to tape: inout Tape) throws(WireError) {
    let (seconds, nanoseconds): (Int64, Int64)
    switch data.count {
    case 4: (seconds, nanoseconds) = (Int64(bigEndian32(data, at: 0)), 0)
    case 8:
      let word = bigEndian64(data, at: 0)
      (seconds, nanoseconds) = (Int64(word & 0x3_FFFF_FFFF), Int64(word >> 34))
    default:
      (seconds, nanoseconds) = (Int64(bitPattern: bigEndian64(data, at: 4)), Int64(bigEndian32(data, at: 0)))
    }
    guard nanoseconds < 1_000_000_000 else {
      throw WireError(.syntax, at: start, reading: "extension", "more nanoseconds than a second has")
    }
    tape.append(record: record("msgpack.ext", "Timestamp", .int(seconds), .int(nanoseconds)), at: start)
  }

  /// MSGPACK-15: any other extension.
  private func unknown(_ data: Span<UInt8>) -> PythonValue {
    record("msgpack.ext", "ExtType", .int(Int64(code)), .bytes([UInt8](copying: data)))
  }

  private func record(_ module: String, _ name: String, _ arguments: PythonValue...) -> PythonValue {
    .object(PythonObject(module: module, className: name, arguments: .tuple(arguments), state: .none))
  }
}
