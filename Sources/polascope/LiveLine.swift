// A line on the terminal that shows how far work is, also while a step of it takes long.
import Files
import Glibc
import Session
import Synchronization

/// The last line of a terminal while work is going on; nothing where the stream is none. A thread of its own writes it, so
/// that it lives while the others compute.
final class LiveLine: Sendable {
  private struct State {
    var text: (@Sendable (_ sinceStart: Duration) -> String?)?
    var shown: String?
    /// Whether something else is written there now.
    var isHeld = false
    var hasEnded = false
  }

  private let stream: StandardStream
  private let start = ContinuousClock.now
  private let state = Mutex(State())
  /// How often the line is looked at, and how long work takes that shows none.
  private static let interval = Duration.milliseconds(200)

  init(_ stream: StandardStream) { self.stream = stream }

  /// Shows what `text` gives, from now on until `end`; nil for nothing.
  ///
  /// - Parameter text: called on other threads with the time since the line was made.
  func show(_ text: @escaping @Sendable (_ sinceStart: Duration) -> String?) {
    guard stream.isTerminal else { return }
    state.withLock { $0.text = text }
    // Without a thread the line changes with the steps of the work alone.
    guard let queue = try? WorkQueue(name: "progress") else { return }
    queue.enqueue { [self] _ in
      while !state.withLock(\.hasEnded) {
        usleep(UInt32(Self.interval / .microseconds(1)))
        update()
      }
      queue.close()
    }
  }

  /// Writes the line if it has changed.
  func update() {
    let now = ContinuousClock.now - start
    guard now > Self.interval else { return }
    state.withLock { state in
      guard !state.isHeld, !state.hasEnded, let text = state.text?(now) else { return }
      let line = String(text.prefix(max(columns - 1, 10)))
      guard line != state.shown else { return }
      state.shown = line
      try? stream.write("\r\u{1B}[K\(line)")
    }
  }

  /// Removes the line until `resume`, before something else is written there.
  func hold() { remove(ending: false) }

  /// Lets the line come again.
  func resume() { state.withLock { $0.isHeld = false } }

  /// Removes the line for ever.
  func end() { remove(ending: true) }

  private func remove(ending: Bool) {
    state.withLock { state in
      if state.shown != nil { try? stream.write("\r\u{1B}[K") }
      state.shown = nil
      state.isHeld = true
      if ending { state.hasEnded = true }
    }
  }

  /// Of the terminal; 80 where it does not say.
  private var columns: Int {
    var size = winsize()
    return ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}

extension Duration {
  var inSeconds: Double { Double(components.seconds) + 1e-18 * Double(components.attoseconds) }
}

/// `42 s`, `3 min 5 s`, `2 h 10 min`.
func duration(_ seconds: Double) -> String {
  let whole = Int(min(max(seconds, 0), 1e9).rounded(.up))
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole / 60 % 60) min"
}
