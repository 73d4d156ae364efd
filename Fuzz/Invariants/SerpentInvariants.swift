import PythonValues
import SerpentCodec
import WireCore

/// What holds of the serpent codec, whatever the bytes.
enum SerpentInvariants {
  static let limits = Limits(bytes: 1 << 20, count: 100_000)

  static func check(_ bytes: [UInt8]) throws(Violation) {
    let decoded = Outcome { () throws(WireError) in try SerpentCodec.decode(bytes, limits: limits) }
    let validated = Outcome.error { () throws(WireError) in try SerpentCodec.validate(bytes, limits: limits) }
    try promise(
      "validating agrees with decoding", decoded.error.agrees(with: validated),
      "\(decoded.error.text), \(validated.text)")
    let lazy = Outcome { () throws(WireError) in
      try SerpentCodec.parse(bytes, limits: limits).root.materialise()
    }
    try promise(
      "reading on demand agrees with decoding", decoded.error.agrees(with: lazy.error),
      "\(decoded.error.text), \(lazy.error.text)")
    switch decoded {
    case .error(let error): try ValueInvariants.check(error, of: bytes)
    case .value(let value):
      if case .value(let other) = lazy {
        try promise("reading on demand makes the same value", other.isIdentical(to: value), value.repr)
      }
      try ValueInvariants.check(value)
      try checkEncoding(value, bytes)
    }
  }

  /// What decodes can be written, and what is written decodes to what is written the same.
  private static func checkEncoding(_ value: PythonValue, _ bytes: [UInt8]) throws(Violation) {
    var choice = Choice(bytes)
    let options = SerpentEncodingOptions(
      indent: choice.flip() && choice.flip(), moduleInClassName: choice.flip(), bytesRepr: choice.flip(),
      maximumBytes: 8 << 20)
    guard let written = try encode(value, options) else { return }
    // Bytes become a dict, which is laid out otherwise where it was read: the second writing counts.
    guard var before = try rewrite(written, options), var after = try rewrite(before, options) else { return }
    if after != before, String(decoding: before, as: UTF8.self).contains("(-0.0") {
      // Python reads `-0.0-0.0j` as `-0.0+0.0j`, and that as `0.0+0.0j` (SERP-33): one writing more.
      before = after
      after = try rewrite(before, options) ?? []
    }
    try promise("what is read of it is written the same", after == before, text(before))
  }

  private static func text(_ written: [UInt8]) -> String {
    String(decoding: written.prefix(500), as: UTF8.self)
  }

  /// Indented, a document grows with the square of its depth, and may be past a limit that it kept before.
  private static let roomy = Limits(depth: 300, bytes: 8 << 20, count: 1_000_000, digits: 10_000)

  /// What is written of what is read of it.
  private static func rewrite(
    _ written: [UInt8], _ options: SerpentEncodingOptions
  ) throws(Violation) -> [UInt8]? {
    let value: PythonValue
    do throws(WireError) {
      value = try SerpentCodec.decode(written, limits: roomy)
    } catch {
      // Q-SERP-7: the dict that bytes become is no member of a set and no key.
      let isHashing = error.detail.contains("cannot be hashed")
      if isHashing, String(decoding: written, as: UTF8.self).contains("base64") { return nil }
      throw Violation(promise: "what is written can be read", detail: "\(error): \(text(written))")
    }
    return try encode(value, options)
  }

  /// The document; `nil` where the value is past the encoder's own limits, or is not one of serpent's.
  private static func encode(
    _ value: PythonValue, _ options: SerpentEncodingOptions
  ) throws(Violation) -> [UInt8]? {
    do throws(ValueEncodingError) {
      return try SerpentCodec.encode(value, options: options)
    } catch {
      try promise(
        "what decodes can be written, or a limit says why not",
        error.kind == .limit || error.kind == .unrepresentable, "\(error)")
      return nil
    }
  }
}
