// Swin Transformer v2 in Microsoft's layout and timm's: cosines, norms after, a network for the position bias.
import Attention
import Checkpoints

/// Liu et al. 2022, arXiv:2111.09883.
enum SwinV2: SwinFamily {
  static let name = "swin_v2"
  static let architecturePrefixes = ["swinv2_", "swin_v2"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["layers.0.blocks.0.attn.logit_scale"] != nil
      && checkpoint.tensors["layers.0.blocks.0.attn.cpb_mlp.0.weight"] != nil
      && checkpoint.tensors["patch_embed.proj.weight"] != nil
  }

  static let landmarks = [
    "patch_embed.proj.weight", "layers.0.blocks.0.attn.qkv.weight", "layers.0.blocks.0.attn.logit_scale",
    "layers.0.blocks.0.attn.cpb_mlp.0.weight",
  ]

  static let configuration = ConfigurationFields.swin.adding([
    "model_args.act_layer": .honored, "model_args.window_size": .honored,
    "model_args.pretrained_window_sizes": .honored,
  ])
  static let savedConfiguration: ConfigurationFields = [
    "MODEL.NUM_CLASSES": .repeats(.classes), "DATA.IMG_SIZE": .repeats(.trainedSize),
    "MODEL.SWINV2.PATCH_SIZE": .repeats(.patch), "MODEL.SWINV2.IN_CHANS": .only([3]),
    "MODEL.SWINV2.EMBED_DIM": .repeats(.width), "MODEL.SWINV2.DEPTHS": .repeats(.depths),
    "MODEL.SWINV2.NUM_HEADS": .repeats(.headsPerStage), "MODEL.SWINV2.WINDOW_SIZE": .repeats(.window),
    "MODEL.SWINV2.MLP_RATIO": .repeats(.mlpRatio), "MODEL.SWINV2.QKV_BIAS": .repeats(.qkvBias),
    "MODEL.SWINV2.APE": .only([false]), "MODEL.SWINV2.PATCH_NORM": .only([true]),
  ]

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let reader = context.reader
    let isTimm =
      reader.has("layers.1.downsample.norm.weight") && !reader.has("layers.0.downsample.norm.weight")
      || reader.has("head.fc.weight")
    var layout: SwinLayout = isTimm ? .timm : .original(transform: .original)
    layout.title = isTimm ? "Swin v2 of timm" : "Swin v2"
    layout.makeV2()
    layout.activation = try context.activation(["model_args.act_layer"], otherwise: .gelu)
    let patch = reader.shape(of: "patch_embed.proj.weight")?.last ?? 4
    let trained = try context.pretrainedWindows(
      ["model_args.pretrained_window_sizes"],
      saved: SavedField(dotted: "MODEL.SWINV2.PRETRAINED_WINDOW_SIZES"),
      patch: patch)
    layout.block = { stage, index in
      let prefix = "layers.\(stage).blocks.\(index)"
      let attention = "\(prefix).attn"
      let hasBias = reader.has("\(attention).q_bias")
      return SwinLayout.Block(
        parts: .timm(prefix),
        softmax: WindowSoftmaxLayer.Names(
          layer: attention, queryKeyValue: ["\(attention).qkv"],
          biases: hasBias ? .queriesAndValues("\(attention).q_bias", "\(attention).v_bias") : .own,
          bias: .network(
            ContinuousBias(
              hidden: "\(attention).cpb_mlp.0", output: "\(attention).cpb_mlp.2",
              coordinates: "\(attention).relative_coords_table",
              index: "\(attention).relative_position_index", trainedWindow: trained(stage))),
          logitScale: "\(attention).logit_scale", projection: "\(attention).proj"),
        mask: "\(prefix).attn_mask")
    }
    return layout
  }
}

extension SwinLayout {
  /// Norms after attention, MLP and reduction; published models see 256×256 pixels.
  mutating func makeV2() {
    normOrder = .afterBranch
    reducesBeforeNorm = true
    publishedSide = 256
  }
}

extension ModelContext {
  /// The window on which the network for the position bias of a stage was trained, where a configuration or a name states
  /// another than its own. 0 is its own.
  ///
  /// - Throws: `ModelError.invalid` for a field that is no list of sides or pairs of them.
  func pretrainedWindows(
    _ keys: [String], saved field: SavedField? = nil, patch: Int
  ) throws -> (_ stage: Int) -> (rows: Int, columns: Int)? {
    func list(_ value: JSONValue) -> [(rows: Int, columns: Int)?]? {
      guard let stages = value.array else { return nil }
      var sides: [(rows: Int, columns: Int)?] = []
      for stage in stages {
        let pair = stage.ints ?? stage.int.map { [$0, $0] } ?? []
        guard pair.count == 2, pair.allSatisfy((0...8192).contains) else { return nil }
        sides.append(pair[0] > 0 ? (pair[0], pair[1]) : nil)
      }
      return sides
    }
    for key in keys {
      if let sides = try decoded(key, as: "the side of a window for each stage", list) {
        if sides.contains(where: { $0 != nil }) {
          note("windows of pre-training", "\(shown(sides))", from: .configuration(place(of: key)))
        }
        return { sides[safe: $0] ?? nil }
      }
    }
    if let field, let value = saved(field), let sides = list(value) {
      if sides.contains(where: { $0 != nil }) {
        note("windows of pre-training", shown(sides), from: .configuration(field.place))
      }
      return { sides[safe: $0] ?? nil }
    }
    if let (name, source) = PublishedSwin.named(in: self), let side = name.pretrainedWindow {
      note("windows of pre-training", "\(side)", from: source)
      return { stage in name.pretrainedWindow(stage: stage, patch: patch).map { ($0, $0) } }
    }
    return { _ in nil }
  }

  private func shown(_ sides: [(rows: Int, columns: Int)?]) -> String {
    sides.map { side in
      guard let side else { return "own" }
      return side.rows == side.columns ? "\(side.rows)" : "\(side.rows)×\(side.columns)"
    }.joined(separator: ", ")
  }
}
