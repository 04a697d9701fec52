// Linear attention, its rows and its statistics against double precision.
import Compute
import Glibc
import Testing

@Suite struct LinearAttentionTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    var heads = 1
    var windows = 1
    let queries: Int
    let keys: Int
    /// Channels of v in a head.
    let width: Int
    func inputs(_ q: Matrix, _ k: Matrix, _ v: Matrix? = nil) -> AttentionInputs {
      AttentionInputs(queries: q, keys: k, values: v ?? k, heads: heads, windows: windows)
    }

    var testDescription: String { "\(heads) heads, \(windows) windows, \(queries) × \(keys), d = \(width)" }
  }

  /// One key; heads narrower than a register; windows; several blocks of keys and chunks of statistics.
  static let shapes = [
    Shape(queries: 3, keys: 1, width: 2), Shape(heads: 3, queries: 20, keys: 17, width: 4),
    Shape(heads: 2, windows: 4, queries: 16, keys: 16, width: 6), Shape(queries: 15, keys: 128, width: 32),
    Shape(heads: 2, queries: 23, keys: 1100, width: 8),
  ]

  /// Features that are not negative, or with `signed` powers of either sign, and many zeros among them.
  private static func features(_ shape: Shape, signed: Bool) -> (q: Matrix, k: Matrix, v: Matrix) {
    var random = Random(UInt64(shape.keys * (signed ? 2 : 1)))
    let columns = shape.heads * shape.width
    let q = random.matrix(shape.windows * shape.queries, columns, in: signed ? -1...1 : -0.5...1)
    let k = random.matrix(shape.windows * shape.keys, columns, in: signed ? -1...1 : -0.5...1)
    for matrix in [q, k] {
      for i in 0..<matrix.rows {
        for c in 0..<matrix.columns where signed ? abs(matrix[i, c]) < 0.2 : matrix[i, c] < 0 {
          matrix[i, c] = 0
        }
      }
    }
    // A query and a feature of the keys without weight.
    for c in 0..<q.columns { q[q.rows - 1, c] = 0 }
    for j in 0..<k.rows { k[j, 0] = 0 }
    return (q, k, random.matrix(shape.windows * shape.keys, columns))
  }

  @Test(arguments: supportedSets, shapes)
  func linearAttentionEqualsItsRowsTimesTheValues(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    let (q, k, v) = Self.features(shape, signed: false)
    let y = unwritten(q.rows, v.columns)
    try engine.linearAttention(shape.inputs(q, k, v), into: y)
    for head in 0..<shape.heads {
      let channels = head * shape.width..<(head + 1) * shape.width
      let rows = Reference.normalized(
        Reference.linearRows(
          phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: .all))
      let expected = Reference.apply(rows, v, windows: shape.windows, columns: channels)
      #expect(largestError(y.columns(channels), expected, scale: 1) < 2e-6)
    }
  }

  @Test(arguments: supportedSets, shapes)
  func polarityAttentionGivesEachStreamHalfOfTheChannels(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    let (q, k, v) = Self.features(shape, signed: true)
    let y = unwritten(q.rows, v.columns)
    try engine.polarityAttention(shape.inputs(q, k, v), into: y)
    for head in 0..<shape.heads {
      for pairing in [FeaturePairing.equalSigns, .oppositeSigns] {
        let first = head * shape.width + (pairing == .equalSigns ? 0 : shape.width / 2)
        let channels = first..<first + shape.width / 2
        let rows = Reference.normalized(
          Reference.linearRows(
            phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: pairing))
        let expected = Reference.apply(rows, v, windows: shape.windows, columns: channels)
        #expect(largestError(y.columns(channels), expected, scale: 1) < 2e-6)
      }
    }
  }

  @Test(arguments: supportedSets, shapes)
  func rowsAreThePairedProductsOfTheFeatures(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    for (pairing, normalized) in FeaturePairing.allCases.flatMap({ [($0, false), ($0, true)] }) {
      let (q, k, _) = Self.features(shape, signed: pairing != .all)
      let raw = Reference.linearRows(
        phiQ: q, phiK: k, head: shape.heads - 1, heads: shape.heads, windows: shape.windows, pairing: pairing)
      let expected = normalized ? Reference.normalized(raw) : raw
      let single = unwritten(q.rows, shape.keys)
      for query in 0..<q.rows {
        let sum = engine.linearRow(
          query: query, head: shape.heads - 1, shape.inputs(q, k), pairing: pairing, normalized: normalized,
          into: single.row(query))
        let total = raw[query].reduce(0, +)
        #expect(abs(Double(sum) - total) <= 2e-6 * total)
      }
      #expect(largestError(single, expected, scale: 1e-3) < 5e-6)
    }
  }

  @Test(arguments: supportedSets, shapes)
  func statisticsOfOneStreamWithItsRows(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    let (q, k, _) = Self.features(shape, signed: false)
    let statistics = (0..<3).map { _ in RowStatistics(unwritten: shape.heads, q.rows) }
    let (entropies, sums) = (statistics[0].entropies, statistics[0].sums)
    try engine.linearRows(.all, shape.inputs(q, k), into: statistics[0])
    let rows = (0..<shape.heads).map { _ in unwritten(q.rows, shape.keys) }
    try engine.linearRows(.all, shape.inputs(q, k), into: statistics[1]) { head, first, blocks in
      Self.copy(blocks[0], to: rows[head], from: first)
    }
    #expect(bitPatterns(statistics[1].entropies) == bitPatterns(entropies))
    #expect(bitPatterns(statistics[1].sums) == bitPatterns(sums))
    let streamed = (0..<shape.heads).map { _ in unwritten(q.rows, shape.keys) }
    for head in 0..<shape.heads {
      try engine.linearRows(
        .queries(Array(0..<q.rows), head: head), shape.inputs(q, k), into: statistics[2]
      ) { head, first, blocks in Self.copy(blocks[0], to: streamed[head], from: first) }
    }
    for (one, all) in [(statistics[2].entropies, entropies), (statistics[2].sums, sums)] {
      #expect(largestError(one, (0..<all.rows).map { all.row($0).map(Double.init) }, scale: 1) < 5e-6)
    }
    for head in 0..<shape.heads {
      let raw = Reference.linearRows(
        phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: .all)
      let totals = raw.map { row in row.reduce(0, +) / (row.reduce(0, +) + Double(shape.keys) * 1e-6) }
      #expect(largestError(entropies.rows(head..<head + 1), [raw.map(Reference.entropy)], scale: 1) < 5e-6)
      #expect(largestError(sums.rows(head..<head + 1), [totals], scale: 1) < 1e-6)
      #expect(largestError(rows[head], Reference.normalized(raw), scale: 1e-3) < 5e-6)
      #expect(largestError(streamed[head], Reference.normalized(raw), scale: 1e-3) < 5e-6)
    }
  }

  @Test(arguments: supportedSets, shapes)
  func statisticsOfBothStreamsAndOfTheirMean(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    let (q, k, _) = Self.features(shape, signed: true)
    // Keys without a negative part, and one query like them, whose opposite stream is empty.
    for c in 0..<q.columns {
      q[0, c] = abs(q[0, c])
      for j in 0..<k.rows { k[j, c] = abs(k[j, c]) }
    }
    let same = RowStatistics(unwritten: shape.heads, q.rows)
    let opposite = RowStatistics(unwritten: shape.heads, q.rows)
    let mean = unwritten(shape.heads, q.rows)
    try engine.polarityRows(.all, shape.inputs(q, k), same: same, opposite: opposite, mean: mean)
    for head in 0..<shape.heads {
      var streams: [[[Double]]] = []
      for (pairing, statistics) in [(FeaturePairing.equalSigns, same), (.oppositeSigns, opposite)] {
        let rows = Reference.linearRows(
          phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: pairing)
        streams.append(rows)
        let sums = rows.map { row in
          row.reduce(0, +) / (row.reduce(0, +) + Double(shape.keys) * 1e-6)
        }
        #expect(
          largestError(statistics.entropies.rows(head..<head + 1), [rows.map(Reference.entropy)], scale: 1)
            < 5e-6)
        #expect(largestError(statistics.sums.rows(head..<head + 1), [sums], scale: 1) < 1e-6)
      }
      let expected = zip(streams[0], streams[1]).map { same, opposite in
        let (s, o) = (same.reduce(0, +), opposite.reduce(0, +))
        return Reference.entropy(
          same.indices.map { (s > 0 ? same[$0] / s : 0) + (o > 0 ? opposite[$0] / o : 0) })
      }
      #expect(largestError(mean.rows(head..<head + 1), [expected], scale: 1) < 5e-6)
      try Self.expectStreamedRows(
        streams, head: head, shape: shape, q: q, k: k, engine: engine, same: same, opposite: opposite,
        mean: mean)
      #expect(mean[head, q.rows - 1].isNaN && same.sums[head, q.rows - 1] == 0)
    }
  }

  /// The rows of both streams together, of one head and of all, with the statistics that came without rows.
  private static func expectStreamedRows(
    _ raw: [[[Double]]], head: Int, shape: Shape, q: Matrix, k: Matrix, engine: Engine,
    same: RowStatistics, opposite: RowStatistics, mean: Matrix, scale: Double = 1e-3
  ) throws {
    let expected = [same.entropies, same.sums, opposite.entropies, opposite.sums, mean]
    let statistics = (0..<10).map { _ in unwritten(shape.heads, q.rows) }
    let rows = (0..<4).map { _ in unwritten(q.rows, shape.keys) }
    func pair(_ first: Int) -> RowStatistics {
      RowStatistics(entropies: statistics[first], sums: statistics[first + 1])
    }
    try engine.polarityRows(
      .queries(Array(0..<q.rows), head: head), shape.inputs(q, k), same: pair(0), opposite: pair(2),
      mean: statistics[4]
    ) { _, first, blocks in
      copy(blocks[0], to: rows[0], from: first)
      copy(blocks[1], to: rows[1], from: first)
    }
    try engine.polarityRows(
      .all, shape.inputs(q, k), same: pair(5), opposite: pair(7), mean: statistics[9]
    ) { block, first, blocks in
      guard block == head else { return }
      copy(blocks[0], to: rows[2], from: first)
      copy(blocks[1], to: rows[3], from: first)
    }
    for (index, rows) in rows.enumerated() {
      #expect(largestError(rows, Reference.normalized(raw[index % 2]), scale: scale) < 5e-6)
      #expect(rows.values.allSatisfy { $0 >= 0 })
    }
    for (index, whole) in expected.enumerated() {
      let row = whole.rows(head..<head + 1)
      let streamed = statistics[index].rows(head..<head + 1)
      #expect(largestError(streamed, [row.values.map(Double.init)], scale: 1) < 5e-6)
      #expect(bitPatterns(statistics[index + 5]) == bitPatterns(whole))
    }
  }

  private static func copy(_ block: Matrix, to rows: Matrix, from first: Int) {
    for r in 0..<block.rows {
      for j in 0..<block.columns { rows[first + r, j] = block[r, j] }
    }
  }

  /// One stream of little weight beside the other: the difference of their sums has no digits left of it.
  @Test(arguments: supportedSets, [1e-1, 1e-3, 1e-5, 1e-9] as [Float])
  func aWeakStreamIsAsExactAsAStrongOne(set: InstructionSet, weight: Float) throws {
    let engine = try makeEngine(threads: 2, set)
    let shape = Shape(queries: 23, keys: 700, width: 8)
    var random = Random(8)
    let (q, k) = (random.matrix(23, 8, in: 0...1), random.matrix(700, 8, in: 0...1))
    for j in 0..<k.rows { k[j, j % 8] *= -weight }
    for sign in [1, -1] as [Float] {
      for i in 0..<q.rows { for c in 0..<8 { q[i, c] = abs(q[i, c]) * sign } }
      let (same, opposite) = (RowStatistics(unwritten: 1, 23), RowStatistics(unwritten: 1, 23))
      let mean = unwritten(1, 23)
      try engine.polarityRows(.all, shape.inputs(q, k), same: same, opposite: opposite, mean: mean)
      let streams = [FeaturePairing.equalSigns, .oppositeSigns].map {
        Reference.linearRows(phiQ: q, phiK: k, head: 0, heads: 1, windows: 1, pairing: $0)
      }
      for (rows, statistics) in zip(streams, [same, opposite]) {
        #expect(largestError(statistics.entropies, [rows.map(Reference.entropy)], scale: 1) < 5e-6)
      }
      try Self.expectStreamedRows(
        streams, head: 0, shape: shape, q: q, k: k, engine: engine, same: same, opposite: opposite,
        mean: mean, scale: 1e-2)
    }
  }

  /// Shares of every size, each the same for all keys, so that the error of their logarithm does not average.
  @Test(arguments: supportedSets)
  func theEntropyOfEqualSharesIsTheLogarithmOfTheirNumber(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    let q = Matrix(rows: 1, columns: 1, values: [1])
    for count in [1, 2, 3, 5, 7, 11, 13, 40, 97, 1000, 1023, 2049, 5000] {
      let k = Matrix(rows: count, columns: 1, values: Array(repeating: 0.7, count: count))
      let statistics = RowStatistics(unwritten: 1, 1)
      try engine.linearRows(.all, AttentionInputs(queries: q, keys: k, values: k, heads: 1), into: statistics)
      #expect(abs(Double(statistics.entropies[0, 0]) - log(Double(count))) < 5e-6)
    }
  }

  /// Powers make products of any size: the entropy must not depend on it.
  @Test(arguments: supportedSets, [1e-16, 1e-8, 1e8, 1e16] as [Float])
  func entropyDoesNotDependOnTheScale(set: InstructionSet, scale: Float) throws {
    let engine = try makeEngine(threads: 1, set)
    var random = Random(12)
    let q = random.matrix(4, 8, in: 0...1)
    let k = random.matrix(300, 8, in: 0...1)
    func entropies() throws -> Matrix {
      let result = RowStatistics(unwritten: 1, 4)
      try engine.linearRows(.all, AttentionInputs(queries: q, keys: k, values: k, heads: 1), into: result)
      return result.entropies
    }
    let before = try entropies().values
    for i in 0..<4 { for c in 0..<8 { q[i, c] *= scale } }
    for (a, b) in zip(before, try entropies().values) { #expect(abs(a - b) < 2e-6) }
  }
}
