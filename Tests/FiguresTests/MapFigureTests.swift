// Figures of maps: their values are those of records, their scales and their empty panels.
import Attention
import AttentionMaps
import Compute
import Imaging
import Samples
import Session
import Testing
import VisionModels

@testable import Figures

@Suite struct MapFigureTests {
  private let models: [LoadedModel]
  private let image: String

  init() throws {
    let engine = try Engine()
    models = try ["fashion-softmax", "fashion-polarity"].map {
      try LoadedModel.load(try #require(Samples.folder(named: $0)), engine: engine)
    }
    image = try #require(Samples.images.first)
  }

  private var subjects: FigureSubjects {
    FigureSubjects(models: models.map { [FigureSubject($0)] }, sizes: ["128×128"], images: [image])
  }

  private func figure(_ change: (inout MapFigure) -> Void) -> MapFigure {
    var figure = MapFigure()
    change(&figure)
    return figure
  }

  private func panels(_ figure: MapFigure) throws -> FigurePanels {
    try FigurePanels(FigurePlan(figure, of: subjects)) { subject, path in
      try Examination.run(subject.model, on: try InputImage.load(path))
    }
  }

  @Test func mapsAreThoseOfTheRecords() throws {
    let positions = [GridPosition(row: 3, column: 5), GridPosition(row: 9, column: 7)]
    let panels = try panels(
      figure {
        $0.queries = positions.map { .position($0) }
        $0.layers = .one(2)
        $0.heads = [.head(1)]
      })
    #expect(panels.plan.lists.rows == .queries && panels.plan.lists.columns == .models)
    for (column, model) in models.enumerated() {
      let record = try Examination.run(model, on: try InputImage.load(image)).records[2]
      for (row, position) in positions.enumerated() {
        let map = try record.map(.attention, head: 1, query: .spatial(position))
        #expect(panels.map(row: row, column: column) == map)
        let entropies = try LayerStatistics(of: record).entropyMap(head: 1, stream: .attention)
        let nats = try #require(panels.entropy(row: row, column: column))
        #expect(abs(nats - Double(try #require(entropies)[position])) < 2e-5)
      }
    }
  }

  @Test func theMeanOfHeadsIsTheirMean() throws {
    let panels = try panels(
      figure {
        $0.layers = .one(4)
        $0.heads = [.head(0), .head(1), .mean]
        $0.rows = .heads
      })
    let heads = try (0..<2).map { try #require(panels.map(row: $0, column: 0)).values }
    let mean = try #require(panels.map(row: 2, column: 0)).values
    let count = Float(models[0].model.layers[4].heads)
    let record = try Examination.run(models[0], on: try InputImage.load(image)).records[4]
    let query = Query.spatial(record.geometry.queryGrid.center)
    let all = try (0..<record.heads).map { try record.map(.attention, head: $0, query: query).values }
    for index in mean.indices {
      #expect(abs(mean[index] - all.reduce(0) { $0 + $1[index] } / count) < 1e-6)
    }
    #expect(heads[0] == all[0] && heads[1] == all[1])
  }

  @Test func kernelsAreReadings() throws {
    let panels = try panels(
      figure {
        $0.layers = .one(1)
        $0.kernels = [.own, .kernel("relu")]
        $0.columns = .kernels
        $0.rows = .models
        $0.heads = [.head(0)]
      })
    let record = try Examination.run(models[0], on: try InputImage.load(image)).records[1]
    let kernel = try #require(Kernel("relu"))
    let relu = kernel(record)
    let query = Query.spatial(record.geometry.queryGrid.center)
    #expect(try panels.map(row: 0, column: 0) == record.map(.attention, head: 0, query: query))
    #expect(try panels.map(row: 0, column: 1) == relu.map(.attention, head: 0, query: query))
  }

  /// A panel is empty, and says so, where a model lacks what the others have.
  @Test func whatAModelLacksIsAnEmptyPanel() throws {
    let panels = try panels(
      figure {
        $0.layers = .one(2)
        $0.maps = [.attention, .same]
        $0.rows = .maps
        $0.columns = .models
      })
    #expect(panels.map(row: 1, column: 0) == nil && panels.map(row: 1, column: 1) != nil)
    let remark = try #require(panels.plan.remark)
    #expect(remark.contains("1 of 4") && remark.contains("fashion-softmax") && remark.contains("same"))
    let svg = try panels.drawing(source: "").svg(description: "", file: "x.svg")
    #expect(svg.contains("only") && svg.components(of: "<image ") == 3 + 1)
    #expect(throws: FigureError.self) {
      try FigurePlan(
        figure { $0.maps = [.same] },
        of: FigureSubjects(models: [[FigureSubject(models[0])]], sizes: ["1"], images: [image])
      )
    }
  }

  @Test func scalesAreSharedByWhatTheyAreSaidToBe() throws {
    for (scale, count) in [(FigureScale.shared, 1), (.row, 2), (.column, 2), (.panel, 4), (.uniform, 1)] {
      let panels = try panels(
        figure {
          $0.queries = [
            .position(GridPosition(row: 3, column: 5)), .position(GridPosition(row: 9, column: 7)),
          ]
          $0.layers = .one(2)
          $0.scale = scale
        })
      let scales = FigureScales(panels)
      #expect(scales.bars.count == count)
      for (index, bar) in scales.barOfCell.enumerated() {
        let bar = scales.bars[try #require(bar)]
        #expect(bar.rows.contains(index / 2) && bar.columns.contains(index % 2))
      }
      guard scale != .uniform else { continue }
      for bar in scales.bars {
        var maps: [HeatMap] = []
        for row in bar.rows { maps += bar.columns.compactMap { panels.map(row: row, column: $0) } }
        let largest = maps.map { $0.values.max() ?? 0 }.max() ?? 0
        #expect(largest > 0)
        #expect(bar.scale.kind == .linear(high: largest))
      }
    }
  }

  /// Weights and parts of logits have no common unit; what may be negative is drawn around zero.
  @Test func unlikeUnitsHaveScalesOfTheirOwn() throws {
    let panels = try panels(
      figure {
        $0.layers = .one(2)
        $0.maps = [.attention, .net, .positive]
        $0.columns = .maps
        $0.rows = .models
      })
    let scales = FigureScales(panels)
    #expect(scales.bars.count == 2)
    let logits = try #require(scales.bars.first { $0.columns == [1, 2] })
    #expect(logits.scale.colorMap == .diverging)
    if case .diverging(let limit) = logits.scale.kind {
      let sizes = (0..<2).flatMap { row in
        [1, 2].flatMap { panels.map(row: row, column: $0)?.values.map(abs) ?? [] }
      }
      #expect(limit == sizes.max())
    } else {
      Issue.record("not around zero")
    }
  }

  @Test func aUniformWeightHasTheSameColorInEveryGrid() {
    let scale = PanelScale(kind: .uniform, colorMap: .viridis, title: "")
    for keys in [49, 197, 3136] {
      #expect(abs(scale.fraction(of: 1 / Float(keys), keys: keys) - 0.40368) < 1e-4)
      #expect(abs(scale.fraction(of: 30 / Float(keys), keys: keys) - 1) < 1e-4)
    }
    #expect(scale.fraction(of: 0, keys: 49) == 0)
  }

  private func refusal(_ figure: MapFigure) -> FigureError? {
    do {
      _ = try FigurePlan(figure, of: subjects)
      return nil
    } catch {
      return error as? FigureError
    }
  }

  @Test func whatCannotBeIsRefused() {
    var wanted = MapFigure()
    (wanted.rows, wanted.columns) = (.layers, .layers)
    #expect(refusal(wanted) == .sameAxes(.layers))
    wanted.columns = .heads
    #expect(refusal(wanted) == .severalValues(.models, 2))
    wanted = MapFigure()
    wanted.maps = [.attention, .net]
    wanted.heads = [.head(0), .head(1)]
    #expect(refusal(wanted) == .severalAxes([.models, .maps, .heads]))
    wanted = MapFigure()
    wanted.scale = .uniform
    wanted.maps = [.net]
    #expect(refusal(wanted) == .noWeights(.net))
    wanted = MapFigure()
    wanted.queries = [.all]
    #expect(refusal(wanted) == .unknownQuery("all"))
    wanted = MapFigure()
    wanted.maps = [.queryAgent]
    let reason = refusal(wanted).map { "\($0)" } ?? ""
    #expect(reason.contains("only heads with agents") && !reason.contains("\n"))
  }

  @Test func aPositionNeedsOneGridAndAPixelDoesNot() throws {
    let rows = figure {
      $0.rows = .layers
      $0.columns = .models
      $0.queries = [.position(GridPosition(row: 3, column: 3))]
    }
    #expect(throws: SelectionError.self) { try FigurePlan(rows, of: subjects) }
    var pixels = rows
    pixels.queries = [.pixel(x: 40, y: 72)]
    let panels = try panels(pixels)
    for (row, layer) in models[0].model.layers.enumerated() {
      let grid = layer.geometry.queryGrid
      guard case .panel(let panel) = panels.cells[2 * row] else { throw FigureError.nothing("no panel") }
      #expect(
        panel.plan.query == .spatial(GridPosition(row: 72 * grid.rows / 128, column: 40 * grid.columns / 128))
      )
    }
    let svg = try panels.drawing(source: "").svg(description: "", file: "x.svg")
    // Keys have other grids than queries, and every panel says its own.
    for grid in Set(models[0].model.layers.map(\.geometry.keyGrid)) {
      #expect(svg.contains(">\(grid.rows)×\(grid.columns)<"))
    }
  }

  @Test func measuresAreTheOnesThatAreAskedFor() throws {
    for (width, size) in [(85.0, 7.0), (170, 9)] {
      let drawing = try panels(
        figure {
          $0.layers = .one(2)
          $0.columns = .models
          $0.showsImages = true
          $0.style.width = width
          $0.style.fontSize = size
        }
      ).drawing(source: "command")
      #expect(abs(drawing.width - width * 72 / 25.4) < 0.01)
      for case .words(let words) in drawing.shapes {
        #expect(words.size <= size && words.size >= size - 1.5)
        let (x, span) = (words.place.x, words.isUpright ? 0 : words.text.width(size: words.size))
        let left = words.anchor == .start ? x : words.anchor == .middle ? x - span / 2 : x - span
        #expect(left >= -1 && left + span <= drawing.width + 1, "\(words.text)")
        #expect(words.place.y <= drawing.height)
      }
      for case .picture(_, let box, _) in drawing.shapes {
        #expect(box.x >= 0 && box.right <= drawing.width && box.bottom <= drawing.height)
      }
    }
  }

  /// The marks lie outside every map.
  @Test func marksHideNothing() throws {
    let drawing = try panels(
      figure {
        $0.queries = [
          .position(GridPosition(row: 0, column: 0)), .position(GridPosition(row: 15, column: 7)),
        ]
        $0.layers = .one(2)
      }
    ).drawing(source: "")
    var maps: [Box] = []
    for case .picture(_, let box, let title) in drawing.shapes where title.contains("layer 2") {
      maps.append(box)
    }
    #expect(maps.count == 4)
    var marks = 0
    for case .polygon(let corners, _, _) in drawing.shapes {
      marks += 1
      for map in maps {
        #expect(
          !corners.contains { $0.x > map.x && $0.x < map.right && $0.y > map.y && $0.y < map.bottom })
      }
    }
    #expect(marks == 8)
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int {
    split(separator: text, omittingEmptySubsequences: false).count - 1
  }
}
