import ArgumentParser
import Conformance
import PythonValues
import WireCheck
import WireCore

/// `pickleproof decode`: a document of one of the formats as text.
struct DecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decodes a document, and prints its value.",
    discussion: """
      EXAMPLES:
        pickleproof decode payload.serpent
        pickleproof decode --format brine frame.bin
        pickleproof decode --to typed < payload.serpent
        printf "{'a': [1, 2.5, None]}" | pickleproof decode --to typed
        pickleproof decode --format pickle message.pkl

      What is read is data: nothing in it is evaluated, imported or looked up. Of a pickle, what loading it
      would look up and call is listed on standard error; the exit status is 1 where that is dangerous.
      """)

  @Argument(help: "The document; standard input where there is none, or for -.", completion: .file())
  var file: String?

  @Option(
    help: "The document's format: serpent, brine, vinegar, xmlpickle, pickle, marshal, msgpack, json.")
  var format: ValueFormat = .serpent

  @Option(help: "How to print the value: python, as repr does; typed, as typed JSON.")
  var to: ValueNotation = .python

  @OptionGroup var limits: LimitSettings

  func run() throws {
    let bytes = try InputFile.bytes(file)
    let output = StandardOutput()
    let name = (file ?? "-") == "-" ? "standard input" : file ?? ""
    var status = ExitStatus.sound
    do throws(WireError) {
      let value: PythonValue
      if format == .pickle {
        let reading = PickleReport(bytes, limits: limits.limits)
        writeError(reading.text(name))
        value = try reading.value
        if reading.isDangerous { status = .found }
      } else {
        value = try format.decode(bytes, limits: limits.limits)
      }
      output.write(try text(value) + [UInt8(ascii: "\n")])
    } catch {
      throw Failure("\(name): \(error)".onOneLine)
    }
    try output.finish(with: status)
  }

  private func text(_ value: PythonValue) throws(WireError) -> [UInt8] {
    switch to {
    case .python: Array(value.repr.utf8)
    case .typed: try TypedJSON.writeBytes(value)
    }
  }
}
