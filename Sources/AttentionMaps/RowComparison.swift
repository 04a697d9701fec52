// How alike two maps are: Jensen–Shannon divergence, Pearson correlation, and pooling to a common grid.
import Attention
import Glibc

extension HeatMap {
  /// The map pooled to a coarser grid: each cell the sum of the mass that falls on it, split by area where
  /// cells overlap in part. Places without a key count as no mass.
  package func pooled(to target: TokenGrid) -> HeatMap {
    guard target != grid else { return self }
    var sums = [Float](repeating: 0, count: target.count)
    let rowFractions = (0..<grid.rows).map { Self.overlaps($0, of: grid.rows, with: target.rows) }
    let columnFractions = (0..<grid.columns).map { Self.overlaps($0, of: grid.columns, with: target.columns) }
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let (value, content) = (values[row * grid.columns + column], contents[row * grid.columns + column])
        guard content == .value || content == .notFinite else { continue }
        for (targetRow, rowFraction) in rowFractions[row] {
          for (targetColumn, columnFraction) in columnFractions[column] {
            sums[targetRow * target.columns + targetColumn] += value * rowFraction * columnFraction
          }
        }
      }
    }
    return HeatMap(kind: kind, grid: target, values: sums, prefix: prefix, isSigned: isSigned)
  }

  /// The cells of a `target`-cell axis that cell `index` of `count` lies on, with the fraction of it on each.
  static func overlaps(_ index: Int, of count: Int, with target: Int) -> [(Int, Float)] {
    let (start, end) = (index * target, (index + 1) * target)  // in units of 1/(count·target) of the axis
    return (start / count...(end - 1) / count).map { cell in
      let overlap = min(end, (cell + 1) * count) - max(start, cell * count)
      return (cell, Float(overlap) / Float(target))
    }
  }

  /// The coarser of two grids along each axis.
  package static func commonGrid(_ first: TokenGrid, _ second: TokenGrid) -> TokenGrid {
    TokenGrid(rows: min(first.rows, second.rows), columns: min(first.columns, second.columns))
  }
}

/// ½KL(p‖m) + ½KL(q‖m) with m = ½(p + q), of two maps on one grid after normalizing each; nats, ≤ ln 2.
///
/// Places without a value count as no mass. Undefined where a map is empty, not finite, or signed.
package func jensenShannonDivergence(_ first: HeatMap, _ second: HeatMap) -> Measured<Double> {
  precondition(first.grid == second.grid)
  let maps = [first, second]
  if maps.contains(where: \.isSigned) { return .undefined(.signedRows) }
  if maps.contains(where: { $0.count(of: .notFinite) > 0 }) { return .undefined(.notFinite) }
  return jensenShannonDivergence(first.values, second.values)
}

/// The same of two rows of equal length. NaN counts as no mass. Undefined where a row is empty or infinite, or has a
/// negative weight.
package func jensenShannonDivergence(_ first: [Float], _ second: [Float]) -> Measured<Double> {
  precondition(first.count == second.count)
  if (first + second).contains(where: { $0 < 0 }) { return .undefined(.signedRows) }
  func mass(_ row: [Float]) -> Double { row.reduce(0) { $1.isNaN ? $0 : $0 + Double($1) } }
  let (firstMass, secondMass) = (mass(first), mass(second))
  guard firstMass.isFinite, secondMass.isFinite else { return .undefined(.notFinite) }
  guard firstMass > 0, secondMass > 0 else { return .undefined(.emptyRow) }
  var divergence = 0.0
  for (a, b) in zip(first, second) {
    let p = a.isNaN ? 0 : Double(a) / firstMass
    let q = b.isNaN ? 0 : Double(b) / secondMass
    let mean = (p + q) / 2
    if p > 0 { divergence += p / 2 * log(p / mean) }
    if q > 0 { divergence += q / 2 * log(q / mean) }
  }
  return .value(min(max(divergence, 0), log(2)))
}

/// Pearson's correlation over the cells that both maps have; nil where one of them is constant.
package func correlation(_ first: [Float], _ second: [Float]) -> Double? {
  let pairs = zip(first, second).filter { !$0.isNaN && !$1.isNaN }.map { (Double($0), Double($1)) }
  guard pairs.count > 1, first.count == second.count else { return nil }
  let count = Double(pairs.count)
  let (meanA, meanB) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
  var (covariance, varianceA, varianceB) = (0.0, 0.0, 0.0)
  for (a, b) in pairs {
    covariance += (a - meanA) * (b - meanB)
    varianceA += (a - meanA) * (a - meanA)
    varianceB += (b - meanB) * (b - meanB)
  }
  guard varianceA > 0, varianceB > 0 else { return nil }
  return covariance / (varianceA * varianceB).squareRoot()
}
