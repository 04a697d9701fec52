// Attention distances that stream past, against their definition on every geometry: grids, reductions, windows,
// shifted windows, prefix tokens, one stream and two.
import Attention
import AttentionMaps
import Compute
import TestSupport
import Testing

@Suite struct DistanceTests {
  let engine: Engine

  init() throws { engine = try Engine() }

  @Test(arguments: GoldenTests.cases) func distancesAreThoseOfTheRows(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let shape = run.golden.shape("input")
    for record in run.output.records {
      let statistics = try #require(LayerStatistics(of: record, height: shape[1], width: shape[2]))
      for head in 0..<record.heads {
        let expected = try #require(distance(record, head: head, height: shape[1], width: shape[2]))
        let found = try #require(statistics.meanDistance(head: head))
        #expect(abs(found - expected) < 1e-5 * Double(shape[1]), "layer \(record.index) head \(head)")
      }
    }
  }

  /// The pass that also weighs distances gives the entropies and row sums of the pass that does not.
  @Test(arguments: GoldenTests.cases) func entropiesAreThoseOfTheOtherPass(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    for record in run.output.records {
      let plain = try #require(LayerStatistics(of: record))
      let whole = try #require(LayerStatistics(of: record, height: 64, width: 64))
      #expect(plain.names == whole.names)
      #expect(plain.meanDistance(head: 0) == nil)
      for stream in plain.names {
        for head in 0..<record.heads {
          let a = try #require(plain.summary(head: head, stream: stream))
          let b = try #require(whole.summary(head: head, stream: stream))
          #expect(abs((a.entropy ?? -1) - (b.entropy ?? -1)) < 1e-5)
          #expect(abs(a.meanRowSum - b.meanRowSum) < 1e-5 && abs(a.minRowSum - b.minRowSum) < 1e-5)
          #expect(a.emptyRows == b.emptyRows && a.weakRows == b.weakRows)
        }
      }
    }
  }

  /// The definition, one row at a time.
  private func distance(_ record: AttentionRecord, head: Int, height: Int, width: Int) -> Double? {
    let geometry = record.geometry
    func centre(_ place: TokenPlace, on grid: TokenGrid) -> (y: Double, x: Double)? {
      guard case .spatial(let position) = place else { return nil }
      return (
        (Double(position.row) + 0.5) * Double(height) / Double(grid.rows),
        (Double(position.column) + 0.5) * Double(width) / Double(grid.columns)
      )
    }
    var means: [Double] = []
    for query in 0..<geometry.queryCount {
      guard let here = centre(geometry.place(ofQueryRow: query), on: geometry.queryGrid) else { continue }
      let weights = record.row(query: query, head: head, stream: .attention).weights
      var (total, far) = (0.0, 0.0)
      for (key, weight) in weights.enumerated() {
        let place = geometry.place(ofKey: key, inWindow: geometry.window(ofQueryRow: query))
        guard let there = centre(place, on: geometry.keyGrid) else { continue }
        let (dy, dx) = (here.y - there.y, here.x - there.x)
        total += Double(weight)
        far += Double(weight) * (dy * dy + dx * dx).squareRoot()
      }
      if total > 0 { means.append(far / total) }
    }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }
}
