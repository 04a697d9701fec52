// What is said of files that are no model, another kind of model, or nearly one.
import Checkpoints
import Compute
import TestSupport
import Testing

@testable import VisionModels

@Suite struct UnsupportedKindsTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// The refusal of a safetensors file with tensors of these names and shapes, without its path.
  private func refusal(_ tensors: [(name: String, shape: [Int])]) throws -> String {
    var (entries, end): ([String], Int) = ([], 0)
    for tensor in tensors {
      let size = tensor.shape.reduce(1, *)
      entries.append(
        #""\#(tensor.name)":{"dtype":"U8","shape":\#(tensor.shape),"data_offsets":[\#(end),\#(end + size)]}"#)
      end += size
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    return try refusal(littleEndian(UInt64(header.count)) + header + [UInt8](repeating: 0, count: end))
  }

  private func refusal(_ file: [UInt8]) throws -> String {
    let path = folder.write(file, to: "model.safetensors")
    let error = try #require(throws: ModelError.self) {
      _ = try ModelDescription.read(try Checkpoint.open(path), engine: engine)
    }
    #expect(error.description.hasPrefix("\(path): "))
    return String(error.description.dropFirst(path.count + 2))
  }

  @Test(arguments: [
    ("base_model.model.vit.layer.0.query.lora_A.weight", [8, 64], "an adapter (LoRA)"),
    ("stages.0.blocks.0.attn.meta_mlp.fc1.weight", [384, 2], "Swin v2 CR"),
    ("visual.attn_pool.probe", [1, 1, 64], "a Perception Encoder in its own names"),
    ("visual.attn_pool.ln_q.weight", [64], "CoCa"),
    ("embeds.pos_embed", [1, 16, 16, 64], "NaFlex"),
    ("embeddings.patch_embedding.weight", [64, 768], "NaFlex"),
    ("levit.encoder.stages.0.layers.0.module.queries_keys_values.batch_norm.weight", [64], "LeViT"),
    (
      "cvt.encoder.stages.0.layers.0.attention.attention.convolution_projection_query.convolution_projection"
        + ".convolution.weight", [64, 1, 3, 3], "CvT"
    ),
    ("mobilevit.encoder.layer.2.conv_kxk.convolution.weight", [64, 64, 3, 3], "MobileViT"),
    ("hiera.encoder.stages.0.layers.0.attn.qkv.weight", [96, 32], "Hiera"),
    ("dinat.encoder.levels.0.layers.0.attention.self.rpb", [2, 13, 13], "neighborhood attention"),
    ("swiftformer.encoder.network.0.blocks.3.attn.w_g", [64, 1], "SwiftFormer"),
    ("encoder.layer.0.attention.qkv.weight", [96, 32], "ViTDet"),
    ("blocks.0.attn.lambda_q1", [32], "differential attention"),
    ("blocks.0.attn_out_proj.weight", [64, 64], "parallel attention and MLP"),
    ("blocks.0.attn.rel_pos.mlp.fc1.weight", [512, 2], "relative positions by an MLP"),
    ("blocks.0.attn.rel_pos_h", [27, 64], "SAM's image encoder"),
    ("blocks.0.local_mp.conv1.weight", [64, 1, 3, 3], "XCiT"),
    ("patch_embed.backbone.stem.conv.weight", [64, 3, 7, 7], "a hybrid"),
    ("model.embed_tokens.weight", [100, 64], "a language model"),
  ]) func kindsThatAreNotReadAreNamed(tensor: String, shape: [Int], kind: String) throws {
    let text = try refusal([("some.weight", [4]), (tensor, shape)])
    #expect(text.hasPrefix("this is ") && text.contains(kind) && text.contains(tensor), "\(text)")
  }

  /// Hiera's embeddings are called what ViT's are.
  @Test func hieraIsNoViT() throws {
    let text = try refusal([
      ("hiera.embeddings.patch_embeddings.projection.weight", [32, 3, 7, 7]),
      ("hiera.embeddings.position_embeddings", [1, 3136, 32]),
      ("hiera.encoder.stages.0.layers.0.attn.qkv.weight", [96, 32]),
    ])
    #expect(text.hasPrefix("this is Hiera"), "\(text)")
  }

  @Test func volumesAreNamed() throws {
    var family = try FamilyCase("monai")
    let patches = "patch_embedding.patch_embeddings.weight"
    let shape = try #require(family.tensors.first { $0.name == patches }?.shape)
    family.reshape(patches, to: shape + [shape[3]])
    #expect(try refusal(family.file()).contains("\(patches) takes volumes or videos"))
  }

  @Test func sharedKeysAreNamed() throws {
    func text(keys: Int) throws -> String {
      try refusal([("blocks.8.attn.q_proj.weight", [64, 64]), ("blocks.8.attn.k_proj.weight", [keys, 64])])
    }
    #expect(try text(keys: 32).hasPrefix("this is a model whose heads share keys and values"))
    #expect(try !text(keys: 64).contains("share keys"))
  }

  @Test func convolutionalNetworksHaveNoAttention() throws {
    let text = try refusal((0..<6).map { ("layer\($0).conv.weight", [4, 4, 3, 3]) })
    #expect(text.hasPrefix("this is a convolutional network"))
  }

  /// The same marks in a file that loads are no reason to refuse it, but where it does not fit they are the reason.
  @Test func mismatchesAreExplainedByTheKind() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    family.rename("head.weight", to: "blocks.0.attn.rel_pos_h")
    #expect(try refusal(family.file()).hasPrefix("this is SAM's image encoder"))

    // Positions on a grid of rows and columns, as SAM has them.
    let positions = try #require(family.tensors.first { $0.name == "pos_embed" }?.shape)
    family.reshape("pos_embed", to: [1, 4, 4, positions[2]])
    #expect(try refusal(family.file()).hasPrefix("this is SAM's image encoder"))
    family.rename("blocks.0.attn.rel_pos_h", to: "head.weight")
    #expect(
      try refusal(family.file()).hasPrefix(
        "pos_embed has shape [1, 4, 4, \(positions[2])], expected [1, tokens, channels]"))
  }

  @Test(arguments: [
    ("cls_token", "class_token", "missing or under another name: cls_token"),
    ("pos_embed", "pos_embedding", "nearest is vit, which also has pos_embed"),
    ("norm.weight", "final.weight", "missing norm.weight"),
    ("patch_embed.proj.weight", "stem.weight", "missing patch_embed.proj.weight"),
    (
      "blocks.0.attn.qkv.weight", "blocks.0.attn.in_proj",
      "nearest is vit, which also has blocks.0.attn.qkv.weight"
    ),
  ]) func whatIsRenamedIsNamed(tensor: String, name: String, message: String) throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    family.rename(tensor, to: name)
    let text = try refusal(family.file())
    #expect(text.contains(message), "\(text)")
    if tensor == "norm.weight" {
      // A norm under another name is no model without one.
      family.rename("norm.bias", to: "final.bias")
      #expect(try refusal(family.file()).contains("missing norm"))
    }
  }

  /// Lists of names stay short, and nothing in a name reaches the terminal as it is.
  @Test func namesAreListedShortAndEscaped() throws {
    let text = try refusal((0..<40).map { ("a\\u001b[2J\($0)", [1]) })
    #expect(text.contains("and 34 more") && !text.utf8.contains(0x1B))
  }
}
