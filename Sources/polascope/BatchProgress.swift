// A progress line on the terminal for many images: how many are done, how fast, and how long the rest takes.
import Files
import Glibc

/// Progress over images on the standard error, when that is a terminal.
final class BatchProgress {
  private let title: String
  private let total: Int?
  private let stream: StandardStream
  private let start = ContinuousClock.now
  private var isShown = false
  private var lastShown: ContinuousClock.Instant?
  private var done = 0
  /// Images that took no time, because an earlier run had done them.
  private var skipped = 0

  /// - Parameter total: nil where it is not known.
  init(_ title: String, total: Int?, stream: StandardStream = .error) {
    self.title = title.abridged
    self.total = total
    self.stream = stream
  }

  /// Counts an image; `skipping` where an earlier run had done it.
  func advance(skipping: Bool = false) {
    done += 1
    if skipping { skipped += 1 }
    show()
  }

  /// Removes the line, before another one is written.
  func clear() {
    if isShown { try? stream.write("\r\u{1B}[K") }
    isShown = false
  }

  private func show() {
    let now = ContinuousClock.now
    guard stream.isTerminal, now - start > .milliseconds(200) else { return }
    if let lastShown, now - lastShown < .milliseconds(100) { return }
    (lastShown, isShown) = (now, true)
    let (seconds, attoseconds) = (now - start).components
    let line = text(seconds: Double(seconds) + 1e-18 * Double(attoseconds))
    try? stream.write("\r\u{1B}[K\(line.prefix(max(columns - 1, 10)))")
  }

  /// `fashion-softmax  [=====>     ]  512/1000  48 %  210 images/s  3 s left`
  func text(seconds: Double) -> String {
    let rate = Double(done - skipped) / max(seconds, 1e-3)
    let speed = rate >= 10 ? "\(Int(rate.rounded()))" : "\((10 * rate).rounded() / 10)"
    guard let total, total > 0 else { return "\(title)  \(done) images  \(speed) images/s" }
    let cells = 20
    let filled = min(cells, cells * done / total)
    let bar =
      String(repeating: "=", count: filled) + (filled < cells ? ">" : "")
      + String(repeating: " ", count: max(0, cells - filled - 1))
    let left = rate > 0 ? "  \(Self.duration(Double(total - done) / rate)) left" : ""
    return "\(title)  [\(bar)]  \(done)/\(total)  \(100 * done / total) %  \(speed) images/s\(left)"
  }

  /// `42 s`, `3 min 5 s`, `2 h 10 min`.
  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds, 1e9).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  /// Of the terminal; 80 where it does not say.
  private var columns: Int {
    var size = winsize()
    return ioctl(stream.descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
  }
}
