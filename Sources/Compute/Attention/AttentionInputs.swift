// What an attention works on, and what comes out beside its values: the numbers of rows and the rows themselves.

/// Queries, keys and values of all heads of a layer, window by window.
///
/// Head h owns the columns h·m ..< (h+1)·m of queries and keys and the columns h·d ..< (h+1)·d of the values. The
/// queries of a window, N rows, see the keys of that window, n rows.
package struct AttentionInputs: Sendable {
  /// `[windows·N × heads·m]`
  package let queries: Matrix
  /// `[windows·n × heads·m]`
  package let keys: Matrix
  /// `[windows·n × heads·d]`
  package let values: Matrix
  package let heads: Int
  package let windows: Int

  package init(queries: Matrix, keys: Matrix, values: Matrix, heads: Int, windows: Int = 1) {
    precondition(heads > 0 && windows > 0)
    precondition(queries.columns == keys.columns && queries.columns.isMultiple(of: heads))
    precondition(queries.rows.isMultiple(of: windows) && keys.rows.isMultiple(of: windows) && keys.rows > 0)
    precondition(values.rows == keys.rows && values.columns.isMultiple(of: heads))
    self.queries = queries
    self.keys = keys
    self.values = values
    self.heads = heads
    self.windows = windows
  }

  /// The same values with queries and keys after a feature map φ.
  package func mapped(_ map: (Matrix) -> Matrix) -> AttentionInputs {
    AttentionInputs(
      queries: map(queries), keys: map(keys), values: values, heads: heads, windows: windows)
  }

  /// One head, where its columns lie.
  package func alone(head: Int) -> AttentionInputs {
    func own(_ matrix: Matrix) -> Matrix {
      let width = matrix.columns / heads
      return matrix.columns(head * width..<(head + 1) * width)
    }
    return AttentionInputs(
      queries: own(queries), keys: own(keys), values: own(values), heads: 1, windows: windows)
  }

  /// A few queries of the only window, by their rows.
  package func with(queries rows: Range<Int>) -> AttentionInputs {
    precondition(windows == 1 || rows == 0..<queries.rows, "a few queries of one of several windows")
    return AttentionInputs(
      queries: queries.rows(rows), keys: keys, values: values, heads: heads, windows: windows)
  }
}

extension AttentionInputs {
  /// The same with every query `factor` times as long.
  package func with(queriesTimes factor: Float) -> AttentionInputs {
    guard factor != 1 else { return self }
    let scaled = Matrix(unwrittenRows: queries.rows, columns: queries.columns)
    for row in 0..<queries.rows {
      let (source, target) = (queries.row(row), scaled.row(row))
      for column in source.indices { target[column] = source[column] * factor }
    }
    return AttentionInputs(queries: scaled, keys: keys, values: values, heads: heads, windows: windows)
  }
}

/// The numbers of every row of one stream, `[heads × windows·N]` each.
package struct RowStatistics: Sendable {
  /// Nats; NaN where a row has none, being empty or not finite.
  package let entropies: Matrix
  /// The sums of the rows as they are applied.
  package let sums: Matrix
  /// Σ|a⁻|/Σ|a|, NaN where all weights are 0 or one is not finite; nil of rows without negative weights.
  package let negatives: Matrix?

  package init(entropies: Matrix, sums: Matrix, negatives: Matrix? = nil) {
    precondition(entropies.rows == sums.rows && entropies.columns == sums.columns)
    precondition(negatives.map { $0.rows == sums.rows && $0.columns == sums.columns } ?? true)
    self.entropies = entropies
    self.sums = sums
    self.negatives = negatives
  }
}

/// Which rows of an attention are asked for.
package enum RowSelection: Sendable {
  /// Those of every head.
  case all
  /// Those of one head for the queries in some matrix rows, best with the queries of a window side by side.
  case queries([Int], head: Int)
}

/// Takes rows while they are made: of a head, from the `first` of the selected queries on, a matrix
/// `[queries of the block × n]` for each stream.
///
/// Blocks come in any order, perhaps on several threads at once. It must not keep the matrices, nor ask the engine for
/// anything that takes its threads.
package typealias RowConsumer = (_ head: Int, _ first: Int, _ rows: [Matrix]) -> Void
