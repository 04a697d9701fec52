// Sums and products of matrices, element by element.

extension Engine {
  /// `x` ← `x` + `term`, both of one shape.
  package func add(_ term: Matrix, to x: Matrix) {
    precondition(term.rows == x.rows && term.columns == x.columns)
    for i in 0..<x.rows {
      let (target, source) = (x.row(i), term.row(i))
      for c in 0..<x.columns { target[c] += source[c] }
    }
  }

  /// `x` ← `x` ⊙ `factor`, both of one shape.
  package func multiply(_ x: Matrix, by factor: Matrix) {
    precondition(factor.rows == x.rows && factor.columns == x.columns)
    for i in 0..<x.rows {
      let (target, source) = (x.row(i), factor.row(i))
      for c in 0..<x.columns { target[c] *= source[c] }
    }
  }
}
