// The threads of an engine and the memory that they work in.
import Synchronization

/// Threads and scratch memory, used by one operation at a time.
final class Workspace {
  /// As many as were asked for, or as the system starts.
  let threads: Int
  /// Of all operations so far.
  var multiplyAddCount = 0
  private let pool: ThreadPool
  private var shared = FloatBuffer(count: 0)
  private var scratch: [FloatBuffer]

  init(threads: Int) {
    pool = ThreadPool(threads: threads)
    self.threads = pool.threads
    scratch = Array(repeating: FloatBuffer(count: 0), count: pool.threads)
  }

  /// Memory for what the steps of an operation hand on; not cleared, and valid until the next call.
  func reserve(_ count: Int) -> UnsafeMutablePointer<Float> {
    if shared.count < count {
      shared = FloatBuffer(count: 0)
      shared = FloatBuffer(count: count)
    }
    return shared.pointer
  }

  /// Runs `task` for 0 ..< `tasks` on all threads, each with its own scratch of `floats`, not cleared.
  ///
  /// Once `cancellation` is set, tasks that have not begun are left out; it receives how many are done.
  func parallel(
    tasks: Int, scratch floats: Int = 0, cancellation: Cancellation? = nil,
    _ task: (_ task: Int, _ scratch: FloatBuffer) -> Void
  ) {
    for worker in 0..<threads where scratch[worker].count < floats {
      scratch[worker] = FloatBuffer(count: floats)
    }
    guard let cancellation else { return pool.run(tasks: tasks) { task($0, scratch[$1]) } }
    let done = Atomic<Int>(0)
    pool.run(tasks: tasks) { index, worker in
      if cancellation.isCancelled { return }
      task(index, scratch[worker])
      cancellation.report(done.wrappingAdd(1, ordering: .relaxed).newValue, of: tasks)
    }
  }
}

// MARK: Splitting work

extension Workspace {
  /// A task of fewer operations than this is not worth handing out: some microseconds.
  private static let smallestTask = 200_000
  /// Of more, it would keep the other threads waiting at the end, and cancellation from being heard.
  private static let largestTask = 4_000_000

  /// How many of `count` equal pieces make a good task.
  func piecesPerTask(_ count: Int, operationsPerPiece: Int) -> Int {
    let operations = max(operationsPerPiece, 1)
    let part = (count + 4 * threads - 1) / (4 * threads)
    let smallest = (Workspace.smallestTask + operations - 1) / operations
    let largest = max(1, Workspace.largestTask / operations)
    return max(1, min(max(part, smallest), max(largest, smallest), count))
  }

  /// Runs `body` for ranges that together make 0 ..< `count`.
  ///
  /// - Parameter beside: work that one of the threads does meanwhile.
  func parallelRanges(
    _ count: Int, operationsPerPiece: Int, scratch floats: Int = 0, cancellation: Cancellation? = nil,
    beside: (() -> Void)? = nil, _ body: (_ range: Range<Int>, _ scratch: FloatBuffer) -> Void
  ) {
    let pieces = piecesPerTask(count, operationsPerPiece: operationsPerPiece)
    let (tasks, first) = ((count + pieces - 1) / pieces, beside == nil ? 0 : 1)
    parallel(tasks: first + tasks, scratch: floats, cancellation: cancellation) { task, scratch in
      if let beside, task == 0 { return beside() }
      let start = (task - first) * pieces
      body(start..<min(start + pieces, count), scratch)
    }
  }
}
