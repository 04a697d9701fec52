// Which source of heads comes before which, and what is refused.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct HeadCountTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// Every source that the resolver knows, of 96 channels.
  private static let sources = HeadSources(
    configuration: ["model_args.num_heads", "num_attention_heads"],
    tensor: (HeadTensor.norm("norm"), "norm.weight"),
    names: PublishedHeads(
      prefixes: ["net_"], exceptions: [("net_odd", 8)], headWidth: 24, headsOfWidth: [:],
      widths: ["tiny": 96]),
    published: [2, 3],
    guess: .init(width: 16, roundsDown: false, reason: "16 channels a head"))

  /// A context over a file `name` with a norm of `norm` channels, where that is not 0.
  private func context(
    _ configuration: String, norm: Int = 0, file name: String = "model.safetensors", flag: [Int]? = nil
  ) throws -> ModelContext {
    let tensors =
      norm == 0
      ? #""x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#
      : #""norm.weight":{"dtype":"U8","shape":[\#(norm)],"data_offsets":[0,\#(norm)]}"#
    let header = Array("{\(tensors)}".utf8)
    let file = littleEndian(UInt64(header.count)) + header + [UInt8](repeating: 0, count: max(norm, 1))
    var overrides = ModelOverrides()
    overrides.numHeads = flag
    return ModelContext(
      checkpoint: try Checkpoint.open(folder.write(file, to: name)),
      configuration: try JSONValue.parse(Array(configuration.utf8), file: "config.json"), preprocessor: nil,
      overrides: overrides, engine: engine, readsValues: false)
  }

  /// Each row takes away the source that decided the one before.
  @Test func theOrderOfSources() throws {
    let named = #""architecture":"net_odd""#
    let rows: [(ModelContext, Int, Provenance)] = [
      (
        try context(#"{"model_args":{"num_heads":6},"num_attention_heads":4,\#(named)}"#, norm: 8, flag: [1]),
        1, .flag("--num-heads")
      ),
      (
        try context(#"{"model_args":{"num_heads":6},"num_attention_heads":4,\#(named)}"#, norm: 8), 6,
        .configuration("config.json model_args.num_heads")
      ),
      (
        try context(#"{"num_attention_heads":4,\#(named)}"#, norm: 8), 4,
        .configuration("config.json num_attention_heads")
      ),
      (try context("{\(named)}", norm: 8, file: "net_tiny.pth"), 12, .tensors("norm.weight")),
      (
        try context("{\(named)}", file: "net_tiny.safetensors"), 8,
        .configuration("name of architecture net_odd")
      ),
      (try context("{}", file: "net_tiny.safetensors"), 4, .fileName("net_tiny.safetensors")),
      (try context("{}"), 2, .familyDefault),
    ]
    for (context, heads, source) in rows {
      #expect(try context.heads(Self.sources, channels: 96) == heads)
      #expect(context.hyperparameters == [Hyperparameter("heads", "\(heads)", from: source)])
    }
    var sources = Self.sources
    sources.published = []
    let context = try context("{}")
    #expect(try context.heads(sources, channels: 96) == 6)
    #expect(context.hyperparameters.first?.source == .guess("16 channels a head"))
    sources.guess = nil
    #expect(throws: ModelError.self) { try context.heads(sources, channels: 96) }
  }

  @Test func stagesHaveHeadsOfTheirOwn() throws {
    let configured = try context(#"{"model_args":{"num_heads":[1,2,3]}}"#)
    let flagged = try context("{}", flag: [4])
    let listed = try context("{}", flag: [1, 8])
    let bare = try context("{}")
    #expect(try configured.heads(.init(), channels: 96, stage: 2) == 3)
    #expect(try flagged.heads(.init(), channels: 96, stage: 2) == 4)
    #expect(try listed.heads(.init(), channels: 96, stage: 1) == 8)
    #expect(try bare.heads(Self.sources, channels: 96, stage: 1) == 3)
    #expect(configured.hyperparameters.map(\.name) == ["heads of stage 2"])
  }

  /// What does not divide, is missing for a stage, or is no number.
  @Test func whatCannotBeIsRefused() throws {
    func refusal(_ context: ModelContext, stage: Int? = nil) throws -> String {
      try #require(throws: ModelError.self) {
        try context.heads(Self.sources, channels: 96, stage: stage)
      }.description
    }
    #expect(
      try refusal(try context("{}", flag: [7])).hasSuffix(
        "7 heads (--num-heads) do not divide 96 channels; give --num-heads"))
    #expect(
      try refusal(try context("{}", flag: [7]), stage: 1).hasSuffix(
        "7 heads (--num-heads) do not divide the 96 channels of stage 1; give --num-heads"))
    #expect(try refusal(try context("{}", flag: [1, 2]), stage: 2).contains("--num-heads gives 2 numbers"))
    #expect(try refusal(try context("{}", norm: 7)).contains("norm.weight has shape [7]"))
    #expect(
      try refusal(try context(#"{"model_args":{"num_heads":[1,2]}}"#), stage: 2).contains(
        "model_args.num_heads is [1, 2]; expected a whole number for each stage"))
  }

  /// Shapes that give heads, or a head's width.
  @Test func tensorsGiveHeads() throws {
    let reader = try context("{}", norm: 24).reader
    let name = "norm.weight"
    #expect(
      try HeadTensor(name: name, rank: 1, axis: 0, meaning: .headWidth).heads(reader, channels: 96) == 4)
    #expect(try HeadTensor(name: name, rank: 1, axis: 0, meaning: .heads).heads(reader, channels: 96) == 24)
    #expect(
      try HeadTensor(name: "other", rank: 1, axis: 0, meaning: .heads).heads(reader, channels: 96) == nil)
    for tensor in [
      HeadTensor(name: name, rank: 2, axis: 1, meaning: .heads),
      HeadTensor(name: name, rank: 1, axis: 0, meaning: .heads, widthMultiple: 3),
    ] {
      #expect(throws: ModelError.self) { try tensor.heads(reader, channels: 96) }
    }
    #expect(throws: ModelError.self) {
      try HeadTensor(name: name, rank: 1, axis: 0, meaning: .headWidth).heads(reader, channels: 25)
    }
  }
}
