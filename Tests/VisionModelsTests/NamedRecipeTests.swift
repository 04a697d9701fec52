// The recipe that belongs to a published name, where a file has nothing but its name.
import Checkpoints
import Compute
import Imaging
import TestSupport
import Testing

@testable import VisionModels

@Suite struct NamedRecipeTests {
  @Test func everyListedNameHasOneRecipe() {
    let names = PublishedRecipes.timm.flatMap { $0.names.split(separator: " ") }
    #expect(names.count > 250 && Set(names).count == names.count)
  }

  @Test(arguments: [
    // An architecture means its first tag; other tags have their own recipe, or that of the first.
    ("vit_base_patch16_224", 0.9, Float(0.5)), ("vit_base_patch16_224.augreg_in21k", 0.9, 0.5),
    ("vit_base_patch16_224.dino", 0.9, 0.485), ("vit_base_patch16_clip_224.openai", 0.9, 0.48145466),
    ("VIT_BASE_PATCH16_224", 0.9, 0.5), ("vit_base_patch16_384.augreg_in1k", 1, 0.5),
  ]) func namesDecideTheTransform(name: String, crop: Double, mean: Float) throws {
    let recipe = try #require(PublishedRecipes.recipe(named: name))
    #expect(recipe.cropFraction == crop && recipe.mean[0] == mean)
  }

  @Test func namesOfNothingHaveNoRecipe() {
    for name in ["", "model", "vit", "vit_base_patch16_2240", ".vit_base_patch16_224"] {
      #expect(PublishedRecipes.recipe(named: name) == nil, "\(name)")
    }
  }

  /// A bare file whose name is known has that name's recipe, with the name as its source; a configuration comes before.
  @Test func bareFilesHaveTheRecipeOfTheirName() throws {
    let engine = try Engine()
    let folder = try TemporaryFolder()
    var family = try FamilyCase("timm-vit-odd-heads")
    let configuration = family.configuration
    family.configuration = nil
    let name = "vit_base_patch16_224.augreg_in21k.safetensors"
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: name))
    var overrides = ModelOverrides()
    overrides.numHeads = [5]
    let bare = try ModelDescription.read(checkpoint, overrides: overrides, engine: engine)
    #expect(bare.preprocessing.mean == [0.5, 0.5, 0.5])
    #expect(bare.hyperparameters.contains(Hyperparameter("mean", "0.5 0.5 0.5", from: .fileName(name))))
    let configured = try ModelDescription.read(
      checkpoint,
      configuration: try JSONValue.parse(
        Array(#"{"architecture":"vit_tiny_patch16_224","pretrained_cfg":{"mean":[0.1,0.2,0.3]}}"#.utf8),
        file: "config.json"),
      overrides: overrides, engine: engine)
    #expect(configuration != nil && configured.preprocessing.mean == [0.1, 0.2, 0.3])
  }

  /// timm 1.0's `pretrained_cfg` of these names.
  @Test(arguments: [
    ("vit_base_patch16_224", 0.9, 0.5, Resizing.shortSide, ResampleFilter.bicubic),
    ("vit_base_patch16_224.augreg_in21k.safetensors", 0.9, 0.5, .shortSide, .bicubic),
    ("vit_base_patch16_224.dino", 0.9, 0.485, .shortSide, .bicubic),
    ("deit_tiny_patch16_224-a1311bcf.pth", 0.9, 0.485, .shortSide, .bicubic),
    ("deit3_base_patch16_224.fb_in22k_ft_in1k", 1, 0.485, .shortSide, .bicubic),
    ("models--timm--vit_base_patch14_dinov2.lvd142m", 1, 0.485, .shortSide, .bicubic),
    ("VIT_BASE_PATCH32_CLIP_224.openai", 0.9, 0.48145466, .shortSide, .bicubic),
    ("vit_base_patch16_clip_384.openai_ft_in12k_in1k", 0.95, 0.48145466, .squash, .bicubic),
    ("test_vit.r160_in1k", 0.95, 0.5, .shortSide, .bicubic),
    ("swin_tiny_patch4_window7_224.ms_in1k", 0.9, 0.485, .shortSide, .bicubic),
  ])
  func filesAndFoldersHaveTheRecipeOfTheirName(
    name: String, crop: Double, mean: Float, resizing: Resizing, filter: ResampleFilter
  ) throws {
    let transform = try #require(PublishedRecipes.recipe(named: name))
    #expect(transform.cropFraction == crop && transform.mean[0] == mean)
    #expect(transform.resizing == resizing && transform.filter == filter)
  }

  @Test(arguments: ["model.safetensors", "vit.pth", "vit_base_patch16_224_mine", "", "--", ".", "best.pth"])
  func otherNamesHaveNone(name: String) {
    #expect(PublishedRecipes.recipe(named: name) == nil)
  }

  /// A bare file is prepared for as its name says; without one a warning says that it is a guess.
  @Test func bareFilesAreNamedOrGuessed() throws {
    let engine = try Engine()
    let folder = try TemporaryFolder()
    var family = try FamilyCase("timm-vit-odd-heads")
    family.configuration = nil
    func described(_ file: String) throws -> ModelDescription {
      var overrides = ModelOverrides()
      overrides.numHeads = [5]
      return try ModelDescription.read(
        try Checkpoint.open(folder.write(family.file(), to: file)), overrides: overrides, engine: engine)
    }
    let named = try described("vit_tiny_patch16_224.safetensors")
    #expect(named.preprocessing.mean == [0.5, 0.5, 0.5] && named.warnings == [])
    #expect(
      named.hyperparameters.contains {
        $0.name == "mean" && $0.source == .fileName("vit_tiny_patch16_224.safetensors")
      })
    let bare = try described("weights.safetensors")
    #expect(bare.preprocessing.mean == [0.485, 0.456, 0.406])
    #expect(
      bare.warnings.count == 1 && bare.warnings[0].hasPrefix("mean 0.485 0.456 0.406 is a guess: no file"))
  }
}
