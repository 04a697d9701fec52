// Values as a line of small bars.

/// Values as ▁▂▃▄▅▆▇█, means of neighbors where there are more values than columns.
func sparkline(_ values: [Float], low: Float, high: Float, width: Int) -> String {
  guard !values.isEmpty, width > 0, high > low else { return "" }
  let count = min(width, values.count)
  let marks = Array("▁▂▃▄▅▆▇█")
  return String(
    (0..<count).map { column -> Character in
      let first = column * values.count / count
      let part = values[first..<max(first + 1, (column + 1) * values.count / count)]
      let known = part.filter { !$0.isNaN }
      guard !known.isEmpty else { return " " }
      let mean = known.reduce(0, +) / Float(known.count)
      return marks[Int(max(0, min(1, (mean - low) / (high - low))) * 7 + 0.5)]
    })
}
