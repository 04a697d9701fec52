// `polascope stats`: the numbers of models on images, one JSON object a line.
import ArgumentParser
import FoundationEssentials
import Session

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the numbers of models on images as JSON, a line for each model and image.",
    discussion: """
      Logits, and for every head its entropies, row sums, polarity budget and attention distance. An image that \
      cannot be read gives a line with "error"; the others still run, and the exit status is 1.
      """)

  @Argument(help: "Bundled names, checkpoint files or folders.")
  var models: [String]

  @OptionGroup var images: ImageOptions
  @OptionGroup(title: "Model options") var options: ModelOptions

  func run() throws {
    let paths = try images.paths()
    let engine = try options.engine()
    var failed = false
    for argument in models {
      let model = try options.load(argument, engine: engine)
      for path in paths {
        let line: String
        do {
          let image = try InputImage.load(path, applyingOrientation: options.exifOrientation)
          line = try StatisticsRecord(Examination.runWithProgress(model, on: image)).json()
        } catch {
          failed = true
          line = try FailureRecord(model: model.name, image: path, error: "\(error)").json()
        }
        try StandardStream.output.write(line + "\n")
      }
    }
    if failed { throw ExitCode.failure }
  }
}

/// What stands in the place of the numbers of an image that could not be read.
private struct FailureRecord: Encodable {
  let model: String
  let image: String
  let error: String

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
