import BrineCodec
import PythonValues
import WireCore

extension TesteeCodec {
  /// Brine, with the option `dialect`: one of `BrineDialect.all`, the newest by default (TEST-18).
  public static let brine = TesteeCodec(
    format: "brine", options: ["dialect": .word(Set(BrineDialect.all.map(\.name)))],
    decode: { (bytes, options) throws(WireError) in
      try Brine.load(bytes, options: Brine.LoadOptions(dialect: dialect(options), limits: options.limits))
    },
    encode: { (value, options) throws(WireError) in try Brine.dump(value, dialect: dialect(options)) })

  private static func dialect(_ options: TesteeOptions) -> BrineDialect {
    options.word("dialect").flatMap(BrineDialect.init(name:)) ?? .rpyc6
  }
}
