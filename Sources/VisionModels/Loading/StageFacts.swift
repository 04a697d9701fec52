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

  /// How many layers come before the first with standard attention, where no other follows it; nil elsewhere.
  fileprivate var linearLayers: Int? {
    let count = layers.prefix { !$0.mechanism.isStandard }.count
    return layers.dropFirst(count).allSatisfy(\.mechanism.isStandard) ? count : nil
  }
}

/// The letters that configurations have for the attention of a stage.
struct StageLetters: Sendable {
  var linear: Character = "L"
  var standard: Character = "S"
  /// A stage that begins with linear layers and ends with standard ones; how many the former are follows all letters.
  /// nil in families that have none.
  var mixed: Character?

  /// `LLSS`, or with a mixed stage `IIMS2`.
  fileprivate func text(_ stages: [StageFacts]) -> String {
    let count = mixed == nil ? nil : stages.first { $0.isStandard == nil }?.linearLayers
    return String(stages.map { $0.isStandard.map { $0 ? standard : linear } ?? mixed ?? "?" })
      + (count.map(String.init) ?? "")
  }
}

extension ModelContext {
  /// Records the widths, depths, heads, MLPs and attentions of the stages.
  ///
  /// - Parameter given: how the family's configurations call the attentions.
  func record(_ stages: [StageFacts], letters given: StageLetters = StageLetters()) {
    guard let first = stages.first, let last = stages.last else { return }
    record(.width, FactValue(.integer(first.channels)))
    record(.widths, .list(stages.map(\.channels)))
    record(.features, FactValue(.integer(last.channels)))
    record(.depths, .list(stages.map(\.layers.count)))
    record(.stages, FactValue(.integer(stages.count)))
    headsOfStages = stages.map { $0.layers.map(\.heads) }
    if overrides.numHeads == nil { record(.headsPerStage, .list(stages.map { $0.layers.first?.heads ?? 0 })) }

    let mlps = stages.compactMap { stage in stage.mlp.map { (mlp: $0, channels: stage.channels) } }
    if mlps.count == stages.count {
      record(.mlpRatios, .mlpRatios(mlps))
      record(.mlpRatio, .mlpRatio(mlps))
    }
    let letters = stages.map { stage in stage.isStandard.map { $0 ? given.standard : given.linear } }
    let own = given.text(stages)
    record(
      .attention,
      FactValue("\"\(own)\"") { value in
        guard let text = value.string else { return false }
        if text == own { return true }
        return text.count == letters.count && zip(text, letters).allSatisfy { $1 == nil || $0 == $1 }
      })
    let agents = stages.map { $0.layers.first?.mechanism.agents?.count }
    if agents.contains(where: { $0 != nil }) { record(.agents, .agents(agents)) }
    record(.softmaxReductions, .reductions(stages.map { $0.isStandard == true ? $0.reduction : nil }))
    record(.linearReductions, .reductions(stages.map { $0.isStandard == false ? $0.reduction : nil }))
  }
}

extension FactValue {
  /// One for each stage, in a list or joined by dashes; any number where a stage has none.
  fileprivate static func agents(_ counts: [Int?]) -> FactValue {
    FactValue("\"\(counts.map { $0.map(String.init) ?? "any" }.joined(separator: "-"))\"") { value in
      let given = value.ints ?? value.string?.split(separator: "-").map { Int($0) ?? 0 }
      guard let given, given.count == counts.count else { return false }
      return zip(given, counts).allSatisfy { $1 == nil || $0 == $1 }
    }
  }

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
