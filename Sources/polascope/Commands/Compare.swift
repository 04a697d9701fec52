// `polascope compare`: two models on the same images, layer by layer, and the paper's question answered from data.
import ArgumentParser
import Files
import Reports
import Session
import VisionModels

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the attention of two models over images, head by head.",
    discussion: """
      For every head that both have: the difference of normalized entropies, the Jensen-Shannon divergence and both \
      polarity budgets, as means over the images. Layers are paired by depth, heads by number. It ends with the question \
      whether the entropy of the polarity-aware model is the lower one, by how much and on how many images.

      It reports the accuracy where classes are known: from the names of the folders in --image DIR (labels, class \
      numbers, or all synsets of ImageNet), or from --labels.

      Examples:
        polascope compare fashion-softmax fashion-polarity --image photos
        polascope compare pvt_tiny.pth pola_pvt_tiny.pth --image val --report report.html
      """)

  @Argument(help: "A: a bundled name, a checkpoint file or a folder.", completion: .file())
  var modelA: String

  @Argument(help: "B, likewise.", completion: .file())
  var modelB: String

  @OptionGroup var batch: BatchOptions

  @Option(
    help: ArgumentHelp(
      "A CSV file of rows IMAGE,CLASS: a path or file name, and a label or class number.", valueName: "csv"),
    completion: .file())
  var labels: String?

  @Option(help: "table, json, csv or markdown.")
  var format = ReportFormat.table

  @Option(
    help: ArgumentHelp("Also write a page with tables, plots and heat maps.", valueName: "file.html"),
    completion: .file(extensions: ["html"]))
  var report: String?

  @Flag(help: "Replace a report that is there.")
  var force = false

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  /// How many images and head pairs the report shows.
  private static let shown = (images: 3, heads: 3)

  func run() throws {
    let named = try options.named([modelA, modelB])
    let images = try batch.list()
    let count = try batch.count(images)
    // Fails before the work where the report cannot be written; the file made here is removed again.
    if let report { _ = try AtomicFile(report, replacing: force) }
    let engines = try batch.engines(threads: options.threads, imageCount: count)
    let models = try Sides(a: named[0], b: named[1]).map { try options.load($0, engine: engines[0]) }
    let changed = try changes.interventions(in: [models.a, models.b].map { InterventionSelection.Model($0) })
    let interventions = Sides(a: changed[0], b: changed[1])
    let labels = try self.labels.map { try ImageLabels(csv: $0) } ?? ImageLabels(foldersOf: batch.images)
    let classes = try classNames(models, labels: labels)
    var comparison = Comparison(models.a, models.b, interventions: interventions)
    var examples: [String] = []
    let memory = ImageMemory()
    var turned = TurnedImages()
    let workers = engines.map { engine in models.map { $0.running(on: engine) } }
    let orientation = options.exifOrientation
    let progress = BatchProgress("\(models.a.name) and \(models.b.name)", total: count)
    defer { progress.clear() }
    let paths = images.paths()
    try processInOrder(
      workers: workers.count, next: { try paths.next() },
      work: { path, worker in
        Result {
          let image = try InputImage.load(path, applyingOrientation: orientation, within: memory)
          let (a, b) = (workers[worker].a, workers[worker].b)
          let both = try ImageComparison(
            Examination.run(a, on: image, interventions: interventions.a),
            Examination.run(b, on: image, interventions: interventions.b))
          return (both, image.needsTurning)
        }
      },
      deliver: { result in
        switch result {
        case .success((let image, let needsTurning)):
          if needsTurning { turned.add(image.image) }
          if examples.count < Self.shown.images { examples.append(image.image) }
          comparison.add(image, label: label(of: image.image, labels: labels, classes: classes))
        case .failure(let error):
          progress.clear()
          try StandardStream.error.report("\(error)")
          comparison.addFailure()
        }
        progress.advance()
      })
    progress.clear()
    try turned.report()
    try StandardStream.output.write(comparison.text(format))
    if let report {
      let heads = comparison.mostDifferentHeads(Self.shown.heads)
      let pictures = try examples.map { path in
        let image = try InputImage.load(path, applyingOrientation: orientation)
        return try ReportImage(
          Sides(
            a: Examination.run(models.a, on: image, interventions: interventions.a),
            b: Examination.run(models.b, on: image, interventions: interventions.b)), pairs: heads)
      }
      let page = comparison.page(images: pictures, program: Release.name)
      try AtomicFile.write(Array(page.utf8), to: report, replacing: force)
    }
    if comparison.failures > 0 { throw ExitCode.failure }
  }

  /// The classes of both models, where labels fit them.
  ///
  /// - Throws: `LabelError` for a CSV file with other names. Folders with other names are no labels; a message says
  ///   so.
  private func classNames(
    _ models: Sides<LoadedModel>, labels: ImageLabels?
  ) throws -> Sides<(names: ClassNames, count: Int)>? {
    guard let labels else { return nil }
    do {
      return try models.map { model throws(LabelError) in
        guard let count = model.model.classCount else { throw .noClasses(model: model.name) }
        let names = ClassNames(labels: model.model.labels, count: count)
        if let unknown = labels.unknownClass(among: names, count: count) {
          throw .unknownClass(unknown, model: model.name)
        }
        return (names, count)
      }
    } catch {
      if self.labels != nil { throw error }
      try StandardStream.error.report("no accuracy: \(error)")
      return nil
    }
  }

  private func label(
    of path: String, labels: ImageLabels?, classes: Sides<(names: ClassNames, count: Int)>?
  ) -> Sides<Int?> {
    guard let labels, let classes else { return Sides(a: nil, b: nil) }
    return classes.map { labels.index(of: path, among: $0.names, count: $0.count) }
  }
}
