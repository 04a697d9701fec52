// Linear attention, its rows and its statistics against double precision.
import Compute
import Testing

@Suite struct LinearAttentionTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    var heads = 1
    var windows = 1
    let queries: Int
    let keys: Int
    /// Channels of v in a head.
    let width: Int
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
  func focusedAttentionEqualsItsRowsTimesTheValues(set: InstructionSet, shape: Shape) throws {
    let engine = try Engine(threads: 2, instructionSet: set)
    let (q, k, v) = Self.features(shape, signed: false)
    let y = unwritten(q.rows, v.columns)
    engine.focusedAttention(phiQ: q, phiK: k, v: v, heads: shape.heads, windows: shape.windows, into: y)
    for head in 0..<shape.heads {
      let channels = head * shape.width..<(head + 1) * shape.width
      let rows = Reference.normalised(
        Reference.kernelRows(
          phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: .all))
      let expected = Reference.mix(rows, v, windows: shape.windows, columns: channels)
      #expect(largestError(y.columns(channels), expected, scale: 1) < 2e-6)
    }
  }

  @Test(arguments: supportedSets, shapes)
  func polarityAttentionGivesEachStreamHalfOfTheChannels(set: InstructionSet, shape: Shape) throws {
    let engine = try Engine(threads: 2, instructionSet: set)
    let (q, k, v) = Self.features(shape, signed: true)
    let y = unwritten(q.rows, v.columns)
    engine.polarityAttention(phiQ: q, phiK: k, v: v, heads: shape.heads, windows: shape.windows, into: y)
    for head in 0..<shape.heads {
      for pairing in [FeaturePairing.equalSigns, .oppositeSigns] {
        let first = head * shape.width + (pairing == .equalSigns ? 0 : shape.width / 2)
        let channels = first..<first + shape.width / 2
        let rows = Reference.normalised(
          Reference.kernelRows(
            phiQ: q, phiK: k, head: head, heads: shape.heads, windows: shape.windows, pairing: pairing))
        let expected = Reference.mix(rows, v, windows: shape.windows, columns: channels)
        #expect(largestError(y.columns(channels), expected, scale: 1) < 2e-6)
      }
    }
  }

  @Test(arguments: supportedSets, shapes)
  func rowsAreThePairedProductsOfTheFeatures(set: InstructionSet, shape: Shape) throws {
    let engine = try Engine(threads: 2, instructionSet: set)
    for (pairing, normalised) in FeaturePairing.allCases.flatMap({ [($0, false), ($0, true)] }) {
      let (q, k, _) = Self.features(shape, signed: pairing != .all)
      let raw = Reference.kernelRows(
        phiQ: q, phiK: k, head: shape.heads - 1, heads: shape.heads, windows: shape.windows, pairing: pairing)
      let expected = normalised ? Reference.normalised(raw) : raw
      let single = unwritten(q.rows, shape.keys)
      for query in 0..<q.rows {
        let sum = engine.kernelRow(
          query: query, head: shape.heads - 1, phiQ: q, phiK: k, heads: shape.heads, windows: shape.windows,
          pairing: pairing, normalised: normalised, into: single.row(query))
        let total = raw[query].reduce(0, +)
        #expect(abs(Double(sum) - total) <= 2e-6 * total)
      }
      #expect(largestError(single, expected, scale: 1e-3) < 5e-6)
      let streamed = unwritten(q.rows, shape.keys)
      engine.kernelRows(
        head: shape.heads - 1, phiQ: q, phiK: k, heads: shape.heads, windows: shape.windows, pairing: pairing,
        normalised: normalised
      ) { first, block in
        for r in 0..<block.rows {
          for j in 0..<block.columns { streamed[first + r, j] = block[r, j] }
        }
      }
      #expect(largestError(streamed, expected, scale: 1e-3) < 5e-6)
    }
  }

  @Test(arguments: supportedSets, shapes)
  func statisticsOfBothStreamsAndOfTheirMean(set: InstructionSet, shape: Shape) throws {
    let engine = try Engine(threads: 2, instructionSet: set)
    let (q, k, _) = Self.features(shape, signed: true)
    // Keys without a negative part, and one query like them, whose opposite stream is empty.
    for c in 0..<q.columns {
      q[0, c] = abs(q[0, c])
      for j in 0..<k.rows { k[j, c] = abs(k[j, c]) }
    }
    func matrix() -> Matrix { unwritten(shape.heads, q.rows) }
    let same = (entropies: matrix(), sums: matrix())
    let opposite = (entropies: matrix(), sums: matrix())
    let mean = matrix()
    engine.polarityStatistics(
      phiQ: q, phiK: k, heads: shape.heads, windows: shape.windows, same: same, opposite: opposite,
      mean: mean)
    for head in 0..<shape.heads {
      var streams: [[[Double]]] = []
      for (pairing, statistics) in [(FeaturePairing.equalSigns, same), (.oppositeSigns, opposite)] {
        let rows = Reference.kernelRows(
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
      Self.expectStreamedRows(
        streams, head: head, shape: shape, q: q, k: k, engine: engine, same: same, opposite: opposite,
        mean: mean)
      #expect(mean[head, q.rows - 1].isNaN && same.sums[head, q.rows - 1] == 0)
    }
  }

  /// The rows of both streams together, with the statistics that `polarityStatistics` gave.
  private static func expectStreamedRows(
    _ raw: [[[Double]]], head: Int, shape: Shape, q: Matrix, k: Matrix, engine: Engine,
    same: (entropies: Matrix, sums: Matrix), opposite: (entropies: Matrix, sums: Matrix), mean: Matrix
  ) {
    let statistics = (0..<5).map { _ in unwritten(shape.heads, q.rows) }
    let rows = [unwritten(q.rows, shape.keys), unwritten(q.rows, shape.keys)]
    engine.polarityRows(
      head: head, phiQ: q, phiK: k, heads: shape.heads, windows: shape.windows,
      same: (statistics[0], statistics[1]), opposite: (statistics[2], statistics[3]), mean: statistics[4]
    ) { first, same, opposite in
      for (stream, block) in [same, opposite].enumerated() {
        for r in 0..<block.rows {
          for j in 0..<block.columns { rows[stream][first + r, j] = block[r, j] }
        }
      }
    }
    for stream in 0..<2 {
      #expect(largestError(rows[stream], Reference.normalised(raw[stream]), scale: 1e-3) < 5e-6)
    }
    let expected = [same.entropies, same.sums, opposite.entropies, opposite.sums, mean]
    for (streamed, whole) in zip(statistics, expected) {
      let row = whole.rows(head..<head + 1)
      #expect(largestError(streamed.rows(head..<head + 1), [row.values.map(Double.init)], scale: 1) < 5e-6)
    }
  }

  /// Powers make products of any size: the entropy must not depend on it.
  @Test(arguments: supportedSets, [1e-16, 1e-8, 1e8, 1e16] as [Float])
  func entropyDoesNotDependOnTheScale(set: InstructionSet, scale: Float) throws {
    let engine = try Engine(threads: 1, instructionSet: set)
    var random = Random(12)
    let q = random.matrix(4, 8, in: 0...1)
    let k = random.matrix(300, 8, in: 0...1)
    func entropies() -> Matrix {
      let result = unwritten(1, 4)
      engine.kernelStatistics(
        phiQ: q, phiK: k, heads: 1, windows: 1, into: result, sums: unwritten(1, 4))
      return result
    }
    let before = entropies().values
    for i in 0..<4 { for c in 0..<8 { q[i, c] *= scale } }
    for (a, b) in zip(before, entropies().values) { #expect(abs(a - b) < 2e-6) }
  }
}
