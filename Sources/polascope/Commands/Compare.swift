// `polascope compare`: two to six models on the same images, layer by layer, the paper's question answered from data,
// and the page that shows them.
import ArgumentParser
import Files
import Imaging
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

      Images of equal files count once: they are no independent measurements.

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
    help: ArgumentHelp(
      "Also write a page with tables, plots and heat maps to play with; one model is enough for it.",
      valueName: "file.html"),
    completion: .file(extensions: ["html"]), transform: writtenPath)
  var report: String?

  @Flag(help: "Replace a report that is there.")
  var force = false

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if report != nil, Report.modelCounts.contains(models.count) { return }
    guard SideBySide.modelCounts.contains(models.count) else {
      throw ValidationError(
        "name two to six models to compare, not \(models.count)"
          + (models.count == 1 ? "; one is enough for a --report" : ""))
    }
  }

  func run() throws {
    let named = try options.named(self.models)
    let images = try batch.list()
    let count = try batch.count(images)
    // Fails before the work where the report cannot be written; the file made here is removed again.
    if let path = self.report { _ = try AtomicFile(path, replacing: force) }
    let engines = try batch.engines(threads: options.threads, imageCount: count)
    let models = try named.map { try options.load($0, engine: engines[0]) }
    let interventions = try changes.interventions(in: models.map { InterventionSelection.Model($0) })
    let labels = try self.labels.map { try ImageLabels(csv: $0) } ?? ImageLabels(foldersOf: batch.images)
    var unlisted = self.labels.flatMap { labels?.unlisted(file: $0) }
    let pairs = models.dropFirst().map { Sides(a: models[0], b: $0) }
    let classes = try labels.map { try classNames(models, labels: $0) } ?? models.map { _ in nil }
    let compared = zip(models, interventions).map { ComparedModel($0, interventions: $1) }
    var all = SideBySide(
      compared,
      zip(pairs, interventions.dropFirst()).map { pair, changes in
        Comparison(pair.a, pair.b, interventions: Sides(a: interventions[0], b: changes))
      })
    var report = self.report.map { _ in Report(compared) }
    let memory = ImageMemory()
    var turned = TurnedImages()
    var diverged = DivergedModels()
    var copies = ImageCopies()
    let workers = engines.map { engine in models.map { $0.running(on: engine) } }
    let (orientation, isPair, withReadings) = (options.exifOrientation, models.count == 2, report != nil)
    let progress = BatchProgress(
      models.count > 2 ? "\(models.count) models" : models.map(\.name).joined(separator: " and "),
      total: count)
    defer { progress.finish() }
    let paths = images.paths()
    try processInOrder(
      workers: workers.count, next: { try paths.next() },
      work: { path, worker in
        progress.begin(path, worker: worker)
        defer { progress.end(worker: worker) }
        return Result {
          let bytes = try ImageBytes(path)
          let image = try InputImage.decode(
            bytes, of: path, digest: bytes.digest, applyingOrientation: orientation, within: memory)
          return try Compared(
            image, workers[worker], interventions, withLevels: !isPair, withReadings: withReadings
          ) { progress.step($0, worker: worker) }
        }
      },
      deliver: { (result: Result<Compared, any Error>) in
        switch result {
        case .success(let compared):
          if compared.needsTurning { turned.add(compared.image) }
          unlisted?.add(compared.image)
          if copies.add(compared.image, digest: compared.digest) {
            all.addCopy()
            break
          }
          for (model, divergence) in zip(models, compared.divergences) {
            diverged.add(model, on: compared.image, divergence)
          }
          let labeled = classes.map { known in
            known.flatMap { labels?.index(of: compared.image, among: $0.names, count: $0.count) }
          }
          let truths = labeled.dropFirst().map { Sides(a: labeled[0], b: $0) }
          all.add(compared.entropies, compared.comparisons, labels: truths)
          if let readings = compared.readings {
            report?.add(compared.image, readings, compared.comparisons, labels: truths)
          }
        case .failure(let error):
          progress.clear()
          try StandardStream.error.report("\(error)")
          all.addFailure()
        }
        progress.advance()
      })
    progress.finish()
    try turned.report()
    try diverged.report()
    if let remark = unlisted?.remark { try StandardStream.error.report(remark) }
    if let remark = copies.remark("equal files count once") { try StandardStream.error.report(remark) }
    try StandardStream.output.write(isPair ? all.comparisons[0].text(format) : all.text(format))
    if let path = self.report, let report {
      let page = try page(report, all, models, interventions)
      try AtomicFile.write(Array(page.utf8), to: path, replacing: force)
    }
    if all.failures > 0 { throw ExitCode.failure }
  }

  /// The page of a report, for which the models run again on the images that it shows.
  private func page(
    _ report: Report, _ all: SideBySide, _ models: [LoadedModel], _ interventions: [Interventions]
  ) throws -> String {
    let plan = report.mapPlan(all.comparisons)
    let images = try (plan.lowest + plan.highest).map { path in
      let image = try InputImage.load(path, applyingOrientation: options.exifOrientation)
      return try ReportImage(
        zip(models, interventions).map { try ReportImage.examine($0, on: image, interventions: $1) }, plan)
    }
    let source = ReportSource(
      program: Release.name,
      command: commandLineArguments.dropFirst().map(\.quotedForShell).joined(separator: " "),
      instructionSet: models[0].model.engine.instructionSet.rawValue)
    return try ReportPage(report, all, plan, images: images, source: source).html()
  }

  /// One image as all models see it.
  private struct Compared: Sendable {
    let image: String
    let digest: String?
    let needsTurning: Bool
    /// Of every head of each model; nil where nothing is shown side by side.
    let entropies: [[[Double?]]]?
    /// Of the first model with each of the others.
    let comparisons: [ImageComparison]
    /// Of every model, for the report; nil without one.
    let readings: [ReportReading]?
    /// Where the numbers of each model end; nil where its outputs are finite.
    let divergences: [Divergence?]

    init(
      _ image: InputImage, _ models: [LoadedModel], _ interventions: [Interventions], withLevels: Bool,
      withReadings: Bool, progress: @escaping @Sendable (String) -> Void
    ) throws {
      self.image = image.path
      digest = image.digest
      needsTurning = image.needsTurning
      let examinations = try zip(models, interventions).enumerated().map { index, model in
        let letter = InterventionSelection.letters[index]
        return try Examination.run(
          model.0, on: image, interventions: model.1, steps: { progress("\(letter), \($0)") })
      }
      divergences = examinations.map(\.divergence)
      entropies = withLevels ? try examinations.map { try $0.entropyLevels() } : nil
      comparisons = try examinations.dropFirst().map {
        try ImageComparison(examinations[0], $0) {
          progress("\(WorkStep.comparison(percent: Int(100 * $0)))")
        }
      }
      readings = withReadings ? try examinations.map { try ReportReading($0) } : nil
    }
  }

  /// The classes of each model, nil where the labels do not apply to it, which is said: pairs with it have no accuracy.
  ///
  /// - Throws: `LabelError` for a CSV file that applies to no model. Folders with other names are no labels.
  private func classNames(
    _ models: [LoadedModel], labels: ImageLabels
  ) throws -> [(names: ClassNames, count: Int)?] {
    var lacks: [LabelError] = []
    let classes = models.map { model -> (names: ClassNames, count: Int)? in
      do throws(LabelError) {
        return try labels.classes(of: model)
      } catch {
        lacks.append(error)
        return nil
      }
    }
    let isOfNone = lacks.count == models.count
    if isOfNone, self.labels != nil, let first = lacks.first { throw first }
    for lack in isOfNone ? lacks.prefix(1) : lacks[...] {
      try StandardStream.error.report("no accuracy: \(lack)")
    }
    return classes
  }
}
