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
  case comparison(ComparisonKey, ImageComparison)
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

/// Does jobs one after another: a thread, or a test that decides when each runs.
protocol WorkLane: Sendable {
  /// Puts a job at the end; it is skipped if it is cancelled before its turn.
  func enqueue(_ job: @escaping WorkQueue.Job) -> Cancellation
  func close()
}

extension WorkQueue: WorkLane {}

/// Keeps the most important work of every lane going and cancels what is no longer needed.
final class WorkRunner {
  private let options: ViewerOptions
  private let engine: Engine
  private let lanes: [any WorkLane]
  private let mailbox: Mailbox
  private var running: [Work: Cancellation] = [:]
  private var watcher: (queue: WorkQueue, cancellation: Cancellation)?

  /// - Parameter lane: makes a lane of the given number; nil for threads.
  /// - Throws: `ComputeError`.
  init(options: ViewerOptions, mailbox: Mailbox, lane: ((Int) -> any WorkLane)? = nil) throws {
    self.options = options
    self.mailbox = mailbox
    engine = try Engine(threads: options.threads)
    lanes = (0..<Work.laneCount).map { lane?($0) ?? WorkQueue(name: "viewer \($0)") }
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
    for outcome in outcomes {
      // What was abandoned is not running any more, but the same work may have begun anew since.
      if case .abandoned = outcome { continue }
      if let work = outcome.finished { running[work] = nil }
    }
    return outcomes
  }

  /// Whether maps of the screen are being made.
  var isMakingMaps: Bool { running.keys.contains(where: \.isShort) }

  /// Starts what is needed as lanes become free, in the given order, and cancels the rest.
  func pursue(_ needed: [Work], findings: Findings) {
    let wanted = Set(needed)
    for work in running.keys where !wanted.contains(work) { cancel(work) }
    var busy = Set(running.keys.filter { !$0.isShort }.map(\.lane))
    var seen: Set<Int> = []
    for work in needed {
      let isFirst = seen.insert(work.lane).inserted
      guard running[work] == nil, isFirst || !busy.contains(work.lane), let job = job(for: work, findings)
      else { continue }
      if isFirst { makeWay(in: work.lane, &busy) }
      guard !busy.contains(work.lane) else { continue }
      running[work] = lanes[work.lane].enqueue(job)
      if !work.isShort { busy.insert(work.lane) }
    }
  }

  private func cancel(_ work: Work) { running.removeValue(forKey: work)?.cancel() }

  /// Cancels the long sum that keeps a lane busy: there is something more important to do.
  private func makeWay(in lane: Int, _ busy: inout Set<Int>) {
    for work in running.keys where work.lane == lane && work.isLongSum {
      cancel(work)
      busy.remove(lane)
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
        let progress = ProgressReport(of: work, to: mailbox)
        let statistics = LayerStatistics(of: record, cancellation: cancellation.reporting(progress.report))
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
        let progress = ProgressReport(of: work, to: mailbox)
        let curves = LensCurves(
          record, head: key.head, cancellation: cancellation, progress: progress.report)
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
        let progress = ProgressReport(of: work, to: mailbox)
        let comparison = try? ImageComparison(a, b, cancellation: cancellation, progress: progress.report)
        mailbox.post(comparison.map { .comparison(key, $0) } ?? .abandoned(work))
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

/// Reports how far a piece of work is, seldom enough that what is short causes no drawing of its own.
private final class ProgressReport: Sendable {
  private static let interval = Duration.milliseconds(50)

  private let work: Work
  private let mailbox: Mailbox
  private let last = Mutex(ContinuousClock.now)

  /// The first report comes an interval after this.
  init(of work: Work, to mailbox: Mailbox) {
    self.work = work
    self.mailbox = mailbox
  }

  /// Takes shares 0…1 of the work, from any thread.
  func report(_ share: Double) {
    let isDue = last.withLock { last in
      let now = ContinuousClock.now
      guard last.duration(to: now) >= ProgressReport.interval else { return false }
      last = now
      return true
    }
    if isDue { mailbox.post(.progress(work, share)) }
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
