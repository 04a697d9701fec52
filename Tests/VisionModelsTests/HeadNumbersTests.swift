// Sinks, mass masks, ranks and pooled entropies against NumPy (Tests/Fixtures/numbers), and by identities.
import Attention
import Compute
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import AttentionMaps

/// One layer in `numbers.json`; arrays have a value for each head.
private struct LayerNumbers: Decodable {
  struct Ranks: Decodable {
    let name: Stream
    /// nil where every weight is 0.
    let effectiveRank: [Double?]
    let stableRank: [Double?]
  }
  let layer: Int
  let keys: Int
  /// Rows of the key matrix.
  let sinks: [[Int]]
  let massMaskSize: [Double]
  let pooledSide: Int?
  let pooledEntropy: [Double]?
  let streams: [Ranks]
}

@Suite struct HeadNumbersTests {
  static let cases = [
    "timm-vit-nano-reg-ls", "timm-deit-distilled-nano", "pvt-nano", "ms-swin-nano", "pola-swin-nano-shift",
    "flatten-pvt-nano", "pola-pvt-nano", "pola-pvt-nano-sr", "pola-pvt-nano-weak",
  ]
  private let engine: Engine
  private let layer = RandomLayer()

  init() throws { engine = try Engine() }

  private func numbers(_ name: String) throws -> (records: [AttentionRecord], layers: [LayerNumbers]) {
    let path = Fixtures.path("numbers/numbers.json")
    let all = try JSONDecoder().decode(
      [String: [LayerNumbers]].self, from: Data(contentsOf: URL(filePath: path)))
    return (try ReferenceRun(name, engine: engine).output.records, try #require(all[name]))
  }

  @Test(arguments: cases) func ranks(name: String) throws {
    let (records, layers) = try numbers(name)
    #expect(!layers.isEmpty)
    for expected in layers {
      let record = records[expected.layer]
      #expect(record.streams.count == expected.streams.count)
      for stream in expected.streams {
        for head in 0..<record.heads {
          let place = "layer \(expected.layer), head \(head), \(stream.name)"
          let rank = try record.matrixRank(head: head, stream: stream.name).value
          guard let effective = stream.effectiveRank[head] else {
            #expect(rank == nil, "\(place)")
            continue
          }
          #expect(rank?.kind == .effective)
          #expect(abs((rank?.value ?? 0) - effective) <= 2e-4 * effective, "\(place)")
          guard record.mechanism.facts.isStandard else { continue }
          let (stable, expected) = (
            try record.stableRank(head: head).value, try #require(stream.stableRank[head])
          )
          #expect(stable?.kind == .stable)
          #expect(abs((stable?.value ?? 0) - expected) <= 1e-5 * expected, "\(place), stable")
        }
      }
    }
  }

  @Test(arguments: cases) func sinksAndMasses(name: String) throws {
    let (records, layers) = try numbers(name)
    for expected in layers {
      let record = records[expected.layer]
      let geometry = record.geometry
      for head in 0..<record.heads {
        let rows = try #require(try record.sinks(head: head).value).map { place in
          let (index, window) = geometry.key(place)
          return window * geometry.keysPerWindow + index
        }
        #expect(rows.sorted() == expected.sinks[head].sorted(), "layer \(expected.layer), head \(head)")
        // Sums in another order may bring a row to 0.6 with one patch more or less.
        let size = try #require(try record.meanMassMaskSize(head: head).value)
        #expect(abs(size - expected.massMaskSize[head]) <= 0.02, "layer \(expected.layer), head \(head)")
        guard let side = expected.pooledSide, let entropies = expected.pooledEntropy else { continue }
        let pooled = try #require(
          try record.pooledEntropy(
            head: head, stream: .attention, on: TokenGrid(rows: side, columns: side)
          ).value)
        #expect(abs(pooled - entropies[head]) <= 2e-5, "layer \(expected.layer), head \(head)")
      }
    }
  }

  @Test func singularValuesOfKnownMatrices() {
    // Two columns scaled, one zero: orthogonal columns have their lengths as singular values.
    #expect(largest(singularValues([3, 0, 0, 4, 0, 0, 0, 2, 0], order: 3), [5, 2, 0]) < 1e-14)
    #expect(largest(singularValues([Double](repeating: 1, count: 16), order: 4), [4, 0, 0, 0]) < 1e-14)
    #expect(largest(singularValues([-7], order: 1), [7]) < 1e-14)
    #expect(singularValues([], order: 0).isEmpty)
    #expect(singularValues([0, 0, 0, 0], order: 2) == [0, 0])
  }

  /// Σσ² is the sum of squares and Πσ the determinant; adding rows in blocks changes nothing.
  @Test func singularValuesKeepNormAndDeterminant() {
    var generator = SplitMix64(seed: 3)
    let n = 24
    let matrix = (0..<n * n).map { _ in Double.random(in: -1...1, using: &generator) }
    let values = singularValues(matrix, order: n)
    #expect(values.count == n && zip(values, values.dropFirst()).allSatisfy { $0 >= $1 })
    let squares = matrix.reduce(0) { $0 + $1 * $1 }
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } - squares) < 1e-12 * squares)
    var whole = TriangularFactor(columns: n)
    whole.add(matrix)
    var parts = TriangularFactor(columns: n)
    for row in stride(from: 0, to: n, by: 7) { parts.add(Array(matrix[row * n..<min(row + 7, n) * n])) }
    let determinant = (0..<n).reduce(1.0) { $0 * whole.values[$1 * n + $1] }
    #expect(abs(abs(determinant) - values.reduce(1, *)) < 1e-10 * abs(determinant))
    #expect(largest(singularValues(whole.values, order: n), values) < 1e-13)
    #expect(largest(singularValues(parts.values, order: n), values) < 1e-13)
  }

  /// Columns far beyond the rank leave rounding of rounding, which must not become NaN.
  @Test func singularValuesOfLowRank() {
    let n = 40
    var factor = TriangularFactor(columns: n)
    factor.add((0..<n).map { sin(Double($0)) } + (0..<n).map { cos(Double($0)) })
    let values = singularValues(factor.values, order: n)
    let squares = factor.values.reduce(0) { $0 + $1 * $1 }
    #expect(abs(squares - Double(n)) < 1e-12)
    #expect(abs(values[0] * values[0] + values[1] * values[1] - squares) < 1e-12)
    #expect(values[1] > 1 && values[2...].allSatisfy { $0 < 1e-14 })
  }

  private func largest(_ first: [Double], _ second: [Double]) -> Double {
    first.count == second.count ? zip(first, second).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }

  /// Equal rows have rank 1, an identity rank n; more keys than are taken apart exactly give the stable rank.
  @Test func ranksOfKnownHeads() throws {
    func record(side: Int, _ value: (_ token: Int, _ channel: Int) -> Float) -> AttentionRecord {
      let count = side * side
      let width = min(count, 16)
      let vectors = Matrix(rows: count, columns: width)
      for token in 0..<count {
        for channel in 0..<width { vectors[token, channel] = value(token, channel) }
      }
      let identity = (0..<width * width).map { Float($0 / width == $0 % width ? 1 : 0) }
      return AttentionRecord(
        index: 0, name: "known", geometry: AttentionGeometry(queryGrid: TokenGrid(rows: side, columns: side)),
        inputs: AttentionInputs(queries: vectors, keys: vectors, values: vectors, heads: 1),
        projection: Linear(weight: identity, bias: nil, inputs: width, outputs: width, engine: engine),
        mechanism: SoftmaxAttention(headWidth: width), engine: engine)
    }
    let uniform = try #require(
      try record(side: 4) { _, _ in 0 }.matrixRank(head: 0, stream: .attention).value)
    #expect(uniform.kind == .effective && abs(uniform.value - 1) < 1e-5)
    let identity = try #require(
      try record(side: 4) { $0 == $1 ? 30 : 0 }.matrixRank(head: 0, stream: .attention).value)
    #expect(abs(identity.value - 16) < 1e-5)
    let large = try #require(
      try record(side: 33) { _, _ in 0 }.matrixRank(head: 0, stream: .attention).value)
    #expect(large.kind == .stable && abs(large.value - 1) < 1e-5)
  }

  @Test func outliersAreSixDeviationsAway() {
    // Median 2, MAD 1: the limit is 8.
    #expect(outlyingIndices([1, 2, 3, 2, 1, 8]) == [])
    #expect(outlyingIndices([1, 2, 3, 2, 1, 8.1]) == [5])
    #expect(outlyingIndices([]) == [])
    #expect(outlyingIndices([1, 1, 1, 2]) == [3])
    #expect(outlyingIndices([2, 2, 2]) == [])
  }

  @Test func massMasksTakeTheLargest() throws {
    let grid = TokenGrid(rows: 2, columns: 3)
    /// NaN: no key.
    func mask(_ values: [Float], _ mass: Double = 0.6) throws -> [Int] {
      var map = HeatMap(kind: .attention, emptyOn: grid, prefix: 0, isSigned: false)
      for (index, value) in values.enumerated() where !value.isNaN {
        map.set(value, at: .spatial(grid.position(at: index)))
      }
      return try #require(map.massMask(mass).value).map(grid.index(of:)).sorted()
    }
    #expect(try mask([0.5, 0, 0.1, 0.3, 0.1, 0]) == [0, 3])
    #expect(try mask([1, 1, 1, 1, 1, 0]) == [0, 1, 2])
    #expect(try mask([.nan, 2, .nan, 6, 2, .nan]) == [3])
    #expect(try mask([0, 0, 0, 0, 0, 0]) == [])
    #expect(try mask([1, 1, 1, 1, 1, 1], 1) == Array(0..<6))
  }

  /// Pooling never raises an entropy, and pooling to one cell leaves none.
  @Test func pooledEntropiesAreBounded() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    for stream in [Stream.attention, .same, .opposite] {
      let full = try #require(try record.pooledEntropy(head: 0, stream: stream, on: layer.grid).value)
      let half = try #require(
        try record.pooledEntropy(head: 0, stream: stream, on: TokenGrid(rows: 2, columns: 5)).value)
      let one = try record.pooledEntropy(head: 0, stream: stream, on: TokenGrid(rows: 1, columns: 1)).value
      let summary = try #require(try LayerStatistics(of: record).summary(head: 0, stream: stream))
      #expect(abs(full - (try #require(summary.entropy.value))) < 1e-5)
      #expect(half < full && half > 0 && one == 0)
    }
  }

  /// Net logit, bias and mask are all there is: their softmax is the row, in shifted windows too.
  @Test(arguments: ["ms-swin-nano", "timm-swin-nano", "timm-vit-nano"])
  func logitsAreNetBiasAndMask(name: String) throws {
    var masked = 0
    for record in try ReferenceRun(name, engine: engine).output.records {
      for head in 0..<record.heads {
        for query in stride(from: 0, to: record.geometry.queryCount, by: 7) {
          var logits = record.mapValues(.net, head: head, row: query).map(Double.init)
          if let terms = record.positionTerms(head: head, row: query) {
            for key in logits.indices { logits[key] += Double(terms.bias[key]) + Double(terms.mask[key]) }
            masked += terms.mask.count { $0 == -100 }
          } else {
            #expect(name == "timm-vit-nano")
          }
          let top = try #require(logits.max())
          let weights = logits.map { exp($0 - top) }
          let sum = weights.reduce(0, +)
          let row = record.row(query: query, head: head, stream: .attention).weights
          #expect(largest(weights.map { $0 / sum }, row.map(Double.init)) < 2e-6)
        }
      }
    }
    #expect((masked > 0) == (name != "timm-vit-nano"))
  }

  /// A convolution that only scales the values: the share follows from the explicit rows.
  @Test func attentionSharesAreRatiosOfLengths() throws {
    var layer = layer
    layer.convolutionWeight = 0.5
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    let shares = try record.attentionFractions()
    #expect(shares.count == 2)
    for head in 0..<2 {
      var total = 0.0
      for query in 0..<layer.grid.count {
        var (attention, local) = (0.0, 0.0)
        for stream in [Stream.same, .opposite] {
          let weights = record.row(query: query, head: head, stream: stream).weights
          for channel in record.channels(ofHead: head, stream: stream) {
            let mixed = weights.enumerated().reduce(0.0) {
              $0 + Double($1.element) * Double(record.values[$1.offset, channel])
            }
            attention += mixed * mixed
            local += pow(0.5 * Double(record.values[query, channel]), 2)
          }
        }
        total += attention.squareRoot() / (attention.squareRoot() + local.squareRoot())
      }
      #expect(abs(try #require(shares[head]) - total / Double(layer.grid.count)) < 1e-5)
    }
    #expect(try layer.record(SoftmaxAttention(headWidth: 6), engine: engine).attentionFractions().count == 2)
    #expect(
      try self.layer.record(SoftmaxAttention(headWidth: 6), engine: engine).attentionFractions().isEmpty)
  }
}
