// `polascope inspect` on the bundled models and on files that are no models.
import FoundationEssentials
import Samples
import TestSupport
import Testing

@Suite struct InspectCommandTests {
  struct Inspection: Decodable {
    struct Value: Decodable {
      let name: String
      let value: String
      let source: String
    }
    struct Layer: Decodable {
      let mechanism: String
      let heads: Int
    }
    struct Tensor: Decodable {
      let name: String
      let type: String
      let shape: [Int]
    }
    let model: String
    let family: String
    let hyperparameters: [Value]
    let layers: [Layer]
    let labels: [String]?
    let parameters: Int
    let tensors: [Tensor]
    let preprocessing: String
  }

  @Test(arguments: zip(Samples.models, ["softmax", "polarity", "focused", "relu"]))
  func theBundledModelsAreWhatTheirNamesSay(model: String, mechanism: String) throws {
    let run = try Program.run(["inspect", model, "--json"])
    #expect(run.status == 0)
    let inspection = try JSONDecoder().decode(Inspection.self, from: Data(run.output.utf8))
    #expect(inspection.model == model)
    #expect(inspection.layers.map(\.heads) == [1, 1, 2, 2, 4, 4, 5])
    #expect(inspection.layers.allSatisfy { $0.mechanism == mechanism })
    #expect(inspection.labels?.count == 10)
    #expect(inspection.parameters == inspection.tensors.reduce(0) { $0 + $1.shape.reduce(1, *) })
  }

  /// As in the lines of `stats`: after the last layer, under the name that `--query` takes.
  @Test func aPoolingHeadComesAfterTheLayers() throws {
    struct Pooled: Decodable {
      struct Layer: Decodable {
        let heads: Int
        let queryGrid: [Int]?
        let keyGrid: [Int]
        let index: String?

        enum Key: String, CodingKey { case heads, queryGrid, keyGrid, index }

        init(from decoder: any Decoder) throws {
          let container = try decoder.container(keyedBy: Key.self)
          heads = try container.decode(Int.self, forKey: .heads)
          queryGrid = try container.decode([Int]?.self, forKey: .queryGrid)
          keyGrid = try container.decode([Int].self, forKey: .keyGrid)
          index = try? container.decode(String.self, forKey: .index)
        }
      }
      let layers: [Layer]
    }
    let model = Fixtures.path("timm-siglip-nano")
    let json = try Program.run(["inspect", model, "--json"])
    let layers = try JSONDecoder().decode(Pooled.self, from: Data(json.output.utf8)).layers
    #expect(layers.map(\.index) == [nil, nil, "pool"])
    #expect(layers.map(\.heads) == [3, 3, 3])
    #expect(layers.map(\.queryGrid) == [[8, 8], [8, 8], nil])
    #expect(layers.map(\.keyGrid) == [[8, 8], [8, 8], [8, 8]])
    let text = try Program.run(["inspect", model])
    #expect(text.output.contains("  pool  attn_pool      softmax  3 heads, 1 query, a probe, 8×8 keys\n"))
  }

  @Test func aFlagIsNamedAsTheSourceOfItsValue() throws {
    let run = try Program.run(["inspect", "fashion-polarity", "--json", "--alpha", "3"])
    let inspection = try JSONDecoder().decode(Inspection.self, from: Data(run.output.utf8))
    let alpha = inspection.hyperparameters.filter { $0.source == "--alpha" }
    #expect(alpha.map(\.value) == ["3"])
  }

