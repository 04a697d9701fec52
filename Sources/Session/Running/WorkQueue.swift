// A thread for work that must not block the screen.
import Compute
import Glibc
import Synchronization

/// The system starts no thread. The description is one line.
package struct ThreadRefused: Error, Equatable, CustomStringConvertible {
  /// Its `errno`.
  let code: Int32

  package var description: String {
    "no thread can be started: \(String(cString: strerror(code))); allow more memory or processes (ulimit -v, ulimit -u), "
      + "or ask for fewer --threads and --jobs"
  }
}

/// Runs jobs one after another on one thread, outside Swift's cooperative pool.
///
/// Each job is handed a `Cancellation` that its submitter keeps; a job that is cancelled before its turn is
/// skipped. Jobs report through closures.
package final class WorkQueue: Sendable {
  package typealias Job = @Sendable (Cancellation) -> Void

  private struct State {
    var jobs: [(Cancellation, Job)] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let ready: Semaphore
  private let name: String

  /// - Throws: `ThreadRefused`.
  package init(name: String) throws(ThreadRefused) {
    self.name = name
    ready = Semaphore()
    let box = Unmanaged.passRetained(ThreadBody(queue: self))
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    pthread_attr_setstacksize(&attributes, 8 << 20)
    let status = pthread_create(
      &thread, &attributes,
      { argument in
        guard let argument else { return nil }
        Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, box.toOpaque())
    pthread_attr_destroy(&attributes)
    guard status == 0 else {
      box.release()
      throw ThreadRefused(code: status)
    }
  }

  /// Puts a job at the end of the queue.
  @discardableResult
  package func enqueue(_ job: @escaping Job) -> Cancellation {
    let cancellation = Cancellation()
    state.withLock { $0.jobs.append((cancellation, job)) }
    ready.signal()
    return cancellation
  }

  /// Cancels everything that waits, and lets the thread end after the job in hand.
  package func close() {
    state.withLock { state in
      for (cancellation, _) in state.jobs { cancellation.cancel() }
      state.isClosed = true
    }
    ready.signal()
  }

  /// What the thread runs; holds the queue alive until it is closed.
  private final class ThreadBody: Sendable {
    let queue: WorkQueue
    init(queue: WorkQueue) { self.queue = queue }

    func run() {
      while true {
        queue.ready.wait()
        let (next, isClosed) = queue.state.withLock { state in
          (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.isClosed)
        }
        if let (cancellation, job) = next, !cancellation.isCancelled { job(cancellation) }
        if isClosed { return }
      }
    }
  }
}

/// A POSIX semaphore with a stable address.
private final class Semaphore: @unchecked Sendable {
  private let handle = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(handle, 0, 0) }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  func signal() { sem_post(handle) }

  func wait() {
    while sem_wait(handle) != 0 {}  // interrupted by a signal: wait on
  }
}
