import ArgumentParser
import WireCheck

/// The program. Exit statuses are those of `spec/report.md`: 0 sound, 1 something found, 2 wrong command
/// line or unreadable input.
@main
struct Pickleproof: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: Tool.name,
    abstract: "Checks captures of Python remoting: Pyro and RPyC.",
    discussion: """
      EXAMPLES:
        pickleproof check site.pcapng           what is spoken, unsound, dangerous
        pickleproof check --format json *.pcap  the same for programs
        pickleproof show site.pcapng            the calls and their answers
        pickleproof explain pickle-serializer   what a finding means, what to do
        tcpdump -w - | pickleproof check -      judge what tcpdump captures

      Captures are pcap or pcapng files, also compressed with gzip. Nothing in them is ever run, \
      loaded or looked up.

      For completions: pickleproof --generate-completion-script bash (or zsh, fish).

      Exit status: 0 nothing found, 1 something found, 2 wrong usage or unreadable input.
      """,
    version: "\(Tool.name) \(Tool.version)",
    subcommands: [
      CheckCommand.self, ShowCommand.self, ExplainCommand.self, RulesCommand.self, DecodeCommand.self,
      EncodeCommand.self,
      TesteeCommand.self, ConformCommand.self,
    ])

  static func main() {
    Allocator.joinFreedBlocks()
    exitStatus(running: { try parseAsRoot() }).leave()
  }
}