  /// Every option of preprocessing overrules the configuration, and is named as the source of its value.
  @Test func everyFlagOverrulesTheRecipe() throws {
    let run = try Program.run([
      "inspect", "fashion-polarity", "--json", "--crop-pct", "0.5", "--mean", "0.1,0.2,0.3", "--std", "1,2,4",
      "--interpolation", "lanczos", "--input-size", "96x128", "--alpha", "2",
    ])
    #expect(run.status == 0, "\(run.error)")
    let inspection = try JSONDecoder().decode(Inspection.self, from: Data(run.output.utf8))
    let flagged = inspection.hyperparameters.filter { $0.source.hasPrefix("--") }
    #expect(
      Dictionary(uniqueKeysWithValues: flagged.map { ($0.source, $0.value) }) == [
        "--crop-pct": "0.5", "--mean": "0.1 0.2 0.3", "--std": "1.0 2.0 4.0", "--interpolation": "lanczos",
        "--input-size": "96×128", "--alpha": "2",
      ])
    #expect(inspection.preprocessing.contains("(lanczos), center crop 96×128, mean 0.1 0.2 0.3"))
    // Positions of another grid are interpolated, and the model says so.
    #expect(inspection.hyperparameters.contains { $0.value.hasPrefix("interpolated from 32×32 to 24×32") })
  }

  /// An option that the model cannot follow is refused; of several models, the others follow it.
  @Test func optionsThatChangeNothingAreRefused() throws {
    let alone = try Program.run(["inspect", "fashion-polarity", "--num-heads", "1"])
    #expect(alone.status == 1 && alone.output.isEmpty)
    #expect(alone.error.contains("--num-heads gives 1 for stage 1, whose tensors say 2"))
    let pair = ["stats", "fashion-softmax", "fashion-polarity", "--image", Samples.images[0], "--alpha", "2"]
    let both = try Program.run(pair)
    #expect(both.status == 0 && both.output.split(separator: "\n").count == 2)
    #expect(both.error.contains("--alpha: the model has no polarity-aware attention"))
  }

  /// What was taken of a larger file and what was left aside, in JSON, in the text and on the standard error.
  @Test func thePartOfALargerFileIsNamed() throws {
    struct Inspected: Decodable {
      struct Part: Decodable {
        struct Group: Decodable {
          let name: String
          let tensors: Int
          let isModel: Bool
        }
        let prefix: String
        let leftAside: [Group]
      }
      let part: Part
      let remarks: [String]
    }
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/training.pth"
    let fixture = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Fixtures/families/dino-training.pth")
    try Data(contentsOf: fixture).write(to: URL(filePath: path))
    let run = try Program.run(["inspect", path, "--json", "--num-heads", "2"])
    let inspected = try JSONDecoder().decode(Inspected.self, from: Data(run.output.utf8))
    #expect(inspected.part.prefix == "teacher.backbone.")
    #expect(inspected.part.leftAside.contains { $0.name == "student" && $0.tensors == 30 && !$0.isModel })
    let line = "the model is 'teacher.backbone.' (30 tensors); left aside: "
    #expect(inspected.remarks.contains { $0.hasPrefix(line) })
    #expect(try Program.run(["inspect", path, "--num-heads", "2"]).output.contains(line))
    let image = try #require(Samples.images.first)
    let statistics = try Program.run(["stats", path, "--num-heads", "2", "--image", image])
    #expect(statistics.status == 0 && statistics.error.contains("training.pth: \(line)"))
    let missing = try Program.run(["inspect", path, "--part", "teacher.net"])
    #expect(missing.status == 1)
    #expect(missing.error.contains("--part teacher.net is no part of the file; it has "))
  }

  @Test func theTextNamesFamilyLayersAndTensors() throws {
    let run = try Program.run(["inspect", "fashion-polarity"])
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("fashion-polarity: pola_pvt, "))
    for title in ["values", "layers", "labels", "tensors"] {
      #expect(run.output.contains("\n\(title)\n"))
    }
    #expect(run.output.contains("\ntensors\n  157 tensors: --tensors lists them\n\n"))
    let listed = try Program.run(["inspect", "fashion-polarity", "--tensors"])
    let list = listed.output.split(separator: "\ntensors\n").last?.split(separator: "\n\n").first
    let rows = list?.split(separator: "\n") ?? []
    #expect(listed.status == 0 && rows.count == 157)
    #expect(rows.contains { $0.contains("block1.0.attn.dwc.bias") && $0.hasSuffix("  32") })
  }

  /// What needs attention is at the end, where a terminal shows it.
  @Test func theTextIsShortAndEndsWithTheWarnings() throws {
    let folder = try TemporaryFolder()
    let model = "\(folder.path)/model.safetensors"
    try FileManager.default.copyItem(atPath: fixture("timm-vit-nano/model.safetensors"), toPath: model)
    let run = try Program.run(["inspect", model])
    try #require(run.status == 0, "\(run.error)")
    let sections = run.output.split(separator: "\n\n").compactMap { $0.split(separator: "\n").first }
    #expect(sections.last == "warnings", "\(sections)")
    #expect(run.output.split(separator: "\nwarnings\n").last?.contains("heads 1 is a guess") == true)
    #expect(run.output.split(separator: "\n").count < 60)
  }

  @Test func weightsThatAreNotFiniteAreNamed() throws {
    let folder = try TestSupport.TemporaryFolder()
    let tensor = "block2.0.attn.qg.weight"
    let model = try Fixtures.diverged("pola-pvt-nano-sr", tensor: tensor, value: .nan, in: folder)
    let warning = "weights that are not finite: \(tensor)"
    let text = try Program.run(["inspect", model])
    #expect(text.status == 0 && text.output.split(separator: "\n").last == "  \(warning)", "\(text.output)")
    struct Warnings: Decodable {
      let warnings: [String]
    }
    let json = try Program.run(["inspect", model, "--json"])
    #expect(try JSONDecoder().decode(Warnings.self, from: Data(json.output.utf8)).warnings == [warning])
  }

  @Test func aMissingFileIsOneLineAndExits1() throws {
    let run = try Program.run(["inspect", "./no-such-model.safetensors"])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: ./no-such-model.safetensors: "))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test func aFileThatIsNoModelIsOneLineAndExits1() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/text.safetensors"
    try "this is not a checkpoint".write(toFile: path, atomically: true, encoding: .utf8)
    let run = try Program.run(["inspect", path])
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("polascope: \(path): "))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}
