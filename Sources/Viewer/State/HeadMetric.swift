// What the view of the whole model shows of every head: its map, or one number.

package enum HeadMetric: String, CaseIterable, Sendable {
  case maps, entropy, divergence, effect

  /// What the title of a panel says of it, from the most to the least detailed.
  var titles: [String] {
    switch self {
    case .maps: ["maps at this query", "maps"]
    case .entropy: ["H / ln n, mean over queries", "H / ln n"]
    case .divergence: ["Jensen–Shannon divergence from the other side, nats", "JS divergence"]
    case .effect: ["|Δ logit of the winner| when the head is off", "|Δ logit| when off", "|Δ logit|"]
    }
  }

  var scaleName: ScaleName {
    switch self {
    case .maps: ScaleMode.uniform.name(of: .attention)
    case .entropy: ScaleName(brief: "H/ln n", full: "H / ln n")
    case .divergence: ScaleName(brief: "JS", full: "divergence, nats")
    case .effect: ScaleName(brief: "Δ logit", full: "|change of the winning logit|")
    }
  }
}
