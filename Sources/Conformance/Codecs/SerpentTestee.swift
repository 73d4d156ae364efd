import PythonValues
import SerpentCodec
import WireCore

extension TesteeCodec {
  /// Serpent, with the options `indent`, `moduleInClassname` and `bytesRepr` for encoding (TEST-17).
  public static let serpent = TesteeCodec(
    format: "serpent", options: ["indent": .flag, "moduleInClassname": .flag, "bytesRepr": .flag],
    decode: { (bytes, options) throws(WireError) in
      try SerpentCodec.decode(bytes, limits: options.limits)
    },
    encode: { (value, options) throws(WireError) in
      let arguments = SerpentEncodingOptions(
        indent: options.flag("indent"), moduleInClassName: options.flag("moduleInClassname"),
        bytesRepr: options.flag("bytesRepr"), maximumLevel: options.number("maxDepth") ?? 200,
        maximumBytes: options.limits.bytes)
      do throws(ValueEncodingError) {
        return try SerpentCodec.encode(value, options: arguments)
      } catch {
        throw WireError(encoding: error)
      }
    })
}

extension WireError {
  /// An error of encoding, which has a place in the value and no offset in bytes (TEST-15).
  init(encoding error: ValueEncodingError) {
    self.init(error.kind, at: 0, reading: "value", error.description)
  }
}
