// Attention distances and masses in a box of rows that stream past, against their definition on every geometry:
// grids, reductions, windows, shifted windows, prefix tokens, one stream and two.
import Attention
import AttentionMaps
import Compute
import Imaging
import TestSupport
import Testing

@Suite struct DistanceTests {
  let engine: Engine

  init() throws { engine = try Engine() }

  @Test(arguments: GoldenTests.cases) func distancesAreThoseOfTheRows(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let shape = run.golden.shape("input")
    for record in run.output.records {
      let statistics = try LayerStatistics(measuring: record, height: shape[1], width: shape[2])
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
      let plain = try LayerStatistics(of: record)
      let whole = try LayerStatistics(measuring: record, height: 64, width: 64)
      #expect(plain.names == whole.names)
      #expect(plain.meanDistance(head: 0) == nil)
      for stream in plain.names {
        for head in 0..<record.heads {
          let a = try #require(plain.summary(head: head, stream: stream))
          let b = try #require(whole.summary(head: head, stream: stream))
          #expect(abs((a.entropy.value ?? -1) - (b.entropy.value ?? -1)) < 1e-5)
          let means = (try #require(a.meanRowSum.value), try #require(b.meanRowSum.value))
          let smallest = (try #require(a.minRowSum.value), try #require(b.minRowSum.value))
          #expect(abs(means.0 - means.1) < 1e-5 && abs(smallest.0 - smallest.1) < 1e-5)
          #expect(a.emptyRows == b.emptyRows && a.weakRows == b.weakRows)
        }
      }
    }
  }

  /// Rows measured inside the forward pass, by layers that share distances, give what rows made again from its records
  /// give.
  @Test(arguments: GoldenTests.cases) func measuringInTheForwardPassChangesNothing(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let shape = run.golden.shape("input")
    let (height, width) = (shape[1], shape[2])
    let box = Rectangle(x: 0, y: 0, width: Double(width) / 3, height: Double(height) / 2)
    let measures = RowMeasures.ofLayers(run.model.layers, height: height, width: width, box: box)
    let output = try run.model.forward(
      run.input, rowReader: { measures[$0.index].measure($3, head: $1, from: $2) })
    #expect(output.records.map(\.index) == Array(measures.indices))
    for record in output.records {
      let found = LayerStatistics(
        of: record, streams: output.statistics[record.index], measures: measures[record.index])
      let expected = try LayerStatistics(measuring: record, height: height, width: width, box: box)
      #expect(found.names == expected.names)
      for head in 0..<record.heads {
        #expect(found.meanDistance(head: head) == expected.meanDistance(head: head))
        #expect(found.massInBox(head: head) == expected.massInBox(head: head))
        for stream in expected.names {
          #expect(
            found.summary(head: head, stream: stream) == expected.summary(head: head, stream: stream),
            "layer \(record.index) head \(head) \(stream)")
        }
      }
    }
  }

  /// The share of attention that queries in the box give to keys in it, from rows and footprints.
  @Test(arguments: GoldenTests.cases) func massesInABoxAreThoseOfTheRows(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let shape = run.golden.shape("input")
    let (height, width) = (Double(shape[1]), Double(shape[2]))
    let box = Rectangle(x: 0.2 * width, y: 0.3 * height, width: 0.45 * width, height: 0.5 * height)
    for record in run.output.records {
      let geometry = record.geometry
      func share(_ place: TokenPlace, on grid: TokenGrid) -> Double? {
        guard case .spatial(let position) = place else { return nil }
        func part(_ index: Int, of count: Int, _ length: Double, _ start: Double, _ size: Double) -> Double {
          let cell = length / Double(count)
          let first = Double(index) * cell
          return max(0, min(first + cell, start + size) - max(first, start)) / cell
        }
        return part(position.row, of: grid.rows, height, box.y, box.height)
          * part(position.column, of: grid.columns, width, box.x, box.width)
      }
      let statistics = try LayerStatistics(measuring: record, height: shape[1], width: shape[2], box: box)
      for head in 0..<record.heads {
        var (mass, weight) = (0.0, 0.0)
        for query in 0..<geometry.queryCount {
          guard let inside = share(geometry.place(ofQueryRow: query), on: geometry.queryGrid) else {
            continue
          }
          let weights = sizes(record, query: query, head: head)
          var (total, covered) = (0.0, 0.0)
          for (key, weight) in weights.enumerated() {
            let place = geometry.place(ofKey: key, inWindow: geometry.window(ofQueryRow: query))
            guard let keyShare = share(place, on: geometry.keyGrid) else { continue }
            total += Double(weight)
            covered += Double(weight) * keyShare
          }
          guard total > 0 else { continue }
          mass += inside * covered / total
          weight += inside
        }
        let found = try #require(statistics.massInBox(head: head))
        #expect(abs(found - mass / weight) < 1e-5, "layer \(record.index) head \(head)")
      }
    }
  }

  /// The weights of a row, or where they may be negative their sizes.
  private func sizes(_ record: AttentionRecord, query: Int, head: Int) -> [Float] {
    let weights = record.row(query: query, head: head, stream: .attention).weights
    return record.description.mechanism.hasSignedRows ? weights.map(abs) : weights
  }

  /// The definition, one row at a time.
  private func distance(_ record: AttentionRecord, head: Int, height: Int, width: Int) -> Double? {
    let geometry = record.geometry
    func center(_ place: TokenPlace, on grid: TokenGrid) -> (y: Double, x: Double)? {
      guard case .spatial(let position) = place else { return nil }
      return (
        (Double(position.row) + 0.5) * Double(height) / Double(grid.rows),
        (Double(position.column) + 0.5) * Double(width) / Double(grid.columns)
      )
    }
    var means: [Double] = []
    for query in 0..<geometry.queryCount {
      guard let here = center(geometry.place(ofQueryRow: query), on: geometry.queryGrid) else { continue }
      let weights = sizes(record, query: query, head: head)
      var (total, far) = (0.0, 0.0)
      for (key, weight) in weights.enumerated() {
        let place = geometry.place(ofKey: key, inWindow: geometry.window(ofQueryRow: query))
        guard let there = center(place, on: geometry.keyGrid) else { continue }
        let (dy, dx) = (here.y - there.y, here.x - there.x)
        total += Double(weight)
        far += Double(weight) * (dy * dy + dx * dx).squareRoot()
      }
      if total > 0 { means.append(far / total) }
    }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }
}

extension LayerStatistics {
  /// Of a layer whose rows are made again from its record, one head after the other.
  init(measuring record: AttentionRecord, height: Int, width: Int, box: Rectangle? = nil) throws {
    let measures = RowMeasures(record.description, height: height, width: width, box: box)
    let streams = try record.streamRows { measures.measure($2, head: $0, from: $1) }
    self.init(of: record, streams: streams, measures: measures)
  }
}
