// The principal components of the patches that a block gives: what differs most between places of the image.
import Attention
import Compute

/// The first three principal components of a block's patches.
///
/// The patches x_i, centered, X [patches × channels]: component k is the unit vector v_k with the k-th largest variance
/// Σ_i (x_i·v_k)² / patches, its score of patch i is x_i·v_k. Tokens in front of the patches take no part.
package struct TokenComponents: Sendable, Equatable {
  /// How many there are at most.
  package static let most = 3

  package let grid: TokenGrid
  /// One component after the other, the patches of each row by row; fewer than three where the patches have fewer
  /// directions. Signs are those of the block before: see `init`.
  package let scores: [[Double]]
  /// The fraction of the patches' variance that each has, 0…1.
  package let fractions: [Double]

  /// The scores as multiples of their standard deviation, which is that of a component over the patches.
  package func standardized(_ component: Int) -> [Double] {
    let scores = scores[component]
    let deviation = (scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)).squareRoot()
    return scores.map { $0 / deviation }
  }
}

extension TokenComponents {
  /// By subspace iteration of eight vectors (Golub and Van Loan, Matrix Computations, §8.2.4) on XᵀX, which is never
  /// made: O(patches · channels) a step.
  ///
  /// The sign of a component is free. Here its scores go with those of the same component of the block before, place by
  /// place; where these say nothing, and without a block before, Σ_c v_kc³ ≥ 0. So colors neither change between runs nor
  /// turn over from layer to layer.
  ///
  /// - Parameters:
  ///   - tokens: [tokens × channels], as a `TokenReader` gets them: the last are the patches of `grid`.
  ///   - previous: of the block before.
  /// - Returns: undefined where a token is not finite, where all patches are equal, and where the iteration does not
  ///   settle.
  /// - Throws: `Cancelled`
  package static func of(
    _ tokens: Matrix, on grid: TokenGrid, after previous: TokenComponents? = nil,
    cancellation: Cancellation? = nil
  ) throws(Cancelled) -> Measured<TokenComponents> {
    precondition(tokens.rows >= grid.count, "\(tokens.rows) tokens on a grid of \(grid.count)")
    let centered = CenteredRows(tokens.rows(tokens.rows - grid.count..<tokens.rows))
    guard centered.total.isFinite else { return .undefined(.notFinite) }
    guard centered.total > centered.rounding else { return .undefined(.constant) }
    guard let found = try centered.leading(most, cancellation: cancellation) else {
      return .undefined(.notSettled)
    }
    var (scores, fractions): ([[Double]], [Double]) = ([], [])
    for (index, component) in found.enumerated() {
      let own = centered.products(with: component.direction)
      let earlier = previous.flatMap { $0.scores.indices.contains(index) ? $0 : nil }
      let agreement = earlier.map { $0.agreement(index, with: own, on: grid) } ?? 0
      let cubes = component.direction.reduce(0) { $0 + $1 * $1 * $1 }
      let isTurned = abs(agreement) > 0.05 ? agreement < 0 : cubes < 0
      scores.append(isTurned ? own.map { -$0 } : own)
      fractions.append(component.squares / centered.total)
    }
    return .value(TokenComponents(grid: grid, scores: scores, fractions: fractions))
  }

  /// The cosine of a component's scores and others, over the places of the others' grid.
  private func agreement(_ component: Int, with others: [Double], on other: TokenGrid) -> Double {
    var (product, squares, otherSquares) = (0.0, 0.0, 0.0)
    for (index, score) in others.enumerated() {
      let mine = scores[component][grid.index(of: other.position(other.position(at: index), on: grid))]
      product += mine * score
      squares += mine * mine
      otherSquares += score * score
    }
    let size = (squares * otherSquares).squareRoot()
    return size > 0 ? product / size : 0
  }
}

/// The rows of a matrix less their mean, in double precision.
private struct CenteredRows {
  typealias Block = SIMD8<Double>

  private let rows: Int
  private let columns: Int
  /// Row by row.
  private let values: [Double]
  /// Σ x².
  let total: Double
  /// What rounding of single precision can make of `total` where all rows are equal.
  let rounding: Double

  init(_ matrix: Matrix) {
    rows = matrix.rows
    columns = matrix.columns
    var means = [Double](repeating: 0, count: matrix.columns)
    var squares = 0.0
    for row in 0..<matrix.rows {
      for (column, value) in matrix.row(row).enumerated() {
        means[column] += Double(value)
        squares += Double(value) * Double(value)
      }
    }
    for column in means.indices { means[column] /= Double(max(matrix.rows, 1)) }
    var values: [Double] = []
    values.reserveCapacity(matrix.rows * matrix.columns)
    for row in 0..<matrix.rows {
      for (column, value) in matrix.row(row).enumerated() { values.append(Double(value) - means[column]) }
    }
    self.values = values
    total = values.reduce(0) { $0 + $1 * $1 }
    let single = Double(Float.ulpOfOne)
    rounding = squares * single * single
  }

  /// X·v, [rows].
  func products(with direction: [Double]) -> [Double] {
    (0..<rows).map { row in
      values[row * columns..<(row + 1) * columns].enumerated().reduce(0) {
        $0 + $1.element * direction[$1.offset]
      }
    }
  }

  /// XᵀX·v of eight vectors at once, one in each lane, [columns].
  private func applied(to block: [Block]) -> [Block] {
    var result = [Block](repeating: .zero, count: columns)
    values.withUnsafeBufferPointer { values in
      block.withUnsafeBufferPointer { block in
        result.withUnsafeMutableBufferPointer { result in
          for row in 0..<rows {
            let first = row * columns
            var product = Block.zero
            for column in 0..<columns {
              product.addProduct(Block(repeating: values[first + column]), block[column])
            }
            for column in 0..<columns {
              result[column].addProduct(Block(repeating: values[first + column]), product)
            }
          }
        }
      }
    }
    return result
  }

