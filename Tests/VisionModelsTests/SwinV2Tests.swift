// Swin v2: cosines, the terms of its logits, and what says its windows.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct SwinV2Tests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  /// Rows are softmax(τ·cos(q, k) + bias + mask); the record's queries have length τ ≤ 100, its keys length 1.
  @Test(arguments: ["timm-swin-v2", "ms-swin-v2", "hf-swin-v2", "torchvision-swin-v2"])
  func weightsAreTheirTerms(name: String) throws {
    let family = try FamilyCase(name)
    for record in try family.load(engine: engine).forward(family.input).records {
      let scales = try #require(record.description.mechanism.cosineScales)
      #expect(scales.count == record.heads && record.mechanism.logitScale == 1)
      let query = record.geometry.tokenQueries[record.geometry.tokenQueries.count / 3]
      for head in 0..<record.heads {
        #expect(scales[head] > 0 && scales[head] <= 100.001)
        let channels = record.channels(ofHead: head)
        func length(_ row: UnsafeMutableBufferPointer<Float>) -> Float {
          channels.reduce(Float(0)) { $0 + row[$1] * row[$1] }.squareRoot()
        }
        #expect(abs(length(record.queries.row(query)) - scales[head]) < 1e-4 * scales[head])
        let first = record.geometry.window(ofQueryRow: query) * record.geometry.keysPerWindow
        #expect(abs(length(record.keys.row(first)) - 1) < 1e-5)

        let terms = try #require(record.positionTerms(head: head, row: query))
        #expect(terms.bias.allSatisfy { $0 > 0 && $0 < 16 })
        let net = record.mapValues(.net, head: head, row: query)
        #expect(net.allSatisfy { abs($0) <= scales[head] * 1.0001 })
        let logits = net.indices.map { Double(net[$0] + terms.bias[$0] + terms.mask[$0]) }
        let top = try #require(logits.max())
        let sum = logits.reduce(0) { $0 + exp($1 - top) }
        let weights = record.row(query: query, head: head, stream: .attention).weights
        for (logit, weight) in zip(logits, weights) {
          #expect(abs(exp(logit - top) / sum - Double(weight)) < 2e-5)
        }
      }
    }
  }

  /// The lens reads the same logits without bias and mask.
  @Test func theSoftmaxReadingKeepsTheCosines() throws {
    let family = try FamilyCase("timm-swin-v2")
    let record = try #require(try family.load(engine: engine).forward(family.input).records.first)
    let softmax = try #require(Reading.all.first { $0.name == .softmax })
    let row = softmax(record, exponent: 1).row(query: 5, head: 0, stream: .attention).weights
    let net = record.mapValues(.net, head: 0, row: 5).map(Double.init)
    let top = try #require(net.max())
    let sum = net.reduce(0) { $0 + exp($1 - top) }
    for (logit, weight) in zip(net, row) { #expect(abs(exp(logit - top) / sum - Double(weight)) < 1e-5) }
  }

  @Test(
    arguments: [
      ("swinv2_tiny_window8_256", 8, nil, 256, nil),
      ("swinv2_tiny_patch4_window16_256.pth", 16, nil, 256, nil),
      ("swinv2_base_window12to24_192to384.ms_in22k_ft_in1k", 24, 12, 384, 192),
      ("swin_base_patch4_window7_224", 7, nil, 224, nil), ("swinv2_small_window8", 8, nil, nil, nil),
    ] as [(String, Int, Int?, Int?, Int?)])
  func namesSayWindows(name: String, window: Int, pretrained: Int?, size: Int?, pretrainedSize: Int?) throws {
    let published = try #require(PublishedSwin(name))
    #expect(published.window == window && published.pretrainedWindow == pretrained)
    #expect(published.size == size && published.pretrainedSize == pretrainedSize)
  }

  @Test(arguments: [
    "vit_base_patch16_224", "swinv2_tiny_256", "swinv2_window_256", "swinv2_window0_256", "windowed_8",
  ])
  func otherNamesSayNone(name: String) { #expect(PublishedSwin(name) == nil) }

  /// As timm's models have it: 12, 12, 12 and 6 at 192 pixels.
  @Test func windowsOfPretrainingAreCut() throws {
    let published = try #require(PublishedSwin("swinv2_large_window12to16_192to256"))
    #expect((0..<4).map { published.pretrainedWindow(stage: $0, patch: 4) } == [12, 12, 12, 6])
    #expect(PublishedSwin("swinv2_tiny_window8_256")?.pretrainedWindow(stage: 0, patch: 4) == nil)
  }

  /// Reads the case with another configuration and under another name.
  private func described(
    _ name: String, configuration: JSONValue?, file: String = "model.safetensors", architecture: String? = nil
  ) throws -> ModelDescription {
    let folder = try TemporaryFolder()
    let family = try FamilyCase(name)
    var overrides = ModelOverrides()
    overrides.architecture = architecture
    let checkpoint = try Checkpoint.open(folder.write(family.file(), to: file))
    return try ModelDescription.read(
      checkpoint, configuration: configuration, overrides: overrides, engine: engine)
  }

  /// No tensor says the windows of timm's files: without a name the file is refused, and the refusal says what to do.
  @Test func windowsMustBeKnown() throws {
    let error = try #require(throws: ModelError.self) {
      try described("timm-swin-v2", configuration: nil)
    }
    #expect(error.description.contains("side of its windows"))
    #expect(error.description.contains("--architecture swinv2_tiny_window8_256"))
    for description in [
      try described("timm-swin-v2", configuration: nil, file: "swinv2_tiny_window4_64.safetensors"),
      try described("timm-swin-v2", configuration: nil, architecture: "swinv2_tiny_window4_64"),
    ] {
      #expect(description.layers[0].geometry.partition == WindowPartition(rows: 4, columns: 4, shift: 0))
      #expect(description.layers[1].geometry.partition == WindowPartition(rows: 4, columns: 4, shift: 2))
      #expect(description.preprocessing.inputHeight == 64)
    }
  }

  /// What decides a value of the model and cannot be read is refused.
  @Test(arguments: [
    ("hf-swin-v2", "pretrained_window_sizes", JSONValue.array([.string("6")])),
    ("hf-swin-v2", "pretrained_window_sizes", 6), ("hf-swin-v2", "hidden_act", "swiglu"),
    ("hf-swin-v2", "image_size", .array([64])), ("hf-pvt-v2", "strides", .array([4, 0, 2])),
    ("hf-pvt-v2", "num_attention_heads", .array([1, 2])), ("hf-segformer", "hidden_act", "mish"),
    ("hf-pvt", "layer_norm_eps", "small"), ("hf-swin-v2", "use_absolute_embeddings", true),
  ]) func unusableFieldsAreRefused(name: String, key: String, value: JSONValue) throws {
    var fields = try #require(try FamilyCase(name).configuration?.object)
    fields[key] = value
    let error = try #require(throws: ModelError.self) {
      try described(name, configuration: .object(fields))
    }
    #expect(error.description.contains(key), "\(error)")
  }

  /// What tensors or the published class decide is compared.
  @Test(arguments: [
    ("hf-pvt", "sequence_reduction_ratios", JSONValue.array([8, 2, 1])),
    ("hf-pvt", "strides", .array([4, 2, 1])),
    ("hf-pvt", "hidden_sizes", .array([8, 16, 32])), ("hf-pvt-v2", "linear_attention", true),
    ("hf-pvt-v2", "patch_sizes", .array([7, 3, 5])), ("hf-segformer", "mlp_ratios", .array([4, 4, 4])),
    ("hf-swin-v2", "num_heads", .array([2, 2])),
    ("hf-swin-padded", "window_size", 7),
  ]) func contradictionsAreNamed(name: String, key: String, value: JSONValue) throws {
    var fields = try #require(try FamilyCase(name).configuration?.object)
    #expect(try described(name, configuration: .object(fields)).configurationWarnings.isEmpty)
    fields[key] = value
    let warnings = try described(name, configuration: .object(fields)).configurationWarnings
    #expect(warnings.contains { $0.contains("config.json \(key) is ") }, "\(warnings)")
  }
}
