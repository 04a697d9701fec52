// torchvision's Swin and Swin v2, whose stages and mergings are numbered as one list of features.
import Attention
import Checkpoints

/// Swin as torchvision has it.
enum TorchvisionSwin: SwinFamily {
  static let name = "swin"
  static let architecturePrefixes = ["swin_t", "swin_s", "swin_b"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    isTorchvision(checkpoint) && !isV2(checkpoint)
  }

  static let landmarks = [
    "features.0.0.weight", "features.1.0.attn.qkv.weight", "features.1.0.attn.relative_position_bias_table",
    "features.2.reduction.weight",
  ]

  static let configuration = ConfigurationFields.timm

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let reader = context.reader
    // B is wider, S deeper than T.
    let resized = reader.shape(of: widths)?.first == 128 ? 238 : reader.has(deepBlock) ? 246 : 232
    return .torchvision(.torchvisionSwin(side: 224, resized: resized)) { attention in .original(attention) }
  }

  fileprivate static let widths = "features.0.0.weight"
  private static let deepBlock = "features.5.6.norm1.weight"

  static func isTorchvision(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["features.0.0.weight"]?.shape.count == 4
      && checkpoint.tensors["features.1.0.attn.qkv.weight"] != nil
      && checkpoint.tensors["features.1.0.norm1.weight"] != nil
  }

  static func isV2(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.tensors["features.1.0.attn.logit_scale"] != nil
  }
}

/// Swin v2 as torchvision has it: keys have a bias that is set to 0 before it is used.
enum TorchvisionSwinV2: SwinFamily {
  static let name = "swin_v2"
  static let architecturePrefixes = ["swin_v2_t", "swin_v2_s", "swin_v2_b"]

  static func recognizes(_ checkpoint: Checkpoint) -> Bool {
    TorchvisionSwin.isTorchvision(checkpoint) && TorchvisionSwin.isV2(checkpoint)
  }

  static let landmarks = [
    "features.0.0.weight", "features.1.0.attn.qkv.weight", "features.1.0.attn.logit_scale",
    "features.1.0.attn.cpb_mlp.0.weight", "features.2.reduction.weight",
  ]

  static let configuration = ConfigurationFields.timm

  static func layout(_ context: ModelContext) throws -> SwinLayout {
    let reader = context.reader
    let resized = reader.shape(of: TorchvisionSwin.widths)?.first == 128 ? 272 : 260
    var layout = SwinLayout.torchvision(.torchvisionSwin(side: 256, resized: resized)) { attention in
      WindowSoftmaxLayer.Names(
        layer: attention, queryKeyValue: ["\(attention).qkv"],
        biases: reader.has("\(attention).qkv.bias") ? .ownWithoutKeys : .own,
        bias: .network(
          ContinuousBias(
            hidden: "\(attention).cpb_mlp.0", output: "\(attention).cpb_mlp.2",
            coordinates: "\(attention).relative_coords_table",
            index: "\(attention).relative_position_index")),
        logitScale: "\(attention).logit_scale", projection: "\(attention).proj")
    }
    layout.title = "Swin v2 of torchvision"
    layout.makeV2()
    return layout
  }
}

extension SwinLayout {
  /// - Parameters:
  ///   - transform: that of the published model.
  ///   - attention: the names of a layer under a prefix.
  fileprivate static func torchvision(
    _ transform: EvaluationTransform,
    attention: @escaping (_ prefix: String) -> WindowSoftmaxLayer.Names
  ) -> SwinLayout {
    var layout = SwinLayout(
      title: "Swin of torchvision", patches: "features.0.0", embeddingNorm: "features.0.2",
      block: { stage, index in
        let prefix = "features.\(2 * stage + 1).\(index)"
        return Block(
          parts: .init(
            norm1: "\(prefix).norm1", norm2: "\(prefix).norm2",
            mlp: .init(fc1: ["\(prefix).mlp.0"], fc2: "\(prefix).mlp.3"), projection: "\(prefix).attn.proj"),
          softmax: attention("\(prefix).attn"))
      },
      merging: { .original("features.\(2 * $0 + 2)") }, norm: "norm", head: "head",
      norms: NormRule(epsilon: 1e-5), shiftRule: .eachAxis, transform: transform)
    layout.windowRule = WindowRule(cut: .never, padding: .beforeShift)
    return layout
  }
}
