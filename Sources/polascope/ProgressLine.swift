// A line on the terminal that says how far a piece of work is, and goes away when it is done.
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
    self.title = title.escaped
    self.stream = stream
  }

  /// Shows the share that is done, 0…1.
  @Sendable func update(_ share: Double) {
    guard stream.isTerminal, ContinuousClock.now - start > .milliseconds(200) else { return }
    let percent = Int(100 * min(max(share, 0), 1))
    state.withLock { state in
      guard state.shownPercent != percent else { return }
      state.shownPercent = percent
      try? stream.write("\r\u{1B}[K\(title)  \(percent) %")
    }
  }

  /// Takes the line away.
  func finish() {
    state.withLock { state in
      if state.shownPercent != nil { try? stream.write("\r\u{1B}[K") }
      state.shownPercent = nil
    }
  }
}
