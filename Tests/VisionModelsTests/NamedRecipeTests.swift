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
}
