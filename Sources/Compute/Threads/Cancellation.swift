// A flag that asks running work to stop, and the way back by which the work tells how far it is.
import Synchronization

/// Set once by whoever no longer wants the result, read by the work between its steps.
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

  /// The same wish for work that tells how far it is.
  ///
  /// - Parameter progress: takes the share 0…1 that is done of the operation of the engine in hand, at each whole
  ///   percent, on any thread.
  package func reporting(_ progress: @escaping @Sendable (Double) -> Void) -> Cancellation {
    Cancellation(of: self, progress: progress)
  }

  /// Tells that `done` of `steps` steps are done, where somebody wants to know.
  func report(_ done: Int, of steps: Int) {
    guard let progress, 100 * done / steps > 100 * (done - 1) / steps else { return }
    progress(Double(done) / Double(steps))
  }
}
