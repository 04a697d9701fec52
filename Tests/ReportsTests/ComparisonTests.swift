// Comparisons of models with equal and with different numbers of layers.
import Attention
import AttentionMaps
import Compute
import FoundationEssentials
import Session
import TestSupport
import Testing

@testable import Imaging
@testable import Reports

@Suite struct ComparisonTests {
  private struct Line: Decodable {
    struct Place: Decodable, Equatable {
      let layer: Int
      let head: Int
    }
    struct Names: Decodable {
      let a: String
      let b: String
    }
    struct Head: Decodable {
      let layer: Int
      let head: Int
      let b: Place?
      let name: Names
      let divergence: Double?
    }
    struct Unpaired: Decodable {
      let a: [Place]
      let b: [Place]
    }
    let heads: [Head]
    let unpaired: Unpaired
  }

  private func examinations(_ a: String, _ b: String) throws -> Sides<Examination> {
    let engine = try Engine()
    let image = try InputImage.load("\(Fixtures.path("pola-pvt-nano-sr"))/image.png")
    return try Sides(a: a, b: b).map { name in
      try Examination.run(try LoadedModel.load(Fixtures.path(name), engine: engine), on: image)
    }
  }

  private func comparison(_ examinations: Sides<Examination>) throws -> Comparison {
    var comparison = Comparison(examinations.a.model, examinations.b.model)
    comparison.add(try ImageComparison(examinations.a, examinations.b))
    return comparison
  }

  private func json(_ comparison: Comparison) throws -> Line {
    try JSONDecoder().decode(Line.self, from: Data(try comparison.text(.json).utf8))
  }

  @Test func modelsOfOneShapeArePairedHeadByHead() throws {
    let examinations = try examinations("pola-pvt-nano", "pola-pvt-nano-softmax")
    let comparison = try comparison(examinations)
    let line = try json(comparison)
    let places = examinations.a.records.flatMap { record in
      (0..<record.heads).map { HeadPlace(layer: record.index, head: $0) }
    }
    #expect(line.heads.map { HeadPlace(layer: $0.layer, head: $0.head) } == places)
    #expect(line.heads.allSatisfy { $0.b == nil })
    #expect(line.unpaired.a.isEmpty && line.unpaired.b.isEmpty)
    #expect(!comparison.remarks.contains { $0.contains("paired by depth") })
  }

  /// The first layers correspond and the last ones; no number of one model is used on the other.
  @Test(arguments: [("pola-pvt-nano", "timm-vit-nano"), ("timm-vit-nano", "pola-pvt-nano")])
  func layersOfUnlikeModelsArePairedByDepth(a: String, b: String) throws {
    let examinations = try examinations(a, b)
    let counts = examinations.map { $0.records.count }
    try #require(counts.a != counts.b)
    let comparison = try comparison(examinations)
    let line = try json(comparison)
    let first = try #require(line.heads.first)
    let last = try #require(line.heads.last)
    #expect(first.layer == 0 && (first.b ?? .init(layer: 0, head: 0)).layer == 0)
    #expect(last.layer == counts.a - 1 && last.b?.layer == counts.b - 1)
    for head in line.heads {
      let place = head.b ?? .init(layer: head.layer, head: head.head)
      #expect(head.name.a == examinations.a.records[head.layer].name)
      #expect(head.name.b == examinations.b.records[place.layer].name)
      #expect(place.head == head.head)
      #expect(head.divergence != nil)
    }
    let paired = line.heads.count
    #expect(paired + line.unpaired.a.count == examinations.a.records.reduce(0) { $0 + $1.heads })
    #expect(paired + line.unpaired.b.count == examinations.b.records.reduce(0) { $0 + $1.heads })
    #expect(comparison.remarks.contains { $0.contains("layers are paired by depth") })
    let table = try comparison.text(.table)
    #expect(table.contains("\(counts.a - 1)/\(counts.b - 1)"))

  }

  /// A mechanism that the report has never heard of is called what it says it is.
  @Test func anUnknownMechanismIsNotCalledByAnotherName() {
    func model(_ name: String, _ mechanism: MechanismFacts) -> ComparedModel {
      let layer = AttentionLayerDescription(
        index: 0, name: "attn", mechanism: mechanism, heads: 1,
        geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 2, columns: 2)))
      return ComparedModel(name: name, digest: "0123456789abcdef", family: "vit", layers: [layer])
    }
    let new = MechanismFacts(
      name: MechanismName(rawValue: "new"), title: "New", kind: "entirely new", rowSum: .free)
    var standard = MechanismFacts(
      name: MechanismName(rawValue: "old"), title: "Old", kind: "old", rowSum: .one)
    standard.isStandard = true
    let models = Sides(a: model("a", standard), b: model("b", new))
    let head = HeadPlace(layer: 0, head: 0)
    let answer = Answer(models, pairs: [Sides(a: head, b: head)])
    // Without an image no pair has an entropy.
    #expect(!answer.isAboutA && answer.headCount == 0 && answer.undefinedHeadCount == 1)
    #expect(answer.question == "Is the entropy of b (entirely new) lower than that of a (old)?")
  }

  /// Places of a map of the page whose weight is not finite have another paint than those without a key, and the page
  /// says which.
  @Test func thePageTellsNotFiniteFromNoKey() throws {
    let grid = TokenGrid(rows: 1, columns: 3)
    func panel(_ third: Float?) throws -> MapPanel {
      var map = HeatMap(kind: .attention, emptyOn: grid, prefix: 0, isSigned: false)
      map.set(0.25, at: .spatial(GridPosition(row: 0, column: 0)))
      if let third { map.set(third, at: .spatial(GridPosition(row: 0, column: 2))) }
      return try MapPanel(map, mark: .center, name: "A attention")
    }
    func pixels(_ panel: MapPanel) throws -> [RGB] {
      let picture = try RGBImage.decode(panel.png, file: "panel.png")
      return (0..<3).map { picture[column: $0, row: 0] }
    }
    let gray = RGB(red: 128, green: 128, blue: 128)
    #expect(try pixels(panel(nil)).suffix(2) == [gray, gray] && panel(nil).range == "0–0.2500")
    for value in [Float.infinity, .nan] {
      let strange = try panel(value)
      #expect(try pixels(strange).suffix(2) == [gray, Stripes.light])
      #expect(strange.range == "0–0.2500, not finite at 1 of 3 places")
    }
    let empty = HeatMap(kind: .attention, grid: grid, values: [.nan, .nan, .nan])
    let nothing = try MapPanel(empty, mark: .center, name: "A attention")
    #expect(nothing.range == "not finite at 3 of 3 places" && !nothing.description.contains("from"))
    #expect(MapPanel.paints.contains("gray") && MapPanel.paints.contains("cyan"))
  }
}
