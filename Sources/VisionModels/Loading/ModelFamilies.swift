// The families that are read.

enum ModelFamilies {
  /// All families, the most specific first.
  static let all: [any ModelFamily.Type] = [
    InLinePVT.self, InLineSwin.self, InLineDeiT.self, AgentPVT.self, AgentSwin.self, AgentDeiT.self,
    MLLA.self, NaLaFormer.self, RALA.self, PolaPVT.self, FLattenPVT.self, PVT.self, PVTv2.self,
    TransformersPVT.self, TransformersPVTv2.self, Segformer.self, PolaSwin.self, FLattenSwin.self, Swin.self,
    TransformersSwin.self, SwinV2.self, TransformersSwinV2.self, TorchvisionSwin.self, TorchvisionSwinV2.self,
    BEiT.self, PerceptionEncoder.self, EVA.self, MetaDINOv3.self, DINOv3.self,
    RoPEViT.self, AIMv2.self, DINO.self, DeiT3.self, TimmViT.self, TransformersBEiT.self,
    TransformersDINOv3.self, TransformersCLIP.self, TransformersSigLIP.self, TransformersViT.self,
    OpenCLIP.self, TorchvisionViT.self, LucidrainsViT.self, MONAIViT.self, TorchEncoderViT.self,
  ]

  /// The names of all families, each once.
  static var names: [String] {
    var names: [String] = []
    for family in all where !names.contains(family.name) { names.append(family.name) }
    return names
  }
}
