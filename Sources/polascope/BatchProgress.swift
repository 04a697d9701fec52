// A progress line on the terminal for many images: how many are done, how fast, how long the rest takes, and what an image
// that takes long is at.
import Files
import Session
import Synchronization

/// Progress over images on the standard error, when that is a terminal.
final class BatchProgress: Sendable {
  private struct Current {
    let number: Int
    let image: String
    let start: ContinuousClock.Instant
    var step: String?
  }

  private struct State {
    var done = 0
    /// Images that took no time, because an earlier run had done them.
    var skipped = 0
    /// What the workers are at.
    var current: [Int: Current] = [:]
    var begun = 0
  }

  private final class Shared: Sendable {
    let state = Mutex(State())
  }

  private let title: String
  private let total: Int?
  private let line: LiveLine
  private let shared: Shared
  /// An image that takes longer is named.
  private static let patience = Duration.seconds(1)

  /// - Parameter total: nil where it is not known.
  init(_ title: String, total: Int?, stream: StandardStream = .error) {
    self.title = title.abridged
    self.total = total
    line = LiveLine(stream)
    shared = Shared()
    let (title, shared) = (self.title, shared)
    line.show { time in
      shared.state.withLock {
        Self.text(title, total: total, $0, seconds: time.inSeconds, now: ContinuousClock.now)
      }
    }
  }

  /// A worker begins with an image.
  @Sendable func begin(_ image: String, worker: Int) {
    shared.state.withLock { state in
      state.current[worker] = Current(number: state.begun, image: image, start: .now)
      state.begun += 1
    }
  }

  /// A worker is at a step of its image.
  @Sendable func step(_ step: String, worker: Int) {
    shared.state.withLock { $0.current[worker]?.step = step }
  }

  /// A worker is done with its image.
  @Sendable func end(worker: Int) { shared.state.withLock { $0.current[worker] = nil } }

  /// Counts an image; `skipping` where an earlier run had done it.
  func advance(skipping: Bool = false) {
    shared.state.withLock { state in
      state.done += 1
      if skipping { state.skipped += 1 }
    }
    line.resume()
  }

  /// Removes the line until the next image is counted, before something else is written there.
  func clear() { line.hold() }

  /// Removes the line for ever.
  func finish() { line.end() }

  deinit { line.end() }

  /// What the line says; nil before there is anything to say.
  func text(seconds: Double) -> String {
    shared.state.withLock {
      Self.text(title, total: total, $0, seconds: seconds, now: ContinuousClock.now)
    }
  }

  /// `fashion-softmax  [=====>     ]  512/1000  48 %  210 images/s  3 s left`, and where an image takes long
  /// `fashion-softmax  512/1000  photo.png: layer 3 of 0–11, 35 s`.
  private static func text(
    _ title: String, total: Int?, _ state: State, seconds: Double, now: ContinuousClock.Instant
  ) -> String {
    let (done, computed) = (state.done, state.done - state.skipped)
    let slow = state.current.values.filter { now - $0.start > patience }.min { $0.number < $1.number }
    if let slow {
      let step = slow.step.map { ": \($0)" } ?? ""
      let count = total.map { "\(done)/\($0)" } ?? "\(done) images"
      let name = (slow.image.split(separator: "/").last.map(String.init) ?? slow.image).escaped(limit: 30)
      return "\(title)  \(count)  \(name)\(step), \(duration((now - slow.start).inSeconds))"
    }
    let rate = Double(computed) / max(seconds, 1e-3)
    let speed = rate >= 10 ? "\(Int(rate.rounded()))" : "\((10 * rate).rounded() / 10)"
    guard let total, total > 0 else { return "\(title)  \(done) images  \(speed) images/s" }
    let cells = 20
    let filled = min(cells, cells * done / total)
    let bar =
      String(repeating: "=", count: filled) + (filled < cells ? ">" : "")
      + String(repeating: " ", count: max(0, cells - filled - 1))
    let left = rate > 0 ? "  \(duration(Double(total - done) / rate)) left" : ""
    return "\(title)  [\(bar)]  \(done)/\(total)  \(100 * done / total) %  \(speed) images/s\(left)"
  }
}
