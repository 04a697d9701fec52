// What configurations say that a model does not do: warned of or refused, never ignored, and no false alarm.
import Checkpoints
import Compute
import Files
import TestSupport
import Testing

@testable import VisionModels

@Suite struct ConfigurationTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// A change of one field of `config.json`, or of `preprocessor_config.json` after "preprocessor ", and the
  /// warnings that it makes.
  struct Change: CustomTestStringConvertible, Sendable {
    let model: String
    let field: String
    let value: String
    let warnings: [String]
    /// The reason for which the model is refused, nil where it is not.
    let refusal: String?

    init(_ model: String, _ field: String, _ value: String, _ warnings: String..., refusal: String? = nil) {
      (self.model, self.field, self.value, self.warnings) = (model, field, value, warnings)
      self.refusal = refusal
    }

    var testDescription: String { "\(model): \(field) = \(value)" }
  }

  private func description(_ model: String, _ field: String, _ value: String) throws -> ModelDescription {
    let files = try ModelFiles.locate(Fixtures.path(model))
    var configurations = [files.configuration, files.preprocessor]
    let index = field.hasPrefix("preprocessor ") ? 1 : 0
    let path = field.split(separator: " ").last!.split(separator: ".").map(String.init)
    let parsed = try JSONValue.parse(Array(value.utf8), file: "value")
    configurations[index] = (configurations[index] ?? .object([:])).setting(path[...], to: parsed)
    return try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: configurations[0], preprocessor: configurations[1],
      engine: engine)
  }

  private static func differs(_ field: String, _ value: String, _ computed: String) -> String {
    "\(field) is \(value), but the model computes with \(computed)"
  }

  private static func unknown(_ fields: String, file: String = "config.json") -> String {
    "\(file) has fields that are not known here and change nothing: \(fields)"
  }

  /// What the configuration in this checkpoint contradicts, whatever `config.json` says.
  private static let savedDepths = differs(
    "config MODEL.SWIN.DEPTHS in the checkpoint", "[2, 2, 2, 1]", "[2, 2, 1, 1]")

  /// The refusal of a value that is not computed.
  private static func other(_ field: String, _ value: String, _ accepted: String) -> String {
    "\(field) is \(value), which is not computed here; it must be \(accepted)"
  }

  /// The refusal of an unknown field that may decide a result.
  private static func deciding(_ field: String, _ value: String, file: String = "config.json") -> String {
    "\(file) \(field) is \(value), a field that is not known here and may change what the model computes"
  }

  private static let vit: [Change] = [
    .init("timm-vit-nano", "model_args.patch_size", "8"),
    .init("timm-vit-nano", "model_args.patch_size", "[8, 8]"),
    .init("timm-vit-nano", "model_args.patch_size", "8.0"),
    .init("timm-vit-nano", "model_args.embed_dim", "null"),
    .init("timm-vit-nano", "model_args.drop_path_rate", "0.1"),
    .init("timm-vit-nano", "model_args.init_values", "null"),
    .init("timm-vit-nano", "model_args.act_layer", #""gelu""#),
    .init("timm-vit-nano", "model_args.img_size", "[64, 64]"),
    .init("timm-vit-nano", "global_pool", #""token""#),
    .init(
      "timm-vit-nano", "model_args.patch_size", "16", differs("config.json model_args.patch_size", "16", "8")),
    .init(
      "timm-vit-nano", "model_args.img_size", "224", differs("config.json model_args.img_size", "224", "64")),
    .init(
      "timm-vit-nano", "model_args.qkv_bias", "false",
      differs("config.json model_args.qkv_bias", "false", "true")),
    .init(
      "timm-vit-nano", "model_args.depth", #""3""#, differs("config.json model_args.depth", #""3""#, "3")),
    .init(
      "timm-vit-nano", "model_args.init_values", "1e-5",
      differs("config.json model_args.init_values", "1e-05", "none")),
    .init("timm-vit-nano", "model_args.act_layer", #""gelu_tanh""#),
    .init(
      "timm-vit-nano", "model_args.reg_tokens", "4", differs("config.json model_args.reg_tokens", "4", "0")),
    .init("timm-vit-nano", "global_pool", #""max""#),
    .init(
      "timm-vit-nano", "model_args.final_norm", "false",
      differs("config.json model_args.final_norm", "false", "true")),
    .init("timm-vit-nano", "num_classes", "1000", differs("config.json num_classes", "1000", "10")),
    .init("timm-vit-nano", "layer_norm_eps", "1e-12", refusal: deciding("layer_norm_eps", "1e-12")),
    .init("timm-vit-nano", "model_args.mystery", "{}", refusal: deciding("model_args.mystery", "{}")),
    .init("timm-vit-nano", "mystery", "7", unknown("mystery")),
    .init("timm-vit-nano", "position_dropout", "0.1", unknown("position_dropout")),
    .init(
      "timm-vit-nano", "architecture", #""resnet50""#,
      #"config.json architecture is "resnet50", which is no architecture known here; the tensors decide the family"#
    ),
    .init(
      "timm-vit-nano", "pretrained_cfg.crop_mode", #""border""#,
      refusal: #"config.json pretrained_cfg.crop_mode is "border", which is not computed here"#
    ),
    .init(
      "timm-vit-nano", "pretrained_cfg.interpolation", #""bicubicc""#,
      refusal: #"config.json pretrained_cfg.interpolation is "bicubicc", which is not computed here"#
    ),
    .init(
      "timm-vit-nano", "pretrained_cfg.mean", "[0.5]",
      refusal: "config.json pretrained_cfg.mean is [0.5], which is not computed here"),
    .init(
      "timm-vit-nano", "pretrained_cfg", "7",
      "config.json pretrained_cfg is 7, not an object; nothing of it is used"),
    .init("hf-vit-nano", "hidden_act", #""gelu""#),
    .init("hf-vit-nano", "layer_norm_eps", "1e-6"),
    .init("hf-vit-nano", "hidden_act", #""gelu_new""#),
    .init("hf-vit-nano", "qkv_bias", "false", differs("config.json qkv_bias", "false", "true")),
    .init("hf-vit-nano", "image_size", "224", differs("config.json image_size", "224", "64")),
    .init("hf-vit-nano", "patch_size", #""8""#, differs("config.json patch_size", #""8""#, "8")),
    .init("hf-vit-nano", "intermediate_size", "192", differs("config.json intermediate_size", "192", "96")),
    .init(
      "hf-vit-nano", "model_type", #""flava""#,
      refusal: other(
        "config.json model_type", #""flava""#,
        #""vit" or "deit" or "dinov2" or "dinov2_with_registers" or "ijepa" or "vit_mae" or "vit_msn""#)),
    .init("hf-vit-nano", "preprocessor do_normalize", "false"),
    .init("hf-vit-nano", "preprocessor rescale_factor", "1"),
    .init(
      "hf-vit-nano", "preprocessor rescale_factor", #""small""#,
      refusal: #"preprocessor_config.json rescale_factor is "small"; expected a number above 0"#),
    .init(
      "hf-vit-nano", "preprocessor do_resize", "false",
      refusal: other("preprocessor_config.json do_resize", "false", "true")),
    .init(
      "hf-vit-nano", "preprocessor do_thumbnail", "true",
      refusal: deciding("do_thumbnail", "true", file: "preprocessor_config.json")),
    .init(
      "hf-vit-nano", "preprocessor size", #""big""#,
      refusal: #"preprocessor_config.json size is "big", which is not computed here"#),
    .init(
      "hf-vit-nano", "preprocessor size", #"{"longest_edge": 64}"#,
      refusal: #"preprocessor_config.json size is {"longest_edge": 64}, which is not computed here"#
    ),
    .init(
      "hf-vit-nano", "preprocessor do_center_crop", "1",
      refusal: other("preprocessor_config.json do_center_crop", "1", "true or false")),
    .init(
      "hf-dinov2-reg-nano", "preprocessor crop_size", #"["70"]"#,
      refusal: #"preprocessor_config.json crop_size is ["70"], which is not computed here"#),
    .init(
      "hf-vit-nano", "preprocessor resample", "9",
      refusal: "preprocessor_config.json resample is 9, which is not computed here"),
    .init(
      "hf-vit-nano", "preprocessor crop_pct", "0.9",
      refusal: deciding("crop_pct", "0.9", file: "preprocessor_config.json")),
    .init(
      "hf-dinov2-reg-nano", "num_register_tokens", "0", differs("config.json num_register_tokens", "0", "4")),
    .init(
      "hf-dinov2-reg-nano", "use_swiglu_ffn", "true", differs("config.json use_swiglu_ffn", "true", "false")),
    .init("hf-dinov2-reg-nano", "mlp_ratio", "4", differs("config.json mlp_ratio", "4", "2")),
    .init(
      "hf-vit-nano", "id2label", #"{"0":"a"}"#,
      "config.json id2label does not name the 10 classes of the head; it is not used"),
  ]

  private static let hierarchies: [Change] = [
    .init("timm-swin-nano", "model_args.window_size", "[4, 4]"),
    .init(
      "timm-swin-nano", "model_args.window_size", "7", differs("config.json model_args.window_size", "7", "4")
    ),
    .init(
      "timm-swin-nano", "model_args.ape", "true",
      refusal: other("config.json model_args.ape", "true", "false")),
    .init(
      "timm-swin-nano", "model_args.depths", "[2, 2, 6, 2]",
      differs("config.json model_args.depths", "[2, 2, 6, 2]", "[2, 2, 2, 1]")),
    .init(
      "timm-swin-nano", "model_args.num_heads", "[1, 2, 4, 4]",
      differs("config.json model_args.num_heads", "[1, 2, 4, 4]", "[1, 2, 4, 8]")),
    .init(
      "timm-swin-nano", "global_pool", #""max""#,
      refusal: other("config.json global_pool", #""max""#, #""avg""#)),
    .init(
      "pola-swin-nano", "model_args.attn_type", #""SSSS""#,
      differs("config.json model_args.attn_type", #""SSSS""#, #""LLSS""#), savedDepths),
    .init(
      "pola-swin-nano", "model_args.focusing_factor", "3",
      refusal: deciding("model_args.focusing_factor", "3")),
    .init("pola-pvt-nano", "model_args.sr_ratios", "[8, 8, 8, 8]"),
    .init(
      "pola-pvt-nano", "model_args.la_sr_ratios", #""2111""#,
      differs("config.json model_args.la_sr_ratios", #""2111""#, "[1, 1, 1, 1]")),
    .init(
      "pola-pvt-nano", "model_args.kernel_size", "3", differs("config.json model_args.kernel_size", "3", "5")),
    .init(
      "pola-pvt-nano", "model_args.mlp_ratios", "[4, 4, 4, 4]",
      differs("config.json model_args.mlp_ratios", "[4, 4, 4, 4]", "[4, 4, 2, 2]")),
    .init(
      "pola-pvt-nano", "model_args.qk_scale", "0.5",
      refusal: "config.json model_args.qk_scale is 0.5, which is not computed here; it must be left out"),
    .init(
      "pvt-nano", "model_args.sr_ratios", "[8, 4, 2, 2]",
      differs("config.json model_args.sr_ratios", "[8, 4, 2, 2]", "[8, 4, 2, 1]")),
    .init(
      "timm-pvtv2-nano", "model_args.linear", "true",
      differs("config.json model_args.linear", "true", "false")),
    .init(
      "timm-pvtv2-nano", "model_args.embed_dims", "16",
      differs("config.json model_args.embed_dims", "16", "[16, 32, 64, 96]")),
  ]

  @Test(arguments: vit + hierarchies) func everyFieldIsHonoredWarnedOfOrRefused(change: Change) throws {
    if let refusal = change.refusal {
      let error = try #require(throws: ModelError.self) {
        try description(change.model, change.field, change.value)
      }
      guard case .invalid(_, let reason) = error else { return #expect("\(error)" == refusal) }
      return #expect(reason == refusal)
    }
    let described = try description(change.model, change.field, change.value)
    #expect(described.configurationWarnings == change.warnings)
    #expect(described.warnings.suffix(change.warnings.count) == change.warnings[...])
  }

  /// Fields that decide a value are refused where they cannot be read.
  @Test(arguments: [
    ("timm-vit-nano", "model_args.num_heads", #""3""#, "expected a whole number"),
    ("timm-vit-nano", "model_args.num_heads", "[3]", "expected a whole number"),
    ("timm-vit-nano", "architecture", "5", "expected a name"),
    ("timm-vit-nano", "pretrained_cfg.input_size", "64", "expected channels, height and width"),
    ("pola-pvt-nano", "model_args.alpha", #""4""#, "expected a number"),
    ("pola-pvt-nano-softmax", "model_args.num_heads", "4", "expected a whole number for each stage"),
    ("pola-pvt-nano-softmax", "model_args.num_heads", "[1, 2]", "expected a whole number for each stage"),
    ("flatten-pvt-nano", "model_args.focusing_factor", "{}", "expected a number"),
    ("hf-vit-nano", "layer_norm_eps", #""small""#, "expected a number"),
    ("hf-vit-nano", "num_attention_heads", "true", "expected a whole number"),
    // Names that are not known are refused, not computed as something else.
    ("hf-vit-nano", "hidden_act", #""mish""#, #"expected one of "gelu", "gelu_tanh", "quick_gelu""#),
    ("hf-vit-nano", "hidden_act", "{}", #"expected one of "gelu""#),
    ("timm-vit-nano", "model_args.act_layer", #""hard_swish""#, #"expected one of "gelu""#),
    ("timm-vit-nano", "global_pool", #""median""#, #"expected one of "token", "avg""#),
  ]) func decidingFieldsOfOtherTypesAreRefused(model: String, field: String, value: String, reason: String)
    throws
  {
    let error = try #require(throws: ModelError.self) { try description(model, field, value) }
    #expect(error.description.contains("config.json \(field) is "), "\(error)")
    #expect(error.description.contains(reason), "\(error)")
  }

  /// Activations by configuration are computed, and said to be.
  @Test(arguments: [
    ("hf-vit-nano", "hidden_act", "quick_gelu", "QuickGELU"),
    ("hf-vit-nano", "hidden_act", "gelu_new", "GELU (tanh)"), ("hf-vit-nano", "hidden_act", "relu", "ReLU"),
    ("timm-vit-nano", "model_args.act_layer", "silu", "SiLU"),
    ("timm-vit-nano", "model_args.act_layer", "gelu_tanh", "GELU (tanh)"),
  ]) func theActivationIsHonored(model: String, field: String, value: String, title: String) throws {
    let described = try description(model, field, "\"\(value)\"")
    #expect(described.configurationWarnings == [])
    #expect(
      described.hyperparameters.contains(
        Hyperparameter("activation", title, from: .configuration("config.json \(field)"))))
  }

  /// Of a larger model's configuration only the object of its image model counts.
  @Test func languageModelsAreNotTheImageModel() throws {
    var family = try FamilyCase("hf-vit-tanh-gelu")
    var inner = try #require(family.configuration?.object)
    func described() throws -> ModelDescription {
      family.configuration = .object([
        "model_type": "llava", "hidden_act": "silu", "hidden_size": 4096, "num_attention_heads": 32,
        "layer_norm_eps": .number(0.5), "max_position_embeddings": 2048, "rope_theta": 10000,
        "block_size": 64,
        "vision_config": .object(inner),
      ])
      return try family.load(engine: engine).description
    }
    func value(_ name: String) throws -> [Hyperparameter] {
      try described().hyperparameters.filter { $0.name == name }
    }
    let activation = Provenance.configuration("config.json vision_config.hidden_act")
    #expect(try described().configurationWarnings == [])
    #expect(try value("activation").map(\.source) == [activation])
    inner["hidden_act"] = nil
    #expect(try value("activation") == [Hyperparameter("activation", "GELU (erf)", from: .familyDefault)])
    inner["layer_norm_eps"] = nil
    #expect(try value("eps").map(\.source) == [.familyDefault])
    inner["window_size"] = 7
    let error = try #require(throws: ModelError.self) { try described() }
    #expect(
      error.description.contains("config.json vision_config.window_size is 7, a field that is not known"))
  }

  /// Where a flag decides an activation, a configuration with another is not refused; without it, it is.
  @Test(arguments: ["eva02-tiny", "dinov3", "timm-aimv2", "timm-clip-quickgelu"])
  func flagsComeBeforeActivations(name: String) throws {
    let family = try FamilyCase(name)
    let arguments = family.configuration?["model_args"]?.object ?? [:]
    var members = family.configuration?.object ?? [:]
    members["model_args"] = .object(arguments.merging(["act_layer": "relu"]) { $1 })
    let folder = try TemporaryFolder()
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: "model.safetensors"))
    func described(_ activation: Activation?) throws -> ModelDescription {
      var overrides = family.overrides
      overrides.activation = activation
      return try ModelDescription.read(
        checkpoint, configuration: .object(members), overrides: overrides, engine: engine)
    }
    let given = try described(.quickGELU)
    #expect(given.configurationWarnings == [])
    #expect(given.hyperparameters.contains { $0.name == "activation" && $0.source == .flag("--activation") })
    let unsaid = try? described(nil)
    let isHonored = unsaid?.hyperparameters.contains { $0.name == "activation" && $0.value == "ReLU" }
    #expect(unsaid == nil || isHonored == true)
  }

  /// What a configuration pools must be there.
  @Test func poolingThatTheFileCannotDoIsRefused() throws {
    let error = try #require(throws: ModelError.self) {
      try description("timm-vit-nano", "global_pool", #""map""#)
    }
    #expect(error.description.contains("pools by attention (config.json global_pool), but the file has no"))
  }

  /// What a preprocessor does to pixels is in the mean and the standard deviation that the model runs with.
  @Test(arguments: [
    (#"{"do_normalize": false}"#, 0.0, 1.0), (#"{"do_rescale": false}"#, 0.5 / 255, 0.5 / 255),
    (#"{"rescale_factor": 0.00784313725490196}"#, 0.25, 0.25),
    (#"{"rescale_factor": 0.00784313725490196, "image_mean": 1, "image_std": 1}"#, 0.5, 0.5),
    (#"{"do_rescale": false, "do_normalize": false}"#, 0, 1.0 / 255), (#"{"image_mean": 0.25}"#, 0.25, 0.5),
  ])
  func rangesOfPreprocessorsAreHonored(fields: String, mean: Double, deviation: Double) throws {
    let files = try ModelFiles.locate(Fixtures.path("hf-vit-nano"))
    var preprocessor = try #require(files.preprocessor)
    for (key, value) in try JSONValue.parse(Array(fields.utf8), file: "fields").object ?? [:] {
      preprocessor = preprocessor.setting([key], to: value)
    }
    let described = try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: files.configuration, preprocessor: preprocessor,
      engine: engine)
    #expect(described.preprocessing.mean.allSatisfy { abs(Double($0) - mean) < 1e-7 })
    #expect(described.preprocessing.standardDeviation.allSatisfy { abs(Double($0) - deviation) < 1e-7 })
    #expect(described.warnings == [])
  }

  /// A size of one number is the shorter side for classes that keep proportions, both sides for others.
  @Test(arguments: [
    ("ViTFeatureExtractor", "64", "squash to 64×64"), ("CLIPFeatureExtractor", "64", "short side to 64"),
    ("ViTImageProcessor", #"{"height": 64, "width": 64}"#, "squash to 64×64"),
    ("BitImageProcessor", #"{"shortest_edge": 80}"#, "short side to 80"),
  ])
  func sizesAreThoseOfTheClass(name: String, size: String, summary: String) throws {
    let files = try ModelFiles.locate(Fixtures.path("hf-vit-nano"))
    let preprocessor = try #require(files.preprocessor)
      .setting(["image_processor_type"], to: .null).setting(["feature_extractor_type"], to: .string(name))
      .setting(["size"], to: try JSONValue.parse(Array(size.utf8), file: "size"))
      .setting(["crop_size"], to: .integer(64)).setting(
        ["do_center_crop"], to: .bool(!size.contains("height")))
    let described = try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: files.configuration, preprocessor: preprocessor,
      engine: engine)
    #expect(described.preprocessing.summary.hasPrefix(summary))
  }

  /// Every configuration of the tests and of the bundled models says what is computed.
  @Test func noFalseAlarms() throws {
    let folders =
      [
        "flatten-pvt-nano", "flatten-swin-nano", "hf-dinov2-reg-nano", "hf-vit-nano", "ms-swin-nano",
        "pola-pvt-nano", "pola-pvt-nano-softmax", "pola-pvt-nano-sr", "pola-pvt-nano-weak", "pvt-nano",
        "timm-deit-distilled-nano", "timm-pvtv2-nano", "timm-swin-nano",
        "timm-vit-nano", "timm-vit-nano-reg-ls",
      ]
      + ["focused", "polarity", "relu", "softmax"].map { "../../samples/fashion-\($0)" }
    for folder in folders {
      let files = try ModelFiles.locate(Fixtures.path(folder))
      #expect(files.configuration != nil)
      let described = try ModelDescription.read(
        try Checkpoint.open(files.weights), configuration: files.configuration,
        preprocessor: files.preprocessor, engine: engine)
      #expect(described.warnings == [], "\(folder)")
    }
    for name in FamilyCase.names {
      #expect(try FamilyCase(name).load(engine: engine).configurationWarnings == [], "\(name)")
    }
  }

  /// A flag that differs from the configuration is what was asked for.
  @Test func flagsAreNotWarnedOf() throws {
    let files = try ModelFiles.locate(Fixtures.path("pola-pvt-nano-softmax"))
    var overrides = ModelOverrides()
    overrides.numHeads = [2, 2, 2, 2]
    (overrides.inputHeight, overrides.inputWidth) = (96, 96)
    let described = try ModelDescription.read(
      try Checkpoint.open(files.weights), configuration: files.configuration, overrides: overrides,
      engine: engine)
    #expect(described.layers.first?.heads == 2 && described.warnings == [])
  }

  /// A flood of unknown fields is one short line, and nothing in a name reaches the terminal as it is.
  @Test func unknownFieldsAreListedShortAndEscaped() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    let fields = (0..<2000).map { #""\u001b[2J\#($0)":\#($0)"# }.joined(separator: ",")
    family.configuration = try JSONValue.parse(
      Array(#"{"model_args":{"num_heads":5},\#(fields)}"#.utf8), file: "config.json")
    let warnings = try family.load(engine: engine).configurationWarnings
    #expect(warnings.count == 1 && warnings[0].hasSuffix("and 1994 more") && !warnings[0].utf8.contains(0x1B))
  }
}

extension JSONValue {
  /// The value with the member at `path` replaced or added.
  fileprivate func setting(_ path: ArraySlice<String>, to value: JSONValue) -> JSONValue {
    guard let key = path.first else { return value }
    var members = object ?? [:]
    members[key] = (members[key] ?? .object([:])).setting(path.dropFirst(), to: value)
    return .object(members)
  }
}
