import ArgumentParser
import Conformance
import Foundation
import WireCheck

/// `pickleproof conform`: judges implementations of the formats with the vectors.
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Judges implementations of the formats with vectors.",
    discussion: """
      A testee is a program that speaks the testee protocol: spec/writing-a-testee.md. One that hangs is \
      killed, one that dies is started again.

      EXAMPLES:
        pickleproof conform --testee 'pickleproof testee'
        pickleproof conform --format brine --testee 'ours=pickleproof testee' \\
          --testee 'rpyc 6=python3 Fixtures/testees/rpyc_peer.py' --output html=matrix.html
        pickleproof conform --list --only 'serpent/invalid/*'

      Exit status: 0 every testee does what it has to, 1 one does not, or a known failure is stale, 2 wrong \
      usage or unreadable input.
      """)

  @Option(name: .long, help: "A testee: 'COMMAND', or 'NAME=COMMAND'. May be given several times.")
  var testee: [String] = []

  @Option(help: "The folder with the vectors.")
  var vectors = "Fixtures"

  @OptionGroup var selection: VectorSelection

  @Flag(help: "Only list the cases that would be asked.")
  var list = false

  @Flag(help: "A refusal has to have the right kind and offset, too.")
  var exact = false

  @Option(help: "The longest wait for an answer, in seconds.")
  var timeout = 10.0

  @Option(help: "The known failures of a testee: 'NAME=FILE', or 'FILE' where there is one testee.")
  var known: [String] = []

  @Option(help: "Write the files of --known anew, and give new failures this reason.")
  var writeKnown: String?

  @Option(help: "A report: text, json, junit, markdown or html, and '=FILE' for a file.")
  var output: [ConformanceOutput] = [ConformanceOutput(form: .text)]

  func validate() throws {
    if !list, testee.isEmpty { throw ValidationError("Name a testee with --testee, or use --list.") }
    guard timeout > 0, timeout <= 3600 else { throw ValidationError("--timeout is between 0 and 3600.") }
  }

  func run() throws {
    let cases = selection.cases(of: try readVectors())
    guard !cases.isEmpty else { throw Failure("no vector is selected") }
    let output = StandardOutput()
    if list {
      output.write(Array(cases.map { $0.name + "\n" }.joined().utf8))
      return try output.finish()
    }
    let testees = try parsedTestees()
    let known = try knownFailures(testees)
    var runner = ConformanceRunner()
    runner.timeout = timeout
    let runs = runner.run(testees, cases)
    if let writeKnown { try rewrite(known, runs, reason: writeKnown) }
    let judgements = runs.map { run in
      ConformanceJudgement(run, known: known[run.testee.name]?.failures ?? KnownFailures(), isExact: exact)
    }
    for report in self.output { try report.write(judgements, to: output) }
    try output.finish(with: judgements.allSatisfy(\.isGood) || writeKnown != nil ? .sound : .found)
  }

  private func readVectors() throws -> [ConformanceVector] {
    do {
      return try VectorFolder.vectors(
        below: URL(fileURLWithPath: vectors), formats: Set(selection.format))
    } catch let fault as VectorFolder.Fault {
      throw Failure(fault.description)
    } catch {
      throw Failure("\(vectors.onOneLine): \(error.localizedDescription)")
    }
  }

  private func parsedTestees() throws -> [Testee] {
    let testees = testee.map { text in
      let (name, command) = named(text)
      return Testee(name: name ?? command, command: command)
    }
    guard Set(testees.map(\.name)).count == testees.count else {
      throw Failure("two testees have one name")
    }
    return testees
  }

  private typealias KnownFile = (path: String, failures: KnownFailures)

  private func knownFailures(_ testees: [Testee]) throws -> [String: KnownFile] {
    var files: [String: KnownFile] = [:]
    for text in known {
      let (name, path) = named(text)
      guard let testee = testees.first(where: { $0.name == name }) ?? (testees.count == 1 ? testees[0] : nil)
      else { throw Failure("\(path.onOneLine): no testee has this name") }
      let isNew = writeKnown != nil && !FileManager.default.fileExists(atPath: path)
      let bytes = isNew ? [] : try InputFile.bytes(path)
      do {
        files[testee.name] = (path, try KnownFailures(parsing: bytes))
      } catch {
        throw Failure("\(path.onOneLine): \(error)")
      }
    }
    return files
  }

  private func rewrite(_ known: [String: KnownFile], _ runs: [TesteeRun], reason: String) throws {
    for run in runs {
      guard let file = known[run.testee.name] else { continue }
      let bytes = file.failures.rewritten(for: run.results, isExact: exact, reason: reason)
      try OutputFile.write(bytes, to: file.path)
    }
  }

  /// The parts of `NAME=REST`. A name has no blank, slash or quote in front of the sign but in its middle: what
  /// looks like a command is one.
  private func named(_ text: String) -> (name: String?, rest: String) {
    guard let sign = text.firstIndex(of: "=") else { return (nil, text) }
    let name = String(text[..<sign])
    guard !name.isEmpty, !name.contains(where: { "/'\"$;|&<>()".contains($0) }) else { return (nil, text) }
    return (name, String(text[text.index(after: sign)...]))
  }
}
