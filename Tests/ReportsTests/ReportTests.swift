// The page of a report: its data decode to the numbers of `stats` and the weights of the models, and its script finds
// what it looks for.
import Attention
import AttentionMaps
import Compute
import FoundationEssentials
import Session
import TestSupport
import Testing

@testable import Reports

@Suite struct ReportTests {
  private struct Page {
    let html: String
    let examinations: [[Examination]]
    let plan: MapPlan
  }

  private static func image(_ name: String) throws -> InputImage {
    try InputImage.load("\(Fixtures.path(name))/image.png")
  }

  private static let images = ["pola-pvt-nano-sr", "pola-pvt-nano", "pola-pvt-nano"]

  /// The page of models on images, in one process.
  private func page(_ names: [String], images: [String] = Self.images, command: String = "compare") throws
    -> Page
  {
    let engine = try Engine()
    let models = try names.map { try LoadedModel.load(Fixtures.path($0), engine: engine) }
    let compared = models.map { ComparedModel($0, interventions: .init()) }
    var report = Report(compared)
    var all = SideBySide(compared, models.dropFirst().map { Comparison(models[0], $0) })
    var examinations: [[Examination]] = []
    for name in images {
      let image = try Self.image(name)
      let ofImage = try models.map { try ReportImage.examine($0, on: image) }
      let comparisons = try ofImage.dropFirst().map { try ImageComparison(ofImage[0], $0) }
      let labels = comparisons.map { _ in Sides<Int?>(a: 0, b: 0) }
      all.add(try ofImage.map { try $0.entropyLevels() }, comparisons, labels: labels)
      report.add(image.path, try ofImage.map { try ReportReading($0) }, comparisons, labels: labels)
      examinations.append(ofImage)
    }
    let plan = report.mapPlan(all.comparisons)
    let ordered = try (plan.lowest + plan.highest).map { path in
      try #require(examinations.first { $0[0].image.path == path })
    }
    let source = ReportSource(program: "polascope test", command: command, instructionSet: "baseline")
    let shown = try ordered.map { try ReportImage($0, plan) }
    return Page(
      html: try ReportPage(report, all, plan, images: shown, source: source).html(), examinations: ordered,
      plan: plan)
  }

  private struct DecodedData: Decodable {
    struct Model: Decodable {
      let letter: String
      let layers: [Layer]
    }
    struct Layer: Decodable {
      let heads: Int
      let grid: [Int]
      let prefix: [String]
      let maps: [String]
      let signed: Bool
      let queries: [Query?]
    }
    struct Query: Decodable {
      let title: String
      let keys: Int
    }
    struct Map: Decodable {
      let largest: Float
      let entropy: Float?
      let normalizedEntropy: Float?
      let codes: String

      init(from decoder: any Decoder) throws {
        var list = try decoder.unkeyedContainer()
        largest = try list.decode(Float.self)
        entropy = try list.decode(Float?.self)
        normalizedEntropy = try list.decode(Float?.self)
        codes = try list.decode(String.self)
      }
    }
    struct Image: Decodable {
      let name: String
      let normalizedEntropy: [[[[String: Double]]]]
      let maps: [[[[[Map]?]]]]
    }
    struct Choice: Decodable { let point: [Double]? }
    let models: [Model]
    let choices: [Choice]
    let images: [Image]
    let sizes: String
    let signs: String
  }

  private func data(of page: String) throws -> DecodedData {
    let start = try #require(page.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(page[start...].firstRange(of: "</script>")).lowerBound
    #expect(page[start..<end].utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    return try JSONDecoder().decode(DecodedData.self, from: Data(page[start..<end].utf8))
  }

