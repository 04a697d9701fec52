// vit-pytorch's ViT in its two layouts, and its SimpleViT.
import Checkpoints

/// lucidrains' vit-pytorch: a linear layer over patches in the order row, column, channel; heads of 64 channels whatever
/// the width of the tokens.
enum LucidrainsViT: ViTFamily {
  static let name = "vit"
  static let architecturePrefixes: [String] = []

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }
    return (has("to_patch_embedding.1.weight") || has("to_patch_embedding.2.weight"))
      && (has("transformer.layers.0.0.to_qkv.weight") || has("transformer.layers.0.0.fn.to_qkv.weight"))
  }

  static let landmarks = [
    "to_patch_embedding.1.weight", "transformer.layers.0.0.norm.weight",
    "transformer.layers.0.0.to_qkv.weight",
  ]

  static let configuration = ConfigurationFields.timm

  static func layout(_ context: ModelContext) throws -> ViTLayout {
    let reader = context.reader
    let isEarly = reader.has("transformer.layers.0.0.fn.to_qkv.weight")
    // SimpleViT names its classifier, and its attention's output has no module around it.
    let isSimple = reader.has("linear_head.weight") || reader.has("transformer.layers.0.0.to_out.weight")
    func block(_ index: Int) -> ViTLayout.Block {
      let (attention, mlp) = ("transformer.layers.\(index).0", "transformer.layers.\(index).1")
      let inner = isEarly ? "\(attention).fn" : attention
      let projection = reader.first(of: ["to_out.0", "to_out"], under: inner)
      let net = isEarly ? "\(mlp).fn.net" : "\(mlp).net"
      let (norm2, layers) =
        isEarly ? ("\(mlp).norm", ["0", "3"]) : ("\(net).0", isSimple ? ["1", "3"] : ["1", "4"])
      return ViTLayout.Block(
        attention: .init(layer: attention, queryKeyValue: ["\(inner).to_qkv"], projection: projection),
        parts: .init(
          norm1: "\(attention).norm", norm2: norm2,
          mlp: .init(fc1: ["\(net).\(layers[0])"], fc2: "\(net).\(layers[1])"), projection: projection))
    }
    // The early form has the linear layer at 1, the later one between two norms.
    let isNormed = reader.has("to_patch_embedding.2.weight")
    let positions: ViTLayout.Positions =
      reader.has("pos_embedding") ? .learned("pos_embedding", .bicubic) : .sines(base: 10_000)
    return ViTLayout(
      title: isSimple ? "SimpleViT of vit-pytorch" : "ViT of vit-pytorch",
      patches: isNormed
        ? .linear(
          "to_patch_embedding.2", before: "to_patch_embedding.1", after: "to_patch_embedding.3")
        : .linear(
          "to_patch_embedding.1", before: "to_patch_embedding.none", after: "to_patch_embedding.none"),
      norm: "transformer.norm", normIsOptional: true,
      pooledNorm: isEarly ? "mlp_head.0" : "none",
      head: isEarly ? "mlp_head.1" : isSimple ? "linear_head" : "mlp_head",
      block: block, positions: positions, mlp: .gelu, norms: NormRule(epsilon: 1e-5),
      heads: HeadSources(
        guess: .init(width: 64, roundsDown: false, reason: "dim_head is 64 unless given; see --num-heads")),
      headsHaveOwnWidth: true, transform: .transformersViT, recipe: .ofTraining,
      pooling: try context.pooling([])
        ?? Sourced(value: reader.has("cls_token") ? .classToken : .mean, source: .familyDefault))
  }
}
