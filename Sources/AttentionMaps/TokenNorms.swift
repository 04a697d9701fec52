// How long the tokens are that a block gives: models keep some far longer than the others.
import Attention
import Compute

/// The norms of the tokens that a block gives.
///
/// Patches of outlying norm and little content of their own are what Darcet et al. 2024 (Vision Transformers Need
/// Registers) call artifacts.
package struct TokenNorms: Sendable, Equatable {
  /// ‖x_i‖₂ = √Σ_c x_ic² of each token: those in front of the patches, then the patches row by row.
  package let values: [Double]
  /// The tokens in front of the patches.
  package let prefix: Int
  package let grid: TokenGrid

  /// O(tokens · channels), in double precision.
  ///
  /// - Parameter tokens: [tokens × channels], as a `TokenReader` gets them: the last are the patches of `grid`.
  package init(of tokens: Matrix, on grid: TokenGrid) {
    precondition(tokens.rows >= grid.count, "\(tokens.rows) tokens on a grid of \(grid.count)")
    values = (0..<tokens.rows).map { token in
      tokens.row(token).reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    prefix = tokens.rows - grid.count
    self.grid = grid
  }

  /// Whether all are finite.
  private var isFinite: Bool { values.allSatisfy(\.isFinite) }

  /// Over all tokens, those in front of the patches too; undefined where one is not finite.
  package var mean: Measured<Double> {
    isFinite ? .value(values.reduce(0, +) / Double(values.count)) : .undefined(.notFinite)
  }

  /// The largest; undefined where one is not finite.
  package var max: Measured<Double> { top1.map { values[index(of: $0)] } }

  /// The token of the largest norm, the first of equal ones; undefined where one is not finite.
  package var top1: Measured<TokenPlace> {
    longest(1).first.map { .value($0.place) } ?? .undefined(.notFinite)
  }

  /// The longest tokens, the longest first, of equal ones the first; none where a norm is not finite.
  package func longest(_ count: Int) -> [(place: TokenPlace, norm: Double)] {
    guard isFinite else { return [] }
    let order = values.indices.sorted { (values[$1], $0) < (values[$0], $1) }
    return order.prefix(count).map { (place(at: $0), values[$0]) }
  }

  /// The tokens whose norm is above median + 6·MAD of all, in order; none where a norm is not finite.
  package var outliers: [TokenPlace] { isFinite ? outlyingIndices(values).map { place(at: $0) } : [] }

  /// On the grid, with those of the tokens in front of the patches beside it.
  package var map: HeatMap {
    HeatMap(
      kind: nil, grid: grid, values: values[prefix...].map(Float.init),
      prefix: values[..<prefix].map(Float.init))
  }

  private func place(at index: Int) -> TokenPlace {
    index < prefix ? .prefix(index) : .spatial(grid.position(at: index - prefix))
  }

  private func index(of place: TokenPlace) -> Int {
    switch place {
    case .prefix(let index): index
    case .spatial(let position): prefix + grid.index(of: position)
    case .padding: preconditionFailure("padding is no token of a block")
    }
  }
}
