// Lines of JSON of models on many images, printed or added to a file: what `stats` and `kernels` have in common.
import ArgumentParser
import Compute
import Files
import Imaging
import Session
import VisionModels

/// A run of several models over many images, a line for each.
struct LineBatch {
  let run: CommandRun
  let batch: BatchOptions
  let lines: LineOptions
  let options: ModelOptions
  let changes: InterventionOptions
  /// The names of the kernels that lines are of; nil for those of `stats`.
  var kernels: [String]?
  /// Counts images without a row in the table that lines are made with.
  var unlisted: UnlistedImages?
  /// What is asked for of the image at a path, beyond what every line has.
  var request: (_ path: String) -> StatisticsLog.Request = { _ in StatisticsLog.Request() }

  /// What is to be done for an image.
  private enum Job: Sendable {
    case compute(_ path: String)
    /// A line has its numbers, if the file is still the one with this digest.
    case check(_ path: String, digest: String, line: Int)
  }

  /// What came of a job.
  private enum Outcome: Sendable {
    case line(Line)
    /// A line has the numbers of the file, which is still the one with this digest.
    case unchanged(_ path: String, digest: String)
    /// The file is another one than that of a line.
    case changed(line: Int)
    /// The file cannot be read now.
    case unread(_ path: String)
    /// There is no line, not even of a failure.
    case broken(any Error)
  }

  /// The result of a job for one image.
  struct Line: Sendable {
    let text: String
    let hasFailed: Bool
    /// Of the image, for the standard error.
    var warning: String?
    /// The image's path where its EXIF orientation is not applied.
    var turned: String?
    let image: String
    /// Of the image's file; nil where it could not be read.
    var digest: String?
    /// Where the numbers of the model end on it.
    var divergence: Divergence?
  }

