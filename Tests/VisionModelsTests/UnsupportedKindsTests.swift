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
    ("layers.0.blocks.0.attn.cpb_mlp.0.weight", [512, 2], "Swin v2"),
    ("vision_model.encoder.layers.0.self_attn.q_proj.weight", [64, 64], "transformers' CLIP or SigLIP"),
    ("visual.transformer.resblocks.0.attn.in_proj_weight", [192, 64], "OpenAI's CLIP"),
    ("encoder.layers.encoder_layer_0.ln_1.weight", [64], "torchvision's ViT"),
    ("attn_pool.latent", [1, 1, 64], "attention pooling"),
    ("blocks.0.attn.q_bias", [64], "BEiT or EVA"),
    ("rope_embed.periods", [16], "rotary positions"),
    ("patch_embed.backbone.stem.conv.weight", [64, 3, 7, 7], "a hybrid"),
    ("decoder_embed.weight", [512, 192], "a masked autoencoder"),
    ("model.embed_tokens.weight", [100, 64], "a language model"),
  ]) func kindsThatAreNotReadAreNamed(tensor: String, shape: [Int], kind: String) throws {
    let text = try refusal([("some.weight", [4]), (tensor, shape)])
    #expect(text.hasPrefix("this is ") && text.contains(kind) && text.contains(tensor), "\(text)")
  }

  @Test func convolutionalNetworksHaveNoAttention() throws {
    let text = try refusal((0..<6).map { ("layer\($0).conv.weight", [4, 4, 3, 3]) })
    #expect(text.hasPrefix("this is a convolutional network"))
  }

  /// The same marks in a file that loads are no reason to refuse it, but where it does not fit they are the reason.
  @Test func mismatchesAreExplainedByTheKind() throws {
    var family = try FamilyCase("timm-vit-odd-heads")
    family.rename("head.weight", to: "attn_pool.latent")
    #expect(try refusal(family.file()).hasPrefix("this is a model with attention pooling"))
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
  }

  /// Lists of names stay short, and nothing in a name reaches the terminal as it is.
  @Test func namesAreListedShortAndEscaped() throws {
    let text = try refusal((0..<40).map { ("a\\u001b[2J\($0)", [1]) })
    #expect(text.contains("and 34 more") && !text.utf8.contains(0x1B))
  }
}
