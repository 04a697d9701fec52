// `polascope compare`: two to six models on the same images, layer by layer, and the paper's question answered from
// data.
import ArgumentParser
import Files
import Reports
import Session
import VisionModels

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compare the attention of two to six models over images, head by head.",
    discussion: """
      For every head that both have: the difference of normalized entropies, the Jensen-Shannon divergence and both \
      polarity budgets, as means over the images. Layers are paired by depth, heads by number. It ends with the question \
      whether the entropy of the polarity-aware model is the lower one, by how much and on how many images.

      Of three to six models it shows the entropies of their layers side by side, and compares each with the first.

      It reports the accuracy where classes are known: from the names of the folders in --image DIR (labels, class \
      numbers, or all synsets of ImageNet), or from --labels.

      Examples:
        polascope compare fashion-softmax fashion-polarity --image photos
        polascope compare pvt_tiny.pth pola_pvt_tiny.pth --image val --report report.html
        polascope compare fashion-softmax fashion-relu fashion-focused fashion-polarity --image photos
      """)

  @Argument(
    help: "Two to six bundled names, checkpoint files or folders: A, B and so on.", completion: .file())
  var models: [String]

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

  func validate() throws {
    guard SideBySide.modelCounts.contains(models.count) else {
      throw ValidationError("name two to six models to compare, not \(models.count)")
    }
    if report != nil, models.count > 2 {
      throw ValidationError("--report: the page is of two models; leave it out, or name two")
    }
  }

  func run() throws {
    let named = try options.named(self.models)
    let images = try batch.list()
    let count = try batch.count(images)
    // Fails before the work where the report cannot be written; the file made here is removed again.
    if let report { _ = try AtomicFile(report, replacing: force) }
    let engines = try batch.engines(threads: options.threads, imageCount: count)
    let models = try named.map { try options.load($0, engine: engines[0]) }
    let interventions = try changes.interventions(in: models.map { InterventionSelection.Model($0) })
    let labels = try self.labels.map { try ImageLabels(csv: $0) } ?? ImageLabels(foldersOf: batch.images)
    let pairs = models.dropFirst().map { Sides(a: models[0], b: $0) }
    let classes = try pairs.map { try classNames($0, labels: labels) }
    var all = SideBySide(
      zip(pairs, interventions.dropFirst()).map { pair, changes in
        Comparison(pair.a, pair.b, interventions: Sides(a: interventions[0], b: changes))
      })
    var examples: [String] = []
    let memory = ImageMemory()
    var turned = TurnedImages()
    var diverged = DivergedModels()
    let workers = engines.map { engine in models.map { $0.running(on: engine) } }
    let (orientation, isLong) = (options.exifOrientation, models.count > 2)
    let progress = BatchProgress(
      isLong ? "\(models.count) models" : models.map(\.name).joined(separator: " and "), total: count)
    defer { progress.clear() }
    let paths = images.paths()
    try processInOrder(
      workers: workers.count, next: { try paths.next() },
      work: { path, worker in
        Result {
          let image = try InputImage.load(path, applyingOrientation: orientation, within: memory)
          return try Compared(image, workers[worker], interventions, withLevels: isLong)
        }
      },
      deliver: { (result: Result<Compared, any Error>) in
        switch result {
        case .success(let compared):
          if compared.needsTurning { turned.add(compared.image) }
          for (model, divergence) in zip(models, compared.divergences) {
            diverged.add(model, on: compared.image, divergence)
          }
          if examples.count < Self.shown.images { examples.append(compared.image) }
          all.add(
            compared.entropies, compared.comparisons,
            labels: classes.map { label(of: compared.image, labels: labels, classes: $0) })
        case .failure(let error):
          progress.clear()
          try StandardStream.error.report("\(error)")
          all.addFailure()
        }
        progress.advance()
      })
    progress.clear()
    try turned.report()
    try diverged.report()
    guard !isLong, let comparison = all.comparisons.first else {
      try StandardStream.output.write(all.text(format))
      if all.failures > 0 { throw ExitCode.failure }
      return
    }
    try StandardStream.output.write(comparison.text(format))
    if let report {
      let heads = comparison.mostDifferentHeads(Self.shown.heads)
      let pictures = try examples.map { path in
        let image = try InputImage.load(path, applyingOrientation: orientation)
        return try ReportImage(
          Sides(
            a: Examination.run(models[0], on: image, interventions: interventions[0]),
            b: Examination.run(models[1], on: image, interventions: interventions[1])), pairs: heads)
      }
      let page = comparison.page(images: pictures, program: Release.name)
      try AtomicFile.write(Array(page.utf8), to: report, replacing: force)
    }
    if comparison.failures > 0 { throw ExitCode.failure }
  }

  /// One image as all models see it.
  private struct Compared: Sendable {
    let image: String
    let needsTurning: Bool
    /// Of every head of each model; nil where nothing is shown side by side.
    let entropies: [[[Double?]]]?
    /// Of the first model with each of the others.
    let comparisons: [ImageComparison]
    /// Where the numbers of each model end; nil where its outputs are finite.
    let divergences: [Divergence?]

    init(
      _ image: InputImage, _ models: [LoadedModel], _ interventions: [Interventions], withLevels: Bool
    ) throws {
      self.image = image.path
      needsTurning = image.needsTurning
      let examinations = try zip(models, interventions).map {
        try Examination.run($0, on: image, interventions: $1)
      }
      divergences = examinations.map(\.divergence)
      entropies = withLevels ? try examinations.map { try $0.entropyLevels() } : nil
      comparisons = try examinations.dropFirst().map { try ImageComparison(examinations[0], $0) }
    }
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
