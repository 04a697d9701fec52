// The number of every head that the view of the whole model shows, and what computes it.

import Attention
import Session

/// The number of one head.
enum HeadNumber: Equatable {
  case value(Double)
  /// Not computed yet.
  case pending
  /// Why there is none, in a word.
  case none(String)

  var value: Double? { if case .value(let value) = self { value } else { nil } }
}

extension Scene {
  /// Why the shown metric says nothing about a side; nil where it does.
  func metricRefusal(_ subject: Subject) -> String? {
    switch state.metric {
    case .maps where subject.place.query == .prefix(.pool):
      return
        "layers have no probe of a pooling head: C changes the query; views 1, 2, 3 and 5 show the pooling head"
    case .maps, .entropy: return nil
    case .divergence: return comparison == nil ? "the divergence is one of two models: start with two" : nil
    case .effect:
      guard let examination = subject.examination else { return nil }
      return examination.logits == nil ? "this model has no classifier: no logit changes" : nil
    }
  }

  /// The shown metric of every head of a model, layer by layer; entropies where maps are shown.
  func headNumbers(_ subject: Subject) -> [[HeadNumber]] {
    let divergences = state.metric == .divergence ? divergences(subject) : nil
    return subject.model.model.layers.indices.map { layer in
      let count = subject.model.model.layers[layer].heads
      switch state.metric {
      case .maps, .entropy:
        return (0..<count).map { head in
          guard let summary = subject.summary(layer: layer, head: head, stream: .attention) else {
            return .pending
          }
          return summary.normalizedEntropy.value.map { .value($0) } ?? .none("–")
        }
      case .divergence:
        guard let divergences else { return Array(repeating: .pending, count: count) }
        return (0..<count).map { head in
          divergences[HeadPlace(layer: layer, head: head)].map { .value($0) } ?? .none("–")
        }
      case .effect:
        guard let effects = findings[SwitchHeadsOff(LayerKey(examination: subject.key, layer: layer))] else {
          return Array(repeating: .pending, count: count)
        }
        return effects.map { effect in effect.value.map { .value($0) } ?? .none("–") }
      }
    }
  }

  /// By head of a side; nil while they are computed.
  private func divergences(_ subject: Subject) -> [HeadPlace: Double]? {
    guard let comparison, let compared = findings[comparison] else { return nil }
    var divergences: [HeadPlace: Double] = [:]
    for pair in compared.heads { divergences[pair.place(on: subject.side)] = pair.divergence }
    return divergences
  }

  /// The fraction of a side's numbers that are there; nil where all are.
  func metricFraction(_ subject: Subject) -> Double? {
    switch state.metric {
    case .maps, .entropy: return statisticsFraction(subject.side)
    case .divergence: return comparison.flatMap { findings[$0] == nil ? findings.progress($0) ?? 0 : nil }
    case .effect:
      let layers = subject.model.model.layers.indices.map {
        SwitchHeadsOff(LayerKey(examination: subject.key, layer: $0))
      }
      let done = layers.reduce(0) { $0 + (findings.holds($1) ? 1 : findings.progress($1) ?? 0) }
      return done < Double(layers.count) ? done / Double(layers.count) : nil
    }
  }

  /// What the shown metric is computed by.
  func metricWork(_ subject: Subject) -> [any Computation] {
    guard subject.examination != nil, metricRefusal(subject) == nil else { return [] }
    let layers = subject.model.model.layers.indices.map { LayerKey(examination: subject.key, layer: $0) }
    return switch state.metric {
    case .maps, .entropy: layers.map { SumRows($0) }
    case .divergence: state.comparisonWork(findings)
    case .effect: layers.map { SwitchHeadsOff($0) }
    }
  }
}
