// `polascope figure`: the maps are those of `dump`, text stays text, and what cannot be is refused.
import FoundationEssentials
import Imaging
import Samples
import TestSupport
import Testing

@Suite struct FigureCommandTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// The SVG that `figure MODELS --image IMAGE OPTIONS` writes.
  private func svg(_ models: [String], _ options: [String]) throws -> String {
    let path = "\(folder.path)/figure.svg"
    let run = try Program.run(["figure"] + models + ["--image", image, "--out", path, "--force"] + options)
    try #require(run.status == 0, "\(run.error)")
    #expect(run.output == "\(path)\n")
    return try String(contentsOfFile: path, encoding: .utf8)
  }

  /// The pictures inside an SVG, with what they show.
  private func pictures(_ svg: String) throws -> [(title: String, picture: RGBImage)] {
    try svg.matches(of: /<image [^>]*base64,([^"]*)"><title>([^<]*)<\/title>/).enumerated().map {
      number, match in
      let path = "\(folder.path)/inside-\(number).png"
      try #require(Data(base64Encoded: String(match.output.1))).write(to: URL(filePath: path))
      return (String(match.output.2), try RGBImage.load(path))
    }
  }

  private func texts(_ svg: String) -> [String] {
    svg.matches(of: /<text [^>]*>([^<]*)<\/text>/).map { String($0.output.1) }
  }

  /// A square of pixels for each key, with the colors of `dump --format png`: 25 of 16 keys.
  @Test func panelsAreTheFilesOfDump() throws {
    let choice = ["--layers", "2", "--heads", "0-1", "--map", "attention,net", "--colormap", "magma"]
    let dump = try Program.run(
      [
        "dump", "fashion-polarity", "--image", image, "--out", folder.path, "--query", "9,7", "--size", "400",
        "--format",
        "png",
      ]
        + choice)
    try #require(dump.status == 0, "\(dump.error)")
    let files = try dump.output.split(separator: "\n").map { try RGBImage.load(String($0)) }
    let svg = try svg(
      ["fashion-polarity"],
      ["--query", "9,7", "--rows", "heads", "--columns", "maps", "--scale", "panel"] + choice)
    let panels = try pictures(svg).filter { $0.title.contains("layer 2") }
    #expect(panels.count == 4 && files.count == 4)
    #expect(panels.map(\.picture) == files)
    #expect(panels[1].title.contains("head 0, net, query 9,7"))
  }

  /// The entropy under a panel is that of `dump --map entropy` at the query.
  @Test func entropiesAreThoseOfDump() throws {
    let dump = try Program.run(
      [
        "dump", "fashion-softmax", "--image", image, "--out", folder.path, "--map", "entropy", "--format",
        "npy",
        "--layers", "2", "--heads", "1",
      ])
    try #require(dump.status == 0, "\(dump.error)")
    let array = try NumPyArray(contentsOf: String(dump.output.dropLast()))
    let nats = Double(array.values[9 * array.shape[1] + 7])
    let svg = try svg(["fashion-softmax"], ["--layers", "2", "--heads", "1", "--query", "9,7"])
    let label = try #require(texts(svg).first { $0.hasPrefix("H ") })
    let value = try #require(Double(label.dropFirst(2).prefix { $0 != " " }))
    #expect(abs(value - nats) <= 0.00501)
  }

  @Test func rowsColumnsAndCaptionAreText() throws {
    let svg = try svg(
      ["fashion-softmax", "fashion-polarity"],
      [
        "--query", "3,5", "--query", "9,7", "--layers", "2", "--heads", "mean", "--heads-off", "1.0",
        "--hide", "2,2",
      ])
    let texts = texts(svg)
    for label in ["fashion-softmax", "fashion-polarity", "query 3,5", "query 9,7", "attention weight"] {
      #expect(texts.contains(label), "\(label)")
    }
    let caption = texts.joined(separator: " ")
    for part in [
      "digest ", "heads off 1.0", "patches hidden", "polascope figure fashion-softmax", "--query 9,7",
    ] {
      #expect(caption.contains(part), "\(part)")
    }
    #expect(svg.contains("width=\"170.00mm\""))
    let bare = try self.svg(
      ["fashion-softmax", "fashion-polarity"], ["--no-caption", "--width", "85", "--font-size", "7"])
    #expect(bare.contains("width=\"85.00mm\"") && bare.contains("font-size=\"7.00\""))
    #expect(!self.texts(bare).contains { $0.contains("digest") })
    // What is left out of the picture is still in the file.
    #expect(bare.contains("polascope figure fashion-softmax"))
  }

  @Test func sixBySixPanelsOf56TokensAreSmall() throws {
    let queries = (0..<6).flatMap { ["--query", "\(9 * $0 + 2),\(50 - 9 * $0)"] }
    let svg = try svg(
      ["fashion-softmax"],
      ["--input-size", "224", "--layers", "0", "--kernels", "own,relu,elu,focused-3,taylor-2,performer"]
        + queries)
    let panels = try pictures(svg).filter { $0.title.contains("layer 0") }
    #expect(panels.count == 36)
    #expect(svg.utf8.count <= 1_000_000)
  }

  @Test func sizesAreRows() throws {
    let svg = try svg(["fashion-polarity"], ["--sizes", "128,192", "--layers", "0"])
    let panels = try pictures(svg).filter { $0.title.contains("layer 0") }.map(\.picture)
    #expect(panels.map(\.width) == [32 * 12, 48 * 8] && panels.map(\.height) == [32 * 12, 48 * 8])
    #expect(texts(svg).contains("192×192") && texts(svg).contains { $0.contains("48×48") })
  }

  /// A PNG is the same drawing: its panels have the colors of those of the SVG.
  @Test func aPNGIsTheSameFigure() throws {
    let options = ["--layers", "2", "--heads", "0", "--query", "9,7"]
    let svg = try svg(["fashion-softmax"], options)
    let path = "\(folder.path)/figure.png"
    let run = try Program.run(["figure", "fashion-softmax", "--image", image, "--out", path] + options)
    try #require(run.status == 0, "\(run.error)")
    let whole = try RGBImage.load(path)
    #expect(abs(Double(whole.width) - 170 / 25.4 * 300) <= 1.5)
    let description = try #require(try textChunks(path)["Description"])
    #expect(description.contains("polascope figure fashion-softmax"))
    let match = try #require(
      svg.firstMatch(of: /<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/))
    let box = try [match.output.1, match.output.2, match.output.3, match.output.4].map {
      try #require(Double($0)) * 300 / 72
    }
    let panel = try #require(try pictures(svg).first { $0.title.contains("layer 2") }).picture
    // The middle of each of 16 × 16 keys.
    for row in 0..<16 {
      for column in 0..<16 {
        let place = (x: (Double(column) + 0.5) / 16, y: (Double(row) + 0.5) / 16)
        let drawn = whole[column: Int(box[0] + place.x * box[2]), row: Int(box[1] + place.y * box[3])]
        let own = panel[
          column: Int(place.x * Double(panel.width)), row: Int(place.y * Double(panel.height))]
        #expect(drawn == own)
      }
    }
  }

  @Test func namesAreEscaped() throws {
    let files = FileManager.default
    let model = "\(folder.path)/<b>&\"\u{1B}[31m"
    try files.copyItem(atPath: try #require(Samples.folder(named: "fashion-softmax")), toPath: model)
    let svg = try svg([model], ["--layers", "2", "--columns", "models"])
    #expect(svg.contains("&lt;b&gt;&amp;") && !svg.contains("<b>") && !svg.contains("\u{1B}"))
    // Every element that is opened is closed, in order.
    var open: [Substring] = []
    for match in svg.matches(of: /<(\/?)([a-z]+)((?:[^<>"]|"[^"]*")*?)(\/?)>/) {
      let (end, name, empty) = (match.output.1, match.output.2, match.output.4)
      if !end.isEmpty { #expect(open.popLast() == name) } else if empty.isEmpty { open.append(name) }
    }
    #expect(open.isEmpty)
  }

  @Test(arguments: [
    ["--rows", "tokens"], ["--rows", "layers", "--columns", "layers"], ["--layers", "40"], ["--heads", "40"],
    ["--map", "saliency"], ["--map", "same"], ["--scale", "log"], ["--scale", "uniform", "--map", "net"],
    ["--width", "0"], ["--width", "nan"], ["--font-size", "900"], ["--kernels", "rbf"], ["--query", "all"],
    ["--query", "99,0", "--layers", "2"], ["--query", "3,3", "--rows", "layers"], ["--sizes", "128,0"],
    ["--query", "1,1", "--at", "3,3"], ["--colormap", "jet"], ["--out", "figure.pdf"],
    ["--map", "attention,net", "--heads", "0,1", "--layers", "0,1"],
  ])
  func whatCannotBeIsAUsageError(options: [String]) throws {
    let run = try Program.run(
      ["figure", "fashion-softmax", "--image", image, "--out", "\(folder.path)/figure.svg"] + options)
    #expect(run.status == 64, "\(run.error)")
    #expect(run.error.hasPrefix("polascope: ") && run.error.split(separator: "\n").count == 1)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func aFileIsReplacedOnRequestOnly() throws {
    let path = "\(folder.path)/figure.svg"
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    let arguments = ["figure", "fashion-softmax", "--image", image, "--out", path]
    let refused = try Program.run(arguments)
    #expect(refused.status == 1 && refused.error.contains("--force"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    #expect(try Program.run(arguments + ["--force"]).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<svg"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["figure.svg"])
  }

  /// Heads that a layer lacks leave empty panels, and one line says so.
  @Test func panelsThatLackSomethingSayWhat() throws {
    let path = "\(folder.path)/figure.svg"
    let run = try Program.run(
      [
        "figure", "fashion-softmax", "--image", image, "--rows", "layers", "--columns", "heads", "--out",
        path,
      ])
    #expect(
      run.status == 0
        && run.error.contains("panels are empty, the first because fashion-softmax: there is no head"))
    let svg = try String(contentsOfFile: path, encoding: .utf8)
    let panels = try pictures(svg).filter { $0.title.contains("layer ") }
    #expect(
      panels.count < texts(svg).count { $0.hasPrefix("layer ") } * 8
        && texts(svg).contains { $0.contains("no head") })
  }
}

// MARK: Plots

extension FigureCommandTests {
  /// What of a line of `stats` the plots show.
  private struct Line: Decodable {
    struct Layer: Decodable {
      struct Head: Decodable {
        let normalizedEntropy: [String: Double]
      }
      let heads: [Head]
    }
    let layers: [Layer]
  }

  private struct Series {
    let points: [(x: Double, y: Double)]
    let color: String
  }

  private func lines(_ svg: String) -> [Series] {
    svg.matches(of: /<polyline points="([^"]*)" fill="none" stroke="(#[0-9a-f]{6})" stroke-width="1.00"/).map
    { match in
      let points = match.output.1.split(separator: " ").map { pair -> (Double, Double) in
        let numbers = pair.split(separator: ",").map { Double($0) ?? .nan }
        return (numbers[0], numbers[1])
      }
      return Series(points: points, color: String(match.output.2))
    }
  }

  /// The lines of the plot are the means over heads that `stats` writes, on an axis from 0 to 1.
  @Test func entropiesOverDepthAreThoseOfStats() throws {
    let svg = try svg(["fashion-softmax", "fashion-polarity"], ["--kind", "entropy"])
    let series = lines(svg)
    try #require(series.count == 2 && Set(series.map(\.color)).count == 2)
    let axis = try #require(
      svg.firstMatch(
        of: /<polyline points="([\d.]+),([\d.]+) ([\d.]+),([\d.]+) ([\d.]+),([\d.]+)"[^>]*stroke-width="0.60"/
      ))
    let (top, bottom) = (try #require(Double(axis.output.2)), try #require(Double(axis.output.4)))
    for (model, one) in zip(["fashion-softmax", "fashion-polarity"], series) {
      let run = try Program.run(["stats", model, "--image", image])
      let line = try JSONDecoder().decode(Line.self, from: Data(run.output.utf8))
      #expect(one.points.count == line.layers.count)
      for (point, layer) in zip(one.points, line.layers) {
        let heads = layer.heads.compactMap { $0.normalizedEntropy["attention"] }
        let mean = heads.reduce(0, +) / Double(heads.count)
        #expect(abs((bottom - point.y) / (bottom - top) - mean) < 2e-4)
      }
    }
  }

  @Test(arguments: [
    ["fashion-softmax", "--kind", "histogram"],
    ["fashion-polarity", "--kind", "histogram", "--map", "same,opposite", "--layers", "2"],
    ["fashion-softmax", "--kind", "singular-values", "--layers", "2", "--kernels", "own,relu,focused-3"],
    ["fashion-polarity", "--kind", "powers"],
  ])
  func everyKindHasAFigure(arguments: [String]) throws {
    let svg = try svg([arguments[0]], Array(arguments.dropFirst()))
    #expect(
      !lines(svg).isEmpty
        && lines(svg).allSatisfy { one in one.points.allSatisfy { $0.x.isFinite && $0.y.isFinite } })
    #expect(texts(svg).contains { $0.hasPrefix(arguments[0]) })
    #expect(texts(svg).joined(separator: " ").contains("digest "))
  }

  /// Entropies and distances over the size of the input are those of `stats`; time and memory are above zero.
  @Test func numbersOverTheSizeOfTheInputAreThoseOfStats() throws {
    let sizes = [96, 160]
    let svg = try svg(
      ["fashion-softmax", "fashion-polarity"],
      ["--kind", "resolution", "--sizes", "160,96", "--heads", "0", "--layers", "0,2"])
    let titles = [
      "entropy ÷ ln n", "distance ÷ diagonal", "rank of the rows", "forward pass, ms", "peak memory, MB",
    ]
    for title in titles { #expect(texts(svg).contains(title)) }
    #expect(texts(svg).count { $0 == "side of the input, pixels" } == 5)
    // Of each panel a line for each model, from the first panel on.
    let curves = lines(svg)
    try #require(curves.count == 10)
    var expected: [Double] = []
    for size in sizes {
      let run = try Program.run(
        ["stats", "fashion-softmax", "--image", image, "--input-size", "\(size)"])
      let values = run.output.matches(of: /"normalizedEntropy":\{"attention":([0-9.]+)/).compactMap {
        Double($0.output.1)
      }
      // Layers have 1, 1, 2, 2, 4, 4 and 5 heads.
      try #require(values.count == 19)
      expected.append((values[0] + values[2]) / 2)
    }
    // The axis of the entropy is from 0 to 1.
    let ticks = svg.matches(of: /<text x="[0-9.]+" y="([0-9.]+)"[^>]*text-anchor="end"[^>]*>(0|1\.0)</)
      .prefix(2)
    let places = Dictionary(
      ticks.map { (String($0.output.2), Double($0.output.1) ?? .nan) }, uniquingKeysWith: { $1 })
    let (zero, one) = (try #require(places["0"]), try #require(places["1.0"]))
    let offset = 0.35 * 6.5
    for (point, value) in zip(curves[0].points, expected) {
      #expect(abs((zero - offset - point.y) / (zero - one) - value) < 2e-3, "\(value)")
    }
  }

  /// The peak of a model at one size, whatever ran before: descending sizes, and a small model after a large one.
  @Test func peaksAreOfOneModelAtOneSize() throws {
    let small = "\(fixture("timm-vit-nano"))/model.safetensors"
    let svg = try svg(["fashion-softmax", small], ["--kind", "resolution", "--sizes", "256,32"])
    try #require(texts(svg).contains("peak memory, MB"))
    let curves = lines(svg).suffix(2).map { $0.points.map(\.y) }
    try #require(curves.count == 2 && curves.allSatisfy { $0.count == 2 })
    // Higher is above: y counts from the top.
    let (large, little) = (curves[0], curves[1])
    let difference = large[0] - large[1]
    #expect(difference > 8 && abs(large[0] - little[0]) < difference / 2, "\(curves)")
  }

  /// With all kernels in columns: every title whole, upright, the scale and the short names of H|a| explained.
  @Test func narrowColumnsStayReadable() throws {
    let svg = try svg(["fashion-softmax"], ["--layers", "2", "--heads", "1", "--columns", "kernels"])
    let upright = svg.matches(of: /<text [^>]*rotate\(-90[^>]*>([^<]*)</).map { String($0.output.1) }
    #expect(upright.count >= 20 && !upright.contains { $0.contains("…") }, "\(upright)")
    #expect(texts(svg).contains { $0.wholeMatch(of: /[0-9]+\.[0-9]{2}\*/) != nil })
    let words = texts(svg).joined(separator: " ")
    #expect(words.contains("H|a|, or a number with an asterisk, is that of |a|/Σ|a|"))
    #expect(
      words.contains("A scale is around zero for all of its maps where one of them has negative values."))
    // Wide columns have the name.
    let wide = try self.svg(
      ["fashion-softmax"],
      ["--layers", "2", "--heads", "1", "--columns", "kernels", "--kernels", "own,inline"])
    #expect(texts(wide).contains { $0.hasPrefix("H|a| ") } && !wide.contains("asterisk"))
    #expect(!wide.contains("rotate"))
  }

  /// Lines of the caption are as wide as they were measured, whatever font a reader has.
  @Test func captionsKeepTheirWidth() throws {
    for options in [["--layers", "2"], ["--kind", "entropy"]] {
      let svg = try svg(["fashion-softmax"], options)
      let lines = svg.matches(
        of: /<text x="0.50" [^>]*textLength="([0-9.]+)" lengthAdjust="spacingAndGlyphs"/
      )
      .compactMap { Double($0.output.1) }
      #expect(lines.count >= 2 && lines.allSatisfy { $0 > 0 && $0 < 170 * 72 / 25.4 })
    }
  }

  @Test func accuracyAgainstTheBoxIsThatOfStats() throws {
    let images = Samples.images.prefix(3)
    let names = images.map { String($0.split(separator: "/").last ?? "") }
    let (boxes, labels) = ("\(folder.path)/boxes.csv", "\(folder.path)/labels.csv")
    try names.map { "\($0),30,40,60,50" }.joined(separator: "\n").write(
      toFile: boxes, atomically: true, encoding: .utf8)
    try names.map { "\($0),0" }.joined(separator: "\n").write(
      toFile: labels, atomically: true, encoding: .utf8)
    let path = "\(folder.path)/box.svg"
    let run = try Program.run(
      [
        "figure", "fashion-softmax", "fashion-polarity", "--kind", "box", "--boxes", boxes, "--labels",
        labels, "--out", path,
      ]
        + images.flatMap { ["--image", $0] })
    try #require(run.status == 0, "\(run.error)")
    let svg = try String(contentsOfFile: path, encoding: .utf8)
    #expect(svg.matches(of: /<circle\s/).count == 4)
    #expect(
      texts(svg).contains("uniform attention") && texts(svg).joined(separator: " ").contains("3 images"))
  }

  /// What one of several models lacks is left out and said, in the figure too; what none has is an error.
  @Test func whatOneModelLacksIsLeftOut() throws {
    let small = "\(fixture("timm-vit-nano"))/model.safetensors"
    func run(_ models: [String], _ options: [String]) throws -> (run: ProgramRun, text: String) {
      let path = "\(folder.path)/figure.svg"
      let run = try Program.run(["figure"] + models + ["--image", image, "--out", path, "--force"] + options)
      let svg = run.status == 0 ? try String(contentsOfFile: path, encoding: .utf8) : ""
      return (run, texts(svg).joined(separator: " "))
    }
    let lack = "model: left out: layer 6; the model has layers 0 to 2"
    for kind in [["entropy"], ["histogram"], ["singular-values"]] {
      let both = try run(["fashion-softmax", small], ["--kind"] + kind + ["--layers", "0,6"])
      #expect(both.run.status == 0 && both.run.error == "polascope: \(lack)\n", "\(both.run.error)")
      #expect(both.text.contains("\(lack)."), "\(both.text)")
    }
    let none = try run(["fashion-softmax", small], ["--kind", "entropy", "--layers", "0,70"])
    #expect(none.run.status == 64 && none.run.error.contains("there is no layer 70"), "\(none.run.error)")
    // A model that has nothing of what is chosen.
    let powers = try run(["fashion-softmax", "fashion-polarity"], ["--kind", "powers"])
    let reason = "fashion-softmax: left out: its chosen layers and heads have no such numbers"
    #expect(powers.run.status == 0 && powers.run.error == "polascope: \(reason)\n", "\(powers.run.error)")
    #expect(powers.text.contains("\(reason)."), "\(powers.text)")
  }

  /// A model to which the labels do not apply is no point; the others are.
  @Test func aModelWithOtherClassesIsNoPoint() throws {
    let (boxes, labels) = ("\(folder.path)/boxes.csv", "\(folder.path)/labels.csv")
    let name = try #require(image.split(separator: "/").last)
    try "\(name),30,40,60,50".write(toFile: boxes, atomically: true, encoding: .utf8)
    try "\(name),7".write(toFile: labels, atomically: true, encoding: .utf8)
    let other = "\(fixture("timm-siglip-nano"))/model.safetensors"
    func run(_ models: [String]) throws -> ProgramRun {
      try Program.run(
        ["figure"] + models + [
          "--kind", "box", "--boxes", boxes, "--labels", labels, "--image", image, "--out",
          "\(folder.path)/box.svg", "--force",
        ])
    }
    let both = try run([other, "fashion-softmax"])
    #expect(both.status == 0, "\(both.error)")
    #expect(
      both.error
        == "polascope: '7' is not a class of model; use one of its labels, or a class number from 0; "
        + "it is left out\n")
    let svg = try String(contentsOfFile: "\(folder.path)/box.svg", encoding: .utf8)
    #expect(
      svg.matches(of: /<circle\s/).count == 2 && texts(svg).joined(separator: " ").contains("it is left out.")
    )
    let alone = try run([other])
    #expect(alone.status == 1 && alone.error.contains("'7' is not a class of model"), "\(alone.error)")
  }

  /// Numbers that are undefined or not finite are counted beside the model's name, with a caption or without.
  @Test func numbersThatAreLeftOutAreCounted() throws {
    let broken = try TestSupport.TemporaryFolder()
    _ = try Fixtures.diverged(
      "pola-pvt-nano", tensor: "block3.0.attn.qg.weight", value: .nan, in: broken)
    for (kind, words) in [
      ("entropy", "broken, 11 of 17 left out"), ("histogram", "broken, 104 of 536 left out"),
      ("powers", "broken same, 704 of 4288 left out"),
    ] {
      let options = ["--kind", kind, "--name", "broken", "--name", "whole"]
      let models = [broken.path, "\(fixture("pola-pvt-nano"))/model.safetensors"]
      for more in [[], ["--no-caption"]] {
        let shown = texts(try svg(models, options + more))
        #expect(shown.contains(words), "\(shown)")
        #expect(shown.contains("whole") || kind == "powers", "\(shown)")
        let isExplained = shown.joined(separator: " ").contains("Left out are numbers that are undefined")
        #expect(isExplained == more.isEmpty)
      }
    }
    #expect(!(try svg(["fashion-softmax"], ["--kind", "entropy"])).contains("left out"))
  }

  @Test(arguments: [
    ["--kind", "bars"], ["--kind", "entropy", "--rows", "layers"], ["--kind", "entropy", "--map", "net"],
    ["--kind", "powers", "--layers", "0"], ["--kind", "entropy", "--heads", "mean"], ["--kind", "box"],
    ["--kind", "histogram", "--scale", "row"], ["--kind", "entropy", "--layers", "70"], ["--boxes", "x.csv"],
    ["--kind", "entropy", "--kernels", "relu"], ["--kind", "resolution"],
    ["--kind", "resolution", "--sizes", "128"],
    ["--kind", "resolution", "--sizes", "96,128", "--hide", "1,1"],
    ["--kind", "resolution", "--sizes", "96,128", "--bundle", "x.zip"],
    ["--kind", "entropy", "--sizes", "96,128"],
    ["--kind", "resolution", "--sizes", "96,128", "--layers", "70"],
  ])
  func whatAPlotCannotBeIsAUsageError(options: [String]) throws {
    let run = try Program.run(
      ["figure", "fashion-softmax", "--image", image, "--out", "\(folder.path)/figure.svg"] + options)
    #expect(run.status == 64, "\(run.error)")
    #expect(run.error.hasPrefix("polascope: ") && run.error.split(separator: "\n").count == 1)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).isEmpty)
  }
}
