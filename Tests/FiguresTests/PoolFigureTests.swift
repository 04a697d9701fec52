// Figures of pooling heads, which are no layers.
import Attention
import AttentionMaps
import Compute
import Samples
import Session
import TestSupport
import Testing

@testable import Figures

@Suite struct PoolFigureTests {
  private let models: [LoadedModel]
  private let image: String

  init() throws {
    let engine = try Engine()
    models = try ["timm-siglip-nano", "timm-vit-nano-reg-ls"].map {
      try LoadedModel.load(Fixtures.path($0), engine: engine)
    }
    image = try #require(Samples.images.first)
  }

  private func plan(of count: Int = 1, _ change: (inout MapFigure) -> Void = { _ in }) throws -> FigurePlan {
    var figure = MapFigure()
    figure.queries = [.prefix(.pool)]
    change(&figure)
    return try FigurePlan(
      figure,
      of: FigureSubjects(
        models: models.prefix(count).map { [FigureSubject($0)] }, sizes: ["its size"], images: [image]))
  }

  private func refusal(_ change: @escaping (inout MapFigure) -> Void) -> FigureError? {
    #expect(throws: FigureError.self) { _ = try plan(change) }
  }

  @Test func itsMapsAreRowsOfTheProbe() throws {
    let plan = try plan {
      $0.rows = .heads
      $0.showsImages = true
    }
    let panels = try FigurePanels(plan) { subject, path in
      try Examination.run(subject.model, on: try InputImage.load(path))
    }
    let pool = try #require(try Examination.run(models[0], on: try InputImage.load(image)).pool)
    #expect(plan.lists.rowCount == pool.heads && pool.heads == 3)
    for head in 0..<pool.heads {
      #expect(panels.map(row: head, column: 0) == (try pool.map(.attention, head: head, query: .prefix(0))))
      let nats = try #require(panels.entropy(row: head, column: 0))
      let row = pool.row(query: 0, head: head, stream: .attention).weights
      #expect(abs(nats - (try #require(entropy(ofRow: row).value))) < 1e-6)
    }
    let titles = panels.shown.map(\.title)
    #expect(titles.allSatisfy { $0.contains("pooling head attn_pool") && $0.contains("query pool") })
    #expect(plan.labels[.layers] == ["pooling head"] && plan.labels[.queries] == ["pool"])
  }

  @Test func aModelWithoutOneHasAnEmptyPanel() throws {
    let plan = try plan(of: 2)
    #expect(plan.lists.columns == .models)
    let lacks = plan.cells.map { if case .empty(let lack) = $0 { lack.brief } else { "" } }
    #expect(lacks == ["", "no pooling head"])
    #expect(plan.remark == "1 of 2 panels is empty: timm-vit-nano-reg-ls: no pooling head")
  }

  @Test func whatIsOfLayersIsRefused() {
    #expect(refusal { $0.layers = .one(0) } == .poolAmongOthers)
    #expect(refusal { $0.rows = .layers } == .poolAmongOthers)
    #expect(refusal { $0.queries.append(.mean) } == .poolAmongOthers)
    for kind in [MapKind.incoming, .entropy, .rollout] {
      let reason = refusal { $0.maps = [kind] }.map { "\($0)" } ?? ""
      #expect(reason == "timm-siglip-nano, pooling head: \(kind.rawValue): has no single query", "\(reason)")
    }
    #expect(throws: SelectionError.outOfRange(what: "head", index: 3, count: 3)) {
      _ = try plan { $0.heads = [.head(3)] }
    }
  }
}
