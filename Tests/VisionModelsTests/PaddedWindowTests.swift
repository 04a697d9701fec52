// Windows that do not tile their grid: what padding is in maps and numbers.
import Attention
import AttentionMaps
import Compute
import Testing
import VisionModels

@Suite struct PaddedWindowTests {
  private static let names = [
    "timm-swin-padded", "hf-swin-padded", "torchvision-swin", "timm-swin-v2-padded",
  ]
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func records(_ name: String) throws -> (records: [AttentionRecord], family: FamilyCase) {
    let family = try FamilyCase(name)
    let records = try family.load(engine: engine).forward(family.input).records
    #expect(records.contains { $0.geometry.isPadded })
    return (records, family)
  }

  /// A map shows the weights of tokens; what padding takes is missing from their sum.
  @Test(arguments: names) func mapsShowTokensAlone(name: String) throws {
    for record in try records(name).records {
      for query in record.geometry.tokenQueries {
        let row = record.row(query: query, head: 0, stream: .attention)
        let map = try record.map(.attention, head: 0, row: query)
        let window = record.geometry.window(ofQueryRow: query)
        let onTokens = row.weights.indices.reduce(Float(0)) { sum, key in
          let place = record.geometry.place(ofKey: key, inWindow: window)
          return sum + (place == .padding || !record.sees(query: query, key: key) ? 0 : row.weights[key])
        }
        let shown = map.values.filter { !$0.isNaN }.reduce(0, +)
        #expect(abs(shown - onTokens) < 1e-5)
        #expect(abs(row.weights.reduce(0, +) - 1) < 1e-5)
      }
    }
  }

  /// The rows of padding are in no mean, no map and no rank.
  @Test(arguments: names) func paddingIsNoQuery(name: String) throws {
    for record in try records(name).records {
      let statistics = try LayerStatistics(of: record)
      let queries = record.geometry.tokenQueries
      let entropies = queries.compactMap { statistics.entropy(head: 0, stream: .attention, row: $0)?.value }
      let mean = entropies.reduce(0.0) { $0 + Double($1) } / Double(entropies.count)
      let summary = try #require(statistics.summary(head: 0, stream: .attention)?.entropy.value)
      #expect(abs(summary - mean) < 1e-6)
      let map = try #require(statistics.entropyMap(head: 0, stream: .attention))
      #expect(map.missingCount == 0)
      for query in 0..<record.geometry.queryCount where record.geometry.isPadding(queryRow: query) {
        #expect(throws: MapUnavailable.self) { try record.map(.attention, head: 0, row: query) }
      }
      let incoming = try record.incoming(head: 0)
      #expect(incoming.missingCount == 0)
      let sinks = try #require(try record.sinks(head: 0).value)
      #expect(!sinks.contains(.padding))
      #expect(try record.matrixRank(head: 0, stream: .attention).value != nil)
    }
  }

  /// Distances go between tokens alone, as sums over their centers say.
  @Test(arguments: names) func distancesLeavePaddingOut(name: String) throws {
    let (records, family) = try records(name)
    for record in records {
      let geometry = record.geometry
      let measures = RowMeasures(record.description, height: family.height, width: family.width)
      let streams = try record.streamRows { head, first, rows in
        measures.measure(rows, head: head, from: first)
      }
      let statistics = LayerStatistics(of: record, streams: streams, measures: measures)
      func center(_ place: TokenPlace) -> (Double, Double)? {
        guard case .spatial(let position) = place else { return nil }
        let grid = geometry.queryGrid
        return (
          (Double(position.row) + 0.5) * Double(family.height) / Double(grid.rows),
          (Double(position.column) + 0.5) * Double(family.width) / Double(grid.columns)
        )
      }
      var total = 0.0
      for query in geometry.spatialQueries {
        let from = try #require(center(geometry.place(ofQueryRow: query)))
        let weights = record.row(query: query, head: 0, stream: .attention).weights
        var (sum, mass) = (0.0, 0.0)
        for (key, weight) in weights.enumerated() {
          guard let to = center(geometry.place(ofKey: key, inWindow: geometry.window(ofQueryRow: query)))
          else {
            continue
          }
          sum +=
            Double(weight)
            * ((from.0 - to.0) * (from.0 - to.0) + (from.1 - to.1) * (from.1 - to.1)).squareRoot()
          mass += Double(weight)
        }
        total += sum / mass
      }
      let expected = total / Double(geometry.spatialQueries.count)
      let distance = try #require(statistics.meanDistance(head: 0))
      #expect(abs(distance - expected) < 1e-3 * expected + 1e-6)
    }
  }
}
