// Recipes against the golden inputs of the reference cases, and at their edges.
import Checkpoints
import TestSupport
import Testing

@testable import Imaging

@Suite struct PreprocessingTests {
  /// A reference case and its recipe, as its config.json or preprocessor_config.json states it.
  struct Recipe: CustomTestStringConvertible, Sendable {
    var name: String
    var cropFraction = 0.9
    var input = 64
    var resizing = Resizing.shortSide
    var filter = ResampleFilter.bicubic
    var mean = [Float(0.485), 0.456, 0.406]
    var standardDeviation = [Float(0.229), 0.224, 0.225]
    var resizedSide: Int?
    var testDescription: String { name }

    var preprocessing: Preprocessing {
      Preprocessing(
        inputHeight: input, inputWidth: input, cropFraction: cropFraction, resizing: resizing, filter: filter,
        mean: mean, standardDeviation: standardDeviation, resizedSide: resizedSide)
    }
  }

  static let recipes = [
    Recipe(name: "pola-pvt-nano", cropFraction: 1),
    Recipe(name: "pola-pvt-nano-sr", cropFraction: 0.875, resizing: .squash),
    Recipe(name: "pola-pvt-nano-softmax", cropFraction: 0.875),
    Recipe(name: "pola-pvt-nano-weak"),
    Recipe(name: "pola-swin-nano"),
    Recipe(name: "pola-swin-nano-shift", input: 112),
    Recipe(name: "flatten-pvt-nano"),
    Recipe(name: "flatten-swin-nano"),
    Recipe(name: "pvt-nano", cropFraction: 0.875),
    Recipe(name: "timm-pvtv2-nano"),
    Recipe(name: "ms-swin-nano", cropFraction: 0.93),
    Recipe(name: "timm-swin-nano"),
    Recipe(name: "timm-vit-nano"),
    Recipe(name: "timm-vit-nano-reg-ls"),
    Recipe(name: "timm-deit-distilled-nano"),
    Recipe(
      name: "hf-vit-nano", cropFraction: 1, resizing: .squash, filter: .bilinear, mean: [0.5, 0.5, 0.5],
      standardDeviation: [0.5, 0.5, 0.5]),
    Recipe(name: "hf-dinov2-reg-nano", input: 70, resizedSide: 80),
  ]

  @Test(arguments: recipes)
  func agreesWithTheGoldenInput(recipe: Recipe) throws {
    let folder = Fixtures.path(recipe.name)
    let golden = try Checkpoint.open(folder + "/golden.safetensors").floats("input")
    let prepared = try recipe.preprocessing.apply(to: RGBImage.load(folder + "/image.png"))
    try #require(prepared.planes.count == golden.count)
    let difference = zip(prepared.planes, golden).map { abs($0 - $1) }.max()!
    #expect(difference <= 1.2e-7)

    // The same bytes: the golden's, brought back from their normalized values.
    let (input, plane) = (recipe.input, recipe.input * recipe.input)
    let bytes = (0..<(3 * plane)).map { index in
      let value = golden[index % 3 * plane + index / 3]
      return UInt8(((value * recipe.standardDeviation[index % 3] + recipe.mean[index % 3]) * 255).rounded())
    }
    #expect(prepared.pixels == RGBImage(width: input, height: input, pixels: bytes))
  }

  @Test func keepsProportionsForNonSquareInput() throws {
    // timm's ResizeKeepRatio(size=(35, 53)) makes 53×79 of 40×60, CenterCrop((32, 48)) starts at 9, 16.
    var recipe = Recipe(name: "").preprocessing
    (recipe.inputHeight, recipe.inputWidth) = (32, 48)
    let image = formulaImage(width: 60, height: 40)
    let prepared = try recipe.apply(to: image)
    let expected = image.resized(width: 53, height: 35, by: .bicubic).cropped(
      x: 2, y: 2, width: 48, height: 32)
    #expect(prepared.pixels == expected)
  }