  /// Reads codes as the script does, by the description of `CodedMap` alone; nil where there is no key.
  private func decoded(_ text: String, largest: Float, isSigned: Bool) throws -> [Double?] {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    let digits = Dictionary(uniqueKeysWithValues: zip(alphabet, 0...))
    let codes = try stride(from: 0, to: text.count, by: 2).map { place in
      let pair = try text.dropFirst(place).prefix(2).map { try #require(digits[$0]) }
      return 64 * pair[0] + pair[1]
    }
    var (weights, index): ([Double?], Int) = ([], 0)
    while index < codes.count {
      let code = codes[index]
      if code == 4095 {
        index += 1
        #expect(codes[index] > 0)
        weights += [Double?](repeating: nil, count: codes[index])
      } else if code == 4094 {
        weights.append(.nan)
      } else {
        let root = isSigned ? Double(code - 2046) / 2046 : Double(code) / 4093
        weights.append((root < 0 ? -1 : 1) * Double(largest) * root * root)
      }
      index += 1
    }
    return weights
  }

  @Test func codesGiveWeightsBackWithinTheirPrecision() throws {
    let grid = TokenGrid(rows: 2, columns: 3)
    for isSigned in [false, true] {
      var map = HeatMap(kind: .attention, emptyOn: grid, prefix: 1, isSigned: isSigned)
      map.set(0.75, at: .prefix(0))
      map.set(1e-4, at: .spatial(GridPosition(row: 0, column: 1)))
      map.set(isSigned ? -0.8 : 0.8, at: .spatial(GridPosition(row: 1, column: 1)))
      map.set(.infinity, at: .spatial(GridPosition(row: 1, column: 2)))
      let coded = CodedMap(map)
      #expect(coded.largest == 0.8)
      let weights = try decoded(coded.text, largest: coded.largest, isSigned: isSigned)
      let expected: [Double?] = [0.75, nil, 1e-4, nil, nil, isSigned ? -0.8 : 0.8, .nan]
      #expect(weights.count == expected.count)
      for (weight, value) in zip(weights, expected) {
        #expect((weight == nil) == (value == nil) && weight?.isNaN == value?.isNaN)
        if let weight, let value, value.isFinite {
          #expect(abs(weight - value) <= 0.8 * CodedMap.tolerance(isSigned: isSigned))
        }
      }
    }
    // Runs that are longer than a code, and no weights at all.
    let wide = CodedMap(
      HeatMap(kind: .attention, emptyOn: TokenGrid(rows: 5000, columns: 1), prefix: 0, isSigned: false))
    #expect(wide.text.utf8.count == 8 && wide.largest == 0)
    #expect(try decoded(wide.text, largest: 0, isSigned: false).count == 5000)
    let zero = CodedMap(HeatMap(kind: .attention, grid: grid, values: [0, 0, 0, 0, 0, 0]))
    #expect(try decoded(zero.text, largest: zero.largest, isSigned: false) == [0, 0, 0, 0, 0, 0])
  }

  /// One to three models: of unlike depths, with windows, prefix tokens and rows with negative weights.
  @Test(arguments: [
    ["pola-pvt-nano", "timm-vit-nano"], ["timm-swin-nano", "pola-swin-nano-shift"], ["inline-deit-nano"],
    ["timm-deit-distilled-nano", "pola-pvt-nano", "mlla-nano"],
  ])
  func dataHoldTheNumbersOfStatsAndTheWeightsOfTheModels(names: [String]) throws {
    let page = try page(names)
    let data = try data(of: page.html)
    #expect(data.models.map(\.letter) == Array(["A", "B", "C"].prefix(names.count)))
    #expect(data.choices.count >= 9 && data.choices[0].point == [0.5, 0.5])
    #expect(data.images.count == Self.images.count && data.sizes.count == 1536 && data.signs.count == 1536)
    var compared = 0
    for (image, examinations) in zip(data.images, page.examinations) {
      for (model, examination) in examinations.enumerated() {
        let record = try StatisticsRecord(of: examination.model, on: examination.image)
        let stats = try JSONDecoder().decode(StatsLine.self, from: Data(try record.json().utf8))
        #expect(image.normalizedEntropy[model].count == examination.records.count)
        for (layer, record) in examination.records.enumerated() {
          let facts = data.models[model].layers[layer]
          #expect(facts.heads == record.heads && image.maps[model][layer].count == record.heads)
          #expect(facts.grid == [record.geometry.keyGrid.rows, record.geometry.keyGrid.columns])
          for head in 0..<record.heads {
            let entropies = image.normalizedEntropy[model][layer][head]
            #expect(!entropies.isEmpty)
            let written = stats.layers[layer].heads[head].normalizedEntropy.compactMapValues { $0 }
            #expect(entropies == written)
            for (index, query) in page.plan.queries.prefix(data.choices.count).enumerated() {
              let maps = image.maps[model][layer][head][index]
              guard let place = query.query(in: record.geometry) else {
                #expect(maps == nil && facts.queries[index] == nil)
                continue
              }
              for (name, map) in zip(facts.maps, try #require(maps)) {
                let kind = try #require(MapKind(rawValue: name))
                try expect(
                  map, equals: try record.map(kind, head: head, query: place), isSigned: facts.signed)
                compared += 1
              }
            }
          }
        }
      }
    }
    #expect(compared > 50)
  }

  private struct StatsLine: Decodable {
    struct Layer: Decodable { let heads: [Head] }
    struct Head: Decodable { let normalizedEntropy: [String: Double?] }
    let layers: [Layer]
  }

  private func expect(_ map: DecodedData.Map, equals truth: HeatMap, isSigned: Bool) throws {
    let weights = try decoded(map.codes, largest: map.largest, isSigned: isSigned)
    try #require(weights.count == truth.prefix.count + truth.values.count)
    let contents = truth.prefix.map { _ in PlaceContent.value } + truth.contents
    for (weight, (value, content)) in zip(weights, zip(truth.prefix + truth.values, contents)) {
      switch content {
      case .noKey: #expect(weight == nil)
      case .value:
        let limit = Double(map.largest) * CodedMap.tolerance(isSigned: isSigned)
        #expect(abs((weight ?? .infinity) - Double(value)) <= limit * 1.000001)
      case .undefined, .notFinite: #expect(weight?.isNaN == true)
      }
    }
  }

  /// Every head of every model is in the tables, the matrices and the line of its layer, with or without a partner.
  @Test func everyLayerOfEveryModelIsInEveryPlot() throws {
    let page = try page(["pola-pvt-nano", "timm-vit-nano"])
    for (index, examination) in page.examinations[0].enumerated() {
      let letter = index == 0 ? "A" : "B"
      let name = examination.model.name
      for record in examination.records {
        #expect(page.html.contains("<title>\(letter) \(name), layer \(record.index): 0."))
        #expect(
          page.html.matches(of: /<title>layer (\d+), head \d+: 0\./).contains {
            $0.output.1 == "\(record.index)"
          })
      }
      let rows = page.html.components(of: "<th scope=\"row\" class=\"words\">\(letter) \(name)</th>")
      #expect(rows == examination.records.reduce(0) { $0 + $1.heads })
      #expect(page.html.contains("Normalized entropy of every head of \(letter) \(name)"))
    }
    #expect(page.html.contains("layer of the deepest model; the others from first to last"))
  }

