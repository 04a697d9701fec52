// How values become positions on the color map, as the user has chosen.

import Attention

package enum ScaleMode: String, CaseIterable, Sendable {
  case uniform, panel, layer, shared, fixed

  /// What it comes to for maps of a kind: only weights have multiples of uniform.
  func name(of kind: MapKind) -> ScaleName {
    if self != .uniform || kind.isOfWeights { return name }
    return kind == .entropy
      ? ScaleName(brief: "H/ln n", full: "H / ln n") : ScaleName(brief: "model", full: "each model")
  }

  private var name: ScaleName {
    switch self {
    case .panel, .layer, .fixed: ScaleName(brief: rawValue, full: rawValue)
    case .shared: ScaleName(brief: rawValue, full: "A and B shared")
    case .uniform: ScaleName(brief: rawValue, full: "× uniform, log")
    }
  }
}

/// What the line of the color bar calls a scale.
struct ScaleName: Equatable, Sendable {
  let brief: String
  let full: String
}
