// What loading says about where values come from, and about files that do not fit.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct LoadingTests {
  private let engine: Engine

  init() throws { engine = try Engine() }

  private func load(
    _ name: String, configured: Bool = true, _ change: (inout ModelOverrides) -> Void = { _ in }
  ) throws -> VisionModel {
    let files = try ModelFiles.locate(Fixtures.path(name))
    var overrides = ModelOverrides()
    change(&overrides)
    return try VisionModel.load(
      try Checkpoint.open(files.weights), configuration: configured ? files.configuration : nil,
      overrides: overrides, engine: engine)
  }

  private func source(_ name: String, in model: VisionModel) -> Provenance? {
    model.hyperparameters.first { $0.name == name }?.source
  }

  /// Families are recognized by their tensors alone.
  @Test(arguments: [
    ("pola-pvt-nano", "pola_pvt"), ("flatten-pvt-nano", "flatten_pvt"), ("timm-vit-nano", "vit"),
  ]) func familyByTensors(name: String, family: String) throws {
    let model = try load(name, configured: false) { $0.numHeads = name == "timm-vit-nano" ? [3] : nil }
    #expect(model.family == family)
    #expect(source("family", in: model) == .tensors("names and shapes"))
  }

  @Test func flagsComeBeforeConfigurationAndDefaults() throws {
    let configured = try load("pola-pvt-nano")
    #expect(source("alpha", in: configured) == .configuration("config.json model_args.alpha"))
    #expect(configured.preprocessing.cropFraction == 1)
    let flagged = try load("pola-pvt-nano") {
      $0.alpha = 2
      $0.cropFraction = 0.5
    }
    #expect(source("alpha", in: flagged) == .flag("--alpha"))
    #expect(flagged.preprocessing.cropFraction == 0.5)
    let bare = try load("pola-pvt-nano", configured: false)
    #expect(source("alpha", in: bare) == .familyDefault)
    #expect(bare.preprocessing.resizing == .squash)
    #expect(bare.labels == nil)
  }

  /// No tensor gives the heads of an all-softmax pyramid: a flag must.
  @Test func undeterminedHeadsAskForTheFlag() throws {
    #expect(throws: ModelError.self) { try load("pola-pvt-nano-softmax", configured: false) }
    let model = try load("pola-pvt-nano-softmax", configured: false) { $0.numHeads = [1, 2, 4, 6] }
    #expect(model.layers.map(\.heads) == [1, 2, 4, 4, 6])
    #expect(throws: ModelError.self) { try load("pola-pvt-nano-softmax") { $0.numHeads = [5] } }
  }

  /// A guessed number of heads is marked as a guess.
  @Test func guessedHeadsAreMarked() throws {
    let model = try load("timm-vit-nano", configured: false)
    guard case .guess = source("heads", in: model) else {
      Issue.record("heads came from \(String(describing: source("heads", in: model)))")
      return
    }
  }

  @Test func wrongFamilyListsTheTensors() throws {
    let error = try #require(throws: ModelError.self) {
      try load("pola-pvt-nano") { $0.architecture = "flatten_pvt" }
    }
    guard case .tensorMismatch(_, let family, _, _, let unknown) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(family == "flatten_pvt")
    #expect(unknown.contains("block1.0.attn.power"))
    #expect(throws: ModelError.self) { try load("pola-pvt-nano") { $0.architecture = "resnet" } }
  }

  /// Another resolution works where the family's code has a rule, and is refused where nothing fits.
  @Test func otherInputSizes() throws {
    let model = try load("pola-pvt-nano") {
      $0.inputHeight = 96
      $0.inputWidth = 128
    }
    #expect(model.layers[0].geometry.queryGrid.rows == 24)
    #expect(model.layers[0].geometry.queryGrid.columns == 32)
    let output = try model.forward(
      .init(height: 96, width: 128, planes: Matrix(rows: 3, columns: 96 * 128)))
    #expect(output.logits?.allSatisfy(\.isFinite) == true)
    #expect(throws: ModelError.self) {
      try load("pola-pvt-nano") {
        $0.inputHeight = 65
        $0.inputWidth = 64
      }
    }
  }

  /// A grid that is far larger than the one that positions were learned for is warned of, with the factor, whatever asks
  /// for it.
  @Test func positionsOfAMuchLargerGridAreWarnedOf() throws {
    let files = try ModelFiles.locate(Fixtures.path("hf-vit-nano"))
    let checkpoint = try Checkpoint.open(files.weights)
    let usual = try ModelDescription.read(checkpoint, configuration: files.configuration, engine: engine)
    let (trained, patch) = (
      usual.layers[0].geometry.queryGrid,
      usual.preprocessing.inputHeight / usual.layers[0].geometry.queryGrid.rows
    )
    func warnings(times factor: Int, byFile: Bool) throws -> [String] {
      var overrides = ModelOverrides()
      let (height, width) = (factor * patch * trained.rows, factor * patch * trained.columns)
      if !byFile { (overrides.inputHeight, overrides.inputWidth) = (height, width) }
      let size = JSONValue.object(["height": .integer(height), "width": .integer(width)])
      return try ModelDescription.read(
        checkpoint, configuration: files.configuration,
        preprocessor: byFile ? .object(["size": size]) : nil, overrides: overrides, engine: engine
      ).configurationWarnings.filter { $0.contains("interpolated to") }
    }
    for byFile in [true, false] {
      #expect(try warnings(times: 8, byFile: byFile).isEmpty)
      let warning = try #require(try warnings(times: 9, byFile: byFile).first)
      #expect(
        warning.contains(
          "learned for \(trained.rows)×\(trained.columns) tokens and interpolated to \(9 * trained.rows)×"
            + "\(9 * trained.columns), 81 times as many"), "\(warning)")
    }
  }

  @Test func filesWithoutTensorsAreSaidToHaveNone() throws {
    let folder = try TemporaryFolder()
    let empty = folder.write([2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8), to: "empty.safetensors")
    #expect(throws: ModelError.noTensors(path: empty)) {
      try VisionModel.load(try Checkpoint.open(empty), engine: engine)
    }
    let index = folder.write(Array(#"{"weight_map":{}}"#.utf8), to: "model.safetensors.index.json")
    #expect(throws: CheckpointError.shards(file: index, .noTensors)) { try Checkpoint.open(index) }
  }

  /// Strides of zero make any number of elements, so the sum may be more than an Int holds.
  @Test func theMemoryOfWeightsIsAddedUpWithoutOverflow() {
    #expect(bytes(ofFloats: [3, 5, 0]) == 32)
    #expect(bytes(ofFloats: [Int]()) == 0)
    #expect(bytes(ofFloats: [.max / 4, .max / 4, 1]) == .max)
    #expect(bytes(ofFloats: [.max]) == .max)
    #expect(bytes(ofFloats: [.max, .max, 1 << 61]) == .max)
  }
}
