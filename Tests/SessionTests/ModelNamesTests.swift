// What models are called: as short as tells them apart.
import Files
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import Session

@Suite struct ModelNamesTests {
  static let cases: [(models: [(String, String)], names: [String])] = [
    ([("last", "a/last.pth")], ["last"]),
    ([("last", "a/last.pth"), ("best", "b/best.pth")], ["last", "best"]),
    ([("last", "a/last.pth"), ("last", "b/last.pth")], ["a/last", "b/last"]),
    ([("last", "last.pth"), ("last", "b/last.pth")], ["last", "b/last"]),
    ([("last", "/last.pth"), ("last", "last.pth")], ["/last", "last"]),
    ([("last", "last.pth"), ("last", "last.safetensors")], ["last.pth", "last.safetensors"]),
    ([("last", "x/a/1/last.pth"), ("last", "y/a/1/last.pth")], ["x/a/1/last", "y/a/1/last"]),
    (
      [
        ("last", "r/1/last.pth"), ("last", "r/2/last.pth"), ("best", "r/2/best.pth"),
        ("last", "s/1/last.pth"),
      ],
      ["r/1/last", "r/2/last", "best", "s/1/last"]
    ),
    (
      [("last", "a/last.pth"), ("last", "a/last.bin"), ("last", "b/last.pth")],
      ["a/last.pth", "a/last.bin", "b/last.pth"]
    ),
    // The same file, named twice.
    ([("last", "a/last.pth"), ("last", "./a/last.pth")], ["last", "last"]),
    // Weights in a folder that the model is named after, and a name that the user gave.
    (
      [("vit", "a/vit/model.safetensors"), ("vit", "b/vit/model.safetensors"), ("vit", "vit.pth")],
      ["a/vit", "b/vit", "vit"]
    ),
    ([("mine", "a/last.pth"), ("mine", "b/last.pth")], ["mine (a/last.pth)", "mine (b/last.pth)"]),
    ([("last", ""), ("last", "a/last.pth")], ["last", "last.pth"]),
    ([("a\u{1B}", "x/a\u{1B}.pth"), ("a\u{1B}", "y/a\u{1B}.pth")], ["x/a\u{1B}", "y/a\u{1B}"]),
  ]

  @Test(arguments: cases.indices) func pathsTellThemApart(index: Int) {
    let models = Self.cases[index].models
    #expect(distinctNames(of: models.map { (name: $0.0, path: $0.1) }) == Self.cases[index].names)
    #expect(
      distinctNames(of: models.reversed().map { (name: $0.0, path: $0.1) })
        == Self.cases[index].names.reversed())
  }

  @Test func argumentsAreCalledByTheirStemsOrAsTheUserSays() throws {
    let named = NamedModel.all(["a/last.pth", "b/last.pth"])
    #expect(named.map(\.name) == ["a/last", "b/last"] && named.map(\.folderName) == ["last", "last"])
    let given = NamedModel.all(["a/last.pth", "b/last.pth"], names: ["ViT-B/16", ".."])
    #expect(given.map(\.name) == ["ViT-B/16", ".."] && given.map(\.folderName) == ["ViT-B_16", "__"])
    #expect(given.map(\.argument) == ["a/last.pth", "b/last.pth"])
    let samples = BundledSamples(models: ["twin": "/samples/twin"], imagePaths: [])
    #expect(NamedModel.all(["twin", "./twin"], samples: samples).map(\.name) == ["samples/twin", "twin"])
  }

  @Test func manyModelsOfOneNameAreToldApartInShortTime() {
    let models = (0..<2000).map { (name: "last", path: "runs/\($0)/checkpoints/last.pth") }
    #expect(Set(distinctNames(of: models)).count == 2000)
  }
}
