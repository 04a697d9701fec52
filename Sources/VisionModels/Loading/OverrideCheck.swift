// Whether a model follows every option that a user gives about it; one that changes nothing is no silent default.
import Attention

extension ModelContext {
  /// Refuses options that the model does not follow; of a command with several models, which share its options, warns.
  ///
  /// - Returns: those that it does not follow.
  /// - Throws: `ModelError.unfollowed`
  func checkOverrides(of layers: [AttentionLayerDescription]) throws -> [String] {
    var problems: [(option: String, text: String)] = []
    func add(_ option: String, _ text: String) { problems.append((option, option + text)) }
    let isLinear = layers.contains { !$0.mechanism.isStandard }
    if let text = overrides.numHeads.flatMap({ headsApart(from: $0, layers) }) {
      // Followed by some layers and against the tensors of others.
      guard !isFollowed("--num-heads") else {
        throw ModelError.unfollowed(path: path, reason: "--num-heads\(text)")
      }
      add("--num-heads", text)
    }
    if overrides.alpha != nil, !isLinear || !isFollowed("--alpha") {
      add("--alpha", ": the model has no polarity-aware attention, whose powers it scales")
    }
    if overrides.focusingFactor != nil, !isLinear || !isFollowed("--focusing-factor") {
      add("--focusing-factor", ": the model has no focused linear attention, whose exponent it is")
    }
    if let activation = overrides.activation, !isFollowed("--activation"),
      noted("activation") != activation.title
    {
      let own = noted("activation") ?? "their own activation"
      add("--activation", " \(activation.names[0]): the MLPs of this model are computed with \(own) alone")
    }
    if let pooling = overrides.pooling, !isFollowed("--pooling") {
      let own = noted("pooling") ?? "its own"
      add(
        "--pooling", " \(pooling.rawValue): the vector of this model is computed in one way alone, \(own)")
    }
    for problem in problems {
      guard sharesOverrides else { throw ModelError.unfollowed(path: path, reason: problem.text) }
      warn("\(problem.text); it changes nothing of this model")
    }
    return problems.map(\.option)
  }

  /// Where heads that a flag gives are not those of the layers, which tensors decide, or are not one for each stage.
  private func headsApart(from given: [Int], _ layers: [AttentionLayerDescription]) -> String? {
    let stages = headsOfStages.isEmpty ? [layers.map(\.heads)] : headsOfStages
    guard given.count == 1 || given.count == stages.count else {
      return " gives \(given.count) numbers, but the model has "
        + (stages.count == 1 ? "one for all layers" : "\(stages.count) stages")
    }
    for (index, stage) in stages.enumerated() {
      let count = given.count == 1 ? given[0] : given[index]
      guard let other = stage.first(where: { $0 != count }) else { continue }
      let place = stages.count == 1 ? ", but the tensors" : " for stage \(index), whose tensors"
      return " gives \(count)\(place) say \(other)"
    }
    return nil
  }

  private func isFollowed(_ flag: String) -> Bool {
    hyperparameters.contains { $0.source == .flag(flag) }
  }

  private func noted(_ name: String) -> String? { hyperparameters.first { $0.name == name }?.value }

  /// The source of a pooling that follows from the family or the tensors: the flag where it asks for the same.
  func poolingSource(_ pooling: TokenPooling, otherwise: Provenance) -> Provenance {
    overrides.pooling == pooling ? .flag("--pooling") : otherwise
  }
}
