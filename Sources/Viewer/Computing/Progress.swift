// How far a piece of work is, and how long the rest takes.

struct Progress: Equatable {
  /// 0…1.
  let fraction: Double
  /// nil where it cannot be told.
  let secondsLeft: Double?

  init(fraction: Double, secondsLeft: Double? = nil) {
    self.fraction = max(0, min(1, fraction))
    self.secondsLeft = secondsLeft
  }

  /// 0 where the work has not begun.
  init(of work: Work, _ findings: Findings) {
    self.init(fraction: findings.progress[work] ?? 0, secondsLeft: findings.secondsLeft[work])
  }

  /// `42 %`, or `42 %, 3 s left`.
  var text: String { "\((fraction * 100).fixed(0)) %" + (timeLeft.map { ", \($0)" } ?? "") }

  /// `3 s left`, `2 min left`; nil where it cannot be told, or is less than a second.
  var timeLeft: String? {
    guard let secondsLeft, secondsLeft >= 1 else { return nil }
    return secondsLeft < 90
      ? "\(secondsLeft.rounded(.up).fixed(0)) s left" : "\((secondsLeft / 60).rounded(.up).fixed(0)) min left"
  }
}
