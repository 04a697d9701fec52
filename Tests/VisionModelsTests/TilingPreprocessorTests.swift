// Preprocessors that make several views of an image (LLaVA-NeXT): the whole image is the view that is shown.
import Checkpoints
import Compute
import TestSupport
import Testing
import VisionModels

@Suite struct TilingPreprocessorTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func load(_ preprocessor: String) throws -> VisionModel {
    let family = try FamilyCase("hf-clip")
    let folder = try TemporaryFolder()
    return try VisionModel.load(
      try Checkpoint.open(folder.write(family.file(), to: "model.safetensors")),
      configuration: family.configuration,
      preprocessor: JSONValue.parse(Array(preprocessor.utf8), file: "preprocessor_config.json"),
      engine: engine)
  }

  private static let tiles = """
    "do_pad":true,"image_grid_pinpoints":[[32,64],[64,32]],"aspect_ratio_setting":"anyres",
    "size":{"shortest_edge":32},"crop_size":{"height":32,"width":32},"do_center_crop":true
    """

  /// `do_pad` fills a batch with blank tiles; the whole image is squashed to the shortest edge.
  @Test(arguments: [
    "LlavaNextImageProcessor", "LlavaNextImageProcessorFast", "LlavaOnevisionImageProcessor",
  ])
  func theWholeImageIsSquashed(name: String) throws {
    let model = try load(#"{"image_processor_type":"\#(name)",\#(Self.tiles)}"#)
    #expect(model.preprocessing.resizing == .squash && model.preprocessing.resizedSide == 32)
    #expect(model.hyperparameters.contains { $0.name == "view" && $0.value.hasPrefix("the whole image") })
    #expect(model.warnings.isEmpty, "\(model.warnings)")
  }

  /// In other classes `do_pad` changes the image.
  @Test(arguments: ["LlavaImageProcessor", "CLIPImageProcessor", "LlavaNextVideoImageProcessor"])
  func paddingOfImagesIsRefused(name: String) throws {
    let error = try #require(throws: ModelError.self) {
      try load(#"{"image_processor_type":"\#(name)",\#(Self.tiles)}"#)
    }
    #expect(error.description.contains("preprocessor_config.json do_pad is true"))
  }
}
