import ArgumentParser
import Conformance
import PythonValues
import SerpentCodec
import WireCheck
import WireCore
import XMLPickleCodec

/// `pickleproof encode`: a value as a document of one of the formats.
struct EncodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encode",
    abstract: "Encodes a value, and writes the document.",
    discussion: """
      EXAMPLES:
        echo '{"t":"list","v":[{"t":"int","v":"1"}]}' | pickleproof encode
        echo "{'a': (1, 2.5, b'x')}" | pickleproof encode --from python --indent
        echo "(1, 'seven')" | pickleproof encode --from python --format brine

      Python text is read as a literal: nothing in it is evaluated.
      """)

  @Argument(help: "The value; standard input where there is none, or for -.", completion: .file())
  var file: String?

  @Option(help: "The document's format: serpent, brine, vinegar, xmlpickle.")
  var format: ValueFormat = .serpent

  @Option(help: "How the value is written: typed, as typed JSON; python, as a literal.")
  var from: ValueNotation = .typed

  @Flag(help: "serpent: each element on a line of its own, dicts and sets sorted.")
  var indent = false

  @Flag(help: "serpent: class names with their module.")
  var moduleInClassname = false

  @Flag(help: "serpent: bytes as Python literals, not as dictionaries with base64.")
  var bytesRepr = false

  @Option(help: "xmlpickle: the dialect, gnosis or pyxml.")
  var dialect = XMLPickle.Dialect.gnosis

  @OptionGroup var limits: LimitSettings

  func validate() throws {
    guard ValueFormat.encoded.contains(format) else {
      throw ValidationError("\(format.rawValue) is decoded and not encoded")
    }
  }

  func run() throws {
    let name = (file ?? "-") == "-" ? "standard input" : file ?? ""
    let bytes = try InputFile.bytes(file)
    let output = StandardOutput()
    let value: PythonValue
    do throws(WireError) {
      value = try read(bytes)
    } catch {
      throw Failure("\(name): \(error)".onOneLine)
    }
    do throws(EncodingFault) {
      output.write(try format.encode(value, style))
    } catch {
      throw Failure("\(name): \(error)".onOneLine)
    }
    try output.finish()
  }

  private var style: EncodingStyle {
    EncodingStyle(
      indent: indent, moduleInClassName: moduleInClassname, bytesRepr: bytesRepr,
      dialect: dialect)
  }

  private func read(_ bytes: [UInt8]) throws(WireError) -> PythonValue {
    switch from {
    case .python: try SerpentCodec.decode(bytes, limits: limits.limits)
    case .typed: try TypedJSON.read(bytes: bytes, limits: limits.limits)
    }
  }
}
