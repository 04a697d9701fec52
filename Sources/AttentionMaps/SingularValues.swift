// Singular values of tall matrices whose rows come in blocks, in double precision and without keeping the rows.

/// Squared lengths below are rounding of rounding, as a matrix of low rank leaves it, and too small to divide by.
private let smallest = Double.leastNormalMagnitude

/// The upper triangular R of a QR decomposition, [n × n]: RᵀR = Σ xᵀx over all rows x that were added.
struct TriangularFactor {
  /// n
  let columns: Int
  /// Row-major.
  private(set) var values: [Double]

  init(columns: Int) {
    self.columns = columns
    values = [Double](repeating: 0, count: columns * columns)
  }

  /// Takes up the rows of a matrix `[rows × n]`, row-major, by Householder reflections of R and the rows under it.
  ///
  /// O(rows·n²)
  mutating func add(_ block: [Double]) {
    let n = columns
    let rows = n > 0 ? block.count / n : 0
    var block = block
    var products = [Double](repeating: 0, count: n)
    values.withUnsafeMutableBufferPointer { r in
      block.withUnsafeMutableBufferPointer { block in
        products.withUnsafeMutableBufferPointer { products in
          for column in 0..<n {
            // The reflection v = (v₀, block column) that leaves (±‖x‖, 0, …) of x = (R_cc, block column).
            var squares = 0.0
            for row in 0..<rows { squares += block[row * n + column] * block[row * n + column] }
            guard squares >= smallest else { continue }
            let diagonal = r[column * n + column]
            let length = (diagonal * diagonal + squares).squareRoot()
            let first = diagonal >= 0 ? diagonal + length : diagonal - length
            let factor = 2 / (first * first + squares)
            for k in column..<n { products[k] = first * r[column * n + k] }
            for row in 0..<rows {
              let weight = block[row * n + column]
              for k in column..<n { products[k] += weight * block[row * n + k] }
            }
            for k in column..<n { r[column * n + k] -= factor * first * products[k] }
            for row in 0..<rows {
              let weight = factor * block[row * n + column]
              for k in column..<n { block[row * n + k] -= weight * products[k] }
            }
          }
        }
      }
    }
  }

  /// R·otherᵀ, the matrix whose singular values are those of X·Yᵀ where the factors are of X and Y.
  func product(withTransposed other: TriangularFactor) -> [Double] {
    let n = columns
    var result = [Double](repeating: 0, count: n * n)
    for row in 0..<n {
      for column in 0..<n {
        var sum = 0.0
        for k in max(row, column)..<n { sum += values[row * n + k] * other.values[column * n + k] }
        result[row * n + column] = sum
      }
    }
    return result
  }
}

/// The singular values of a square matrix, [n × n] row-major, largest first.
///
/// Householder bidiagonalization (Golub and Kahan 1965), then the eigenvalues of the symmetric tridiagonal matrix
/// of order 2n with zeros on its diagonal that has them twice, ±σ. O(n³)
func singularValues(_ matrix: [Double], order n: Int) -> [Double] {
  guard n > 0 else { return [] }
  var a = matrix
  var diagonal = [Double](repeating: 0, count: n)
  var above = [Double](repeating: 0, count: max(n - 1, 0))
  for k in 0..<n {
    diagonal[k] = reflectColumn(&a, k, order: n)
    if k + 1 < n { above[k] = reflectRow(&a, k, order: n) }
  }
  // 0 d₀ 0 e₀ 0 d₁ … : off-diagonal d₀, e₀, d₁, e₁, …, d₋₁.
  var offDiagonal: [Double] = []
  for k in 0..<n {
    offDiagonal.append(abs(diagonal[k]))
    if k + 1 < n { offDiagonal.append(abs(above[k])) }
  }
  let eigenvalues = tridiagonalEigenvalues(
    diagonal: [Double](repeating: 0, count: 2 * n), offDiagonal: offDiagonal)
  return eigenvalues.sorted(by: >).prefix(n).map { max($0, 0) }
}

