// The configuration classes of timm and transformers: nothing published is refused, nothing that decides is ignored.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

/// What `Fixtures/families/configurations.py` measured by running the libraries.
private enum Measured {
  static let all: JSONValue = {
    guard let all = try? JSONValue.load(Fixtures.path("families/configurations.json")) else {
      preconditionFailure("configurations.json cannot be read")
    }
    return all
  }()

  static func names(_ group: String) -> [String] { (all[group]?.object ?? [:]).keys.sorted() }

  /// A value of a field, and what it does to the class's numbers.
  struct Field {
    let key: String
    let value: JSONValue
    let effect: String
  }

  static func fields(_ entry: JSONValue) throws -> [Field] {
    try #require(entry["fields"]?.array).map { field in
      let parts = try #require(field.array)
      return Field(
        key: try #require(parts[0].string), value: parts[1], effect: try #require(parts[2].string))
    }
  }
}

@Suite struct ConfigurationClassesTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// A file with the tensors of a class's model, all zero.
  private func checkpoint(_ entry: JSONValue) throws -> Checkpoint {
    var (tensors, end): ([String], Int) = ([], 0)
    for (name, shape) in try #require(entry["tensors"]?.object).sorted(by: { $0.key < $1.key }) {
      let shape = try #require(shape.ints)
      let size = 2 * shape.reduce(1, *)
      tensors.append(
        #""\#(name)":{"dtype":"F16","shape":\#(shape),"data_offsets":[\#(end),\#(end + size)]}"#)
      end += size
    }
    let header = Array("{\(tensors.joined(separator: ","))}".utf8)
    let file = littleEndian(UInt64(header.count)) + header + [UInt8](repeating: 0, count: end)
    return try Checkpoint.open(folder.write(file, to: "model.safetensors"))
  }

  /// Everything that the description says of a model's computation.
  private func values(_ description: ModelDescription) -> [String] {
    description.hyperparameters.map { "\($0.name) \($0.value)" } + [description.preprocessing.summary]
      + ["\(description.preprocessing.mean) \(description.preprocessing.standardDeviation)"]
      + description.layers.map { "\($0)" } + ["\(String(describing: description.pool))"]
  }

  /// The configuration with `fields` in place of its own, at the top or in an object of it.
  private func changed(
    _ configuration: JSONValue, _ fields: [String: JSONValue], under object: String
  ) -> JSONValue {
    var members = configuration.object ?? [:]
    let key = String(object.dropLast())
    if object.isEmpty {
      members.merge(fields) { $1 }
    } else {
      members[key] = .object((members[key]?.object ?? [:]).merging(fields) { $1 })
    }
    return .object(members)
  }

  private func refusal(_ read: () throws -> ModelDescription) -> String? {
    do {
      _ = try read()
      return nil
    } catch { return "\(error)" }
  }

  /// The class as it is published, and with every published value said.
  @Test(arguments: Measured.names("models")) func publishedConfigurationsAreRead(name: String) throws {
    let entry = try #require(Measured.all["models"]?[name])
    let (configuration, object) = (try #require(entry["config"]), try #require(entry["under"]?.string))
    let checkpoint = try checkpoint(entry)
    let all = changed(configuration, entry["published"]?.object ?? [:], under: object)
    for configuration in [configuration, all] {
      let described = try ModelDescription.read(checkpoint, configuration: configuration, engine: engine)
      #expect(described.configurationWarnings == [])
    }
  }

  /// Fields that decide the numbers of other pictures, sizes or classes than those that were measured.
  private static let decideElsewhere: Set<String> = [
    "dynamic_img_pad", "always_partition", "rope_mrope_section", "image_size", "norm_layer",
  ]

  /// A value that changes the class's numbers changes the model or is refused; one that changes nothing is not refused.
  @Test(arguments: Measured.names("models")) func noValueThatDecidesIsIgnored(name: String) throws {
    let entry = try #require(Measured.all["models"]?[name])
    let (configuration, object) = (try #require(entry["config"]), try #require(entry["under"]?.string))
    let checkpoint = try checkpoint(entry)
    let usual = try ModelDescription.read(checkpoint, configuration: configuration, engine: engine)
    for field in try Measured.fields(entry) {
      let configuration = changed(configuration, [field.key: field.value], under: object)
      var values: [String] = []
      let refusal = refusal {
        let described = try ModelDescription.read(checkpoint, configuration: configuration, engine: engine)
        values = self.values(described)
        return described
      }
      let said = "\(field.key) = \(field.value.excerpt)"
      let isOther = refusal != nil || values != self.values(usual)
      switch field.effect {
      case "result": #expect(isOther, "\(said) is ignored")
      case "none":
        #expect(refusal == nil || Self.decideElsewhere.contains(field.key), "\(said) changes nothing")
      default: break  // The tensors win.
      }
    }
  }

  @Test(arguments: Measured.names("preprocessors")) func noValueOfAPreprocessorIsIgnored(name: String) throws
  {
    let entry = try #require(Measured.all["preprocessors"]?[name])
    let model = try #require(Measured.all["models"]?["ViTForImageClassification"])
    let (configuration, preprocessor) = (model["config"], try #require(entry["preprocessor"]))
    let checkpoint = try checkpoint(model)
    func read(_ preprocessor: JSONValue) throws -> ModelDescription {
      try ModelDescription.read(
        checkpoint, configuration: configuration, preprocessor: preprocessor, engine: engine)
    }
    let usual = try read(preprocessor)
    #expect(usual.configurationWarnings == [])
    for field in try Measured.fields(entry) where field.effect == "result" {
      var values: [String] = []
      let refusal = refusal {
        let described = try read(changed(preprocessor, [field.key: field.value], under: ""))
        values = self.values(described)
        return described
      }
      #expect(
        refusal != nil || values != self.values(usual), "\(field.key) = \(field.value.excerpt) is ignored")
    }
  }

  /// The recipe of every published name of timm, as its registry has it.
  @Test func everyPublishedNameHasItsRecipe() throws {
    let recipes = try #require(try JSONValue.load(Fixtures.path("families/recipes.json")).object)
    #expect(recipes.count > 500)
    for (tag, expected) in recipes {
      let parts = try #require(expected.array)
      let recipe = try #require(PublishedRecipes.recipe(named: "\(tag).safetensors"), "\(tag)")
      let means: [String: Float] = ["imageNet": 0.485, "half": 0.5, "clip": 0.48145466, "none": 0]
      #expect(recipe.mean[0] == means[parts[0].string ?? ""], "\(tag)")
      #expect(recipe.cropFraction == parts[1].double, "\(tag)")
      #expect((recipe.resizing == .squash ? "squash" : "shortSide") == parts[2].string, "\(tag)")
      #expect(recipe.filter.rawValue == parts[3].string, "\(tag)")
    }
  }
}
