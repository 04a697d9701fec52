// How values become positions on the color map, as the user has chosen.

enum ScaleMode: String, CaseIterable, Sendable {
  case panel, layer, shared, uniform, fixed

  var name: ScaleName {
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
