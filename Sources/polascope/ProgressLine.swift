// A progress line on the terminal that disappears when the work is done.
import Files
import Synchronization

/// Progress on the standard error, when that is a terminal; work that ends quickly shows none.
final class ProgressLine: Sendable {
  private let line: LiveLine
  private let fraction: Fraction

  private final class Fraction: Sendable {
    let value = Mutex(0.0)
  }

  /// - Parameter words: what is said of the fraction that is done, 0…1; nil: percent.
  init(
    _ title: String, stream: StandardStream = .error, words: (@Sendable (_ fraction: Double) -> String)? = nil
  ) {
    let (title, fraction) = (title.abridged, Fraction())
    self.fraction = fraction
    line = LiveLine(stream)
    line.show { time in
      let done = fraction.value.withLock { $0 }
      let text = words?(done) ?? "\(Int(100 * min(max(done, 0), 1))) %"
      // Quick work needs no clock.
      return "\(title)  \(text)" + (time > .seconds(2) ? "  \(duration(time.inSeconds))" : "")
    }
  }

  /// Shows the fraction that is done, 0…1.
  @Sendable func update(_ fraction: Double) {
    self.fraction.value.withLock { $0 = fraction }
    line.update()
  }

  /// Removes the line.
  func finish() { line.end() }

  deinit { line.end() }
}
