// Confusion, singular values, ranks of keys and values, powers and gates against NumPy (Tests/Fixtures/numbers/extras.py).
import Attention
import AttentionMaps
import Compute
import FoundationEssentials
import TestSupport
import Testing

/// What `extras.json` holds; lists have a value for each head.
private struct ExtraNumbers: Decodable {
  struct Layer: Decodable {
    let layer: Int
    /// nil where every row is empty.
    let confusion: [Double?]
    let singularValues: [String: [[Double]]]
  }

  struct Counts: Decodable {
    let low: Double
    let high: Double
    let counts: [Int]
  }

  struct Random: Decodable {
    let kvRank: [String: [Double]]
    let gateCorrelation: [Double]
    let gateHistogram: [String: [Counts]]
    let powerHistogram: [Counts]
  }

  let cases: [String: [Layer]]
  let random: Random
}

@Suite struct ExtraNumbersTests {
  private let engine: Engine
  private let numbers: ExtraNumbers

  init() throws {
    engine = try Engine()
    numbers = try JSONDecoder().decode(
      ExtraNumbers.self, from: Data(contentsOf: URL(filePath: Fixtures.path("numbers/extras.json")))
    )
  }

  @Test(arguments: HeadNumbersTests.cases) func spectraAndConfusion(name: String) throws {
    let records = try ReferenceRun(name, engine: engine).output.records
    let layers = try #require(numbers.cases[name])
    #expect(!layers.isEmpty)
    for expected in layers {
      let record = records[expected.layer]
      for head in 0..<record.heads {
        let place = "layer \(expected.layer), head \(head)"
        let confusion = try record.confusion(head: head).value
        #expect((confusion == nil) == (expected.confusion[head] == nil), "\(place)")
        if let confusion, let other = expected.confusion[head] {
          #expect(abs(confusion - other) < 2e-6 + 1e-4 * other, "\(place)")
        }
        for stream in record.streams {
          let sigma = try #require(
            try record.matrixSpectrum(head: head, stream: stream)?.largest(64))
          let others = try #require(expected.singularValues[stream.rawValue]?[head])
          #expect(sigma.count <= 64 && sigma == sigma.sorted(by: >))
          let largest = others.first ?? 0
          for index in 0..<max(sigma.count, others.count) {
            let (own, other) = (
              index < sigma.count ? sigma[index] : 0, index < others.count ? others[index] : 0
            )
            #expect(
              abs(own - other) <= 2e-5 * largest + 1e-7, "\(place), \(stream), value \(index)")
          }
        }
      }
    }
  }

  @Test func ranksOfKeysAndValues() throws {
    let layer = RandomLayer()
    let softmax = layer.record(SoftmaxAttention(headWidth: layer.headWidth), engine: engine)
    let polarity = layer.record(PolarityAttention(power: layer.power), engine: engine)
    for head in 0..<layer.heads {
      for (record, stream) in [
        (softmax, Stream.attention), (polarity, .same), (polarity, .opposite),
      ] {
        let rank = try #require(try record.keyValueRank(head: head, stream: stream).value)
        let expected = try #require(numbers.random.kvRank[stream.rawValue]?[head])
        #expect(abs(rank - expected) < 1e-5, "head \(head), \(stream)")
      }
    }
  }

  private func expect(_ histogram: Histogram?, _ expected: ExtraNumbers.Counts) throws {
    let histogram = try #require(histogram)
    #expect(histogram.counts == expected.counts)
    #expect(abs(histogram.low - expected.low) < 1e-6 && abs(histogram.high - expected.high) < 1e-6)
  }

  @Test func powersAndGates() throws {
    let layer = RandomLayer()
    let record = layer.record(PolarityAttention(power: layer.power), engine: engine)
    for head in 0..<layer.heads {
      let powers = try #require(record.description.mechanism.powers)
      try expect(
        Histogram(of: powers[record.channels(ofHead: head)].map { $0 * $0 }, bins: 20),
        numbers.random.powerHistogram[head])
      for stream in record.streams {
        let gates = try #require(record.gates(head: head, stream: stream))
        let expected = try #require(numbers.random.gateHistogram[stream.rawValue]?[head])
        try expect(Histogram(of: gates, bins: 20), expected)
      }
      let correlation = try #require(record.gateCorrelation(head: head))
      #expect(abs(correlation - numbers.random.gateCorrelation[head]) < 1e-6)
    }
  }

  @Test func whatHasNoNumberSaysSo() throws {
    let layer = RandomLayer()
    let inline = try #require(Kernel("inline"))
    let signed = inline(layer.record(SoftmaxAttention(headWidth: layer.headWidth), engine: engine))
    #expect(try signed.confusion(head: 0).reason == .signedRows)
    #expect(signed.gateCorrelation(head: 0) == nil)
    let single = RandomLayer(grid: TokenGrid(rows: 1, columns: 1))
    let alone = single.record(SoftmaxAttention(headWidth: single.headWidth), engine: engine)
    #expect(try alone.confusion(head: 0).reason == .emptyRow)
    #expect(Histogram(of: [Float](), bins: 20) == nil)
    #expect(Histogram(of: [1, .nan], bins: 20) == nil)
    #expect(Histogram(of: [2, 2, 2], bins: 4)?.counts == [3, 0, 0, 0])
  }

  /// The same rows for every query, and rows that no two queries share.
  @Test func confusionIsZeroForEqualRowsAndLargestForUnlikeOnes() throws {
    let grid = TokenGrid(rows: 4, columns: 4)
    func record(_ queries: [Float]) -> AttentionRecord {
      let unit = (0..<256).map { Float($0 / 16 == $0 % 16 ? 1 : 0) }
      let keys = Matrix(rows: 16, columns: 16, values: unit)
      return AttentionRecord(
        index: 0, name: "unit", geometry: AttentionGeometry(queryGrid: grid),
        inputs: AttentionInputs(
          queries: Matrix(rows: 16, columns: 16, values: queries), keys: keys, values: keys,
          heads: 1),
        projection: Linear(weight: unit, bias: nil, inputs: 16, outputs: 16, engine: engine),
        mechanism: SoftmaxAttention(headWidth: 16), engine: engine)
    }
    let equal = record([Float](repeating: 0.5, count: 256))
    #expect(try #require(equal.confusion(head: 0).value) < 1e-9)
    let apart = record((0..<256).map { $0 / 16 == $0 % 16 ? 400 : 0 })
    #expect(abs(try #require(apart.confusion(head: 0).value) - 0.693147) < 1e-5)
  }
}
