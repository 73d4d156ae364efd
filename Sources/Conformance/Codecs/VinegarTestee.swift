import BrineCodec
import PythonValues
import VinegarCodec
import WireCore

extension TesteeCodec {
  /// Vinegar: exceptions, with the option `dialect` of brine (TEST-18).
  public static let vinegar = TesteeCodec(
    format: "vinegar", options: ["dialect": .word(Set(BrineDialect.all.map(\.name)))],
    decode: { (bytes, options) throws(WireError) in
      let options = Brine.LoadOptions(dialect: vinegarDialect(options), limits: options.limits)
      return .exception(try Vinegar.load(bytes, options: options))
    },
    encode: { (value, options) throws(WireError) in
      guard case .exception(let exception) = value else {
        throw WireError(
          .unrepresentable, at: 0, reading: "value", "vinegar has exceptions only, no \(value.typeName)")
      }
      return try Vinegar.dump(exception, dialect: vinegarDialect(options))
    })

  private static func vinegarDialect(_ options: TesteeOptions) -> BrineDialect {
    options.word("dialect").flatMap(BrineDialect.init(name:)) ?? .rpyc6
  }
}
