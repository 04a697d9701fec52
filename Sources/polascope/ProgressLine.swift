// A progress line on the terminal that disappears when the work is done.
import Files
import Synchronization

/// Progress on the standard error, when that is a terminal; work that ends quickly shows none.
final class ProgressLine: Sendable {
  private struct State {
    var shownPercent: Int?
  }

  private let title: String
  private let stream: StandardStream
  private let start = ContinuousClock.now
  private let state = Mutex(State())

  init(_ title: String, stream: StandardStream = .error) {
    self.title = title.abridged
    self.stream = stream
  }

  /// Shows the fraction that is done, 0…1.
  @Sendable func update(_ fraction: Double) {
    guard stream.isTerminal, ContinuousClock.now - start > .milliseconds(200) else { return }
    let percent = Int(100 * min(max(fraction, 0), 1))
    state.withLock { state in
      guard state.shownPercent != percent else { return }
      state.shownPercent = percent
      try? stream.write("\r\u{1B}[K\(title)  \(percent) %")
    }
  }

  /// Removes the line.
  func finish() {
    state.withLock { state in
      if state.shownPercent != nil { try? stream.write("\r\u{1B}[K") }
      state.shownPercent = nil
    }
  }
}