  /// Runs every model on every image, lines in the order of the images.
  ///
  /// - Parameter json: the line of a model on an image, and where its numbers end, which takes steps that it tells; an
  ///   error becomes a line with "error".
  /// - Throws: `ExitCode.failure` at the end where an image failed; else what stops the whole run.
  func run(
    _ models: [String],
    json:
      @escaping @Sendable (
        LoadedModel, InputImage, Interventions, @escaping @Sendable (WorkStep) -> Void
      ) throws -> (String, Divergence?)
  ) throws {
    let named = try run.named(models, options, takesSizes: true)
    let sizes = options.ofEachSize
    var images = try run.imageList(batch, shard: lines.shard)
    // A list that comes by a pipe is kept where it is needed again.
    if images.isConsumed, models.count * sizes.count > 1 {
      images = ImageList(try images.allPaths().map { .path($0) })
    }
    let count = try batch.count(images)
    let engines = try batch.engines(
      sharing: try run.engine(threads: options.threads), imageCount: count)
    // Patches are on a grid of the size.
    let changed = try sizes.enumerated().map { index, options in
      try options.interventions(
        changes, in: named, engine: engines[0], place: run.place(of:), isSilent: index > 0)
    }
    let runs = named.indices.flatMap { model in
      sizes.indices.map { (name: named[model], options: sizes[$0], interventions: changed[$0][model]) }
    }
    let log = run.isRepeated ? nil : try lines.append.map { try StatisticsLog($0) }
    var earlier = log.map(EarlierLines.init)
    var failed = false
    let memory = ImageMemory()
    var turned = TurnedImages()
    var diverged = DivergedModels()
    var unlisted = unlisted
    var copies = ImageCopies()
    for (index, (name, options, interventions)) in runs.enumerated() {
      let model = try run.load(name, options, engine: engines[0])
      let identity = model.identity(applyingOrientation: options.exifOrientation)
      if let remark = log?.remark(on: identity, named: model.name) {
        try StandardStream.error.report(remark)
      }
      let workers = engines.map(model.running(on:))
      let progress = BatchProgress(model.name, total: count)
      defer { progress.finish() }
      let paths = images.paths()
      let subject = try FailureRecord.Subject(
        model, interventions: interventions, kernels: self.kernels,
        applyingOrientation: options.exifOrientation)
      let (orientation, kernels, places) = (options.exifOrientation, kernels, run.imagePlaces)
      try processInOrder(
        workers: workers.count,
        next: { () -> Job? in
          while let path = try paths.next() {
            let found = log?.find(
              path, of: identity, interventions: interventions, kernels: kernels, named: model.name,
              asking: request(path))
            switch found {
            case nil, .nothing: return .compute(path)
            case .numbers(let digest?, let line): return .check(path, digest: digest, line: line)
            case .numbers(nil, let line): earlier?.addLineWithoutDigest(line)
            case .lacking(let lack, let line): earlier?.add(lack, line: line)
            case .failure: earlier?.addFailure()
            }
            progress.advance(skipping: true)
          }
          return nil
        },
        work: { job, worker -> Outcome in
          let path: String
          switch job {
          case .compute(let image): path = image
          case .check(let image, let digest, let line):
            guard let found = try? ImageBytes.digest(of: image) else { return .unread(image) }
            return found == digest ? .unchanged(image, digest: digest) : .changed(line: line)
          }
          progress.begin(path, worker: worker)
          defer { progress.end(worker: worker) }
          var digest: String?
          do {
            let bytes = try ImageBytes(places[path] ?? path)
            digest = bytes.digest
            let image = try InputImage.decode(
              bytes, of: path, digest: digest, applyingOrientation: orientation, within: memory)
            let (text, divergence) = try usingMemory(for: "the numbers of a line") {
              try json(workers[worker], image, interventions) { progress.step("\($0)", worker: worker) }
            }
            return .line(
              Line(
                text: text, hasFailed: false, warning: image.image.warning.map { "\(path.abridged): \($0)" },
                turned: image.needsTurning ? path : nil, image: path, digest: digest, divergence: divergence))
          } catch {
            let failure = FailureRecord(of: subject, on: path, imageDigest: digest, error: error)
            do {
              return .line(Line(text: try failure.json, hasFailed: true, image: path))
            } catch {
              return .broken(error)
            }
          }
        },
        deliver: { outcome in
          let line: Line
          switch outcome {
          case .line(let new): line = new
          case .unchanged(let path, let digest):
            if index == 0 { copies.add(path, digest: digest) }
            return progress.advance(skipping: true)
          case .changed(let number):
            earlier?.add(.sameImage, line: number)
            return progress.advance(skipping: true)
          case .unread(let path):
            earlier?.addUnread(path)
            return progress.advance(skipping: true)
          case .broken(let error): throw error
          }
          if line.warning != nil || log == nil && StandardStream.output.isTerminal { progress.clear() }
          if let warning = line.warning { try StandardStream.error.report(warning) }
          // Every model sees the same images.
          if index == 0 {
            if let path = line.turned { turned.add(path) }
            unlisted?.add(line.image)
            copies.add(line.image, digest: line.digest)
            run.note(image: line.image)
          }
          diverged.add(model, on: line.image, line.divergence)
          if let log { try log.append(line.text) } else { try run.print(line.text + "\n") }
          try run.results?.append(Array((line.text.withoutSeconds + "\n").utf8), to: "lines.jsonl")
          if line.hasFailed { failed = true }
          progress.advance()
        })
    }
    try turned.report()
    try diverged.report()
    if let remark = unlisted?.remark { try StandardStream.error.report(remark) }
    if let remark = copies.remark("'polascope summary' counts a file once") {
      try StandardStream.error.report(remark)
    }
    try earlier?.report()
    if failed || earlier?.hasFailures == true { throw ExitCode.failure }
  }
}

extension String {
  /// A line without the times, which are others in every run. Inside of a text the quotes would follow backslashes.
  fileprivate var withoutSeconds: String {
    guard let start = firstRange(of: ",\"seconds\":{"),
      let end = self[start.upperBound...].firstIndex(of: "}")
    else { return self }
    return String(self[..<start.lowerBound]) + self[index(after: end)...]
  }
}
