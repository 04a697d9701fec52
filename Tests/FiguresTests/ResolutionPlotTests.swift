// Figures over the size of the input: every mean is over the same heads, memory is that of one model at one size, and
// entropies of |a| are marked.
import Attention
import Compute
import Files
import Samples
import Session
import TestSupport
import Testing
import VisionModels

@testable import Figures

@Suite struct ResolutionPlotTests {
  private let engine: Engine
  private let path: String
  private let image: InputImage

  init() throws {
    engine = try Engine()
    path = try #require(Samples.images.first)
    image = try InputImage.load(path)
  }

  private func load(_ model: String, _ size: Int?) throws -> LoadedModel {
    var overrides = ModelOverrides()
    (overrides.inputHeight, overrides.inputWidth) = (size, size)
    return try LoadedModel.load(model, overrides: overrides, engine: engine)
  }

  private func numbers(
    _ model: String, _ sizes: [Int], layers: IndexSelection? = nil, hasPeak: Bool = true
  ) throws -> [ResolutionNumbers] {
    var request = PlotRequest(.resolution)
    request.layers = layers
    return try sizes.map { size in
      try ResolutionNumbers(request, images: [image], startPeak: { hasPeak }) {
        FigureSubject(try load(model, size))
      }
    }
  }

  private func figure(_ models: [[ResolutionNumbers]]) throws -> PlotFigure {
    try PlotFigure(resolution: models, images: [path], style: FigureStyle())
  }

  private func json(_ figure: PlotFigure) throws -> String {
    String(decoding: try figure.numberFiles()[0].bytes, as: UTF8.self)
  }

  /// The text of the figure as SVG.
  private func words(_ figure: PlotFigure) throws -> String {
    let svg = try figure.drawing(source: "").svg(description: "", file: "figure.svg")
    return svg.matches(of: />([^<]+)<\/text>/).map { String($0.output.1) }.joined(separator: " ")
  }

  /// The last stage has one key at 32 pixels, and no entropy: the means are those of the other 14 heads.
  @Test func meansAreOfTheSameHeadsAtEverySize() throws {
    let model = try #require(Samples.folder(named: "fashion-softmax"))
    let sizes = [32, 64, 128]
    let figure = try figure([numbers(model, [64, 32, 128])])
    let heads = try sizes.map { size in
      try StatisticsRecord(of: load(model, size), on: image).layers.flatMap(\.heads).map {
        $0["normalizedEntropy"]?["attention"]?.double
      }
    }
    let common = heads[0].indices.filter { head in heads.allSatisfy { $0[head] != nil } }
    try #require(heads[0].count == 19 && common.count == 14)
    let means = heads.map { all in common.reduce(0) { $0 + (all[$1] ?? .nan) } / Double(common.count) }
    let series = figure.panels[0].series[0]
    #expect(series.values.map(\.x) == sizes.map(Double.init))
    for (value, mean) in zip(series.values, means) { #expect(abs(try #require(value.y) - mean) < 1e-9) }
    #expect(series.leftOut == LeftOut(count: 5, total: 19))
    #expect(figure.remarks.isEmpty)
    let words = try words(figure)
    #expect(words.contains("fashion-softmax, entropy 5 of 19 left out"), "\(words)")
    #expect(words.contains("Left out are heads without a number at one of the sizes"))
    #expect(try json(figure).contains("\"leftOut\":5"))
  }

  @Test func aNumberThatNoHeadHasAtEverySizeIsSaidToBeLeftOut() throws {
    let model = try #require(Samples.folder(named: "fashion-softmax"))
    let figure = try figure([numbers(model, [32, 64], layers: .one(6))])
    #expect(figure.panels[0].yTitle == "distance ÷ diagonal")
    let remark = "fashion-softmax: entropy left out: no chosen head has one at every size"
    #expect(figure.remarks == [remark] && figure.caption.contains("\(remark)."))
  }

  @Test func aPeakThatDoesNotBeginAnewIsLeftOut() throws {
    #expect(!restartPeakResidentBytes("/nowhere/clear_refs"))
    let model = Fixtures.path("timm-vit-nano")
    #expect(try figure([numbers(model, [32, 64])]).panels.last?.yTitle == "peak memory, MB")
    let figure = try figure([numbers(model, [32, 64], hasPeak: false)])
    #expect(figure.panels.last?.yTitle == "forward pass, ms")
    #expect(figure.remarks == [peakMemoryRemark] && figure.caption.contains(peakMemoryRemark))
  }

  /// Entropies of |a| in one plot with those of rows.
  @Test(arguments: [PlotKind.entropy, .histogram, .resolution])
  func entropiesOfSignedRowsAreMarked(kind: PlotKind) throws {
    let paths = ["inline-deit-nano", "timm-vit-nano"].map { Fixtures.path($0) }
    func figure(_ paths: [String]) throws -> PlotFigure {
      if kind == .resolution { return try self.figure(paths.map { try numbers($0, [32, 64]) }) }
      let subjects = try paths.map { FigureSubject(try load($0, nil)) }
      return try PlotFigure(PlotRequest(kind), of: subjects, images: [path]) {
        try Examination.run($0.model, on: try InputImage.load($1))
      }
    }
    let both = try figure(paths)
    #expect(both.panels[0].series.map(\.isSigned) == [true, false])
    let name = both.panels[0].series[0].title
    #expect(try words(both).contains("\(name) |a|"))
    #expect(both.caption.contains("|a|: weights may be negative; "), "\(both.caption)")
    #expect(try json(both).contains("\"signed\":true"))
    let one = try figure([paths[1]])
    #expect(try !words(one).contains("|a|") && !json(one).contains("signed"))
  }
}
