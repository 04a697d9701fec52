// Several models beside each other, and heads whose weights may be negative: what is compared, and what is not.
import Attention
import AttentionMaps
import Compute
import FoundationEssentials
import Testing

@testable import Reports
@testable import Session

@Suite struct SideBySideTests {
  /// A model of layers with one head each, known by their normalized entropies.
  private func model(_ name: String, layers: Int, isSigned: Bool = false) -> ComparedModel {
    ComparedModel(
      name: name, digest: "0123456789abcdef", family: "vit",
      layers: (0..<layers).map { index in
        var facts = MechanismFacts(
          name: MechanismName(rawValue: name), title: name, kind: "linear", rowSum: .one)
        facts.hasSignedRows = isSigned
        return AttentionLayerDescription(
          index: index, name: "l\(index)", mechanism: facts, heads: 1,
          geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 2, columns: 2)))
      })
  }

  /// An image on which every head of A has the entropy `a`, and every head of B `b`.
  private func image(
    _ models: Sides<ComparedModel>, _ a: Double, _ b: Double, path: String = "i"
  ) -> ImageComparison {
    let signs = models.map(\.hasSignedRows)
    let pairing = HeadPairing(models.map { ModelPlaces($0.layers) })
    return ImageComparison(
      image: path,
      heads: pairing.pairs.map { places in
        HeadPair(
          places: places, entropies: Sides(a: [.attention: a], b: [.attention: b]),
          comparable: signs.a == signs.b ? Sides(a: a, b: b) : nil, isPooled: false,
          divergence: signs.a || signs.b ? nil : 0.1, budgets: Sides(a: nil, b: nil), isSigned: signs)
      }, classes: Sides(a: nil, b: nil), divergences: Sides(a: nil, b: nil))
  }

  private func sideBySide(_ models: [ComparedModel], _ entropies: [[Double]]) -> SideBySide {
    let pairs = models.dropFirst().map { Sides(a: models[0], b: $0) }
    var all = SideBySide(models, pairs.map { Comparison($0) })
    for values in entropies {
      let levels: [[[Double?]]] = zip(models, values).map { model, value in
        model.layers.map { _ in [Double?](repeating: value, count: 1) }
      }
      all.add(
        levels,
        zip(pairs, values.dropFirst()).map { image($0, values[0], $1) },
        labels: pairs.map { _ in Sides(a: nil, b: nil) })
    }
    return all
  }

  private let images = [
    [0.80, 0.71, 0.81, 0.5], [0.82, 0.70, 0.80, 0.5], [0.78, 0.69, 0.80, 0.6], [0.81, 0.73, 0.79, 0.5],
    [0.79, 0.68, 0.80, 0.4],
  ]

  private struct Line: Decodable {
    let sameClass: Int?
  }

  /// The number of a class says nothing of a model with other classes.
  @Test func classesOfOtherModelsAreNotCompared() throws {
    typealias Classes = ComparedModel.Classes
    let letters = ["a", "b", "c", "d"]
    let cases: [(Classes, Classes, String)] = [
      (
        Classes(count: 4, labels: letters), Classes(count: 4, labels: letters),
        "the same class to 1 of 1 image."
      ),
      (Classes(count: 4, labels: letters), Classes(count: 4, labels: nil), "the same class to 1 of 1 image."),
      (
        Classes(count: 4, labels: letters), Classes(count: 4, labels: letters.reversed()),
        "different classes (4 of other names)"
      ),
      (Classes(count: 4, labels: nil), Classes(count: 1000, labels: nil), "different classes (4 and 1000)"),
    ]
    for (a, b, words) in cases {
      var models = Sides(a: model("one", layers: 1), b: model("two", layers: 1))
      (models.a.classes, models.b.classes) = (a, b)
      var comparison = Comparison(models)
      comparison.add(
        ImageComparison(
          image: "i", heads: image(models, 0.5, 0.6).heads, classes: Sides(a: 3, b: 3),
          divergences: Sides(a: nil, b: nil)))
      #expect(comparison.accuracySentences.count == 1 && comparison.accuracySentences[0].contains(words))
      let line = try JSONDecoder().decode(Line.self, from: Data(try comparison.text(.json).utf8))
      #expect(line.sameClass == (words.hasPrefix("the same") ? 1 : nil))
    }
  }

  @Test func unlikeModelsStandBesideEachOther() throws {
    let models = [
      model("softmax", layers: 4), model("relu", layers: 2), model("elu", layers: 1),
      model("wave", layers: 4, isSigned: true),
    ]
    let all = sideBySide(models, images)
    let rows = all.levels.table.rows
    #expect(all.levels.table.columns.map(\.title) == ["layer", "A softmax", "B relu", "C elu", "D wave"])
    #expect(rows.map(\.[0]) == ["0", "1", "2", "3", "all"])
    // n = 5: t = 2.776, s/√5 of 0.80 0.82 0.78 0.81 0.79 is 0.00707.
    #expect(rows.map(\.[1]).allSatisfy { $0 == "0.800 ±0.020" })
    #expect(
      rows.map(\.[2]).dropLast() == [
        "0: 0.702 ±0.024", "0: 0.702 ±0.024", "1: 0.702 ±0.024", "1: 0.702 ±0.024",
      ])
    #expect(rows.map(\.[3]).dropLast().allSatisfy { $0.hasPrefix("0: 0.800") })
    #expect(rows.map(\.[4]).allSatisfy { $0.hasPrefix("0.500") && $0.hasSuffix(" |a|") })
    let text = try all.text(.table)
    #expect(text.contains("Layers are paired by depth") && text.contains("of |a|/Σ|a|"))
    let lines = text.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("B relu") && $0.hasSuffix("lower") && $0.contains("−0.098") })
    #expect(lines.contains { $0.hasPrefix("C elu") && $0.hasSuffix("not decided") })
    #expect(lines.contains { $0.hasPrefix("D wave") && $0.hasSuffix("not compared") && $0.contains("–") })
  }

  @Test func oneImageDecidesNothing() throws {
    let models = [model("softmax", layers: 2), model("relu", layers: 2), model("elu", layers: 2)]
    let text = try sideBySide(models, [[0.8, 0.2, 0.9]]).text(.table)
    #expect(!text.contains("±0") && text.contains("one image"))
    #expect(!text.split(separator: "\n").contains { $0.hasSuffix("lower") || $0.hasSuffix("higher") })
  }

  @Test(arguments: ReportFormat.allCases) func everyFormatHasEveryModel(format: ReportFormat) throws {
    let models = [model("soft,max", layers: 2), model("relu", layers: 2), model("elu", layers: 2)]
    let text = try sideBySide(models, images).text(format)
    for name in ["relu", "elu"] { #expect(text.contains(name)) }
    if format == .csv {
      let lines = text.split(separator: "\n")
      #expect(lines.count == 1 + 2 * 2 && lines[0].hasPrefix("modelA,modelB,layer,head,"))
      #expect(lines[1].hasPrefix(#""soft,max",relu,0,0,"#))
    }
  }

  /// Where one of two heads has signed weights, nothing is claimed, and the reason is said.
  @Test func signedHeadsCompareWithNoOthers() throws {
    let models = Sides(a: model("softmax", layers: 2), b: model("wave", layers: 2, isSigned: true))
    var comparison = Comparison(models)
    for _ in 0..<3 { comparison.add(image(models, 0.8, 0.5)) }
    #expect(comparison.heads.allSatisfy { $0.difference.count == 0 && $0.divergence.count == 0 })
    let text = try comparison.text(.table)
    #expect(text.contains("0.500 |a|") && text.contains("H is that of |a|/Σ|a|"))
    #expect(text.contains("Not compared: weights of one of the models may be negative."))
    #expect(comparison.headTable.rows.allSatisfy { $0[2] == "0.800" && $0[4] == "–" })
    #expect(
      try comparison.text(.csv).split(separator: "\n").allSatisfy {
        $0.hasSuffix("signedB") || $0.hasSuffix("false,true")
      })
    #expect(try comparison.text(.json).contains(#""signed""#))
    let compared = [models.a, models.b]
    var report = Report(compared)
    let reading = ReportReading(
      heads: [0, 1].map { _ in [ReportReading.Head(entropies: [.attention: 0.5], budget: nil)] }, top: nil)
    report.add("i", [reading, reading], [image(models, 0.8, 0.5)], labels: [])
    let page = try ReportPage(
      report, SideBySide(compared, [comparison]), report.mapPlan([comparison]), images: [],
      source: ReportSource(program: "p", command: "c", instructionSet: "baseline")
    ).html()
    #expect(page.contains("of |a| where weights may be negative") && page.contains("0.500 |a|</td>"))
  }

  /// The page shows signed maps on a scale that is as long below zero as above.
  @Test func mapsOfSignedWeightsHaveBothEnds() throws {
    let grid = TokenGrid(rows: 1, columns: 3)
    let signed = HeatMap(kind: .attention, grid: grid, values: [-0.5, 0, 0.25], isSigned: true)
    let panel = try MapPanel(signed, mark: .center, name: "a")
    #expect(panel.range == "−0.5000…0.5000")
    let plain = try MapPanel(
      HeatMap(kind: .attention, grid: grid, values: [0.5, 0, 0.25]), mark: .center, name: "a")
    #expect(plain.range == "0–0.5000" && plain.png != panel.png)
  }

  @Test func twoSignedHeadsCompare() throws {
    let models = Sides(
      a: model("wave", layers: 1, isSigned: true), b: model("other", layers: 1, isSigned: true))
    var comparison = Comparison(models)
    for step in [0.0, 0.01, 0.02] { comparison.add(image(models, 0.8, 0.5 + step)) }
    #expect(comparison.heads[0].difference.count == 3)
    #expect(abs((comparison.heads[0].difference.mean ?? 0) + 0.29) < 1e-12)
  }

  /// As many tests as there are heads: what one test alone would call lower, all together may not.
  @Test func headsAreCountedWithTheirTestsCorrected() throws {
    let models = Sides(a: model("softmax", layers: 1), b: model("relu", layers: 1))
    var one = Comparison(models)
    let many = Sides(a: model("softmax", layers: 40), b: model("relu", layers: 40))
    var all = Comparison(many)
    for step in [0.1, 0.03, 0.12, 0.05] {
      one.add(image(models, 0.8, 0.8 - step))
      all.add(image(many, 0.8, 0.8 - step))
    }
    #expect(try #require(one.headVerdicts) == (1, 0, 1))
    #expect(try #require(all.headVerdicts) == (0, 0, 40))
    #expect(all.remarks.contains { $0.contains("Of 40 paired heads, the entropy of B is lower in 0") })
    var single = Comparison(models)
    single.add(image(models, 0.8, 0.5))
    #expect(single.headVerdicts == nil)
  }
}
