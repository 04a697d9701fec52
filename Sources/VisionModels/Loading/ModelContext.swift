// Everything a family may look at while it builds a model, and the account of what it took from where.
import Attention
import Checkpoints
import Compute

/// The inputs of a family: tensors, configuration and overrides.
final class ModelContext {
  let reader: ParameterReader
  /// `config.json`, of timm or transformers.
  let configuration: JSONValue?
  /// `preprocessor_config.json` of transformers.
  let preprocessor: JSONValue?
  let overrides: ModelOverrides
  private(set) var hyperparameters: [Hyperparameter] = []
  private(set) var warnings: [String] = []
  /// What the model computes, as far as configurations repeat it.
  private(set) var facts: [ModelFact: FactValue] = [:]

  /// - Parameter root: what the names of the network begin with; a head may lie beside it.
  init(
    checkpoint: Checkpoint, root: String = "", configuration: JSONValue?, preprocessor: JSONValue?,
    overrides: ModelOverrides, engine: Engine, readsValues: Bool, progress: ((Double) -> Void)? = nil
  ) {
    reader = ParameterReader(
      checkpoint, root: root, engine: engine, readsValues: readsValues, progress: progress)
    self.configuration = configuration
    self.preprocessor = preprocessor
    self.overrides = overrides
  }

  var path: String { reader.checkpoint.path }
  var engine: Engine { reader.engine }

  /// The name of the architecture, by flag, configuration or what training code saved.
  var architecture: String? {
    overrides.architecture ?? configuration?["architecture"]?.string ?? reader.checkpoint.architecture
  }

  /// Where a published name comes from that fulfils `condition`: the architecture, or without one the file or its
  /// folder; nil where none does.
  func provenance(ofName condition: (String) -> Bool) -> Provenance? {
    if let architecture {
      return condition(architecture.lowercased())
        ? .configuration("name of architecture \(architecture)") : nil
    }
    return path.split(separator: "/").suffix(2).reversed().map(String.init)
      .first { condition($0.lowercased()) }.map(Provenance.fileName)
  }

  // MARK: Account

  /// Notes a value and its source for the reader of the model card; once, however many layers ask for it.
  func note(_ name: String, _ value: String, from source: Provenance) {
    let noted = Hyperparameter(name, value, from: source)
    if !hyperparameters.contains(noted) { hyperparameters.append(noted) }
  }

  /// Warns of what makes the model's results differ from those of the published code; once for each text.
  func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// Records what the model computes, to be compared with the configuration.
  func record(_ fact: ModelFact, _ value: FactValue) { facts[fact] = value }

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

  // MARK: Configuration

  /// The objects of a configuration that describe the image model of a larger one; their members count as fields.
  static let nestedConfigurations = ["vision_config", "backbone_config"]

  /// The field `key` of `config.json`, members of its objects after a dot; nil for null. What the object of the image
  /// model says comes first.
  func field(_ key: String) -> JSONValue? {
    located(key)?.value
  }

  /// Where the field `key` is, for the reader.
  func place(of key: String) -> String { "config.json \(located(key)?.path ?? key)" }

  private func located(_ key: String) -> (path: String, value: JSONValue)? {
    for path in Self.nestedConfigurations.map({ "\($0).\(key)" }) + [key] {
      var value = configuration
      for part in path.split(separator: ".") { value = value?[String(part)] }
      if let value, !value.isNull { return (path, value) }
    }
    return nil
  }

  /// The field `key` as `read` has it, nil where there is none.
  ///
  /// - Parameter expected: what the field must be, for the error.
  /// - Throws: `ModelError.invalid` where `read` gives nil.
  func decoded<Value>(
    _ key: String, as expected: String, _ read: (JSONValue) -> Value?
  ) throws -> Value? {
    guard let field = field(key) else { return nil }
    guard let value = read(field) else { throw unusable(key, expected: expected) }
    return value
  }

  /// The refusal of a field that decides a value of the model and cannot be read.
  func unusable(_ key: String, expected: String) -> ModelError {
    .invalid(
      path: path,
      reason: "\(place(of: key)) is \(field(key)?.excerpt ?? "missing"); expected \(expected)")
  }

  /// A number given by flag, else by a field of `config.json`, else by the configuration in the checkpoint, else by
  /// the family, noted under `name`.
  ///
  /// - Throws: `ModelError.invalid` for a field that is no number, and for one that is not finite.
  func number(
    _ name: String, flag: (name: String, value: Double?)? = nil, field: String, saved: SavedField? = nil,
    familyDefault: Double
  ) throws -> Double {
    let sourced: Sourced<Double>
    if let flag, let value = flag.value {
      sourced = Sourced(value: value, source: .flag(flag.name))
    } else if let value = try decoded(field, as: "a number", \.double) {
      sourced = Sourced(value: value, source: .configuration(place(of: field)))
    } else if let saved, let value = self.saved(saved) {
      guard let number = value.double else {
        throw ModelError.invalid(
          path: path, reason: "\(saved.place) is \(value.excerpt); expected a number")
      }
      sourced = Sourced(value: number, source: .configuration(saved.place))
    } else {
      sourced = Sourced(value: familyDefault, source: .familyDefault)
    }
    guard sourced.value.isFinite else {
      throw ModelError.invalid(path: path, reason: "\(name) is not a finite number")
    }
    note(name, decimal(sourced.value), from: sourced.source)
    return sourced.value
  }

  /// transformers' `layer_norm_eps`, else what its class assumes.
  ///
  /// - Throws: `ModelError.invalid` for one that is no number, negative, or not below 1.
  func layerNormEpsilon(familyDefault: Double) throws -> Sourced<Double> {
    guard let epsilon = try decoded("layer_norm_eps", as: "a number", \.double) else {
      return Sourced(value: familyDefault, source: .familyDefault)
    }
    guard epsilon >= 0, epsilon < 1 else {
      throw ModelError.invalid(path: path, reason: "layer_norm_eps \(epsilon) is out of range")
    }
    return Sourced(value: epsilon, source: .configuration(place(of: "layer_norm_eps")))
  }
}
