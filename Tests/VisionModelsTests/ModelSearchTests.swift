// A model inside a larger file: what is taken, what is left aside, and what is asked when several could be meant.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct ModelSearchTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  // MARK: Files that tests make

  /// A tensor that training or another network leaves in a file.
  private typealias Extra = (name: String, shape: [Int])

  /// A case under other names, several times under several prefixes, among other tensors. Of all but the first
  /// prefix the weights differ.
  private func file(
    _ family: FamilyCase, under prefixes: [String], beside extras: [Extra] = [],
    renamed: (String) -> String = { $0 }
  ) throws -> Checkpoint {
    var (header, data): ([String], [UInt8]) = ([], [])
    func add(_ name: String, _ shape: [Int], _ values: [Float]) {
      let start = data.count
      data += floatBytes(values)
      header.append(
        #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(start),\#(data.count)]}"#)
    }
    for (index, prefix) in prefixes.enumerated() {
      for tensor in family.tensors {
        let values = tensor.values
        add(
          prefix + renamed(tensor.name), tensor.shape, index == 0 ? values : values.map { $0 + Float(index) })
      }
    }
    for extra in extras { add(extra.name, extra.shape, .init(repeating: 1, count: extra.shape.reduce(1, *))) }
    let text = Array("{\(header.joined(separator: ","))}".utf8)
    return try Checkpoint.open(
      folder.write(littleEndian(UInt64(text.count)) + text + data, to: "model.safetensors"))
  }

  private func load(
    _ checkpoint: Checkpoint, _ family: FamilyCase, _ change: (inout ModelOverrides) -> Void = { _ in }
  ) throws -> VisionModel {
    var overrides = family.overrides
    change(&overrides)
    return try VisionModel.load(
      checkpoint, configuration: family.configuration, overrides: overrides, engine: engine)
  }

  /// Expects the logits of a case, and its records where it has no head.
  private func expectSame(_ model: VisionModel, as family: FamilyCase) throws {
    let expected = try family.load(engine: engine)
    let (output, reference) = (try model.forward(family.input), try expected.forward(family.input))
    #expect(output.logits == reference.logits)
    #expect(output.records.count == reference.records.count)
    let (part, whole) = (
      try #require(model.description.checkpoint), try #require(expected.description.checkpoint)
    )
    #expect(part.names == whole.names)
    for name in whole.names { #expect(try part.floats(name) == whole.floats(name), "\(name)") }
  }

  // MARK: What is taken

  /// A bias that the part lacks and the rest of the file has is a loss, not a kind of layer: it is said.
  @Test func aBiasThatOnlyAnotherPartHasIsSaid() throws {
    var file = try FamilyCase("timm-vit-rest")
    let student = file.tensors.filter { !$0.name.hasSuffix("attn.qkv.bias") }.map {
      $0.named("student.\($0.name)")
    }
    let teacher = file.tensors.map { $0.named("teacher.\($0.name)") }
    func warnings(_ tensors: [FamilyCase.FormulaTensor], part: String) throws -> [String] {
      file.tensors = tensors
      let checkpoint = try Checkpoint.open(folder.write(file.file(), to: "model.safetensors"))
      var overrides = file.overrides
      overrides.part = part
      let loaded = try VisionModel.load(
        checkpoint, configuration: file.configuration, overrides: overrides, engine: engine)
      let described = try ModelDescription.read(
        checkpoint, configuration: file.configuration, overrides: overrides, engine: engine)
      #expect(loaded.warnings == described.warnings)
      return loaded.warnings.filter { $0.contains("taken as zero") }
    }
    #expect(
      try warnings(student + teacher, part: "student") == [
        "the part that is read has no blocks.#.attn.qkv.bias, which another part of the file has; it is taken as zero"
      ])
    #expect(try warnings(student + teacher, part: "teacher").isEmpty)
    #expect(try warnings(student, part: "student").isEmpty, "a model whose layers have none")
  }

  /// Wrappers of one model, and what lies beside it: the model is taken, the rest is said.
  @Test(arguments: [
    ("timm-vit-odd-heads", ["state_dict.model."], ["state_dict.criterion.pos_weight"]),
    ("timm-vit-odd-heads", ["module."], []),
    ("timm-vit-odd-heads", ["a.net.b.image_encoder."], ["a.net.b.text_encoder.layer.w", "step"]),
    (
      "timm-vit-odd-heads", ["visual.trunk."],
      ["visual.head.proj.weight", "text.token_embedding.weight", "logit_scale"]
    ),
    ("timm-vit-odd-heads", [""], ["mask_token", "decoder_embed.weight", "decoder_blocks.0.attn.qkv.weight"]),
    (
      "timm-vit-odd-heads", [""],
      ["loss.center", "queue", "n_averaged", "criterion.weight", "decoder_pos_embed"]
    ),
    ("dino", ["base_encoder."], ["base_encoder.head.0.weight", "predictor.0.weight", "queue"]),
    (
      "dino", ["model.teacher.backbone."],
      ["model.teacher.dino_head.mlp.0.weight", "model.dino_loss.center", "iteration"]
    ),
    ("dinov2", ["backbone."], ["neck.fuse.0.weight", "head.conv.weight"]),
    ("hf-dinov2-class-names", ["model.backbone."], ["model.neck.convs.0.weight", "model.head.conv1.weight"]),
    ("hf-vit-class-names-enlarged", ["state_dict.net."], ["state_dict.loss.weight"]),
    ("hf-swin", ["encoder."], ["decode_head.conv.weight"]),
    ("pvt-v2", ["ema.module."], ["optimizer.state.0.exp_avg"]),
    ("flatten-swin-windows", ["net."], ["head_aux.weight"]),
  ])
  func theModelIsTakenAndTheRestIsSaid(name: String, prefixes: [String], extras: [String]) throws {
    let family = try FamilyCase(name)
    let checkpoint = try file(family, under: prefixes, beside: extras.map { ($0, [1, 2]) })
    let model = try load(checkpoint, family)
    try expectSame(model, as: family)
    let part = model.description.part
    #expect(prefixes[0].hasPrefix(part.prefix) || part.prefix == prefixes[0])
    #expect(
      part.leftAside.map(\.count).reduce(0, +)
        == extras.count { $0 != "mask_token" || !name.hasPrefix("dino") })
    for group in part.leftAside { #expect(extras.contains { $0.hasPrefix(group.name) } && group.part == nil) }
    let summary = part.summary ?? ""
    #expect(summary.contains("left aside: ") == !extras.isEmpty)
    for group in part.leftAside.prefix(6) { #expect(summary.contains("'\(group.name)'")) }
  }

  /// The head beside a network under its own prefix belongs to the model.
  @Test func headsBesideANetworkAreTaken() throws {
    let family = try FamilyCase("hf-deit-distilled")
    let model = try load(try file(family, under: ["model."], beside: [("loss.w", [3])]), family)
    try expectSame(model, as: family)
    #expect(model.classCount == (try family.load(engine: engine)).classCount && model.classCount != nil)
  }

  /// Of several copies the one that published evaluation takes, the others named.
  @Test(arguments: [
    (["teacher.backbone.", "student.backbone."]), (["model_ema.", "model."]),
    (["state_dict_ema.", "state_dict."]),
    (["ema.state_dict.", "state_dict."]), (["target_encoder.", "encoder."]),
    (["base_encoder.", "momentum_encoder."]), (["encoder_q.", "encoder_k."]),
    (["model.teacher.", "model.student.", "optimizer.exp_avg."]), (["model.", "optimizer.state.momentum."]),
    (["online_network.", "target_network."]), (["ema_model.module.", "net.module."]),
  ])
  func ofCopiesThatOfEvaluationIsTaken(prefixes: [String]) throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    let model = try load(try file(family, under: prefixes), family)
    #expect(model.description.part.prefix == prefixes[0])
    try expectSame(model, as: family)
    let others = Set(prefixes.dropFirst().map { String($0.dropLast()) })
    #expect(Set(model.description.part.leftAside.compactMap(\.part)) == others)
    for other in others { #expect(model.description.part.summary?.contains("--part \(other)") == true) }
    // Each can be had.
    for (index, prefix) in prefixes.enumerated() {
      let chosen = try load(try file(family, under: prefixes), family) { $0.part = String(prefix.dropLast()) }
      #expect(chosen.description.part.prefix == prefix)
      let bias = try chosen.description.checkpoint?.floats("norm.bias")
      let original = try family.load(engine: engine).description.checkpoint?.floats("norm.bias")
      #expect(bias != nil && bias == original?.map { $0 + Float(index) })
    }
  }

  @Test func whatDoesNotFollowIsAsked() throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    let checkpoint = try file(family, under: ["best.net.", "last.net."])
    #expect(throws: ModelError.severalModels(path: checkpoint.path, parts: ["best.net.", "last.net."])) {
      try load(checkpoint, family)
    }
    let error = ModelError.severalModels(path: "f", parts: ["best.net.", "last.net."])
    #expect("\(error)" == "f: holds several models; choose one with --part best.net or --part last.net")
    for (flag, prefix) in [("best", "best.net."), ("last.net", "last.net."), ("last.", "last.net.")] {
      #expect(try load(checkpoint, family) { $0.part = flag }.description.part.prefix == prefix)
    }
    for (key, prefix) in [("best", "best.net."), ("last", "last.net.")] {
      #expect(try load(checkpoint, family) { $0.weightsKey = key }.description.part.prefix == prefix)
    }
    // The key is in both.
    #expect(throws: ModelError.severalModels(path: checkpoint.path, parts: ["best.net.", "last.net."])) {
      try load(checkpoint, family) { $0.weightsKey = "net" }
    }
    #expect(
      throws: ModelError.noSuchPart(
        path: checkpoint.path, name: "first", flag: "--part", parts: ["best", "last"])
    ) { try load(checkpoint, family) { $0.part = "first" } }
    #expect(
      throws: ModelError.noSuchPart(
        path: checkpoint.path, name: "be", flag: "--weights-key", parts: ["best", "last"])
    ) { try load(checkpoint, family) { $0.weightsKey = "be" } }
  }

  /// A copy that no family reads wholly is none of the models.
  @Test func incompleteCopiesAreNoModels() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    let whole = family
    let checkpoint = try file(
      family, under: ["b."],
      beside: [("a.patch_embed.proj.weight", [10, 3, 8, 8]), ("a.pos_embed", [1, 17, 10])])
    #expect(try load(checkpoint, whole).description.part.prefix == "b.")
    family.tensors.removeAll { $0.name == "blocks.1.norm2.weight" }
    let error = try #require(throws: ModelError.self) {
      try load(try file(family, under: ["b."], beside: [("c.w", [1])]), family)
    }
    #expect("\(error)".contains("missing blocks.1.norm2.weight"), "\(error)")
  }

  /// Training in pieces puts names within names, and blocks into chunks.
  @Test func wrappersWithinNamesAndChunksAreUndone() throws {
    let family = try FamilyCase("dinov2")
    func renamed(_ name: String) -> String {
      name.replacing("blocks.0.", with: "blocks.0.0._fsdp_wrapped_module.")
        .replacing("blocks.1.", with: "blocks.1.1._orig_mod.")
    }
    let checkpoint = try file(
      family, under: ["model.teacher.backbone._fsdp_wrapped_module."],
      beside: [("model.teacher.dino_head.w", [1])], renamed: renamed)
    let model = try load(checkpoint, family)
    #expect(model.description.part.prefix == "model.teacher.backbone.")
    try expectSame(model, as: family)
  }

  // MARK: What is not taken

  /// What changes the tokens on their way is no leftover, wherever it lies.
  @Test(arguments: [
    "prompt_tokens", "register_tokens_2", "blocks.0.attn.rel_pos_h", "adapter.0.weight", "pos_embed_2",
    "norm_extra.weight", "blocks.2.gate", "patch_embed.extra.weight", "rope.freqs",
  ])
  func partsOfTheNetworkAreNotLeftAside(extra: String) throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    let error = try #require(throws: ModelError.self) {
      try load(try file(family, under: ["net."], beside: [("net.\(extra)", [1, 2])]), family)
    }
    #expect("\(error)".contains(extra), "\(error)")
  }

  /// One storage under two names is one model.
  @Test func twoNamesOfTheSameTensorsAreOneModel() throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    var (tensors, storages): ([(String, [UInt8])], [String: [UInt8]]) = ([], [:])
    for (index, tensor) in family.tensors.enumerated() {
      let count = tensor.shape.reduce(1, *)
      storages["\(index)"] = floatBytes(tensor.values)
      let strides = tensor.shape.indices.map { tensor.shape[($0 + 1)...].reduce(1, *) }
      tensors.append(
        (
          tensor.name,
          Pickle.tensor(Pickle.storage("\(index)", count: count), shape: tensor.shape, strides: strides)
        ))
    }
    let weights = Pickle.dictionary(tensors)
    let pickle = Pickle.make(
      Pickle.dictionary([("best", weights), ("last", weights), ("epoch", Pickle.int(3))]))
    let checkpoint = try Checkpoint.open(
      folder.write(ZipBuilder.torch(pickle, storages: storages).bytes, to: "model.pth"))
    let model = try load(checkpoint, family)
    #expect(model.description.part.prefix == "best.")
    try expectSame(model, as: family)
  }

  /// `vit_small` of MoCo v3 has 12 heads, that of DINO six: the name counts within its publisher's files.
  @Test(arguments: [("arch", 12), ("args", 6)]) func namesCountWithinTheirPublishers(key: String, heads: Int)
    throws
  {
    let width = 384
    let shapes: [(String, [Int])] =
      [
        ("cls_token", [1, 1, width]), ("pos_embed", [1, 2, width]),
        ("patch_embed.proj.weight", [width, 3, 1, 1]),
        ("patch_embed.proj.bias", [width]), ("norm.weight", [width]), ("norm.bias", [width]),
      ]
      + [
        ("norm1.weight", [width]), ("norm1.bias", [width]), ("norm2.weight", [width]),
        ("norm2.bias", [width]),
        ("attn.qkv.weight", [3 * width, width]), ("attn.qkv.bias", [3 * width]),
        ("attn.proj.weight", [width, width]),
        ("attn.proj.bias", [width]), ("mlp.fc1.weight", [8, width]), ("mlp.fc1.bias", [8]),
        ("mlp.fc2.weight", [width, 8]), ("mlp.fc2.bias", [width]),
      ].map { ("blocks.0.\($0.0)", $0.1) }
    let storage = Pickle.storage("0", count: 1)
    let tensors = shapes.map { name, shape in
      ("module.base_encoder.\(name)", Pickle.tensor(storage, shape: shape, strides: shape.map { _ in 0 }))
    }
    let name = Pickle.text("vit_small")
    // Room for as many bytes as the tensors claim elements.
    let padding = [UInt8](repeating: 0, count: 3 * width * width)
    let pickle = Pickle.make(
      Pickle.dictionary([
        (key, key == "arch" ? name : Pickle.dictionary([("arch", name)])),
        ("state_dict", Pickle.dictionary(tensors)),
      ]))
    let path = folder.write(
      ZipBuilder.torch(pickle, storages: ["0": floatBytes([1]), "padding": padding]).bytes, to: "model.pth")
    let described = try ModelDescription.read(try Checkpoint.open(path), engine: engine)
    #expect(described.layers.map(\.heads) == [heads])
    #expect(described.warnings == [])
  }

  /// Names that are nothing but prefixes, and thousands of beginnings of networks: refused, and soon.
  @Test func floodsOfPrefixesAreRefused() throws {
    let family = try FamilyCase("timm-vit-odd-heads")
    let long = String(repeating: "module.", count: 150_000) + "patch_embed.proj.weight"
    let beginnings = (0..<3_000).map { ("a\($0).b.c.patch_embed.proj.weight", [1]) }
    for extras in [[(long, [1])], beginnings] {
      let checkpoint = try file(family, under: [], beside: extras)
      // Not #require, which would write out every name in the error.
      do {
        _ = try load(checkpoint, family)
        Issue.record("a flood was loaded")
      } catch { #expect("\(error)".utf8.count < 4_000) }
    }
  }
}
