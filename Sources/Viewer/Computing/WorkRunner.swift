// Does the work on other threads and hands the outcomes to the main thread through a locked queue.

import Compute
import Session
import Synchronization
import VisionModels

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

/// Does a job as soon as it is given one, on the thread that gives it.
struct DirectLane: WorkLane {
  func enqueue(_ job: @escaping WorkQueue.Job) -> Cancellation {
    let cancellation = Cancellation()
    job(cancellation)
    return cancellation
  }

  func close() {}
}

/// Keeps the most important work of every lane going and cancels what is no longer needed.
final class WorkRunner {
  private let files: NamedFiles
  private let engine: Engine
  private let lanes: [any WorkLane]
  private let mailbox: Mailbox
  private var running: [Work: Cancellation] = [:]
  private var watcher: (queue: WorkQueue, cancellation: Cancellation)?

  /// - Parameter lane: makes the queue of a lane; nil for threads.
  /// - Throws: `ComputeError`, `ThreadRefused`.
  init(options: ViewerOptions, mailbox: Mailbox, lane: ((Lane) -> any WorkLane)? = nil) throws {
    files = options.files
    self.mailbox = mailbox
    engine = try Engine(threads: options.threads)
    lanes = try Lane.allCases.map { try lane?($0) ?? WorkQueue(name: "viewer \($0.rawValue)") }
  }

  deinit {
    for cancellation in running.values { cancellation.cancel() }
    for lane in lanes { lane.close() }
    watcher?.cancellation.cancel()
    watcher?.queue.close()
  }

  /// Reports from now on whenever the file of a model has become another one.
  ///
  /// - Throws: `ThreadRefused`.
  func watchModels() throws(ThreadRefused) {
    let mailbox = mailbox
    let found = files.models.map { ModelWatch(files.samples.path(forModel: $0.argument)) }
    let queue = try WorkQueue(name: "viewer watch")
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
    var seen: Set<Lane> = []
    for work in needed {
      let isFirst = seen.insert(work.lane).inserted
      guard running[work] == nil, isFirst || !busy.contains(work.lane),
        let job = job(for: work.computation, findings)
      else { continue }
      if isFirst { makeWay(in: work.lane, &busy) }
      guard !busy.contains(work.lane) else { continue }
      running[work] = lanes[work.lane.rawValue].enqueue(job)
      if !work.isShort { busy.insert(work.lane) }
    }
  }

  private func cancel(_ work: Work) { running.removeValue(forKey: work)?.cancel() }

  /// Cancels the long sum that keeps a lane busy: there is something more important to do.
  private func makeWay(in lane: Lane, _ busy: inout Set<Lane>) {
    for work in running.keys where work.lane == lane && work.longSum != nil {
      cancel(work)
      busy.remove(lane)
    }
  }
}

// MARK: Jobs

extension WorkRunner {
  /// What a thread does for a piece of work; nil while its inputs are missing.
  private func job<C: Computation>(for computation: C, _ findings: Findings) -> WorkQueue.Job? {
    guard let inputs = computation.inputs(findings) else { return nil }
    let (mailbox, files, engine) = (mailbox, files, engine)
    return { cancellation in
      let progress = ProgressReport(of: computation.work, to: mailbox)
      let job = Job(files: files, engine: engine, cancellation: cancellation, progress: progress.report)
      do {
        mailbox.post(.ended(computation, .done(try computation.run(inputs, job))))
      } catch is Cancelled {
        mailbox.post(.abandoned(computation.work))
      } catch {
        mailbox.post(.ended(computation, .failed("\(error)")))
      }
    }
  }
}

/// Reports how far a piece of work is, seldom enough that short work causes no drawing.
final class ProgressReport: Sendable {
  private static let interval = Duration.milliseconds(50)
  /// The first moments say little about the rest.
  private static let leastToJudge = Duration.milliseconds(400)

  private let work: Work
  private let mailbox: Mailbox
  private let begin = ContinuousClock.now
  private let last = Mutex(ContinuousClock.now)

  /// The first report comes an interval after this.
  init(of work: Work, to mailbox: Mailbox) {
    self.work = work
    self.mailbox = mailbox
  }

  /// Takes fractions 0…1 of the work, from any thread.
  func report(_ fraction: Double) {
    let isDue = last.withLock { last in
      let now = ContinuousClock.now
      guard last.duration(to: now) >= ProgressReport.interval else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    mailbox.post(
      .progress(work, fraction, secondsLeft: ProgressReport.left(after: begin.duration(to: .now), fraction)))
  }

  /// Seconds that the rest will take at the speed so far; nil while too little is done to say.
  static func left(after elapsed: Duration, _ fraction: Double) -> Double? {
    guard elapsed >= leastToJudge, fraction > 0 else { return nil }
    return elapsed / .seconds(1) * max(0, 1 - fraction) / fraction
  }
}
