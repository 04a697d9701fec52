// Pairs of channels turned by angles that depend on a token's place (rotary positions of linear attention).
import Compute
import Glibc

/// For every token of a grid, the angles by which pairs (2p, 2p + 1) of its channels are turned:
/// (e, o) → (e·cos − o·sin, e·sin + o·cos).
package struct PairRotation: Sendable {
  /// Pairs that have angles; they hold for as many channels of every group of 2·`pairs`.
  private let pairs: Int
  /// [tokens × pairs]
  private let cosines: [Float]
  private let sines: [Float]

  /// - Parameter values: cosine and sine of every token and pair, [tokens × pairs × 2].
  package init(values: [Float], pairs: Int) {
    self.pairs = pairs
    cosines = stride(from: 0, to: values.count, by: 2).map { values[$0] }
    sines = stride(from: 1, to: values.count, by: 2).map { values[$0] }
  }

  /// Pair t is turned by angle_t·y, pair `angles.count` + t by angle_t·x, y and x the row and column from 0.
  package init(angles: [Double], on grid: TokenGrid) {
    pairs = 2 * angles.count
    var (cosines, sines) = ([Float](), [Float]())
    for index in 0..<grid.count {
      let position = grid.position(at: index)
      for place in [position.row, position.column] {
        for angle in angles {
          cosines.append(Float(cos(angle * Double(place))))
          sines.append(Float(sin(angle * Double(place))))
        }
      }
    }
    (self.cosines, self.sines) = (cosines, sines)
  }

  /// The turned rows of a matrix [tokens × channels], whose channels are groups of 2·`pairs`. O(tokens·channels)
  package func turned(_ matrix: Matrix) -> Matrix {
    precondition(matrix.rows * pairs == cosines.count && matrix.columns.isMultiple(of: 2 * max(pairs, 1)))
    let output = Matrix(unwrittenRows: matrix.rows, columns: matrix.columns)
    for token in 0..<matrix.rows {
      let (source, target) = (matrix.row(token), output.row(token))
      let first = token * pairs
      for pair in 0..<matrix.columns / 2 {
        let (cosine, sine) = (cosines[first + pair % pairs], sines[first + pair % pairs])
        let (even, odd) = (source[2 * pair], source[2 * pair + 1])
        target[2 * pair] = even * cosine - odd * sine
        target[2 * pair + 1] = even * sine + odd * cosine
      }
    }
    return output
  }
}
