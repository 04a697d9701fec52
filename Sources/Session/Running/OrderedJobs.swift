// Many equal jobs on several threads, with their results in the order of the jobs.

/// What the threads of `processInOrder` share.
private struct Jobs<Item: Sendable, Output: Sendable>: Sendable {
  /// Those that wait for a worker, with their numbers.
  var waiting: [(number: Int, item: Item)] = []
  /// Those that are done and not delivered, by their numbers.
  var done: [Int: Output] = [:]
  var isClosed = false
  var workers: Int
}

/// Runs `work` on the items that `next` gives, on `workers` new threads, and passes the results to `deliver`
/// in the order of the items.
///
/// `next` and `deliver` are called on the calling thread. At most four items for each worker are on the way, so that
/// memory does not grow with their number.
///
/// - Parameter work: takes an item and the number of the worker, 0 ..< `workers`.
/// - Throws: `ThreadRefused`; what `next` and `deliver` throw, once the workers have ended.
package func processInOrder<Item: Sendable, Output: Sendable>(
  workers: Int, next: () throws -> Item?, work: @escaping @Sendable (Item, _ worker: Int) -> Output,
  deliver: (Output) throws -> Void
) throws {
  let jobs = Monitor(Jobs<Item, Output>(workers: workers))
  var threads: [WorkQueue] = []
  do {
    for worker in 0..<workers { threads.append(try WorkQueue(name: "worker \(worker)")) }
  } catch {
    for thread in threads { thread.close() }
    throw error
  }
  for (worker, thread) in threads.enumerated() {
    thread.enqueue { _ in
      while let (number, item) = jobs.wait(until: { takeNext(of: &$0) }) {
        let output = work(item, worker)
        jobs.change { $0.done[number] = output }
      }
      jobs.change { $0.workers -= 1 }
      thread.close()
    }
  }
  defer {
    jobs.change {
      $0.waiting = []
      $0.isClosed = true
    }
    jobs.wait { $0.workers == 0 ? () : nil }
  }
  var (taken, delivered) = (0, 0)
  var isExhausted = false
  while true {
    while !isExhausted, taken - delivered < 4 * workers {
      guard let item = try next() else {
        isExhausted = true
        break
      }
      let number = taken
      jobs.change { $0.waiting.append((number, item)) }
      taken += 1
    }
    guard delivered < taken else { return }
    try deliver(jobs.wait { $0.done.removeValue(forKey: delivered) })
    delivered += 1
  }
}

/// The job that has waited longest, or nil in place of it at the end; nil as long as there is nothing to do.
private func takeNext<Item, Output>(of jobs: inout Jobs<Item, Output>) -> (number: Int, item: Item)?? {
  if !jobs.waiting.isEmpty { return .some(jobs.waiting.removeFirst()) }
  return jobs.isClosed ? .some(nil) : nil
}
