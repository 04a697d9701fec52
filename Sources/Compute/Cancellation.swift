// A flag that asks running work to stop.
import Synchronization

/// Set once by whoever no longer wants the result, read by the work between its steps.
package final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  package init() {}

  package func cancel() { flag.store(true, ordering: .relaxed) }

  package var isCancelled: Bool { flag.load(ordering: .relaxed) }
}
