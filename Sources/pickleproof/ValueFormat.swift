import ArgumentParser
import BrineCodec
import PythonValues
import SerpentCodec
import WireCore
import XMLPickleCodec

/// The formats of values that the program decodes and encodes. One case a codec: a new codec is a case here
/// and its functions below.
enum ValueFormat: String, ExpressibleByArgument, CaseIterable {
  case serpent
  case brine
  case xmlpickle

  /// Makes a value of a document.
  func decode(_ bytes: [UInt8], limits: Limits) throws(WireError) -> PythonValue {
    switch self {
    case .serpent: try SerpentCodec.decode(bytes, limits: limits)
    // Releases up to 4 read the tag of Python 2's long, too, and nothing else differs in reading.
    case .brine: try Brine.load(bytes, options: Brine.LoadOptions(dialect: .rpyc4, limits: limits))
    case .xmlpickle: try XMLPickle.decode(bytes, options: .init(limits: limits))
    }
  }

  /// Makes a document of a value.
  func encode(_ value: PythonValue, _ style: EncodingStyle) throws(EncodingFault) -> [UInt8] {
    do {
      return switch self {
      case .serpent: try SerpentCodec.encode(value, options: style.serpent)
      case .brine: try Brine.dump(value)
      case .xmlpickle: try XMLPickle.encode(value, options: style.xmlPickle)
      }
    } catch {
      throw EncodingFault(description: "\(error)")
    }
  }
}

/// Why a value could not be written.
struct EncodingFault: Error, CustomStringConvertible {
  let description: String
}

/// How a document is written, where the format leaves a choice.
struct EncodingStyle {
  var indent = false
  var moduleInClassName = false
  var bytesRepr = false
  var dialect = XMLPickle.Dialect.gnosis

  var serpent: SerpentEncodingOptions {
    SerpentEncodingOptions(indent: indent, moduleInClassName: moduleInClassName, bytesRepr: bytesRepr)
  }

  var xmlPickle: XMLPickle.EncodingOptions { XMLPickle.EncodingOptions(dialect: dialect) }
}

/// The forms in which a person or a program writes a value down.
enum ValueNotation: String, ExpressibleByArgument, CaseIterable {
  /// Python's own, as `repr` prints it.
  case python
  /// Typed JSON.
  case typed
}

extension XMLPickle.Dialect: ExpressibleByArgument {}