  /// Of an odd number of black lines transformers puts the larger half on the left and on top.
  @Test func cropsAndPadsAsTransformersDoes() throws {
    let cases = try #require(try JSONValue.load(Fixtures.path("images/crop.json")).array)
    #expect(cases.count == 8)
    for golden in cases {
      let from = try #require(golden["from"]?.ints)
      let recipe = Recipe(
        name: "", input: try #require(golden["crop"]?.int), resizedSide: golden["edge"]?.int)
      let prepared = try recipe.preprocessing.apply(to: formulaImage(width: from[0], height: from[1]))
      #expect(Int(crc32(prepared.pixels.pixels)) == golden["crc"]?.int, "\(golden)")
    }
  }

  @Test func padsWhatIsSmallerThanTheCrop() throws {
    var recipe = Recipe(name: "", cropFraction: 2).preprocessing
    (recipe.inputHeight, recipe.inputWidth) = (8, 8)
    let prepared = try recipe.apply(
      to: RGBImage(width: 4, height: 4, pixels: .init(repeating: 200, count: 48)))
    #expect(prepared.pixels[column: 1, row: 2] == RGB(red: 0, green: 0, blue: 0))
    #expect(prepared.pixels[column: 2, row: 2] == RGB(red: 200, green: 200, blue: 200))
    #expect(prepared.pixels[column: 5, row: 5] == RGB(red: 200, green: 200, blue: 200))
    #expect(prepared.pixels[column: 6, row: 5] == RGB(red: 0, green: 0, blue: 0))
  }

  @Test func refusesImpossibleRecipes() {
    let image = formulaImage(width: 9, height: 9)
    func problem(_ change: (inout Preprocessing) -> Void) -> ImageError? {
      var recipe = Recipe(name: "").preprocessing
      change(&recipe)
      do throws(ImageError) { _ = try recipe.apply(to: image) } catch { return error }
      return nil
    }
    #expect(problem { _ in } == nil)
    #expect(problem { $0.inputWidth = 0 } == .transform(.inputSize(height: 64, width: 0)))
    #expect(problem { $0.inputHeight = .max } == .transform(.inputSize(height: .max, width: 64)))
    #expect(problem { $0.cropFraction = 1e-9 } == .transform(.cropFraction(1e-9)))
    #expect(problem { $0.resizedSide = -1 } == .transform(.resizedSide(-1)))
    #expect(problem { $0.mean = [.nan, 0, 0] } == .transform(.normalization))
    #expect(problem { $0.standardDeviation[1] = 0 } == .transform(.normalization))
  }

  /// A line of pixels would become gigabytes: refused before anything is made.
  @Test(arguments: [ResampleFilter.nearest, .bicubic]) func refusesAResizeBeyondReason(filter: ResampleFilter)
  {
    for (width, height) in [(1_000_000, 1), (1, 1_000_000)] {
      let image = RGBImage(
        width: width, height: height, pixels: .init(repeating: 0, count: width * height * 3))
      for (fraction, side, resized) in [(1.0, nil, 64), (0.01, nil, 6400), (1, 100_000, 100_000)]
        as [(Double, Int?, Int)]
      {
        let recipe = Recipe(name: "", cropFraction: fraction, filter: filter, resizedSide: side)
        let long = resized * 1_000_000
        let error = ImageError.transform(
          .resizedSize(height: height > 1 ? long : resized, width: width > 1 ? long : resized))
        #expect(throws: error) { try recipe.preprocessing.apply(to: image) }
      }
    }
  }

  /// The crop of a long resize costs what the crop does.
  @Test(arguments: ResampleFilter.allCases) func aLongResizeIsCropped(filter: ResampleFilter) throws {
    let image = formulaImage(width: 900, height: 3)
    let recipe = Recipe(name: "", cropFraction: 0.02, filter: filter)
    let prepared = try recipe.preprocessing.apply(to: image)
    #expect(prepared.pixels.width == 64 && prepared.pixels.height == 64)
  }

  /// Rectangles follow the resize and the crop: into a short side of 80 with 8 pixels off each edge, and squashed.
  @Test func rectanglesComeToLieWhereTheirPixelsDo() {
    let image = RGBImage(width: 160, height: 40, pixels: .init(repeating: 0, count: 160 * 40 * 3))
    let part = Rectangle(x: 70, y: 10, width: 20, height: 20)
    let cropped = Recipe(name: "", cropFraction: 0.8).preprocessing
    // Resized to 320×80, of which columns 128 ..< 192 and rows 8 ..< 72 are kept.
    #expect(
      cropped.inputRectangle(of: part, in: image) == Rectangle(x: 12, y: 12, width: 40, height: 40))
    let cutOff = Rectangle(x: 0, y: 0, width: 80, height: 40)
    #expect(
      cropped.inputRectangle(of: cutOff, in: image) == Rectangle(x: 0, y: 0, width: 32, height: 64))
    let outside = cropped.inputRectangle(of: Rectangle(x: 0, y: 0, width: 9, height: 9), in: image)
    #expect(outside.width == 0)
    let squashed = Recipe(name: "", cropFraction: 1, resizing: .squash).preprocessing
    #expect(
      squashed.inputRectangle(of: part, in: image) == Rectangle(x: 28, y: 16, width: 8, height: 32))
  }

  @Test func saysTheRecipeInOneLine() {
    #expect(
      Recipe(name: "").preprocessing.summary
        == "short side to 71 (bicubic), center crop 64×64, mean 0.485 0.456 0.406, std 0.229 0.224 0.225")
    let squash = Recipe(
      name: "", cropFraction: 1, resizing: .squash, filter: .bilinear, mean: [0.5, 0.5, 0.5],
      standardDeviation: [0.5, 0.5, 0.5])
    #expect(
      squash.preprocessing.summary
        == "squash to 64×64 (bilinear), no crop, mean 0.5 0.5 0.5, std 0.5 0.5 0.5")
  }
}
