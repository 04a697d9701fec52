// The identities of polarity-aware attention, on records with random queries and keys.
import Attention
import AttentionMaps
import Compute
import Glibc
import TestSupport
import Testing

/// A record of one layer with seeded random vectors, for tests that need no checkpoint.
struct RandomLayer {
  var heads = 2
  var headWidth = 6
  var grid = TokenGrid(rows: 4, columns: 5)
  var seed: UInt64 = 1
  var negatesQueries = false
  /// What a convolution multiplies every value with; nil: there is none.
  var convolutionWeight: Float?

  func record(_ mechanism: any Mechanism, engine: Engine) -> AttentionRecord {
    var generator = SplitMix64(seed: seed)
    let channels = heads * headWidth
    func matrix(_ rows: Int) -> Matrix {
      Matrix(
        rows: rows, columns: channels,
        values: (0..<rows * channels).map { _ in generator.uniform(in: -1.5...1.5) })
    }
    let queries = matrix(grid.count)
    let keys = matrix(grid.count)
    let values = matrix(grid.count)
    let gate = matrix(grid.count)
    if negatesQueries {
      for row in 0..<queries.rows {
        for column in 0..<channels { queries[row, column] = -queries[row, column] }
      }
    }
    let weight = (0..<channels * channels).map { _ in generator.uniform(in: -0.5...0.5) }
    return AttentionRecord(
      index: 0, name: "random", geometry: AttentionGeometry(queryGrid: grid),
      inputs: AttentionInputs(queries: queries, keys: keys, values: values, heads: heads), gate: gate,
      convolution: convolutionWeight.map {
        ValueConvolution(DepthwiseConvolution(weight: [$0], bias: [0], period: 1, kernel: 1))
      },
      projection: Linear(weight: weight, bias: nil, inputs: channels, outputs: channels, engine: engine),
      mechanism: mechanism, engine: engine)
  }

  /// Angles that differ from pair to pair, a row's and a column's for each token.
  static func rotation(pairs: Int, on grid: TokenGrid = TokenGrid(rows: 4, columns: 5)) -> PairRotation {
    var values: [Float] = []
    for index in 0..<grid.count {
      let position = grid.position(at: index)
      for pair in 0..<pairs {
        let angle = Float(pair % 2 == 0 ? position.row : position.column) * 0.7 / Float(pair + 1)
        values += [cosf(angle), sinf(angle)]
      }
    }
    return PairRotation(values: values, pairs: pairs)
  }

  /// Powers that differ from channel to channel, 1.2…4.8.
  var power: [Float] {
    let channels = heads * headWidth
    return (0..<channels).map { 1.2 + 3.6 * Float($0) / Float(channels - 1) }
  }
}

extension SplitMix64 {
  /// A number in `range`, from the upper 24 bits of the next one.
  mutating func uniform(in range: ClosedRange<Float>) -> Float {
    let unit = Float(next() >> 40) / Float(1 << 24)
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }
}

@Suite struct PolarityIdentityTests {
  let engine: Engine
  let layer = RandomLayer()

  init() throws { engine = try Engine() }

