// Options of the commands that write a line for each model and image.
import ArgumentParser
import Session

struct LineOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the I-th of every N images, I from 1, for runs in parallel.", valueName: "i/n"),
    transform: imageShard)
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Add the lines to a file in place of printing them, leaving out images that have such a line of the same weights, "
        + "run in the same way.",
      valueName: "file"), completion: .file(), transform: writtenPath)
  var append: String?

  /// - Throws: `ValidationError` where a bundle would lack the lines that a file has already.
  func check(with evidence: BundleOptions) throws {
    if append != nil, evidence.bundle != nil {
      throw ValidationError("--bundle and --append exclude each other: a bundle holds all lines of one run")
    }
  }
}
