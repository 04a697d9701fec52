// Rotary positions: queries and keys of patches are turned by angles that grow with their place in the image.
import Attention
import Compute
import Glibc

/// Rotary positions as a layout states them (Su et al. 2021, arXiv:2104.09864): a pair of channels (a, b) of a query or
/// key becomes (a·cos θ − b·sin θ, b·cos θ + a·sin θ). Tokens in front of the patches stay as they are.
struct RotaryPositions: QueryKeyStepDescription {
  /// Which channels of a head of width d make pair m < d/2.
  enum Pairs: Sendable {
    /// (2m, 2m + 1)
    case neighbors
    /// (m, m + d/2)
    case halves
  }

  /// The angle of pair m for the patch at row r of H and column c of W.
  enum Angles: Sendable {
    /// K = d/4 frequencies for each axis, ω_k = base^(−k/K)·factor; the pairs of one axis come first.
    case axial(base: Double, factor: Double, coordinate: Coordinate, columnsFirst: Bool)
    /// c·f[0, layer, head, m] + r·f[1, layer, head, m], with the tensor f [2 × layers × heads × d/2].
    case mixed(frequencies: String)
  }

  /// What of a row (a column likewise) enters an angle.
  enum Coordinate: Sendable {
    /// (r + offset)·reference/H; without a reference r + offset.
    case index(offset: Double, reference: Double?)
    /// 2·(r + ½)/H − 1
    case centered

    func callAsFunction(_ index: Int, of count: Int) -> Double {
      switch self {
      case .index(let offset, let reference):
        (Double(index) + offset) * (reference.map { $0 / Double(count) } ?? 1)
      case .centered: 2 * (Double(index) + 0.5) / Double(count) - 1
      }
    }
  }

  let pairs: Pairs
  let angles: Angles
  /// What the model card says of them.
  let title: String

  var rotates: Bool { true }

  func note(in context: ModelContext) {
    context.note(
      "positions", "\(title); rows, signs and every map use queries and keys as turned", from: .familyDefault)
    recordFacts(in: context)
  }

  /// What configurations of timm say of them.
  private func recordFacts(in context: ModelContext) {
    context.record(.rotary, FactValue(.bool(true)))
    context.record(.rotaryHalves, FactValue(.bool(pairs == .halves)))
    switch angles {
    case .axial(let base, _, .index(let offset, let reference), let columnsFirst):
      context.record(.rotaryKind, FactValue("cat"))
      context.record(.rotaryBase, FactValue(.number(base)))
      context.record(.rotaryOffset, FactValue(.number(offset)))
      context.record(.rotaryOrder, FactValue(columnsFirst ? "xy" : "ij"))
      context.record(
        .rotaryGrid,
        reference.map { FactValue(.array([.number($0), .number($0)])) } ?? FactValue("none") { _ in false })
    case .axial(let base, _, .centered, _):
      context.record(.rotaryKind, FactValue("dinov3"))
      context.record(.rotaryBase, FactValue(.number(base)))
      context.record(.rotaryOffset, FactValue(.number(0)))
      context.record(.rotaryOrder, FactValue("ij"))
    case .mixed:
      context.record(.rotaryKind, FactValue("mixed"))
      context.record(.rotaryOrder, FactValue("xy"))
    }
  }

  func step(
    _ reader: ParameterReader, at place: QueryKeyPlace, norms: NormRule
  ) throws -> (any QueryKeyStep)? {
    guard place.headWidth % 4 == 0 else {
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "heads of \(place.headWidth) channels have no rotary positions; expected a multiple of 4")
    }
    let (cosines, sines) = try turns(reader, at: place)
    return Rotation(pairs: pairs, cosines: cosines, sines: sines)
  }

  /// cos θ and sin θ for every patch, head (one for all where they share angles) and pair; empty where values are not
  /// read.
  private func turns(
    _ reader: ParameterReader, at place: QueryKeyPlace
  ) throws -> (cosines: Matrix, sines: Matrix) {
    let (grid, half) = (place.grid, place.headWidth / 2)
    let count: Int
    let angle: (_ position: GridPosition, _ pair: Int) -> Double
    switch angles {
    case .axial(let base, let factor, let coordinate, let columnsFirst):
      count = half
      let quarter = half / 2
      let frequencies = (0..<quarter).map { factor * pow(base, -Double($0) / Double(quarter)) }
      angle = { position, pair in
        let isColumn = (pair < quarter) == columnsFirst
        let place =
          isColumn
          ? coordinate(position.column, of: grid.columns) : coordinate(position.row, of: grid.rows)
        return place * frequencies[pair % quarter]
      }
    case .mixed(let name):
      count = place.heads * half
      let layers = reader.shape(of: name)?.dropFirst().first ?? 0
      guard place.layer < layers else {
        throw ModelError.invalid(
          path: reader.checkpoint.path, reason: "\(name) has no frequencies of layer \(place.layer)")
      }
      let all = try reader.values(name, shape: [2, layers, place.heads, half])
      angle = { position, pair in
        let (column, row) = (all[place.layer * count + pair], all[(layers + place.layer) * count + pair])
        return Double(position.column) * Double(column) + Double(position.row) * Double(row)
      }
    }
    guard reader.readsValues else {
      return (Matrix(rows: 0, columns: count), Matrix(rows: 0, columns: count))
    }
    let cosines = Matrix(unwrittenRows: grid.count, columns: count)
    let sines = Matrix(unwrittenRows: grid.count, columns: count)
    for index in 0..<grid.count {
      let position = grid.position(at: index)
      for pair in 0..<count {
        let turn = angle(position, pair)
        cosines[index, pair] = Float(cos(turn))
        sines[index, pair] = Float(sin(turn))
      }
    }
    return (cosines, sines)
  }
}

/// The turning of queries and keys, its angles computed.
private struct Rotation: QueryKeyStep {
  let pairs: RotaryPositions.Pairs
  /// [patches × pairs], the pairs of one head or of all heads one after another.
  let cosines: Matrix
  let sines: Matrix

  func apply(queries: Matrix, keys: Matrix, heads: Int, prefix: Int, grid: TokenGrid, engine: Engine) {
    let width = queries.columns / heads
    let half = width / 2
    let isShared = cosines.columns == half
    let (first, second) = pairs == .neighbors ? (2, 1) : (1, half)
    for matrix in [queries, keys] {
      for index in 0..<grid.count {
        let row = matrix.row(prefix + index)
        let (cosine, sine) = (cosines.row(index), sines.row(index))
        for head in 0..<heads {
          let start = head * width
          let turn = isShared ? 0 : head * half
          for pair in 0..<half {
            let place = start + first * pair
            let (a, b) = (row[place], row[place + second])
            row[place] = a * cosine[turn + pair] - b * sine[turn + pair]
            row[place + second] = b * cosine[turn + pair] + a * sine[turn + pair]
          }
        }
      }
    }
  }
}
