// The vertical axis of a chart, which fits what is drawn.

import Glibc

/// The values from the lowest to the highest row of a chart, with labels at equal distances.
struct ValueAxis: Equatable {
  let low: Float
  let high: Float
  /// Where its labels are, from low to high.
  private let marks: [Float]
  /// Whether values are decimal logarithms of what the labels say.
  let isLogarithmic: Bool

  /// The axis that holds the finite ones among `values` and fits them best. A label is a multiple of a step of 1, 2 or 5
  /// times a power of ten, and from one to the next it is a whole number of rows: the axis begins and ends at any row
  /// between two labels.
  ///
  /// - Parameter rows: of the chart, from its lowest to its highest value; of fewer than 3, values may lie between them.
  init(holding values: [Float], rows: Int) {
    let known = values.filter(\.isFinite)
    let (least, most) = (known.min() ?? 0, known.max() ?? 1)
    let best = AxisFit.best(holding: least...most, rows: max(3, rows))
    (low, high, marks) = (best.low, best.high, best.marks)
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

  /// 0 at the low end, 1 at the high end.
  func fraction(of value: Float) -> Float { max(0, min(1, (value - low) / (high - low))) }

  var labels: [(fraction: Float, text: String)] { marks.map { (fraction(of: $0), text($0)) } }

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

/// A linear axis whose labels lie on rows of the chart.
private struct AxisFit {
  /// From one label to the next, in values and in rows.
  let step: Double
  let every: Int
  /// The lowest row, counted in rows from the value 0.
  let first: Int
  let rows: Int

  private var last: Int { first + rows - 1 }

  /// How much of the value a row is.
  private var unit: Double { step / Double(every) }

  var low: Float { Float(Double(first) * unit) }
  var high: Float { Float(Double(last) * unit) }

  var marks: [Float] {
    (first...last).filter { $0 % every == 0 }.map { Float(Double($0 / every) * step) }
  }

  private var markCount: Int {
    func through(_ row: Int) -> Int { Int((Double(row) / Double(every)).rounded(.down)) }
    return through(last) - through(first - 1)
  }

  /// More rows than that from 0 are not told apart in a Float.
  private static let farthest = 1e5

  /// Steps of 1, 2 and 5 times powers of ten from 0.005 on, of which some rows cover the range.
  private static func steps(for range: ClosedRange<Double>) -> [Double] {
    func power(_ size: Double) -> Double { log10(max(size, 0.005)).rounded(.up) }
    let span = power(range.upperBound - range.lowerBound)
    let size = power(max(abs(range.lowerBound), abs(range.upperBound)) / farthest)
    return stride(from: max(-3, span - 3), through: max(span, size) + 1, by: 1)
      .flatMap { power in [1, 2, 5].map { $0 * pow(10, power) } }.filter { $0 > 0.0045 }
  }

  static func best(holding values: ClosedRange<Float>, rows: Int) -> AxisFit {
    let range = Double(values.lowerBound)...Double(values.upperBound)
    let used = max(range.upperBound - range.lowerBound, 0.005)
    var best: (fit: AxisFit, cost: Double)?
    for step in steps(for: range) {
      for every in 1..<rows {
        let unit = step / Double(every)
        // Within a thousandth of a row is on it.
        let lowest = (range.lowerBound / unit + 1e-3).rounded(.down)
        let highest = (range.upperBound / unit - 1e-3).rounded(.up)
        guard abs(lowest) < farthest, abs(highest) < farthest, highest - lowest <= Double(rows - 1) else {
          continue
        }
        // Rows without values.
        let left = log(Double(rows - 1) * unit / used)
        guard left < best?.cost ?? .infinity else { continue }
        for first in Int(highest) - rows + 1...Int(lowest) {
          let fit = AxisFit(step: step, every: every, first: first, rows: rows)
          if let cost = fit.cost(of: range), left + cost < best?.cost ?? .infinity {
            best = (fit, left + cost)
          }
        }
      }
    }
    return best?.fit ?? AxisFit(step: 1, every: 1, first: 0, rows: rows)
  }

  /// What speaks against it besides rows without values: few labels or many, ends without one, and an end beyond 0 or 1,
  /// where sizes and fractions end; nil where it has fewer than two labels.
  private func cost(of range: ClosedRange<Double>) -> Double? {
    let count = markCount
    guard count >= 2 else { return nil }
    var cost = 0.0
    if count == 2 && rows > 3 { cost += 0.5 }
    if count > 7 || every == 1 && rows > 6 { cost += 0.3 }
    if first % every != 0 { cost += 0.06 }
    if last % every != 0 { cost += 0.06 }
    if range.lowerBound >= 0 {
      if first < 0 { cost += 1 }
      if range.upperBound <= 1 && Double(last) * unit > 1.0001 { cost += 0.3 }
    }
    // What is left over is above and below.
    let (below, above) = (range.lowerBound - Double(first) * unit, Double(last) * unit - range.upperBound)
    return cost + 0.01 * abs(below - above) / unit
  }
}
