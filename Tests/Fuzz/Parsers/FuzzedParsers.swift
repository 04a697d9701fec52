// The parsers that are fuzzed: whatever reads bytes that the program did not write.

enum FuzzedParsers {
  static let all: [FuzzedParser] =
    bundles + checkpoints + images + lists + terminal + models + weights + sessions
}
