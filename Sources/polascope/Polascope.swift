// The `polascope` command: its subcommands and nothing else.
import ArgumentParser

@main
struct Polascope: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look into the attention of vision transformers, softmax and polarity-aware, side by side.")
}
