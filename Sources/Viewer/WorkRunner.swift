// Does the work on threads of its own and hands the outcomes to the main thread through a locked queue.

import Attention
import AttentionMaps
import Compute
import Session
import Synchronization
import VisionModels

/// What a thread reports.
enum Outcome: Sendable {
  case progress(Work, Double)
  case model(Int, version: Int, Fetched<LoadedModel>)
  /// The file of a model is another one now.
  case fileChanged(Int)
  case image(Int, Fetched<InputImage>)
  case examination(ExaminationKey, Fetched<Examination>)
  case statistics(LayerKey, LayerStatistics)
  case map(HeavyMapKey, Fetched<HeatMap>)
  case comparison(ComparisonKey, [HeadComparison])
  case curves(LensKey, LensCurves)
  case readings(ReadingsKey, [Lens.Reading])
  case polarity(LayerKey, LayerPolarity)
  case export(ExportOrder, Fetched<[String]>)
  /// The work ended without a result: it was cancelled.
  case abandoned(Work)

  /// The work that ended with this outcome.
  var finished: Work? {
    switch self {
    case .progress, .fileChanged: nil
    case .model(let model, let version, _): .loadModel(model, version: version)
    case .image(let image, _): .loadImage(image)
    case .examination(let key, _): .examine(key)
    case .statistics(let key, _): .statistics(key)
    case .map(let key, _): .map(key)
    case .comparison(let key, _): .compare(key)
    case .curves(let key, _): .lens(key)
    case .readings(let key, _): .readings(key)
    case .polarity(let key, _): .polarity(key)
    case .export(let order, _): .export(order)
    case .abandoned(let work): work
    }
  }
}

/// Outcomes on their way to the main thread.
final class Mailbox: Sendable {
  private let outcomes = Mutex<[Outcome]>([])
  private let wake: @Sendable () -> Void

  init(wake: @escaping @Sendable () -> Void) { self.wake = wake }

  func post(_ outcome: Outcome) {
    outcomes.withLock { $0.append(outcome) }
    wake()
  }

  func collect() -> [Outcome] {
    outcomes.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
  }
}

/// Keeps one piece of work per lane going and cancels what is no longer needed.
final class WorkRunner {
  private let options: ViewerOptions
  private let engine: Engine
  private let lanes: [WorkQueue]
  private let mailbox: Mailbox
  private var running: [Work: Cancellation] = [:]
  private var watcher: (queue: WorkQueue, cancellation: Cancellation)?

  /// Throws `ComputeError`.
  init(options: ViewerOptions, mailbox: Mailbox) throws {
    self.options = options
    self.mailbox = mailbox
    engine = try Engine(threads: options.threads)
    lanes = (0..<Work.laneCount).map { WorkQueue(name: "viewer \($0)") }
  }

  deinit {
    for cancellation in running.values { cancellation.cancel() }
    for lane in lanes { lane.close() }
    watcher?.cancellation.cancel()
    watcher?.queue.close()
  }

  /// Reports from now on whenever the file of a model has become another one.
  func watchModels() {
    let mailbox = mailbox
    let found = options.models.map { ModelWatch(options.samples.path(forModel: $0)) }
    let queue = WorkQueue(name: "viewer watch")
    let cancellation = queue.enqueue { cancellation in
      var watches = found
      while !cancellation.isCancelled {
        ModelWatch.pause()
        for index in watches.indices where watches[index].look() { mailbox.post(.fileChanged(index)) }
      }
    }
    watcher = (queue, cancellation)
  }

  var isIdle: Bool { running.isEmpty }

  /// Takes all outcomes that have arrived.
  func collect() -> [Outcome] {
    let outcomes = mailbox.collect()
    for work in outcomes.compactMap(\.finished) { running[work] = nil }
    return outcomes
  }

  /// Starts what is needed as lanes become free, in the given order, and cancels the rest.
  func pursue(_ needed: [Work], findings: Findings) {
    let wanted = Set(needed)
    for (work, cancellation) in running where !wanted.contains(work) {
      cancellation.cancel()
      running[work] = nil
    }
    var busy = Set(running.keys.map(\.lane))
    for work in needed where running[work] == nil && !busy.contains(work.lane) {
      guard let job = job(for: work, findings) else { continue }
      running[work] = lanes[work.lane].enqueue(job)
      busy.insert(work.lane)
    }
  }
}

// MARK: Jobs

