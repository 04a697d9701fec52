// `polascope stats`: the numbers of models on images, one JSON object a line.
import ArgumentParser
import Files
import Imaging
import Session
import VisionModels

struct Stats: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the numbers of models on images as JSON, a line for each model and image.",
    discussion: """
      Logits, and for every head its entropies, row sums, polarity budget and attention distance; lines come in the \
      order of the images. An image that cannot be read gives a line with "error"; the others still run, and the \
      exit status is 1. 'polascope summary' reads the lines.

      Examples:
        polascope stats fashion-polarity --image photos > lines.jsonl
        polascope stats deit.pth --images-from list --append lines.jsonl
        polascope stats deit.pth --image photos --shard 3/8 > part-3.jsonl
      """)

  @Argument(help: "Bundled names, checkpoint files or folders.", completion: .file())
  var models: [String]

  @OptionGroup var batch: BatchOptions

  @Flag(
    help: """
      Also compute \(HeadStatistic.all.filter(\.isExtra).map(\.key).joined(separator: ", ")) of every head; takes \
      several times as long.
      """)
  var extra = false

  @Option(
    help: ArgumentHelp(
      "Only the I-th of every N images, I from 1, for runs in parallel.", valueName: "i/n"),
    transform: imageShard)
  var shard: Shard?

  @Option(
    help: ArgumentHelp(
      "Add the lines to a file in place of printing them, leaving out images that have a line of the same weights, "
        + "run in the same way.",
      valueName: "file"), completion: .file())
  var append: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file of rows IMAGE,X,Y,WIDTH,HEIGHT in pixels of the image: adds massInBox, the attention that stays in the box.",
      valueName: "csv"), completion: .file())
  var boxes: String?

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  /// The result of a job for one image.
  private struct Line: Sendable {
    let text: String
    let hasFailed: Bool
    /// Of the image, for the standard error.
    var warning: String?
    /// The image's path where its EXIF orientation is not applied.
    var turned: String?
  }

  func run() throws {
    let named = try options.named(models)
    var images = try batch.list(shard: shard)
    // A list that comes by a pipe is kept where it is needed again.
    if images.isConsumed, models.count > 1 { images = ImageList(try images.allPaths().map { .path($0) }) }
    let count = try batch.count(images)
    let engines = try batch.engines(threads: options.threads, imageCount: count)
    let boxes = try self.boxes.map {
      try ImageTable(csv: $0, expected: "IMAGE,X,Y,WIDTH,HEIGHT", value: rectangle)
    }
    let interventions = try options.interventions(changes, in: named, engine: engines[0])
    let log = try append.map { try StatisticsLog($0) }
    var failed = false
    var failedBefore = 0
    let memory = ImageMemory()
    var turned = TurnedImages()
    for (index, (name, interventions)) in zip(named, interventions).enumerated() {
      let model = try options.load(name, engine: engines[0])
      let identity = model.identity(applyingOrientation: options.exifOrientation)
      if let remark = log?.remark(on: identity, named: model.name) {
        try StandardStream.error.report(remark)
      }
      let workers = engines.map(model.running(on:))
      let progress = BatchProgress(model.name, total: count)
      defer { progress.clear() }
      let paths = images.paths()
      let (orientation, extra) = (options.exifOrientation, extra)
      try processInOrder(
        workers: workers.count,
        next: {
          while let path = try paths.next() {
            guard
              let found = log?.find(path, of: identity, interventions: interventions, named: model.name),
              found.isThere
            else { return path }
            if found.hasFailed { failedBefore += 1 }
            progress.advance(skipping: true)
          }
          return nil
        },
        work: { path, worker in
          Self.line(
            workers[worker], path: path, interventions: interventions, box: boxes?[path],
            applyingOrientation: orientation, memory: memory, extra: extra)
        },
        deliver: { line in
          if line.warning != nil || log == nil && StandardStream.output.isTerminal { progress.clear() }
          if let warning = line.warning { try StandardStream.error.report(warning) }
          // Every model sees the same images.
          if index == 0, let path = line.turned { turned.add(path) }
          if let log { try log.append(line.text) } else { try StandardStream.output.write(line.text + "\n") }
          if line.hasFailed { failed = true }
          progress.advance()
        })
    }
    try turned.report()
    if failedBefore > 0, let append {
      try StandardStream.error.report(
        "\(append.abridged): \(failedBefore) images failed in an earlier run; delete their lines to try them again"
      )
    }
    if failed || failedBefore > 0 { throw ExitCode.failure }
  }

  /// The numbers of a model on an image, or the failure in their place.
  private static func line(
    _ model: LoadedModel, path: String, interventions: Interventions, box: Rectangle?,
    applyingOrientation: Bool, memory: ImageMemory, extra: Bool
  ) -> Line {
    do {
      let image = try InputImage.load(path, applyingOrientation: applyingOrientation, within: memory)
      let record = try StatisticsRecord(
        of: model, on: image, interventions: interventions, box: box, withExtras: extra,
        applyingOrientation: applyingOrientation)
      return Line(
        text: try record.json(), hasFailed: false,
        warning: image.image.warning.map { "\(path.abridged): \($0)" },
        turned: image.needsTurning ? path : nil)
    } catch {
      let failure = FailureRecord(
        model: model.name, image: path, interventions: InterventionsJSON(interventions), error: "\(error)")
      return Line(text: failure.json, hasFailed: true)
    }
  }
}

/// Left, top, width and height; nil for any other fields.
private func rectangle(_ fields: [String]) -> Rectangle? {
  let numbers = fields.compactMap { Double($0) }
  guard fields.count == 4, numbers.count == 4, numbers.allSatisfy({ abs($0) < 1e9 }), numbers[2] > 0,
    numbers[3] > 0
  else { return nil }
  return Rectangle(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
}

/// The line of an image that could not be read.
private struct FailureRecord: Encodable {
  let model: String
  let image: String
  let interventions: InterventionsJSON?
  let error: String

  var json: String {
    // Strings and whole numbers can always be encoded.
    (try? jsonText(self)) ?? ""
  }
}