  /// What the script looks for is on the page, and the policy lets a browser load nothing.
  @Test func theScriptFindsItsPartsAndThePolicyAllowsIt() throws {
    let page = try page(["pola-pvt-nano", "timm-vit-nano"]).html
    let ids = Set(ReportScript.text.matches(of: /byId\("([^"]+)"\)/).map { String($0.output.1) })
    #expect(ids.count >= 8)
    for id in ids { #expect(page.components(of: " id=\"\(id)\"") == 1, "\(id)") }
    let scripts = page.matches(of: /<script>([\s\S]*?)<\/script>/).map { String($0.output.1) }
    #expect(scripts == [ReportScript.text])
    let policy = try #require(page.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).output.1
    #expect(policy.contains("default-src &#39;none&#39;") && policy.contains("img-src data:;"))
    #expect(!policy.contains("unsafe-eval") && !policy.contains("*"))
    for word in [
      "eval", "Function(", "innerHTML", "outerHTML", "document.write", "fetch(", "XMLHttpRequest", "import(",
    ] {
      #expect(!ReportScript.text.contains(word), "\(word)")
    }
    #expect(!page.contains(" style=") && !page.contains(" onclick="))
  }

  /// Names cannot leave the element that they are in.
  @Test func namesInTheDataStayText() throws {
    let command = "compare '</script><script>alert(1)//' \u{202E}"
    let page = try page(["pola-pvt-nano"], images: ["pola-pvt-nano"], command: command).html
    #expect(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)") && !page.contains("<script>alert"))
    #expect(!page.unicodeScalars.contains("\u{202E}"))
    #expect(page.components(of: "</script>") == 2)
  }

  /// The images at both ends, and names from their common folder.
  @Test func theBestAndTheWorstImagesComeFirst() {
    let facts = MechanismFacts(name: MechanismName(rawValue: "new"), title: "New", kind: "new", rowSum: .one)
    let model = ComparedModel(
      name: "a", digest: "0", family: "vit",
      layers: [
        AttentionLayerDescription(
          index: 0, name: "attn", mechanism: facts, heads: 1,
          geometry: AttentionGeometry(queryGrid: TokenGrid(rows: 2, columns: 2)))
      ])
    var report = Report([model])
    let levels = [0.5, nil, 0.1, 0.9, 0.3]
    for (index, level) in levels.enumerated() {
      report.add("photos/set\(index % 2)/\(index).png", [ReportReading(level: level)], [], labels: [])
    }
    #expect(report.orderedEntries.map(\.path).map { $0.suffix(5).first } == ["2", "4", "0", "3", "1"])
    let shown = report.shownPaths(3)
    #expect(shown.lowest == ["photos/set0/2.png", "photos/set0/4.png"])
    #expect(shown.highest == ["photos/set1/1.png"])
    #expect(report.commonFolder == "photos/")
    report.add("other.png", [ReportReading(level: 0.2)], [], labels: [])
    #expect(report.commonFolder == "")
  }
}

extension String {
  /// How often a text occurs.
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}

extension ReportReading {
  /// Of a model with one head.
  fileprivate init(level: Double?) {
    let entropies = level.map { [Stream.attention: $0] } ?? [:]
    self.init(heads: [[Head(entropies: entropies, budget: nil)]], top: nil)
  }
}
