// The heads of published ViTs by name, against timm's models, and the warning where a number is guessed.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct ViTHeadsTests {
  @Test func knowsTheHeadsOfEveryPublishedArchitecture() throws {
    let published = try #require(try JSONValue.load(Fixtures.path("families/heads.json")).array)
    #expect(published.count > 150)
    for entry in published {
      let parts = try #require(entry.array)
      let name = try #require(parts[0].string)
      #expect(ViTHeads.published(name, channels: try #require(parts[1].int)) == parts[2].int, "\(name)")
    }
    #expect(ViTHeads.published("resnet50", channels: 64) == nil)
  }

  /// A guess is a warning; a flag, a configuration or a norm of the queries is not.
  @Test func onlyGuessesAreWarnedOf() throws {
    let engine = try Engine()
    var family = try FamilyCase("timm-vit-odd-heads")
    #expect(try family.load(engine: engine).warnings == [])
    #expect(try FamilyCase("timm-vit-qk-norm").load(engine: engine).warnings == [])
    family.configuration = nil
    let model = try family.load(engine: engine)
    #expect(model.layers.map(\.heads) == [1, 1])
    #expect(
      model.warnings == ["heads 1 is a guess: channels/64; wrong for some models, see --num-heads"])
  }
}
