// The families that are read.

enum ModelFamilies {
  /// All families, the most specific first.
  static let all: [any ModelFamily.Type] = [
    PolaPVT.self, FLattenPVT.self, PVT.self, PVTv2.self, PolaSwin.self, FLattenSwin.self, Swin.self,
    TransformersSwin.self, DINO.self, DeiT3.self, TimmViT.self, TransformersViT.self,
  ]

  /// The names of all families, each once.
  static var names: [String] {
    var names: [String] = []
    for family in all where !names.contains(family.name) { names.append(family.name) }
    return names
  }
}
