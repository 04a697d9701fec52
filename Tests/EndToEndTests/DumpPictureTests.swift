// `polascope dump --format png`: colors, overlays, sizes, and the facts in text chunks.
import FoundationEssentials
import Imaging
import Samples
import Testing

@Suite struct DumpPictureTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// The paths that `dump MODEL --image IMAGE --out FOLDER OPTIONS` prints.
  private func dump(_ model: String, _ options: [String]) throws -> [String] {
    let run = try Program.run(["dump", model, "--image", image, "--out", folder.path, "--force"] + options)
    try #require(run.status == 0, "\(run.error)")
    return run.output.split(separator: "\n").map(String.init)
  }

  private func picture(_ path: String) throws -> RGBImage {
    try RGBImage.load(path)
  }

  /// The gray of a value: 256 equal steps from `low` to `high`.
  private func gray(_ value: Float, from low: Float = 0, to high: Float) -> Int {
    Int(min(max((value - low) / (high - low) * 256, 0), 255))
  }

  @Test func graysAreTheArrayInStepsOfItsRange() throws {
    let options = ["--layers", "2", "--query", "3,5", "--format"]
    let arrays = try dump("fashion-softmax", options + ["npy"]).map { try NumPyArray(contentsOf: $0) }
    let largest = try #require(arrays.flatMap(\.values).max())
    for (range, top) in [("head", nil), ("layer", largest), ("0,0.25", Float(0.25))] {
      let pictures = try dump("fashion-softmax", options + ["png", "--colormap", "gray", "--range", range])
        .map(picture)
      #expect(pictures.count == 2 && arrays.count == 2)
      for (array, picture) in zip(arrays, pictures) {
        #expect([picture.height, picture.width] == array.shape)
        let high = try top ?? #require(array.values.max())
        for (index, value) in array.values.enumerated() {
          let pixel = picture.pixels[3 * index..<3 * index + 3]
          #expect(pixel.allSatisfy { abs(Int($0) - gray(value, to: high)) <= 1 })
        }
      }
    }
  }

  /// Whatever the color map, signed maps are blue below zero and orange above.
  @Test func signedMapsHaveTwoHues() throws {
    let options = ["--layers", "2", "--heads", "1", "--map", "net", "--format"]
    let array = try NumPyArray(contentsOf: dump("fashion-polarity", options + ["npy"])[0])
    let path = try dump("fashion-polarity", options + ["png", "--colormap", "magma"])[0]
    let picture = try picture(path)
    let largest = try #require(array.values.map(abs).max())
    var hues: Set<Int> = []
    for (index, value) in array.values.enumerated() where abs(value) > 0.1 * largest {
      let (red, blue) = (picture.pixels[3 * index], picture.pixels[3 * index + 2])
      #expect((value < 0) == (blue > red))
      hues.insert(value < 0 ? -1 : 1)
    }
    #expect(hues == [-1, 1])
    #expect(try textChunks(path)["color map"] == "diverging")
  }

  /// An overlay is 55 % map and 45 % picture at every pixel of the input; this model's input is the image itself.
  @Test func overlaysAreMixedWithTheImage() throws {
    let array = try NumPyArray(
      contentsOf: dump("fashion-softmax", ["--layers", "2", "--heads", "1", "--format", "npy"])[0])
    let photograph = try picture(image)
    let high = try #require(array.values.max())
    let options = ["--layers", "2", "--heads", "1", "--format", "png", "--colormap", "gray", "--overlay"]
    for (size, side) in [([], 128), (["--size", "192"], 192)] {
      let picture = try picture(dump("fashion-softmax", options + size)[0])
      try #require(picture.width == side && picture.height == side)
      for y in 0..<side {
        for x in 0..<side {
          let value = array.values[y * 16 / side * 16 + x * 16 / side]
          let below = photograph[column: x * 128 / side, row: y * 128 / side]
          let expected = 0.55 * Float(gray(value, to: high)) + 0.45 * Float(below.green)
          #expect(abs(Float(picture[column: x, row: y].green) - expected) <= 1.1)
        }
      }
    }
  }

  /// Outside a query's window there is no key: hatched in two grays, and in an overlay the picture alone.
  @Test func whereThereIsNoKeyNoColorIs() throws {
    let model = fixture("ms-swin-nano")
    let options = ["--layers", "0", "--heads", "0", "--query", "0,0", "--format"]
    let picture = try picture(dump(model, options + ["png"])[0])
    let array = try NumPyArray(contentsOf: dump(model, options + ["npy"])[0])
    #expect(array.values.contains { $0.isNaN } && array.values.contains { !$0.isNaN })
    for (index, value) in array.values.enumerated() {
      let pixel = Set(picture.pixels[3 * index..<3 * index + 3])
      #expect(value.isNaN == (pixel == [0x6E] || pixel == [0x3C]))
    }
    let path = try dump(model, options + ["png", "--overlay"])[0]
    let missing = array.values.count { $0.isNaN }
    #expect(
      try textChunks(path)["no key"] == "at \(missing) of \(array.values.count) places, the image alone")
    // Two overlays that differ in their colors only: equal where, and only where, there is no key.
    let overlay = try self.picture(path)
    let other = try self.picture(dump(model, options + ["png", "--overlay", "--range=-2,-1"])[0])
    let side = array.shape[0]
    for y in 0..<overlay.height {
      for x in 0..<overlay.width {
        let value = array.values[y * side / overlay.height * side + x * side / overlay.width]
        if value.isNaN { #expect(overlay[column: x, row: y] == other[column: x, row: y]) }
      }
    }
    #expect(overlay != other)
  }

  @Test func textChunksSayWhatTheCommentsOfAGraymapSay() throws {
    // A name beyond ASCII, with a character that would break a line.
    let odd = "\(folder.path)/müll\tx.png"
    try FileManager.default.copyItem(atPath: image, toPath: odd)
    let options = ["--layers", "2", "--heads", "1", "--query", "3,5", "--map", "same"]
    func dump(_ format: String) throws -> String {
      let run = try Program.run(
        ["dump", "fashion-polarity", "--image", odd, "--out", folder.path, "--format", format] + options)
      try #require(run.status == 0, "\(run.error)")
      // The list of files shows the tab escaped.
      #expect(run.output.contains("/müll\\tx/"))
      return String(run.output.dropLast()).replacing("\\t", with: "\t")
    }
    let texts = try textChunks(dump("png"))
    let comments = try Graymap(contentsOf: dump("pgm")).comments
    #expect(texts["image"] == "\(folder.path)/müll\\tx.png")
    #expect(texts["query"] == "q3,5" && texts["map"] == "same" && texts["head"] == "1")
    #expect(texts["layer"] == "2 block2.0.attn" && texts["lo"] == "0.0" && texts["color map"] == "viridis")
    #expect(texts["Software"]?.hasPrefix("polascope ") == true)
    #expect(try Float(#require(texts["hi"])) ?? 0 > 0)
    let size = try FileManager.default.attributesOfItem(
      atPath: #require(Samples.folder(named: "fashion-polarity")) + "/model.safetensors")[.size]
    #expect(texts["model"]?.hasSuffix("/model.safetensors (\(try #require(size)) bytes)") == true)
    for (keyword, text) in texts where keyword != "color map" {
      #expect(comments.contains(keyword == "Software" ? text : "\(keyword) \(text)"), "\(keyword)")
    }
    #expect(comments.count == texts.count - 1)
  }

  @Test(arguments: [
    ["--colormap", "viridis"], ["--overlay"], ["--format", "png", "--colormap", "jet"],
    ["--format", "png", "--depth", "16"], ["--format", "png", "--query", "all"],
  ])
  func whatDoesNotFitAPictureIsAUsageError(options: [String]) throws {
    let run = try Program.run(["dump", "fashion-softmax", "--image", image, "--out", folder.path] + options)
    #expect(run.status == 64)
    #expect(run.error.hasPrefix("polascope: ") && run.error.split(separator: "\n").count == 1)
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).isEmpty)
  }
}
