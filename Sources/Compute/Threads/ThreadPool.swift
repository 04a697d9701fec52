// Persistent threads that share the tasks of one job at a time.
import CPlatform
import Glibc
import Synchronization

/// The caller and `threads` − 1 workers that wait for jobs, first spinning for some microseconds, then asleep.
///
/// One job at a time: `run` must not be called by two threads at once, nor by a task.
final class ThreadPool: @unchecked Sendable {
  /// Pauses before a waiting thread goes to sleep: some microseconds, about the gap between two layers. More
  /// would steal the core from other processes.
  static let spins = 4000

  typealias Task = (_ task: Int, _ worker: Int) -> Void

  private let state = State()
  private var workers: [pthread_t] = []

  /// The caller and the workers that the system has started: fewer than were asked for where it starts no more.
  var threads: Int { workers.count + 1 }

  init(threads: Int) {
    for worker in 1..<max(threads, 1) {
      var thread = pthread_t()
      let start = Unmanaged.passRetained(WorkerStart(state: state, worker: worker))
      let failed = pthread_create(
        &thread, nil,
        { argument in
          let start = Unmanaged<WorkerStart>.fromOpaque(argument!).takeRetainedValue()
          start.state.work(as: start.worker)
          return nil
        }, start.toOpaque())
      guard failed == 0 else {
        start.release()
        return
      }
      workers.append(thread)
    }
  }

  deinit {
    state.stop()
    for worker in workers { pthread_join(worker, nil) }
  }

  /// Runs `task` for 0 ..< `tasks`, in any order on any thread, and returns when all are done.
  func run(tasks: Int, _ task: Task) {
    if tasks <= 1 || workers.isEmpty {
      for index in 0..<max(tasks, 0) { task(index, 0) }
    } else {
      withoutActuallyEscaping(task) { state.run(tasks: tasks, $0) }
    }
  }
}

private final class WorkerStart {
  let state: State
  let worker: Int

  init(state: State, worker: Int) {
    self.state = state
    self.worker = worker
  }
}

/// What the threads share.
///
/// `ticket` holds the number of the job (high half) and its tasks that no thread has taken yet (low half). Whoever
/// takes one by compare-and-exchange knows that the job is current and cannot end before that task does, and
/// only then reads `task` and `tasks`.
private final class State: @unchecked Sendable {
  private let ticket = Atomic<UInt64>(0)
  private var task: ThreadPool.Task?
  private var tasks = 0

  /// Changes with every job and at the end; workers wait for that.
  private let signal = Waiting()
  /// Tasks of the job that are not finished; the caller waits for 0.
  private let unfinished = Waiting()
  private let isStopped = Atomic<Bool>(false)

  func run(tasks: Int, _ task: @escaping ThreadPool.Task) {
    self.task = task
    self.tasks = tasks
    unfinished.store(UInt32(tasks))
    let job = (ticket.load(ordering: .relaxed) >> 32) &+ 1
    ticket.store(job << 32 | UInt64(tasks), ordering: .releasing)
    signal.advance()
    takeTasks(of: UInt32(truncatingIfNeeded: job), as: 0)
    unfinished.wait { $0 == 0 }
    self.task = nil
  }

  func work(as worker: Int) {
    var seen: UInt32 = 0
    while true {
      seen = signal.wait { $0 != seen }
      if isStopped.load(ordering: .acquiring) { return }
      takeTasks(of: UInt32(truncatingIfNeeded: ticket.load(ordering: .acquiring) >> 32), as: worker)
    }
  }

  func stop() {
    isStopped.store(true, ordering: .releasing)
    signal.advance()
  }

  private func takeTasks(of job: UInt32, as worker: Int) {
    while true {
      let current = ticket.load(ordering: .acquiring)
      guard UInt32(truncatingIfNeeded: current >> 32) == job, UInt32(truncatingIfNeeded: current) > 0 else {
        return
      }
      let (taken, _) = ticket.weakCompareExchange(
        expected: current, desired: current - 1, ordering: .acquiringAndReleasing)
      guard taken else { continue }
      task!(tasks - Int(UInt32(truncatingIfNeeded: current)), worker)
      unfinished.countDown()
    }
  }
}

/// A 32-bit word that threads wait on: spinning first, then asleep.
private final class Waiting: @unchecked Sendable {
  private let word = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: 1)
  private let sleepers = Atomic<Int>(0)

  init() { word.initialize(to: Atomic(0)) }

  deinit {
    word.deinitialize(count: 1)
    word.deallocate()
  }

  func store(_ value: UInt32) { word.pointee.store(value, ordering: .relaxed) }

  func advance() {
    word.pointee.wrappingAdd(1, ordering: .sequentiallyConsistent)
    wake()
  }

  func countDown() {
    if word.pointee.wrappingSubtract(1, ordering: .sequentiallyConsistent).newValue == 0 { wake() }
  }

  /// Returns the word's value as soon as it satisfies `condition`.
  @discardableResult
  func wait(until condition: (UInt32) -> Bool) -> UInt32 {
    for _ in 0..<ThreadPool.spins {
      let value = word.pointee.load(ordering: .acquiring)
      if condition(value) { return value }
      cpu_pause()
    }
    sleepers.wrappingAdd(1, ordering: .sequentiallyConsistent)
    defer { sleepers.wrappingSubtract(1, ordering: .sequentiallyConsistent) }
    while true {
      let value = word.pointee.load(ordering: .sequentiallyConsistent)
      if condition(value) { return value }
      futex_wait(UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self), value)
    }
  }

  private func wake() {
    guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
    futex_wake_all(UnsafeRawPointer(word).assumingMemoryBound(to: UInt32.self))
  }
}
