// Both streams of polarity-aware rows from products that share their multiplications, against double precision.
import Compute
import Testing

@Suite struct SignedProductsTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    let queries: Int
    let keys: Int
    let depth: Int
    var testDescription: String { "\(queries) × \(keys), d = \(depth)" }
  }

  /// Odd and even depths, one feature, fewer keys than a register has, more queries than a tile has, long rows.
  static let shapes = [
    Shape(queries: 1, keys: 1, depth: 1), Shape(queries: 13, keys: 15, depth: 2),
    Shape(queries: 14, keys: 16, depth: 3), Shape(queries: 15, keys: 17, depth: 5),
    Shape(queries: 29, keys: 49, depth: 32), Shape(queries: 40, keys: 97, depth: 33),
    Shape(queries: 5, keys: 2500, depth: 7), Shape(queries: 127, keys: 131, depth: 64),
  ]

  @Test(arguments: supportedSets, shapes)
  func statisticsAndRowsAgreeWithDoublePrecision(set: InstructionSet, shape: Shape) throws {
    var random = Random(UInt64(shape.queries * shape.keys))
    let q = random.matrix(shape.queries, shape.depth)
    let k = random.matrix(shape.keys, shape.depth)
    // At odd depths, keys without a negative part, and two queries of one stream alone.
    if shape.depth % 2 == 1 {
      for j in 0..<k.rows { for c in 0..<k.columns { k[j, c] = abs(k[j, c]) } }
      for c in 0..<q.columns {
        q[0, c] = abs(q[0, c])
        q[q.rows - 1, c] = -abs(q[q.rows - 1, c])
      }
    }
    let inputs = AttentionInputs(queries: q, keys: k, values: k, heads: 1)
    let streams = [FeaturePairing.equalSigns, .oppositeSigns].map {
      Reference.linearRows(phiQ: q, phiK: k, head: 0, heads: 1, windows: 1, pairing: $0)
    }
    let means = zip(streams[0], streams[1]).map { same, opposite in
      let (s, o) = (same.reduce(0, +), opposite.reduce(0, +))
      return Reference.entropy(
        same.indices.map { (s > 0 ? same[$0] / s : 0) + (o > 0 ? opposite[$0] / o : 0) })
    }
    for addsBesideProducts in [false, true] {
      let engine = try makeEngine(threads: 2, set, addsBesideProducts: addsBesideProducts)
      let statistics = (0..<4).map { _ in RowStatistics(unwritten: 1, q.rows) }
      let mean = unwritten(2, q.rows)
      let rows = (0..<2).map { _ in unwritten(q.rows, k.rows) }
      try engine.polarityRows(
        .all, inputs, same: statistics[0], opposite: statistics[1], mean: mean.rows(0..<1))
      try engine.polarityRows(
        .all, inputs, same: statistics[2], opposite: statistics[3], mean: mean.rows(1..<2)
      ) { _, first, blocks in
        for (block, rows) in zip(blocks, rows) {
          for r in 0..<block.rows { for j in 0..<block.columns { rows[first + r, j] = block[r, j] } }
        }
      }
      for (stream, expected) in streams.enumerated() {
        let entropies = [expected.map(Reference.entropy)]
        for result in [statistics[stream], statistics[stream + 2]] {
          #expect(largestError(result.entropies, entropies, scale: 1) < 5e-6)
        }
        #expect(largestError(rows[stream], Reference.normalized(expected), scale: 1e-3) < 5e-6)
        #expect(rows[stream].values.allSatisfy { $0 >= 0 })
      }
      #expect(largestError(mean, [means, means], scale: 1) < 5e-6)
    }
  }
}
