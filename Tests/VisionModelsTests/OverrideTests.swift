// Every option about a model, on every family: it changes what it says it does, or the model is refused.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct OverrideTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// A model of the fixtures that is read again with other options.
  private struct Subject {
    let checkpoint: Checkpoint
    let configuration: JSONValue?
    let preprocessor: JSONValue?
    let input: ImagePlanes
    let overrides: ModelOverrides
    private let folder: TemporaryFolder?

    init(_ name: String, engine: Engine) throws {
      if GoldenTests.cases.contains(name) {
        let files = try ModelFiles.locate(Fixtures.path(name))
        (configuration, preprocessor) = (files.configuration, files.preprocessor)
        checkpoint = try Checkpoint.open(files.weights)
        overrides = ModelOverrides()
        input = try ReferenceRun(name, engine: engine).input
        folder = nil
      } else {
        let family = try FamilyCase(name)
        let folder = try TemporaryFolder()
        (configuration, preprocessor, input) = (family.configuration, nil, family.input)
        checkpoint = try Checkpoint.open(folder.write(family.file(), to: "model.safetensors"))
        overrides = family.overrides
        self.folder = folder
      }
    }

    func load(
      _ engine: Engine, shared: Bool = false, _ change: (inout ModelOverrides) -> Void = { _ in }
    ) throws -> VisionModel {
      var overrides = overrides
      change(&overrides)
      return try VisionModel.load(
        checkpoint, configuration: configuration, preprocessor: preprocessor, overrides: overrides,
        sharesOverrides: shared, engine: engine)
    }

    /// Logits, else the embedding.
    func result(_ model: VisionModel) throws -> [Float] {
      let output = try model.forward(input)
      return try #require(output.logits ?? output.embedding)
    }
  }

  private func noted(_ name: String, in model: VisionModel) -> Hyperparameter? {
    model.hyperparameters.first { $0.name == name }
  }

  /// A result that differs from that without the option, or a refusal that names the option.
  private func expectFollowedOrRefused(
    _ option: String, _ subject: Subject, from before: [Float], _ change: (inout ModelOverrides) -> Void
  ) throws {
    do {
      let model = try subject.load(engine, change)
      #expect(model.hyperparameters.contains { $0.source == .flag(option) }, "\(option)")
      #expect(try subject.result(model) != before, "\(option)")
    } catch let error as ModelError {
      #expect(error.description.contains(option), "\(error)")
    }
  }

  @Test(arguments: FamilyCase.names + GoldenTests.cases) func isFollowedOrRefused(name: String) throws {
    let subject = try Subject(name, engine: engine)
    let plain = try subject.load(engine)
    let before = try subject.result(plain)
    let own = try #require(noted("activation", in: plain)?.value)
    for activation in Activation.allCases where ![activation.title, activation.gatedTitle].contains(own) {
      if own.hasSuffix(", \(activation.title)") { continue }
      try expectFollowedOrRefused("--activation", subject, from: before) { $0.activation = activation }
    }
    for alpha in [-0.5, 11] {
      try expectFollowedOrRefused("--alpha", subject, from: before) { $0.alpha = alpha }
    }
    for factor in [1.0, 5] {
      try expectFollowedOrRefused("--focusing-factor", subject, from: before) { $0.focusingFactor = factor }
    }
    let prepared = try subject.load(engine) {
      $0.cropFraction = 0.25
      $0.mean = [0.25, 0.5, 0.75]
      $0.standardDeviation = [1, 2, 3]
      $0.interpolation = .hamming
    }
    for flag in ["--crop-pct", "--mean", "--std", "--interpolation"] {
      #expect(prepared.hyperparameters.contains { $0.source == .flag(flag) }, "\(flag)")
    }
    #expect(prepared.preprocessing.cropFraction == 0.25 && prepared.preprocessing.mean == [0.25, 0.5, 0.75])
    #expect(prepared.preprocessing.standardDeviation == [1, 2, 3])
    #expect(prepared.preprocessing.filter == .hamming)
    for pooling in TokenPooling.allCases {
      do {
        let model = try subject.load(engine) { $0.pooling = pooling }
        #expect(noted("pooling", in: model)?.source == .flag("--pooling"), "\(pooling)")
        let isSame = noted("pooling", in: model)?.value == noted("pooling", in: plain)?.value
        #expect(try (subject.result(model) == before) == isSame, "\(pooling)")
      } catch let error as ModelError {
        #expect(error.description.contains("--pooling"), "\(error)")
      }
    }
    for heads in [[1], [2], [3], [1, 2], [7, 1, 1, 1, 1]] {
      do {
        let model = try subject.load(engine) { $0.numHeads = heads }
        if heads.count == 1 { #expect(model.layers.allSatisfy { $0.heads == heads[0] }, "\(heads)") }
        #expect(model.layers.map(\.heads).count { $0 == heads[0] } > 0)
      } catch let error as ModelError {
        #expect(error.description.contains("--num-heads"), "\(error)")
      }
    }
  }

  /// An activation by option gives what the reference computes with the same activation by configuration.
  @Test(arguments: [
    ("timm-swin-v2-padded", "silu"), ("hf-swin-padded", "gelu_tanh"), ("hf-swin-v2-padded", "relu"),
    ("hf-pvt-headless", "gelu_tanh"), ("hf-pvt-v2-li-strides", "relu"), ("hf-segformer-class-names", "silu"),
    ("hf-clip", "quick_gelu"),
  ]) func activationsAreThoseOfTheReference(name: String, activation: String) throws {
    var family = try FamilyCase(name)
    var members = try #require(family.configuration?.object)
    members["hidden_act"] = nil
    if var arguments = members["model_args"]?.object {
      arguments["act_layer"] = nil
      members["model_args"] = .object(arguments)
    }
    family.configuration = .object(members)
    let folder = try TemporaryFolder()
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: "model.safetensors"))
    var overrides = family.overrides
    let given: Activation = try #require(Activation(named: activation))
    overrides.activation = given
    let model = try VisionModel.load(
      checkpoint, configuration: family.configuration, overrides: overrides, engine: engine)
    #expect(noted("activation", in: model)?.source == .flag("--activation"))
    try FamilyTests().expectAgreement(family, model)
  }

  /// A pooling head that an option puts aside changes nothing.
  @Test func thePoolingHeadMayBePutAside() throws {
    let subject = try Subject("timm-siglip", engine: engine)
    let model = try subject.load(engine) { $0.pooling = .mean }
    #expect(model.description.pool == nil && noted("pooling", in: model)?.value == "mean over patches")
    #expect(model.description.unusedTensors.contains("attn_pool.latent"))
  }

  /// Of several models, one that cannot follow an option is warned of.
  @Test func modelsOfOneCommandShareTheirOptions() throws {
    let subject = try Subject("timm-swin-nano", engine: engine)
    let model = try subject.load(engine, shared: true) {
      $0.alpha = 2
      $0.numHeads = [1]
    }
    #expect(model.description.unfollowedOptions == ["--num-heads", "--alpha"])
    for option in [
      "--alpha: the model has no polarity", "--num-heads gives 1 for stage 1, whose tensors say 2",
    ] {
      #expect(
        model.warnings.contains { $0.hasPrefix(option) && $0.hasSuffix("changes nothing of this model") })
    }
    #expect(try subject.result(model) == subject.result(subject.load(engine)))
  }
}
