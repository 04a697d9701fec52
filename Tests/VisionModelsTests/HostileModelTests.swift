// Well-formed files whose shapes and configurations lie: refused in a line before anything is read, never trapped on.
import Checkpoints
import Compute
import Files
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct HostileModelTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// Names, shapes and configuration decide what a model is: the tensors may be gone.
  @Test(arguments: FamilyCase.names) func descriptionsReadNoTensor(name: String) throws {
    let family = try FamilyCase(name)
    let path = folder.write(family.file(), to: "model.safetensors")
    let checkpoint = try Checkpoint.open(path)
    let model = try family.load(checkpoint, engine: engine)
    #expect(truncate(path, 8) == 0)
    let described = try family.describe(checkpoint, engine: engine)
    #expect(described.hyperparameters == model.hyperparameters)
    #expect(described.layers.map(\.heads) == model.layers.map(\.heads))
    #expect(described.unusedTensors == model.unusedTensors)
    #expect(throws: CheckpointError.self) { try family.load(checkpoint, engine: engine) }
  }

  /// Tensors that are lost, doubled, renamed or of another shape: an error that names one of them.
  @Test(arguments: FamilyCase.names) func survivesWrongTensors(name: String) throws {
    var generator = SplitMix64(seed: UInt64(name.utf8.count) &* 77 &+ UInt64(name.utf8.last ?? 0))
    let family = try FamilyCase(name)
    var refused = 0
    for _ in 0..<40 {
      var changed = family
      changed.mutate(by: &generator)
      let path = folder.write(changed.file(type: "F16"), to: "model.safetensors")
      do {
        let model = try changed.load(try Checkpoint.open(path), engine: engine)
        let (height, width) = (model.preprocessing.inputHeight, model.preprocessing.inputWidth)
        if height * width <= 1 << 15 { _ = try model.forward(.blank(height: height, width: width)) }
      } catch {
        refused += 1
        let description = "\(error)"
        if !description.hasPrefix(path) || description.utf8.contains(0x0A) { Issue.record("\(description)") }
      }
    }
    #expect(refused > 20)
  }

  /// A tensor that is missing and one that is unknown are both named.
  @Test func namesWhatIsMissingAndUnknown() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    family.rename("blocks.1.mlp.fc2.bias", to: "blocks.1.mlp.fc3.bias")
    let path = folder.write(family.file(), to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      try family.load(try Checkpoint.open(path), engine: engine)
    }
    #expect(
      error
        == .tensorMismatch(
          path: path, family: "ViT of timm", missing: ["blocks.1.mlp.fc2.bias"], misshapen: [],
          unknown: ["blocks.1.mlp.fc3.bias"]))
  }

  /// A tensor that every layer shares is named once.
  @Test func namesASharedTensorOnce() throws {
    var family = try FamilyCase("timm-rope-mixed")
    let index = try #require(family.tensors.firstIndex { $0.name == "rope.freqs" })
    let shape = family.tensors[index].shape
    try #require(shape[1] > 1)
    let changed = [shape[0], shape[1], shape[2] + 1, shape[3]]
    family.tensors[index] = family.tensors[index].shaped(changed)
    let path = folder.write(family.file(), to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      try family.load(try Checkpoint.open(path), engine: engine)
    }
    // The number of heads is a flag's.
    #expect("\(error)".contains("wrong shape rope.freqs \(changed), not \(shape); if it is"), "\(error)")
  }

  /// Shapes that claim terabytes cost nothing: no room is made before everything fits.
  @Test func claimedSizesAreNotAllocated() throws {
    let (rows, columns) = (1 << 20, 1 << 21)
    let header = """
      {"patch_embed.proj.weight":{"dtype":"BOOL","shape":[\(columns),3,1,1],"data_offsets":[0,\(3 * columns)]},\
      "cls_token":{"dtype":"BOOL","shape":[1,1,\(columns)],"data_offsets":[\(3 * columns),\(4 * columns)]},\
      "pos_embed":{"dtype":"BOOL","shape":[1,2,\(rows)],"data_offsets":[\(4 * columns),\(4 * columns + 2 * rows)]},\
      "blocks.0.attn.qkv.weight":{"dtype":"BOOL","shape":[\(rows),0],"data_offsets":[\(4 * columns + 2 * rows),\
      \(4 * columns + 2 * rows)]},"blocks.0.norm1.weight":{"dtype":"BOOL","shape":[0],"data_offsets":[0,0]}}
      """
    let length = UInt64(header.utf8.count)
    let file =
      withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array(header.utf8)
      + [UInt8](repeating: 0, count: 4 * columns + 2 * rows)
    let path = folder.write(file, to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      try VisionModel.load(try Checkpoint.open(path), engine: engine)
    }
    guard case .tensorMismatch(_, _, let missing, let misshapen, _) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(missing.contains("blocks.0.mlp.fc1.weight") && misshapen.contains { $0.hasPrefix("pos_embed") })
  }

  /// Configurations that lie about heads, sizes and eps are refused in a line.
  @Test(arguments: [
    #"{"model_args":{"num_heads":0}}"#, #"{"model_args":{"num_heads":-3}}"#,
    #"{"model_args":{"num_heads":4611686018427387904}}"#, #"{"num_attention_heads":7}"#,
    #"{"pretrained_cfg":{"input_size":[3,0,32]}}"#, #"{"pretrained_cfg":{"input_size":[3,8,99999999999]}}"#,
    #"{"pretrained_cfg":{"input_size":[3,7,32]}}"#, #"{"pretrained_cfg":{"input_size":[3,8192,8192]}}"#,
    #"{"model_args":{"act_layer":"mish"}}"#, #"{"global_pool":"map"}"#,
  ]) func refusesLyingConfigurations(text: String) throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    family.configuration = try JSONValue.parse(Array(text.utf8), file: "config.json")
    let path = folder.write(family.file(), to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      try family.load(try Checkpoint.open(path), engine: engine)
    }
    #expect(error.description.hasPrefix(path))
  }

  /// Damaged configurations: refused in a line, or read as far as they make sense.
  @Test func survivesDamagedConfigurations() throws {
    var generator = SplitMix64(seed: 5)
    for name in ["timm-vit-nano", "pola-pvt-nano", "timm-pvtv2-nano", "hf-vit-nano", "hf-dinov2-reg-nano"] {
      let files = try ModelFiles.locate(Fixtures.path(name))
      let checkpoint = try Checkpoint.open(files.weights)
      let texts = ["config.json", "preprocessor_config.json"].map {
        try? RegularFile.contents(of: Fixtures.path("\(name)/\($0)"), limit: 1 << 20)
      }
      for _ in 0..<200 {
        do {
          let values = try texts.map { text in
            try text.map { try JSONValue.parse(mutated($0, by: &generator), file: "config.json") }
          }
          _ = try ModelDescription.read(
            checkpoint, configuration: values[0], preprocessor: values[1], engine: engine)
        } catch {
          let description = "\(error)"
          if description.utf8.contains(0x0A) || !description.contains(": ") { Issue.record("\(description)") }
        }
      }
    }
  }

  /// A copy of `text` with one to three digits, commas or letters replaced.
  private func mutated(_ text: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var text = text
    for _ in 0..<Int.random(in: 1...3, using: &generator) {
      let numbers = text.indices.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[$0]) }
      let anywhere = Int.random(in: text.indices, using: &generator)
      let index = numbers.randomElement(using: &generator) ?? anywhere
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: text.replaceSubrange(index...index, with: Array("99999999".utf8))
      case 1: text.insert(UInt8(ascii: "-"), at: index)
      case 2: text[index] = UInt8(ascii: "0")
      default: text[anywhere] = Array("\"{}[],:0e.-x".utf8).randomElement(using: &generator)!
      }
    }
    return text
  }

  /// Labels and names of tensors from hostile files are escaped before they reach a terminal.
  @Test func controlCharactersAreEscaped() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    let names = (0..<7).map { #""class\u001b[31m\n\#($0)""# }.joined(separator: ",")
    family.configuration = try JSONValue.parse(
      Array(#"{"model_args":{"num_heads":5},"label_names":[\#(names)]}"#.utf8), file: "config.json")
    let model = try family.load(engine: engine)
    #expect(model.labels?.first == #"class\u{1b}[31m\n0"#)
    family.rename("norm.weight", to: "norm\u{202E}.weight")
    let error = try #require(throws: ModelError.self) { try family.load(engine: engine) }
    #expect(error.description.contains(#"norm\u{202e}.weight"#))
  }

  /// Windows whose bias would fill the memory are refused.
  @Test func refusesEnormousWindows() throws {
    var family = try FamilyCase("ms-swin-window5")
    family.reshape("layers.0.blocks.0.attn.relative_position_bias_table", to: [129 * 129, 1])
    let path = folder.write(family.file(), to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      try family.load(try Checkpoint.open(path), engine: engine)
    }
    #expect(error.description.contains("windows of 65×65"))
  }
}

extension FamilyCase {
  func describe(_ checkpoint: Checkpoint, engine: Engine) throws -> ModelDescription {
    try ModelDescription.read(
      checkpoint, configuration: configuration, overrides: overrides, engine: engine)
  }

  mutating func rename(_ name: String, to other: String) {
    tensors = tensors.map { $0.name == name ? $0.named(other) : $0 }
  }

  mutating func reshape(_ name: String, to shape: [Int]) {
    tensors = tensors.map { $0.name == name ? $0.shaped(shape) : $0 }
  }

  /// Loses, renames or reshapes one to three tensors.
  mutating func mutate(by generator: inout SplitMix64) {
    for _ in 0..<Int.random(in: 1...3, using: &generator) where tensors.count > 1 {
      let index = Int.random(in: tensors.indices, using: &generator)
      let tensor = tensors[index]
      switch Int.random(in: 0..<6, using: &generator) {
      case 0: tensors.remove(at: index)
      case 1: tensors[index] = tensor.named(tensor.name + "x")
      case 2:
        guard let digit = tensor.name.firstIndex(where: \.isNumber) else { continue }
        let other = tensor.name.replacingCharacter(at: digit, with: Character("\(index % 10)"))
        if !tensors.contains(where: { $0.name == other }) { tensors[index] = tensor.named(other) }
      case 3: tensors[index] = tensor.shaped([])
      default:
        guard !tensor.shape.isEmpty else { continue }
        var shape = tensor.shape
        let axis = Int.random(in: shape.indices, using: &generator)
        let length = shape[axis]
        shape[axis] = [0, 1, 2, length + 1, max(length - 1, 0), 2 * length, length / 2, 9, 16, 25]
          .randomElement(using: &generator)!
        if Int.random(in: 0..<5, using: &generator) == 0 { shape = [1 << 40, 0] }
        if shape.reduce(1, { $0.multipliedReportingOverflow(by: $1).partialValue }) < 1 << 20 {
          tensors[index] = tensor.shaped(shape)
        }
      }
    }
  }
}

extension String {
  fileprivate func replacingCharacter(at index: Index, with character: Character) -> String {
    self[..<index] + String(character) + self[self.index(after: index)...]
  }
}

extension ImagePlanes {
  static func blank(height: Int, width: Int) -> ImagePlanes {
    ImagePlanes(height: height, width: width, planes: Matrix(rows: 3, columns: height * width))
  }
}