/// Zeroes column k below its diagonal from the left; returns what is on the diagonal.
private func reflectColumn(_ a: inout [Double], _ k: Int, order n: Int) -> Double {
  var squares = 0.0
  for row in k..<n { squares += a[row * n + k] * a[row * n + k] }
  guard squares >= smallest else { return 0 }
  let corner = a[k * n + k]
  let alpha = corner >= 0 ? -squares.squareRoot() : squares.squareRoot()
  a[k * n + k] = corner - alpha
  let factor = 2 / (squares - corner * corner + (corner - alpha) * (corner - alpha))
  var products = [Double](repeating: 0, count: n)
  a.withUnsafeMutableBufferPointer { a in
    products.withUnsafeMutableBufferPointer { products in
      for row in k..<n {
        let weight = a[row * n + k]
        for column in k + 1..<max(n, k + 1) { products[column] += weight * a[row * n + column] }
      }
      for row in k..<n {
        let weight = factor * a[row * n + k]
        for column in k + 1..<max(n, k + 1) { a[row * n + column] -= weight * products[column] }
      }
    }
  }
  return alpha
}

/// Zeroes row k right of its superdiagonal from the right; returns what is on the superdiagonal.
private func reflectRow(_ a: inout [Double], _ k: Int, order n: Int) -> Double {
  var squares = 0.0
  for column in k + 1..<n { squares += a[k * n + column] * a[k * n + column] }
  guard squares >= smallest else { return 0 }
  let corner = a[k * n + k + 1]
  let alpha = corner >= 0 ? -squares.squareRoot() : squares.squareRoot()
  a[k * n + k + 1] = corner - alpha
  let factor = 2 / (squares - corner * corner + (corner - alpha) * (corner - alpha))
  a.withUnsafeMutableBufferPointer { a in
    for row in k + 1..<n {
      var product = 0.0
      for column in k + 1..<n { product += a[k * n + column] * a[row * n + column] }
      product *= factor
      for column in k + 1..<n { a[row * n + column] -= product * a[k * n + column] }
    }
  }
  return alpha
}

/// The eigenvalues of a symmetric tridiagonal matrix by the implicit QL method with Wilkinson's shift (Golub and
/// Van Loan, Matrix Computations, §8.3), in no order.
private func tridiagonalEigenvalues(diagonal: [Double], offDiagonal: [Double]) -> [Double] {
  var d = diagonal
  var e = offDiagonal + [0]
  let n = d.count
  let negligible = Double.ulpOfOne * (e.map(abs).max() ?? 0)
  for low in 0..<n {
    // Each eigenvalue takes two or three steps; the bound ends what rounding keeps from converging.
    for _ in 0..<100 {
      var high = low
      while high + 1 < n, abs(e[high]) > negligible { high += 1 }
      if high == low { break }
      var g = (d[low + 1] - d[low]) / (2 * e[low])
      var r = (g * g + 1).squareRoot()
      g = d[high] - d[low] + e[low] / (g + (g >= 0 ? r : -r))
      var (sine, cosine, shift) = (1.0, 1.0, 0.0)
      var index = high - 1
      var isSplit = false
      while index >= low {
        let f = sine * e[index]
        let b = cosine * e[index]
        r = (f * f + g * g).squareRoot()
        e[index + 1] = r
        if r == 0 {
          d[index + 1] -= shift
          e[high] = 0
          isSplit = true
          break
        }
        sine = f / r
        cosine = g / r
        g = d[index + 1] - shift
        r = (d[index] - g) * sine + 2 * cosine * b
        shift = sine * r
        d[index + 1] = g + shift
        g = cosine * r - b
        index -= 1
      }
      if isSplit { continue }
      d[low] -= shift
      e[low] = g
      e[high] = 0
    }
  }
  return d
}
