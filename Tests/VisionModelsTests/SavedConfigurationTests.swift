// The configuration that training code saved in a checkpoint, and the input sizes of hierarchies of windows.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct SavedConfigurationTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func describe(
    _ checkpoint: Checkpoint, configuration: JSONValue? = nil, overrides: ModelOverrides = ModelOverrides()
  ) throws -> ModelDescription {
    try ModelDescription.read(
      checkpoint, configuration: configuration, overrides: overrides, engine: engine)
  }

  private func source(_ name: String, _ described: ModelDescription) -> Provenance? {
    described.hyperparameters.first { $0.name == name }?.source
  }

  private func saved(_ field: String) -> Provenance { .configuration("config \(field) in the checkpoint") }

  /// Without `config.json` the checkpoint's own configuration decides what no tensor does.
  @Test func decidesWhatNoTensorDoes() throws {
    for (model, name, value, field) in [
      ("pola-swin-nano-window", "alpha", "3", "MODEL.LA.ALPHA"),
      ("flatten-swin-nano-window", "focusing factor", "4", "MODEL.LA.FOCUSING_FACTOR"),
    ] {
      let described = try describe(Checkpoint.open(Fixtures.path("\(model)/model.pth")))
      #expect(described.hyperparameters.contains(Hyperparameter(name, value, from: saved(field))))
      #expect(
        described.hyperparameters.contains(
          Hyperparameter("input size", "64×64", from: .tensors("layers.0.blocks.1.attn_mask"))))
      #expect(described.preprocessing.summary.hasPrefix("squash to 73×73 (bicubic), center crop 64×64"))
      #expect(described.warnings == [])
    }
  }

  /// Flag, then `config.json`, then the checkpoint.
  @Test func flagsAndConfigurationsComeBefore() throws {
    let checkpoint = try Checkpoint.open(Fixtures.path("pola-swin-nano-window/model.pth"))
    let configuration: JSONValue = .object(["model_args": .object(["alpha": 5])])
    var overrides = ModelOverrides()
    let configured = try describe(checkpoint, configuration: configuration)
    #expect(
      configured.hyperparameters.contains(
        Hyperparameter("alpha", "5", from: .configuration("config.json model_args.alpha"))))
    overrides.alpha = 6
    let flagged = try describe(checkpoint, configuration: configuration, overrides: overrides)
    #expect(flagged.hyperparameters.contains(Hyperparameter("alpha", "6", from: .flag("--alpha"))))
  }

  /// Tensors win over what the checkpoint's configuration repeats, and a warning says so.
  @Test func contradictionsAreWarnedOf() throws {
    for (model, warnings) in [
      (
        "pola-swin-nano",
        ["MODEL.SWIN.DEPTHS in the checkpoint is [2, 2, 2, 1], but the model computes with [2, 2, 1, 1]"]
      ),
      (
        "pola-swin-nano-shift",
        [
          "DATA.IMG_SIZE in the checkpoint is 64, but the model computes with 112",
          "MODEL.LA.ATTN_TYPE in the checkpoint is \"LLSS\", but the model computes with \"LSS\"",
          "MODEL.SWIN.DEPTHS in the checkpoint is [2, 2, 2, 1], but the model computes with [1, 2, 1]",
        ]
      ),
    ] {
      let files = try ModelFiles.locate(Fixtures.path(model))
      let described = try describe(Checkpoint.open(files.weights), configuration: files.configuration)
      #expect(described.warnings == warnings.map { "config \($0)" })
    }
  }

  // MARK: Configurations that tests make

  /// A checkpoint of `model` without its buffers, and with a configuration as yacs pickles one.
  private func checkpoint(
    like model: String, configuration: [UInt8]?, keepingMasks: Bool = false, in folder: TemporaryFolder
  ) throws -> Checkpoint {
    let original = try Checkpoint.open(ModelFiles.locate(Fixtures.path(model)).weights)
    var storages: [String: [UInt8]] = [:]
    var tensors: [(String, [UInt8])] = []
    for name in original.names where keepingMasks || !name.hasSuffix("attn_mask") {
      let values = try original.floats(name)
      let shape = original.tensors[name]?.shape ?? []
      storages["\(tensors.count)"] = values.withUnsafeBytes { Array($0) }
      let strides = shape.indices.map { shape[($0 + 1)...].reduce(1, *) }
      tensors.append(
        (
          name,
          Pickle.tensor(
            Pickle.storage("\(tensors.count)", count: values.count), shape: shape, strides: strides)
        ))
    }
    var items = [("model", Pickle.dictionary(tensors))]
    if let configuration { items.append(("config", configuration)) }
    let file = ZipBuilder.torch(Pickle.make(Pickle.dictionary(items)), storages: storages)
    return try Checkpoint.open(folder.write(file.bytes, to: "model.pth"))
  }

  /// A yacs node: an object made without arguments, its items, its state.
  private func node(_ items: [(String, [UInt8])]) -> [UInt8] {
    let new: [UInt8] = [0x81]
    let build: [UInt8] = [UInt8(ascii: "b")]
    let filled = Pickle.mark + items.flatMap { Pickle.text($0.0) + $0.1 } + Pickle.setItems
    return Pickle.global("yacs.config", "CfgNode") + Pickle.emptyTuple + new + filled
      + Pickle.dictionary([("__immutable__", [0x88])]) + build
  }

  private func imageSize(_ value: [UInt8]) -> [UInt8] { node([("DATA", node([("IMG_SIZE", value)]))]) }

  @Test func theInputSizeComesFromTheNextBestSource() throws {
    let folder = try TemporaryFolder()
    func size(_ model: String, _ configuration: [UInt8]?, masks: Bool = false) throws -> (String, Provenance?)
    {
      let described = try describe(
        checkpoint(like: model, configuration: configuration, keepingMasks: masks, in: folder))
      let preprocessing = described.preprocessing
      return ("\(preprocessing.inputHeight)×\(preprocessing.inputWidth)", source("input size", described))
    }
    let window = "pola-swin-nano-window"
    #expect(
      try size(window, imageSize(Pickle.int(128)), masks: true) == (
        "64×64", .tensors("layers.0.blocks.1.attn_mask")
      ))
    #expect(try size(window, imageSize(Pickle.int(128))) == ("128×128", saved("DATA.IMG_SIZE")))
    let guess = Provenance.guess(
      "no file says it, and the smallest in which all windows fit; give it with --input-size")
    #expect(try size(window, nil) == ("64×64", guess))
    // The second stage's windows are smaller than the first's: they are the whole grid.
    #expect(
      try size("pola-swin-nano", nil)
        == ("64×64", .tensors("layers.1.blocks.0.attn.positional_encoding, smaller than of other stages")))
    // Windows of 4 tokens, the last one cut to 2.
    let (cut, tensor) = try size("ms-swin-nano", nil)
    #expect(cut == "64×64")
    guard case .tensors(let name)? = tensor else { Issue.record("\(String(describing: tensor))"); return }
    #expect(name.hasSuffix("relative_position_bias_table, smaller than of other stages"))
  }

  /// A size at which the windows do not fit, and one that is none, are warned of and not used.
  @Test func unusableSizesAreWarnedOf() throws {
    let folder = try TemporaryFolder()
    for (value, shown) in [
      (Pickle.int(100), "100"), (Pickle.int(32), "32"), (Pickle.text("big"), "\"big\""),
      (Pickle.int(-64), "-64"),
    ] {
      let described = try describe(
        checkpoint(like: "pola-swin-nano-window", configuration: imageSize(value), in: folder))
      #expect(described.preprocessing.inputHeight == 64)
      #expect(
        described.warnings.contains(
          "config DATA.IMG_SIZE in the checkpoint is \(shown), but the model computes with 64"))
      #expect(described.warnings.contains { $0.hasPrefix("input size 64×64 is a guess: ") })
    }
  }

  /// `TEST.CROP` false squashes to the input size, and `DATA.INTERPOLATION` names the filter.
  @Test func evaluationFollowsTheConfiguration() throws {
    let folder = try TemporaryFolder()
    func described(_ interpolation: [UInt8], crop: [UInt8]) throws -> ModelDescription {
      try describe(
        checkpoint(
          like: "pola-swin-nano-window",
          configuration: node([
            ("DATA", node([("IMG_SIZE", Pickle.int(64)), ("INTERPOLATION", interpolation)])),
            ("TEST", node([("CROP", crop)])),
          ]), in: folder))
    }
    let squashed = try described(Pickle.text("lanczos"), crop: [0x89])
    #expect(squashed.preprocessing.summary.hasPrefix("squash to 64×64 (lanczos), no crop"))
    #expect(source("resize", squashed) == saved("TEST.CROP"))
    #expect(source("interpolation", squashed) == saved("DATA.INTERPOLATION"))
    let cropped = try described(Pickle.text("other"), crop: [0x88])
    #expect(cropped.preprocessing.summary.hasPrefix("squash to 73×73 (bilinear), center crop 64×64"))
    let silent = try described(Pickle.none, crop: Pickle.none)
    #expect(silent.preprocessing.summary.hasPrefix("squash to 73×73 (bicubic), center crop 64×64"))
    let refusal = try #require(throws: ModelError.self) {
      try described(Pickle.int(3), crop: Pickle.none)
    }
    #expect(
      refusal.description.hasSuffix(
        "config DATA.INTERPOLATION in the checkpoint is 3, which is not computed here"))
  }

  /// A number that is none is refused; a configuration that holds itself, or is no dictionary, does no harm.
  @Test func hostileConfigurations() throws {
    let folder = try TemporaryFolder()
    let alpha = node([("MODEL", node([("LA", node([("ALPHA", Pickle.text("much"))]))]))])
    let error = #expect(throws: ModelError.self) {
      try describe(checkpoint(like: "pola-swin-nano-window", configuration: alpha, in: folder))
    }
    #expect(
      "\(error.map { "\($0)" } ?? "")".contains(
        "config MODEL.LA.ALPHA in the checkpoint is \"much\"; expected a number"))
    // {"DATA": itself}: a dictionary, put under number 9 and recalled inside itself.
    let cycle: [UInt8] =
      Pickle.emptyDictionary + [UInt8(ascii: "q"), 9] + Pickle.mark + Pickle.text("DATA")
      + [UInt8(ascii: "h"), 9] + Pickle.setItems
    for configuration in [cycle, Pickle.int(3), Pickle.none, Pickle.text("MODEL"), node([])] {
      let described = try describe(
        checkpoint(like: "pola-swin-nano-window", configuration: configuration, in: folder))
      #expect(described.hyperparameters.contains(Hyperparameter("alpha", "4", from: .familyDefault)))
    }
  }
}
