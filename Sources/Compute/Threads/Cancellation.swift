// A flag that asks running work to stop, the error that such work throws, and the way back for its progress.
import Synchronization

/// Thrown by work that was cancelled: there is no result, not even a part of one.
package struct Cancelled: Error, CustomStringConvertible {
  package init() {}
  package var description: String { "cancelled" }
}

/// Set once when the result is no longer needed, read by the work between its steps.
package final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)
  private let origin: Cancellation?
  private let progress: (@Sendable (Double) -> Void)?

  package init() {
    origin = nil
    progress = nil
  }

  private init(of origin: Cancellation, progress: @escaping @Sendable (Double) -> Void) {
    self.origin = origin
    self.progress = progress
  }

  package func cancel() { flag.store(true, ordering: .relaxed) }

  package var isCancelled: Bool {
    flag.load(ordering: .relaxed) || origin?.isCancelled == true
  }

  /// Throws once the work is cancelled.
  package func check() throws(Cancelled) {
    if isCancelled { throw Cancelled() }
  }

  /// The same wish for work that reports how far it is.
  ///
  /// - Parameter progress: takes the fraction 0…1 that is done of the operation of the engine in hand, at each whole
  ///   percent, on any thread.
  package func reporting(_ progress: @escaping @Sendable (Double) -> Void) -> Cancellation {
    Cancellation(of: self, progress: progress)
  }

  /// Reports that `done` of `steps` steps are done, where progress is asked for.
  func report(_ done: Int, of steps: Int) {
    guard let progress, 100 * done / steps > 100 * (done - 1) / steps else { return }
    progress(Double(done) / Double(steps))
  }
}
