import ArgumentParser
import BrineCodec
import InertReaders
import PythonValues
import SerpentCodec
import VinegarCodec
import WireCore
import XMLPickleCodec

/// The formats of values that the program decodes, and those of them that it encodes. One case a codec: a new
/// codec is a case here and its functions below.
enum ValueFormat: String, ExpressibleByArgument, CaseIterable {
  case serpent
  case brine
  case vinegar
  case xmlpickle
  case pickle
  case marshal
  case msgpack
  case json

  /// Those that are written too.
  static let encoded: [ValueFormat] = [.serpent, .brine, .vinegar, .xmlpickle]

  /// Makes a value of a document.
  func decode(_ bytes: [UInt8], limits: Limits) throws(WireError) -> PythonValue {
    switch self {
    case .serpent: try SerpentCodec.decode(bytes, limits: limits)
    // Releases up to 4 read the tag of Python 2's long, too, and nothing else differs in reading.
    case .brine: try Brine.load(bytes, options: Brine.LoadOptions(dialect: .rpyc4, limits: limits))
    case .vinegar:
      .exception(try Vinegar.load(bytes, options: Brine.LoadOptions(dialect: .rpyc4, limits: limits)))
    case .pickle: try Pickle.read(bytes, limits: limits).value
    case .marshal: try Marshal.decode(bytes, limits: limits)
    case .msgpack: try MessagePack.decode(bytes, limits: limits)
    case .json: try JSON.decode(bytes, limits: limits)
    case .xmlpickle: try XMLPickle.decode(bytes, options: .init(limits: limits))
    }
  }

  /// Makes a document of a value.
  func encode(_ value: PythonValue, _ style: EncodingStyle) throws(EncodingFault) -> [UInt8] {
    do {
      return switch self {
      case .serpent: try SerpentCodec.encode(value, options: style.serpent)
      case .brine: try Brine.dump(value)
      case .vinegar: try vinegar(value)
      case .xmlpickle: try XMLPickle.encode(value, options: style.xmlPickle)
      case .pickle, .marshal, .msgpack, .json: throw EncodingFault(description: "\(rawValue) is only decoded")
      }
    } catch {
      throw EncodingFault(description: "\(error)")
    }
  }

  private func vinegar(_ value: PythonValue) throws -> [UInt8] {
    guard case .exception(let exception) = value else {
      throw EncodingFault(description: "not representable: vinegar has exceptions only, no \(value.typeName)")
    }
    return try Vinegar.dump(exception)
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
