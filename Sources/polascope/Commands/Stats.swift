// `polascope stats`: the numbers of models on images, one JSON object a line.
import ArgumentParser
import Files
import Imaging
import Session
import VisionModels

struct Stats: BundledCommand {
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

  @OptionGroup var lines: LineOptions

  @Option(
    help: ArgumentHelp(
      "A CSV file of rows IMAGE,X,Y,WIDTH,HEIGHT in pixels of the image: adds massInBox, the attention that stays in the box.",
      valueName: "csv"), completion: .file())
  var boxes: String?

  @OptionGroup var evidence: BundleOptions

  @Flag(help: "Replace a bundle that is there.")
  var force = false

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws { try lines.check(with: evidence) }

  func run(_ run: CommandRun) throws {
    let boxes = try self.boxes.map {
      try ImageTable(csv: run.place(ofFile: $0), expected: "IMAGE,X,Y,WIDTH,HEIGHT", value: rectangle)
    }
    let (extra, orientation) = (extra, options.exifOrientation)
    let unlisted = boxes.flatMap { table in self.boxes.map { UnlistedImages(of: table, file: $0) } }
    let pass = LineBatch(
      run: run, batch: batch, lines: lines, options: options, changes: changes, unlisted: unlisted,
      request: { StatisticsLog.Request(extras: extra, box: boxes?[$0]) })
    try pass.run(models) { model, image, interventions, progress in
      let record = try StatisticsRecord(
        of: model, on: image, interventions: interventions, box: boxes?[image.path],
        withExtras: extra, applyingOrientation: orientation, progress: progress)
      return (try record.json(), record.divergence)
    }
  }
}

/// Left, top, width and height; nil for any other fields.
func rectangle(_ fields: [String]) -> Rectangle? {
  let numbers = fields.compactMap { Double($0) }
  guard fields.count == 4, numbers.count == 4, numbers.allSatisfy({ abs($0) < 1e9 }),
    numbers[2] > 0,
    numbers[3] > 0
  else { return nil }
  return Rectangle(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
}
