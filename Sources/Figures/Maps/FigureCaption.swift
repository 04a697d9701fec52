// What a figure of maps says in words: lines under its panels, its title and its caption.
import Attention
import AttentionMaps
import Files
import Session

/// The lines under one panel.
struct PanelLines {
  /// Wordings of each line, the longest first.
  private let wordings: [[String]]

  init(_ panel: FigurePanel, of panels: FigurePanels) {
    var wordings: [[String]] = []
    if let entropy = panel.entropy { wordings.append(entropy.wordings) }
    let grid = "\(panel.map.grid.rows)×\(panel.map.grid.columns)"
    let places = [
      panels.layersDiffer ? "layer \(panel.plan.layer)" : nil, panels.gridsDiffer ? grid : nil,
    ].compactMap(\.self)
    if !places.isEmpty {
      wordings.append([places.joined(separator: " · "), panels.gridsDiffer ? grid : places[0]])
    }
    self.wordings = wordings
  }

  /// Each line in the longest wording that fits, else cut in its middle.
  func lines(width: Double, size: Double) -> [String] {
    wordings.map { wordings in
      wordings.first { $0.width(size: size) <= width }
        ?? (wordings.last ?? "").fitted(width: width, size: size)
    }
  }

  /// Whether the entropy of a signed row is so short that it has an asterisk in place of its name.
  static func hasShortSignedNames(_ panels: FigurePanels, width: Double, size: Double) -> Bool {
    panels.shown.compactMap(\.entropy).contains { entropy in
      entropy.isSigned && entropy.wordings.dropLast().allSatisfy { $0.width(size: size) > width }
    }
  }

  /// How many lines the panels of a figure have.
  static func count(_ panels: FigurePanels) -> Int {
    panels.cells.map { cell in
      if case .panel(let panel) = cell { PanelLines(panel, of: panels).wordings.count } else { 0 }
    }.max() ?? 0
  }
}

extension RowEntropy {
  /// `H 3.91 (0.75)`, shorter ones after it. That of |a| is another number, so that it keeps its name, or at last an
  /// asterisk that the caption explains.
  fileprivate var wordings: [String] {
    let value = nats.fixed(2)
    let part = nats == nil || normalized == nil ? "" : " (\(normalized.fixed(2)))"
    let all =
      isSigned
      ? ["H|a| \(value)\(part)", "H|a| \(value)", "\(value)*"]
      : ["H \(value)\(part)", "\(value)\(part)", value]
    return all.reduce(into: []) { if $0.last != $1 { $0.append($1) } }
  }
}

extension FigurePanels {
  var shown: [FigurePanel] {
    cells.compactMap { if case .panel(let panel) = $0 { panel } else { nil } }
  }

  var gridsDiffer: Bool { Set(shown.map(\.map.grid)).count > 1 }

  /// Whether panels that no label tells apart are of unlike layers.
  var layersDiffer: Bool {
    plan.lists.rows != .layers && plan.lists.columns != .layers && !plan.isOfPool
      && Set(shown.map(\.plan.layer)).count > 1
  }
}

/// The words of a whole figure.
struct FigureCaption {
  let panels: FigurePanels
  /// Whether an asterisk stands for H|a|.
  private let hasShortSignedNames: Bool

  init(_ panels: FigurePanels, hasShortSignedNames: Bool = false) {
    self.panels = panels
    self.hasShortSignedNames = hasShortSignedNames
  }

  private var plan: FigurePlan { panels.plan }

  /// One line.
  var title: String {
    "\(plan.labels[.maps, default: []].joined(separator: ", ")) of "
      + plan.labels[.models, default: []].joined(separator: ", ")
  }

  /// Sentences: what is shown, of which models and images, and how to read it.
  var text: String {
    ([whatIsShown] + models + [images, changes] + notes).filter { !$0.isEmpty }
      .map(\.escaped).joined(separator: " ")
  }

