import BrineCodec
import PythonValues
import VinegarCodec
import WireCore

/// What holds of the brine codec, whatever the bytes and the dialect.
enum BrineInvariants {
  static let limits = Limits(bytes: 1 << 20, count: 100_000)

  static func check(_ bytes: [UInt8]) throws(Violation) {
    for dialect in BrineDialect.all { try check(bytes, dialect) }
  }

  private static func check(_ bytes: [UInt8], _ dialect: BrineDialect) throws(Violation) {
    let options = Brine.LoadOptions(dialect: dialect, limits: limits)
    let loaded = Outcome { () throws(WireError) in try Brine.load(bytes, options: options) }
    let validated = Outcome.error { () throws(WireError) in try Brine.validate(bytes, options: options) }
    try promise(
      "validating agrees with loading", loaded.error.agrees(with: validated),
      "\(loaded.error.text), \(validated.text)")
    let lazy = Outcome { () throws(WireError) in
      try Brine.lazyLoad(bytes, options: options).root.materialise()
    }
    try promise(
      "reading on demand agrees with loading", loaded.error.agrees(with: lazy.error),
      "\(loaded.error.text), \(lazy.error.text)")
    var laxer = options
    laxer.lenient = true
    let lenient = Outcome { () throws(WireError) in try Brine.load(bytes, options: laxer) }
    switch loaded {
    case .error(let error):
      try ValueInvariants.check(error, of: bytes)
      if case .error(let error) = lenient { try ValueInvariants.check(error, of: bytes) }
    case .value(let value):
      try ValueInvariants.check(value)
      if case .value(let other) = lazy {
        try promise("reading on demand makes the same value", other.isIdentical(to: value), value.repr)
      }
      guard case .value(let other) = lenient else {
        throw Violation(promise: "lenient accepts what strict accepts", detail: lenient.error.text)
      }
      try promise("lenient reads the same value", other.isIdentical(to: value), value.repr)
      try checkDump(value, options)
    }
  }

  /// What loads can be dumped, and loads again to the same.
  private static func checkDump(_ value: PythonValue, _ options: Brine.LoadOptions) throws(Violation) {
    do throws(WireError) {
      let dump = try Brine.dump(value, dialect: options.dialect)
      let again = try Brine.load(dump, options: options)
      guard again.isIdentical(to: value) else {
        throw WireError(.syntax, at: 0, reading: "what was dumped", "\(again.repr) for \(value.repr)")
      }
    } catch {
      throw Violation(promise: "what loads can be dumped and loaded", detail: "\(error)")
    }
  }
}

/// What holds of vinegar's exceptions, whatever the bytes.
enum VinegarInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for dialect in BrineDialect.all {
      let options = Brine.LoadOptions(dialect: dialect, limits: BrineInvariants.limits)
      let record: PythonException
      do throws(WireError) {
        record = try Vinegar.load(bytes, options: options)
      } catch {
        try ValueInvariants.check(error, of: bytes)
        continue
      }
      try checkRecord(record, options)
    }
  }

  /// It prints, and what is dumped of it is dumped the same after it was loaded.
  private static func checkRecord(
    _ record: PythonException, _ options: Brine.LoadOptions
  ) throws(Violation) {
    let text = record.remoteDescription
    try promise(
      "no control character is printed",
      !text.unicodeScalars.contains {
        $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F...0x9F).contains($0.value)
      },
      text)
    do throws(WireError) {
      let dump = try Vinegar.dump(record, dialect: options.dialect)
      let again = try Vinegar.dump(try Vinegar.load(dump, options: options), dialect: options.dialect)
      guard again == dump else { throw WireError(.syntax, at: 0, reading: "a second dump", "it differs") }
    } catch {
      throw Violation(promise: "what loads is dumped, and loads and dumps the same", detail: "\(error)")
    }
  }
}
