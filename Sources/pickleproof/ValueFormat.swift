import ArgumentParser
import Conformance
import PythonValues
import SerpentCodec
import WireCore

/// The formats of values that the program decodes and encodes. One case a codec: a new codec is a case here
/// and its functions below.
enum ValueFormat: String, ExpressibleByArgument, CaseIterable {
  case serpent

  /// Makes a value of a document.
  func decode(_ bytes: [UInt8], limits: Limits) throws(WireError) -> PythonValue {
    switch self {
    case .serpent: try SerpentCodec.decode(bytes, limits: limits)
    }
  }

  /// Makes a document of a value.
  func encode(_ value: PythonValue, _ style: EncodingStyle) throws(ValueEncodingError) -> [UInt8] {
    switch self {
    case .serpent: try SerpentCodec.encode(value, options: style.serpent)
    }
  }

  /// The format as the testee protocol drives it.
  var testee: TesteeCodec {
    switch self {
    case .serpent:
      TesteeCodec(
        format: rawValue,
        options: ["indent": .flag, "moduleInClassname": .flag, "bytesRepr": .flag],
        decode: { (bytes, options) throws(WireError) in
          try SerpentCodec.decode(bytes, limits: options.limits)
        },
        encode: { (value, options) throws(WireError) in
          let style = EncodingStyle(
            indent: options.flag("indent"), moduleInClassName: options.flag("moduleInClassname"),
            bytesRepr: options.flag("bytesRepr"))
          do throws(ValueEncodingError) {
            return try SerpentCodec.encode(value, options: style.serpent)
          } catch {
            throw WireError(error)
          }
        })
    }
  }
}

/// How a document is written, where the format leaves a choice.
struct EncodingStyle {
  var indent = false
  var moduleInClassName = false
  var bytesRepr = false

  var serpent: SerpentEncodingOptions {
    SerpentEncodingOptions(indent: indent, moduleInClassName: moduleInClassName, bytesRepr: bytesRepr)
  }
}

extension WireError {
  /// A fault of encoding in the terms of the testee protocol: it has no offset, and its place is the path.
  fileprivate init(_ error: ValueEncodingError) {
    let place = error.path.isEmpty ? "the value" : "the value at \(error.path)"
    self.init(error.kind, at: 0, reading: place, error.detail)
  }
}

/// The forms in which a person or a program writes a value down.
enum ValueNotation: String, ExpressibleByArgument, CaseIterable {
  /// Python's own, as `repr` prints it.
  case python
  /// Typed JSON.
  case typed
}