  /// Steps before an iteration counts as one that does not settle.
  private static let steps = 1000
  /// ‖XᵀXv − θv‖ of a vector that is settled, relative to the largest θ.
  private static let tolerance = 1e-7

  /// The `count` eigenvectors of XᵀX with the largest eigenvalues, which are `squares`, the largest first; fewer where X
  /// has fewer directions. nil where they do not settle. Throws `Cancelled`.
  func leading(
    _ count: Int, cancellation: Cancellation?
  ) throws(Cancelled) -> [(direction: [Double], squares: Double)]? {
    var basis = orthonormal(start)
    for _ in 0..<CenteredRows.steps {
      try cancellation?.check()
      let image = applied(to: basis)
      let (values, rotation) = eigenvectors(ofSymmetric: products(basis, image))
      let vectors = rotated(basis, by: rotation)
      let images = rotated(image, by: rotation)
      let largest = values[0]
      guard largest > 0 else { return [] }
      let wanted = (0..<count).filter { values[$0] > 1e-10 * largest }
      let isSettled = wanted.allSatisfy { lane in
        let square = vectors.indices.reduce(0.0) { sum, column in
          let rest = images[column][lane] - values[lane] * vectors[column][lane]
          return sum + rest * rest
        }
        return square.squareRoot() <= CenteredRows.tolerance * largest
      }
      if isSettled {
        return wanted.map { lane in (vectors.map { $0[lane] }, values[lane]) }
      }
      basis = orthonormal(images)
    }
    return nil
  }

  /// Made-up numbers in −½…½, the same every time.
  private var start: [Block] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    return (0..<columns).map { _ in
      var block = Block.zero
      for lane in 0..<Block.scalarCount {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        block[lane] = Double(state >> 11) / Double(1 << 53) - 0.5
      }
      return block
    }
  }

  /// The products of the lanes of one block with those of another, [8 × 8].
  private func products(_ one: [Block], _ other: [Block]) -> [Block] {
    var result = [Block](repeating: .zero, count: Block.scalarCount)
    for column in one.indices {
      for lane in 0..<Block.scalarCount {
        result[lane].addProduct(Block(repeating: one[column][lane]), other[column])
      }
    }
    return result
  }

  /// Lane k of the result is Σ_j of lane j times `rotation[j][k]`.
  private func rotated(_ block: [Block], by rotation: [Block]) -> [Block] {
    block.map { values in
      var sum = Block.zero
      for lane in 0..<Block.scalarCount { sum.addProduct(Block(repeating: values[lane]), rotation[lane]) }
      return sum
    }
  }

  /// The lanes made orthonormal one after the other, twice against rounding; a lane that depends on those before it is 0.
  private func orthonormal(_ block: [Block]) -> [Block] {
    var block = block
    for lane in 0..<Block.scalarCount {
      let before = block.reduce(0) { $0 + $1[lane] * $1[lane] }.squareRoot()
      for _ in 0..<2 {
        var overlaps = Block.zero
        for values in block { overlaps.addProduct(Block(repeating: values[lane]), values) }
        for earlier in 0..<lane {
          for column in block.indices { block[column][lane] -= overlaps[earlier] * block[column][earlier] }
        }
      }
      let length = block.reduce(0) { $0 + $1[lane] * $1[lane] }.squareRoot()
      let factor = length > 1e-13 * before ? 1 / length : 0
      for column in block.indices { block[column][lane] *= factor }
    }
    return block
  }
}

/// The eigenvalues of a symmetric matrix, [8 × 8] row by row, the largest first, and its eigenvectors as columns, by
/// Jacobi's rotations (Golub and Van Loan, Matrix Computations, §8.5).
private func eigenvectors(ofSymmetric matrix: [SIMD8<Double>]) -> ([Double], [SIMD8<Double>]) {
  let order = matrix.count
  var a = matrix
  var vectors = (0..<order).map { row in
    var unit = SIMD8<Double>.zero
    unit[row] = 1
    return unit
  }
  // Each sweep squares what is off the diagonal; a handful is enough.
  for _ in 0..<30 {
    var (off, size) = (0.0, 0.0)
    for row in 0..<order {
      for column in 0..<order {
        size += a[row][column] * a[row][column]
        if row != column { off += a[row][column] * a[row][column] }
      }
    }
    if off <= 1e-30 * size { break }
    for p in 0..<order - 1 {
      for q in p + 1..<order where a[p][q] != 0 {
        let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
        let tangent = (theta >= 0 ? 1.0 : -1.0) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        for k in 0..<order {
          (a[k][p], a[k][q]) = (cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q])
        }
        (a[p], a[q]) = (cosine * a[p] - sine * a[q], sine * a[p] + cosine * a[q])
        for k in 0..<order {
          (vectors[k][p], vectors[k][q]) = (
            cosine * vectors[k][p] - sine * vectors[k][q], sine * vectors[k][p] + cosine * vectors[k][q]
          )
        }
      }
    }
  }
  let sorted = (0..<order).sorted { (a[$1][$1], $0) < (a[$0][$0], $1) }
  let columns = vectors.map { row in
    var ordered = SIMD8<Double>.zero
    for (place, column) in sorted.enumerated() { ordered[place] = row[column] }
    return ordered
  }
  return (sorted.map { a[$0][$0] }, columns)
}