extension WorkRunner {
  /// What a thread does for a piece of work; nil while its inputs are missing.
  private func job(for work: Work, _ findings: Findings) -> WorkQueue.Job? {
    let mailbox = mailbox
    switch work {
    case .loadModel(let model, let version): return loading(model, version: version)
    case .loadImage(let image):
      let (path, orientation) = (options.images[image], options.applyingOrientation)
      return { _ in
        mailbox.post(.image(image, fetch { try InputImage.load(path, applyingOrientation: orientation) }))
      }
    case .examine(let key):
      guard let model = findings.models[key.model]?.value, let image = findings.images[key.image]?.value
      else { return nil }
      return { cancellation in
        let result = fetch(work, mailbox) {
          try Examination.run(
            model, on: image, interventions: key.interventions, cancellation: cancellation,
            progress: { mailbox.post(.progress(work, $0)) })
        }
        mailbox.post(result.map { .examination(key, $0) } ?? .abandoned(work))
      }
    case .statistics(let key):
      guard let record = findings.examinations[key.examination]?.records[key.layer] else { return nil }
      return { cancellation in
        let statistics = LayerStatistics(of: record, cancellation: cancellation)
        mailbox.post(statistics.map { .statistics(key, $0) } ?? .abandoned(work))
      }
    case .map(let key):
      guard let records = findings.examinations[key.layer.examination]?.records else { return nil }
      return { cancellation in
        let map = heavyMap(key, of: records, cancellation: cancellation)
        mailbox.post(cancellation.isCancelled ? .abandoned(work) : .map(key, map))
      }
    case .lens(let key):
      guard let record = findings.examinations[key.layer.examination]?.records[key.layer.layer] else {
        return nil
      }
      return { cancellation in
        let curves = LensCurves(record, head: key.head, cancellation: cancellation) {
          mailbox.post(.progress(work, $0))
        }
        mailbox.post(curves.map { .curves(key, $0) } ?? .abandoned(work))
      }
    case .readings(let key):
      guard let record = findings.examinations[key.layer.examination]?.records[key.layer.layer] else {
        return nil
      }
      return { _ in
        mailbox.post(.readings(key, Lens.readings(of: record, exponent: key.exponent)))
      }
    case .polarity(let key):
      guard let record = findings.examinations[key.examination]?.records[key.layer] else { return nil }
      return { _ in mailbox.post(.polarity(key, LayerPolarity(record))) }
    case .compare(let key):
      guard let a = findings.examinations[key.a], let b = findings.examinations[key.b] else { return nil }
      return { cancellation in
        let comparisons = compareHeads(a, b, cancellation: cancellation) { mailbox.post(.progress(work, $0)) }
        mailbox.post(comparisons.map { .comparison(key, $0) } ?? .abandoned(work))
      }
    case .export(let order):
      let examinations = order.keys.compactMap { findings.examinations[$0] }
      return { cancellation in
        let result = fetch(work, mailbox) { try order.write(examinations, cancellation: cancellation) }
        mailbox.post(result.map { .export(order, $0) } ?? .abandoned(work))
      }
    }
  }

  private func loading(_ model: Int, version: Int) -> WorkQueue.Job {
    let (mailbox, options, engine) = (mailbox, options, engine)
    return { _ in
      let result = fetch {
        try LoadedModel.load(
          options.models[model], samples: options.samples, overrides: options.overrides, engine: engine,
          progress: { mailbox.post(.progress(.loadModel(model, version: version), $0)) })
      }
      mailbox.post(.model(model, version: version, result))
    }
  }
}

/// The value, or the error's text.
private func fetch<Value: Sendable>(_ body: () throws -> Value) -> Fetched<Value> {
  do { return .done(try body()) } catch { return .failed("\(error)") }
}

/// The value, the error's text, or nil when the work was cancelled.
private func fetch<Value: Sendable>(_ work: Work, _ mailbox: Mailbox, _ body: () throws -> Value) -> Fetched<
  Value
>? {
  do {
    return .done(try body())
  } catch is Cancelled {
    return nil
  } catch {
    return .failed("\(error)")
  }
}

/// A map that takes every query of a head, or of all heads below. O(N·n·d) and more.
private func heavyMap(
  _ key: HeavyMapKey, of records: [AttentionRecord], cancellation: Cancellation
) -> Fetched<HeatMap> {
  let record = records[key.layer.layer]
  switch key.what {
  case .mean(let kind):
    return fetch { try record.map(kind, head: key.head, query: .mean, cancellation: cancellation) }
  case .row(let kind, let row): return fetch { try record.map(kind, head: key.head, row: row) }
  case .incoming(let position, let stream):
    return .done(
      record.queriesLooking(at: position, head: key.head, stream: stream, cancellation: cancellation))
  case .rollout(let row):
    return fetch {
      try Rollout.map(through: Array(records[...key.layer.layer]), row: row, cancellation: cancellation)
    }
  }
}
