import PythonValues
import WireCore
import XMLPickleCodec

extension TesteeCodec {
  /// XML pickles, with the options `dialect`, `deepCopy`, `inBody` and `verbose` for encoding
  /// (TEST-19). Decoding numbers each list, dict and instance.
  public static let xmlPickle = TesteeCodec(
    format: "xmlpickle",
    options: [
      "dialect": .word(Set(XMLPickle.Dialect.allCases.map(\.rawValue))), "deepCopy": .flag, "inBody": .flag,
      "verbose": .flag,
    ],
    decode: { (bytes, options) throws(WireError) in
      try XMLPickle.decode(bytes, options: .init(limits: options.limits, numbering: .everyIdentity))
    },
    encode: { (value, options) throws(WireError) in
      let arguments = XMLPickle.EncodingOptions(
        dialect: options.word("dialect").flatMap(XMLPickle.Dialect.init(rawValue:)) ?? .gnosis,
        deepCopy: options.flag("deepCopy"), inBody: options.flag("inBody"), verbose: options.flag("verbose"),
        limits: Limits(depth: options.number("maxDepth") ?? Limits.deepestTree, bytes: options.limits.bytes))
      do throws(ValueEncodingError) {
        return try XMLPickle.encode(value, options: arguments)
      } catch {
        throw WireError(encoding: error)
      }
    })
}