  private var whatIsShown: String {
    let fixed = [FigureAxis.maps, .kernels, .heads, .layers, .queries, .sizes].filter { axis in
      axis != plan.lists.rows && axis != plan.lists.columns && isShown(axis)
    }
    let words = fixed.compactMap { plan.labels[$0]?.first }.joined(separator: ", ")
    let axes = [
      plan.lists.rows.map { "rows: \($0.rawValue)" }, plan.lists.columns.map { "columns: \($0.rawValue)" },
    ]
    .compactMap(\.self).joined(separator: ", ")
    let sentence = axes.isEmpty ? words : words.isEmpty ? axes : "\(words); \(axes)"
    return sentence.prefix(1).uppercased() + sentence.dropFirst() + "."
  }

  private func isShown(_ axis: FigureAxis) -> Bool {
    switch axis {
    case .kernels: plan.figure.kernels.contains { $0 != .own }
    case .sizes: plan.subjects.models.contains { $0.count > 1 }
    case .heads: panels.shown.contains { $0.plan.map != .rollout }
    case .queries: panels.shown.contains { $0.plan.map.needsQuery }
    default: true
    }
  }

  private var models: [String] {
    let names = plan.subjects.models.map { sizes in
      let model = sizes[0].model
      let digest = model.digest.isEmpty ? "" : ", digest \(model.digest)"
      return "\(model.name) (\(model.model.family)\(digest))"
    }
    return [(names.count == 1 ? "Model " : "Models ") + names.joined(separator: ", ") + "."]
  }

  private var images: String {
    let names = plan.subjects.images
    let shown = names.prefix(6).joined(separator: ", ")
    return names.count == 1
      ? "Image \(shown)." : "Images \(shown)\(names.count > 6 ? " and \(names.count - 6) more" : "")."
  }

  private var changes: String {
    let words = plan.subjects.models.map { sizes in
      sizes[0].interventions.entries.map { "\($0.keyword) \($0.value)" }.joined(separator: ", ")
    }
    guard words.contains(where: { !$0.isEmpty }) else { return "" }
    if Set(words).count == 1 { return "Changed: \(words[0])." }
    let named = zip(plan.subjects.models, words).filter { !$1.isEmpty }.map { "\($0[0].model.name): \($1)" }
    return "Changed: \(named.joined(separator: "; "))."
  }

  /// Whether maps with and without negative values are of one unit.
  private var hasMixedSigns: Bool {
    Dictionary(grouping: panels.shown, by: \.plan.map.unit).values.contains { group in
      Set(group.map(\.map.isSigned)).count > 1
    }
  }

  private var notes: [String] {
    var notes: [String] = []
    let shown = panels.shown
    if shown.contains(where: { $0.mark != nil }) {
      notes.append("Marks beside the maps point at the row and the column of the query.")
    }
    let entropies = shown.compactMap(\.entropy)
    if !entropies.isEmpty {
      let mean = entropies.contains(where: \.isMean) ? ", the mean of heads or queries" : ""
      notes.append("H is the entropy of a row in nats\(mean), in brackets divided by its maximum.")
    }
    if entropies.contains(where: { $0.nats == nil }) {
      let isFinite = shown.allSatisfy { $0.map.count(of: .notFinite) == 0 }
      notes.append(
        "H – is undefined: \(isFinite ? "a row has no weights" : "weights are not finite, or a row has none")."
      )
    }
    if entropies.contains(where: \.isSigned) {
      notes.append(
        "H|a|\(hasShortSignedNames ? ", or a number with an asterisk," : "") is that of |a|/Σ|a|, where weights may be "
          + "negative.")
    }
    if plan.figure.scale != .panel, hasMixedSigns {
      notes.append("A scale is around zero for all of its maps where one of them has negative values.")
    }
    if !panels.gridsDiffer, let grid = shown.first?.map.grid {
      notes.append("Grid \(grid.rows)×\(grid.columns).")
    }
    if shown.contains(where: { $0.map.missingCount > 0 }), !plan.figure.isOverlay {
      notes.append("Hatched: no key.")
    }
    if plan.figure.scale == .uniform {
      notes.append("Colors are multiples of 1/n, n the keys that a query sees.")
    }
    return notes
  }
}
