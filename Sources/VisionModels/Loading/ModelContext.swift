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
  /// Whether other models have the same overrides.
  let sharesOverrides: Bool
  /// Whether `config.json` is of timm before 0.8, which had no `pretrained_cfg` around its members.
  private let hasOldLayout: Bool
  private(set) var hyperparameters: [Hyperparameter] = []
  private(set) var warnings: [String] = []
  /// Why the model is not computed as its files ask, found on the way; the first reason.
  private(set) var refusal: ModelError?
  /// What the model computes, as far as configurations repeat it.
  private(set) var facts: [ModelFact: FactValue] = [:]
  /// The heads of every layer by stages; empty for a model without stages.
  var headsOfStages: [[Int]] = []

  /// - Parameter root: what the names of the network begin with; a head may lie beside it.
  init(
    checkpoint: Checkpoint, root: String = "", configuration: JSONValue?, preprocessor: JSONValue?,
    overrides: ModelOverrides, sharesOverrides: Bool = false, engine: Engine, readsValues: Bool,
    progress: ((Double) -> Void)? = nil
  ) {
    reader = ParameterReader(
      checkpoint, root: root, engine: engine, readsValues: readsValues, progress: progress)
    hasOldLayout = Self.hasOldLayout(configuration)
    self.configuration = hasOldLayout ? Self.currentLayout(configuration) : configuration
    self.preprocessor = preprocessor
    self.overrides = overrides
    self.sharesOverrides = sharesOverrides
  }

  var path: String { reader.checkpoint.path }
  var engine: Engine { reader.engine }

  /// The name of the architecture, by flag, configuration or what training code saved.
  var architecture: String? {
    overrides.architecture ?? configuration?["architecture"]?.string ?? savedArchitecture
  }

  /// The name that training code saved. MoCo v3 saves its bare names under `arch`, where no other publisher has them:
  /// its `vit_small` has other heads than timm's, DeiT's and DINO's.
  private var savedArchitecture: String? {
    let checkpoint = reader.checkpoint
    guard let name = checkpoint.saved.member(at: ["arch"])?.string, ["vit_small", "vit_base"].contains(name)
    else {
      return checkpoint.architecture
    }
    return "mocov3_\(name)"
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
    var source = source
    if hasOldLayout, case .configuration(let place) = source {
      source = .configuration(place.replacing("pretrained_cfg.", with: ""))
    }
    let noted = Hyperparameter(name, value, from: source)
    if !hyperparameters.contains(noted) { hyperparameters.append(noted) }
  }

  /// Warns of what makes the model's results differ from those of the published code; once for each text.
  func warn(_ text: String) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// Refuses the model once it is described, for a value of its files that is not computed here.
  func refuse(_ reason: String) {
    refusal = refusal ?? .invalid(path: path, reason: reason)
  }

  /// Warns of biases that are taken as zero although the file has such, outside of the part that is the model.
  func checkZeroBiases(in file: Checkpoint) {
    let biases = reader.zeroBiases
    guard !biases.isEmpty, file.tensors.count > reader.checkpoint.tensors.count else { return }
    let held = Set(file.tensors.keys.lazy.filter { $0.hasSuffix("bias") }.map(ParameterReader.role))
    for bias in biases.sorted() where held.contains(where: { $0 == bias || $0.hasSuffix(".\(bias)") }) {
      warn(
        "the part that is read has no \(bias.escaped(limit: 80)), which another part of the file has; it is taken "
          + "as zero")
    }
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
    let factor = grid.count / max(trained.count, 1)
    guard factor > Self.usualEnlargement else { return }
    warn(
      "its positions (\(name.escaped(limit: 80))) are learned for \(sizes) tokens and interpolated to "
        + "\(grid.rows)×\(grid.columns), \(factor) times as many: a forward pass takes that much longer, softmax attention "
        + "up to the square of it; check the input size, or give --input-size")
  }

  /// How many times as many tokens as positions were learned for people ask for: 8 a side.
  private static let usualEnlargement = 64

  // MARK: Configuration

  /// What timm before 0.8 wrote at the top level of `config.json` and later under `pretrained_cfg`.
  private static let oldMembers: Set<String> = [
    "input_size", "fixed_input_size", "interpolation", "crop_pct", "crop_mode", "mean", "std", "pool_size",
    "first_conv", "classifier", "url", "hf_hub_id", "test_input_size", "test_crop_pct", "min_input_size",
    "license",
  ]

  private static func hasOldLayout(_ configuration: JSONValue?) -> Bool {
    guard let members = configuration?.object, members["architecture"] != nil,
      members["pretrained_cfg"] == nil
    else {
      return false
    }
    return !oldMembers.isDisjoint(with: members.keys)
  }

  /// The same configuration as timm writes it today.
  private static func currentLayout(_ configuration: JSONValue?) -> JSONValue? {
    guard var members = configuration?.object else { return configuration }
    let old = members.filter { oldMembers.contains($0.key) }
    for key in old.keys { members[key] = nil }
    members["pretrained_cfg"] = .object(old)
    return .object(members)
  }

  /// The objects of a configuration that describe the image model of a larger one; their members count as fields.
  static let nestedConfigurations = ["vision_config", "backbone_config"]

  /// The field `key` of `config.json`, members of its objects after a dot; nil for null. Of a larger model, the
  /// field of the object that describes its image model.
  func field(_ key: String) -> JSONValue? {
    located(key)?.value
  }

  /// Where the field `key` is, for the reader.
  func place(of key: String) -> String { "config.json \(located(key)?.path ?? key)" }

  /// The key of the object that describes the image model of a larger one; nil where the configuration is the image
  /// model's own.
  var nestedConfiguration: String? {
    Self.nestedConfigurations.first { configuration?[$0]?.object != nil }
  }

  /// What a larger model says at the top level of its image model too: the names of its classes.
  private static let fieldsOfWholeModels: Set<String> = ["id2label", "label_names"]

  private func located(_ key: String) -> (path: String, value: JSONValue)? {
    var paths = nestedConfiguration.map { ["\($0).\(key)"] } ?? []
    if paths.isEmpty || Self.fieldsOfWholeModels.contains(key) { paths.append(key) }
    for path in paths {
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
