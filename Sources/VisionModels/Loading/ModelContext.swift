// Everything a family may look at while it builds a model, and the account of what it took from where.
import Attention
import Checkpoints
import Compute
import Files

/// The inputs of a family: tensors, configuration and overrides.
final class ModelContext {
  let reader: ParameterReader
  /// `config.json`, of timm or transformers.
  let configuration: JSONValue?
  /// `preprocessor_config.json` of transformers.
  let preprocessor: JSONValue?
  let overrides: ModelOverrides
  private(set) var hyperparameters: [Hyperparameter] = []

  init(
    checkpoint: Checkpoint, configuration: JSONValue?, preprocessor: JSONValue?,
    overrides: ModelOverrides, engine: Engine, readsValues: Bool, progress: ((Double) -> Void)? = nil
  ) {
    reader = ParameterReader(checkpoint, engine: engine, readsValues: readsValues, progress: progress)
    self.configuration = configuration
    self.preprocessor = preprocessor
    self.overrides = overrides
  }

  var path: String { reader.checkpoint.path }
  var engine: Engine { reader.engine }

  /// Notes a value and its source for people to see; once, however many layers ask for it.
  func note(_ name: String, _ value: String, from source: Provenance) {
    let noted = Hyperparameter(name, value, from: source)
    if !hyperparameters.contains(noted) { hyperparameters.append(noted) }
  }

  /// Notes by which rule positions are resized, and whether they were.
  ///
  /// - Parameter layout: whose code has the rule; nil for positions that no published code resizes.
  func noteInterpolation(
    _ name: String, from trained: TokenGrid, to grid: TokenGrid, rule: PositionInterpolation,
    of layout: String?
  ) {
    let sizes = "\(trained.rows)×\(trained.columns)"
    if trained == grid {
      if layout != nil { note("position rule", rule.rawValue, from: .familyDefault) }
      return
    }
    note(
      name, "interpolated from \(sizes) to \(grid.rows)×\(grid.columns), \(rule.rawValue)",
      from: layout.map { .libraryDefault($0) } ?? .extrapolated("no published code resizes it"))
  }

  /// The name of the architecture, by flag, configuration or what training code saved.
  var architecture: String? {
    overrides.architecture ?? configuration?["architecture"]?.string ?? reader.checkpoint.architecture
  }

  /// A member of the timm configuration's `model_args`.
  func modelArgument(_ key: String) -> JSONValue? { configuration?["model_args"]?[key] }

  /// A number given by flag, else by `model_args`, else by the family, noted under `name`.
  func number(
    _ name: String, flag: (name: String, value: Double?)? = nil, argument: String, familyDefault: Double
  ) throws -> Double {
    let sourced: Sourced<Double>
    if let flag, let value = flag.value {
      sourced = Sourced(value: value, source: .flag(flag.name))
    } else if let value = modelArgument(argument)?.double {
      sourced = Sourced(value: value, source: .configuration("config.json model_args.\(argument)"))
    } else {
      sourced = Sourced(value: familyDefault, source: .familyDefault)
    }
    guard sourced.value.isFinite else {
      throw ModelError.invalid(path: path, reason: "\(name) is not a finite number")
    }
    note(name, decimal(sourced.value), from: sourced.source)
    return sourced.value
  }

  /// Names of the classes, control characters escaped: `label_names` (timm), `id2label` (transformers), ImageNet-1k's for 1000 classes.
  private func labels(classCount: Int) -> [String]? {
    if let names = configuration?["label_names"]?.strings, names.count == classCount {
      note("labels", "\(classCount) names", from: .configuration("config.json label_names"))
      return names.map { $0.escaped(limit: 200) }
    }
    if let names = configuration?["id2label"]?.object, names.count == classCount {
      note("labels", "\(classCount) names", from: .configuration("config.json id2label"))
      return (0..<classCount).map { names["\($0)"]?.string?.escaped(limit: 200) ?? "class \($0)" }
    }
    if classCount == ImageNetLabels.names.count {
      note("labels", "ImageNet-1k", from: .tensors("a head of \(classCount) classes"))
      return ImageNetLabels.names
    }
    return nil
  }
}

extension ModelContext {
  /// The model that a family has read, with its preprocessing and labels, and the sources of all values.
  ///
  /// - Parameters:
  ///   - size: of the input in pixels.
  ///   - recipe: the family's own evaluation transform.
  func model(
    family: String, size: (height: Int, width: Int), recipe: FamilyPreprocessing,
    layers: [AttentionLayerDescription], classCount: Int?, network: any Network
  ) -> VisionModel {
    let preprocessing = preprocessing(height: size.height, width: size.width, family: recipe)
    if let classCount { note("classes", "\(classCount)", from: .tensors("shape of the head")) }
    let labels = classCount.flatMap(labels)
    let description = ModelDescription(
      family: family, hyperparameters: hyperparameters, preprocessing: preprocessing, layers: layers,
      classCount: classCount, labels: labels, unusedTensors: reader.unused)
    return VisionModel(description: description, network: network, engine: engine)
  }
}

/// A number without a needless decimal point: `4`, `0.5`.
func decimal(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}
