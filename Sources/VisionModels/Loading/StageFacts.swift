// What a hierarchy of stages computes, as configurations would say it.
import Attention

/// A stage of a hierarchy.
struct StageFacts {
  let channels: Int
  let layers: [AttentionLayerDescription]
  /// The MLP of its first block.
  let mlp: FeedForward?
  /// The side of the cells that become one key.
  var reduction = 1

  /// Whether all layers have standard attention, or none; nil where they differ.
  fileprivate var isStandard: Bool? {
    let kinds = Set(layers.map(\.mechanism.isStandard))
    return kinds.count == 1 ? kinds.first : nil
  }
}

extension ModelContext {
  /// Records the widths, depths, heads, MLPs and attentions of the stages.
  func record(_ stages: [StageFacts]) {
    guard let first = stages.first, let last = stages.last else { return }
    record(.width, FactValue(.integer(first.channels)))
    record(.widths, .list(stages.map(\.channels)))
    record(.features, FactValue(.integer(last.channels)))
    record(.depths, .list(stages.map(\.layers.count)))
    record(.stages, FactValue(.integer(stages.count)))
    if overrides.numHeads == nil { record(.headsPerStage, .list(stages.map { $0.layers.first?.heads ?? 0 })) }

    let mlps = stages.compactMap { stage in stage.mlp.map { (mlp: $0, channels: stage.channels) } }
    if mlps.count == stages.count {
      record(.mlpRatios, .mlpRatios(mlps))
      record(.mlpRatio, .mlpRatio(mlps))
    }
    let letters = stages.map { stage in stage.isStandard.map { _ in stage.layers[0].letter } }
    record(
      .attention,
      FactValue("\"\(letters.map { $0 ?? "?" }.joined())\"") { value in
        guard let text = value.string, text.count == letters.count else { return false }
        return zip(text, letters).allSatisfy { $1 == nil || String($0) == $1 }
      })
    record(.softmaxReductions, .reductions(stages.map { $0.isStandard == true ? $0.reduction : nil }))
    record(.linearReductions, .reductions(stages.map { $0.isStandard == false ? $0.reduction : nil }))
  }
}

extension FactValue {
  /// One for each stage, in a list or as the digits of a text; any number where a stage has none.
  fileprivate static func reductions(_ ratios: [Int?]) -> FactValue {
    FactValue("[\(ratios.map { $0.map(String.init) ?? "any" }.joined(separator: ", "))]") { value in
      let digits = value.string ?? value.int.map(String.init)
      let given = value.ints ?? digits.map { $0.map { $0.wholeNumberValue ?? 0 } }
      guard let given, given.count == ratios.count else { return false }
      return zip(given, ratios).allSatisfy { $1 == nil || $0 == $1 }
    }
  }
}

extension AttentionLayerDescription {
  /// `S` for standard attention, `L` for linear: the published codes' word for the kinds of a model's layers.
  var letter: String { mechanism.isStandard ? "S" : "L" }
}
