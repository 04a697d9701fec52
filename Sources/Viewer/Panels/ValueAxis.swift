// The vertical axis of a chart, which fits what is drawn.

import Glibc

/// From one whole step to another, with labels between them.
struct ValueAxis: Equatable {
  let low: Float
  let high: Float
  /// Where its labels are.
  private let marks: [Float]
  /// Whether values are decimal logarithms of what the labels say.
  let isLogarithmic: Bool

  /// The smallest axis between whole steps that holds the finite ones among `values`.
  init(holding values: [Float]) {
    let known = values.filter(\.isFinite)
    let (least, most) = (known.min() ?? 0, known.max() ?? 1)
    let step = ValueAxis.step(for: most - least)
    // Within a thousandth of a step is on it.
    let first = ((least / step) + 1e-3).rounded(.down)
    let last = max(first + 1, ((most / step) - 1e-3).rounded(.up))
    low = first * step
    high = last * step
    let count = Int(min(last - first, 16))
    marks = (0...count).map { first * step + Float($0) * step }
    isLogarithmic = false
  }

  /// The smallest axis between 1, 2 and 5 times powers of ten that holds the finite ones among `logarithms`, which are
  /// decimal ones.
  init(logarithms: [Float]) {
    let known = logarithms.filter(\.isFinite)
    let (least, most) = (known.min() ?? 0, known.max() ?? 1)
    let powers = Int(least.rounded(.down)) - 1...Int(most.rounded(.up)) + 1
    let steps = powers.flatMap { power in [0, log10f(2), log10f(5)].map { Float(power) + $0 } }
    let below = steps.last { $0 <= least + 1e-4 } ?? least
    let above = steps.first { $0 >= most - 1e-4 && $0 > below } ?? most
    (low, high) = (below, above)
    let between = steps.filter { (below...above).contains($0) }
    let whole = between.filter { abs($0 - $0.rounded()) < 1e-4 || $0 == below || $0 == above }
    marks = between.count > 8 ? whole : between
    isLogarithmic = true
  }

  /// The smallest of 0.005, 0.01, 0.02, 0.05 … of which four or five cover `span`.
  private static func step(for span: Float) -> Float {
    guard span.isFinite, span > 4 else {
      return [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5].first { 4 * $0 >= span } ?? 1
    }
    let power = powf(10, (log10f(span / 4) - 1e-6).rounded(.down))
    return [1, 2, 5].map { $0 * power }.first { 4 * $0 >= span * (1 - 1e-6) } ?? 10 * power
  }

  /// 0 at the low end, 1 at the high end.
  func fraction(of value: Float) -> Float { max(0, min(1, (value - low) / (high - low))) }

  var labels: [(fraction: Float, text: String)] {
    marks.enumerated().map { index, mark in
      (isLogarithmic ? fraction(of: mark) : Float(index) / Float(marks.count - 1), text(mark))
    }
  }

  private func text(_ mark: Float) -> String {
    guard !isLogarithmic else {
      // A mark of 1, 2 or 5 times a power of ten has one digit.
      let power = Int((mark + 1e-4).rounded(.down))
      guard (-3...4).contains(power) else { return Double(powf(10, mark)).brief }
      return Double(powf(10, mark)).fixed(max(0, -power)).withoutLeadingZero
    }
    let step = marks.count > 1 ? marks[1] - marks[0] : 1
    if step > 0.75 { return abs(mark) < 99_999 ? mark.fixed(0) : mark.brief }
    return mark.fixed(step < 0.0075 ? 3 : 2).withoutLeadingZero
  }
}
