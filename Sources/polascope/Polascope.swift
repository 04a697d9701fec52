// The `polascope` command: its subcommands, and how its errors read.
import ArgumentParser
import CAllocation
import Files
import Glibc
import Session

@main
struct Polascope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "polascope",
    abstract: "Look into the attention of vision transformers, softmax and polarity-aware, side by side.",
    discussion: """
      Without a subcommand it opens the viewer: 'polascope MODEL ...' is 'polascope view MODEL ...', and 'polascope' \
      alone shows the bundled models on the bundled images. The key ? lists all keys.

      A MODEL is a bundled name (fashion-softmax, fashion-relu, fashion-focused, fashion-polarity), a checkpoint file \
      or a folder in the layout of the Hugging Face Hub. 'polascope inspect MODEL' says how it is read.

      Results go to the standard output, messages to the standard error. TERM, COLORTERM and NO_COLOR decide the \
      colors of the viewer.
      """,
    version: Release.version,
    subcommands: [
      View.self, Dump.self, Figure.self, Stats.self, Kernels.self, Summarize.self, Compare.self, Inspect.self,
      Bench.self, Verify.self,
    ],
    defaultSubcommand: View.self)

  /// Runs the command line. Failures end as one line on the standard error: usage errors with status 64,
  /// others with status 1.
  static func main() {
    allocation_take_stack()
    StandardStream.reserveClosed()
    // A limit on the size of files is an error of the write, like a full disk, after which files are removed.
    signal(SIGXFSZ, SIG_IGN)
    let commands = configuration.subcommands.map { $0._commandName } + ["help"]
    let arguments = Array(commandLineArguments.dropFirst())
    do {
      if let word = arguments.first,
        let mistyped = MistypedCommand(word, commands: commands)
      {
        throw mistyped
      }
      if arguments.first == "help", let word = arguments.dropFirst().first, !word.hasPrefix("-"),
        !commands.contains(word)
      {
        let names = commands.dropLast().joined(separator: ", ")
        throw ValidationError("help: there is no command '\(word.abridged)'; the commands are \(names)")
      }
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      let code = exitCode(for: error)
      if code == .success {
        do {
          try StandardStream.output.write(message(for: error) + "\n")
        } catch {
          try? StandardStream.error.report("\(error)")
          Glibc.exit(ExitCode.failure.rawValue)
        }
      } else {
        var text = message(for: error)
        if code == .validationFailure, !text.hasPrefix("Unknown option"),
          let unknown = UnknownOption(in: arguments, of: Self.self)
        {
          text = "\(unknown)"
        }
        if let negative = NegativeValue(in: arguments, refusedAs: text) { text = "\(negative)" }
        var line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        // Help on the command that was called, and on all where none was.
        let command = arguments.first.map { $0 != "help" && commands.contains($0) ? " \($0)" : "" } ?? ""
        let advice = code == .validationFailure ? "; see 'polascope\(command) --help'" : ""
        if !advice.isEmpty, line.hasSuffix(".") { line.removeLast() }
        // The parser of arguments repeats them whole.
        line = line.split(separator: " ", omittingEmptySubsequences: false)
          .map { String($0).escaped(limit: 400) }.joined(separator: " ")
        if !line.isEmpty { try? StandardStream.error.report(line + advice) }
      }
      Glibc.exit(code.rawValue)
    }
  }
}