  /// pp + nn − pn − np = q·k.
  @Test func netIsTheDotProduct() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    for head in 0..<record.heads {
      for query in [0, 7, 19] {
        let net = record.mapValues(.net, head: head, row: query)
        let positive = record.mapValues(.positive, head: head, row: query)
        let negative = record.mapValues(.negative, head: head, row: query)
        for key in 0..<record.keys.rows {
          var dot = 0.0
          for channel in record.channels(ofHead: head) {
            dot += Double(record.queries[query, channel]) * Double(record.keys[key, channel])
          }
          #expect(abs(Double(net[key]) - dot) < 1e-5)
          #expect(abs(Double(positive[key] - negative[key]) - dot) < 1e-5)
          #expect(positive[key] >= 0 && negative[key] >= 0)
        }
      }
    }
  }

  /// S + O = Σ|q_c k_c|^p_c and S − O = Σ sgn(q_c k_c)·|q_c k_c|^p_c.
  @Test func kernelsAreThePowersOfTheProducts() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    for head in 0..<record.heads {
      let same = record.mapValues(.kernelPositive, head: head, row: 3)
      let opposite = record.mapValues(.kernelNegative, head: head, row: 3)
      for key in 0..<record.keys.rows {
        var (sum, difference) = (0.0, 0.0)
        for channel in record.channels(ofHead: head) {
          let product = Double(record.queries[3, channel] * record.keys[key, channel])
          let powered = pow(abs(product), Double(layer.power[channel]))
          sum += powered
          difference += product < 0 ? -powered : powered
        }
        #expect(abs(Double(same[key] + opposite[key]) - sum) < 1e-5 * max(1, sum))
        #expect(abs(Double(same[key] - opposite[key]) - difference) < 1e-5 * max(1, sum))
      }
    }
  }

  /// Negating the queries exchanges the two streams, exactly.
  @Test func negatedQueriesExchangeTheStreams() throws {
    var negated = layer
    negated.negatesQueries = true
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    let other = negated.record(PolarityAttention(power: layer.power), engine: engine)
    for head in 0..<record.heads {
      for query in 0..<record.queries.rows {
        let same = record.row(query: query, head: head, stream: .same)
        let opposite = other.row(query: query, head: head, stream: .opposite)
        #expect(same.weights == opposite.weights)
      }
    }
  }

  /// `attention` is the mean of the two renormalized rows, and sums to 1.
  @Test func attentionIsTheMeanOfTheStreams() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    let same = record.row(query: 4, head: 1, stream: .same)
    let opposite = record.row(query: 4, head: 1, stream: .opposite)
    let mean = record.row(query: 4, head: 1, stream: .attention)
    for key in mean.weights.indices {
      let expected = (same.weights[key] / same.sum + opposite.weights[key] / opposite.sum) / 2
      #expect(abs(mean.weights[key] - expected) < 1e-6)
    }
    #expect(abs(mean.weights.reduce(0, +) - 1) < 1e-5)
  }

  /// A stream without any mass leaves the mean to the other; two such leave no row at all.
  @Test func emptyStreamsLeaveTheMeanToTheOther() throws {
    let one = Matrix(rows: 1, columns: 2, values: [1, 2])
    func record(key: [Float]) -> AttentionRecord {
      AttentionRecord(
        index: 0, name: "tiny", geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 1, columns: 1)),
        inputs: AttentionInputs(
          queries: one, keys: Matrix(rows: 1, columns: 2, values: key), values: one, heads: 1),
        projection: Linear(weight: [1, 0, 0, 1], bias: nil, inputs: 2, outputs: 2, engine: engine),
        mechanism: PolarityAttention(power: [2, 2]), engine: engine)
    }
    let positive = record(key: [1, 1])
    #expect(positive.row(query: 0, head: 0, stream: .opposite).sum == 0)
    #expect(positive.row(query: 0, head: 0, stream: .attention).weights == [1])
    let statistics = try LayerStatistics(of: positive)
    #expect(statistics.summary(head: 0, stream: .opposite)?.emptyRows == 1)
    #expect(statistics.summary(head: 0, stream: .opposite)?.entropy == .undefined(.emptyRow))
    #expect(statistics.summary(head: 0, stream: .attention)?.entropy == .value(0))
    #expect(statistics.summary(head: 0, stream: .attention)?.normalizedEntropy == .undefined(.singleKey))

    let nothing = record(key: [0, 0])
    #expect(nothing.row(query: 0, head: 0, stream: .attention).sum == 0)
    #expect(try LayerStatistics(of: nothing).summary(head: 0, stream: .attention)?.emptyRows == 1)
  }

  /// ρ = (1 + Σ net / Σ |logit parts|)/2, 1 of equal signs alone, and exchanged by negated queries.
  @Test func polarityRatioIsTheSameSignedShare() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    func maps(_ record: AttentionRecord) throws -> (positive: HeatMap, negative: HeatMap, net: HeatMap) {
      func map(_ kind: MapKind) throws -> HeatMap { try record.map(kind, head: 1, row: 6) }
      return (try map(.positive), try map(.negative), try map(.net))
    }
    let (positive, negative, net) = try maps(record)
    let size = zip(positive.values, negative.values).reduce(0.0) { $0 + Double($1.0) + Double($1.1) }
    let sum = net.values.reduce(0.0) { $0 + Double($1) }
    let ratio = try #require(positive.polarityRatio(with: negative).value)
    #expect(abs(ratio - (1 + sum / size) / 2) < 1e-6)

    let key = GridPosition(row: 2, column: 3)
    var (same, all) = (0.0, 0.0)
    for channel in record.channels(ofHead: 1) {
      let product = Double(record.queries[6, channel]) * Double(record.keys[13, channel])
      same += max(product, 0)
      all += abs(product)
    }
    #expect(abs(try #require(positive.polarityRatio(with: negative, at: key)?.value) - same / all) < 1e-6)

    var negated = layer
    negated.negatesQueries = true
    let other = try maps(negated.record(PolarityAttention(power: layer.power), engine: engine))
    #expect(abs(try #require(other.positive.polarityRatio(with: other.negative).value) - (1 - ratio)) < 1e-6)
  }

  @Test func placesWithoutAKeyHaveNoPartInThePolarityRatio() {
    #expect(polarityRatio(positive: [3, .nan, 0], negative: [0, .nan, 1]) == 0.75)
    #expect(polarityRatio(positive: [2], negative: [0]) == 1)
    #expect(polarityRatio(positive: [0, .nan], negative: [0, .nan]) == nil)
  }

  /// The budget from column sums is the budget from all pairs.
  @Test func budgetIsTheSumOverAllPairs() throws {
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    let budget = try #require(record.polarityBudget(head: 1).value)
    var (pp, nn, pn, np) = (0.0, 0.0, 0.0, 0.0)
    for query in 0..<record.queries.rows {
      for key in 0..<record.keys.rows {
        for channel in record.channels(ofHead: 1) {
          let (q, k) = (Double(record.queries[query, channel]), Double(record.keys[key, channel]))
          switch (q > 0, k > 0) {
          case (true, true): pp += q * k
          case (false, false): nn += q * k
          case (true, false): pn -= q * k
          case (false, true): np -= q * k
          }
        }
      }
    }
    let total = pp + nn + pn + np
    #expect(abs(budget.pp - pp / total) < 1e-9)
    #expect(abs(budget.nn - nn / total) < 1e-9)
    #expect(abs(budget.pn - pn / total) < 1e-9)
    #expect(abs(budget.np - np / total) < 1e-9)
    #expect(abs(budget.pp + budget.nn + budget.pn + budget.np - 1) < 1e-12)
  }
}
