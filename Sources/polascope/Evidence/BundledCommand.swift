// Commands whose runs can be kept in a bundle, and be done again from it.
import ArgumentParser
import Bundles
import Checkpoints
import Files

/// The option `--bundle`.
struct BundleOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Also write what came out, with the command and the hashes of models and images, to a zip archive: 'polascope "
        + "verify' computes it again and compares.", valueName: "file.zip"),
    completion: .file(extensions: ["zip"]), transform: writtenPath)
  var bundle: String?
}

/// A command whose run depends on its words and on the files that it names alone.
protocol BundledCommand: ParsableCommand {
  var evidence: BundleOptions { get }
  var options: ModelOptions { get set }
  /// Whether files that are there may be replaced.
  var force: Bool { get }

  /// Runs the command.
  func run(_ run: CommandRun) throws
}

extension BundledCommand {
  func run() throws {
    guard let path = evidence.bundle else { return try run(CommandRun()) }
    let writer = try BundleWriter(path, replacing: force)
    let run = CommandRun(isKept: true)
    var failure: ExitCode?
    do {
      try self.run(run)
    } catch let code as ExitCode where code == .failure {
      // Images that failed are results too.
      failure = code
    }
    if let results = run.results { try writer.write(run.finishedManifest(), results) }
    if let failure { throw failure }
  }
}

/// The file of weights of a model; the path itself where there is none.
func weightsFile(of folderOrFile: String) -> String {
  (try? ModelFiles.locate(folderOrFile).weights) ?? folderOrFile
}
