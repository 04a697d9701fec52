// What the next key will probably need, computed while there is nothing else to do: its answer is then whole at once.

import Attention
import TerminalUI

/// Work that nobody has asked for yet: it makes way for what the screen needs, and no frame shows how far it is.
struct WorkAhead {
  /// In the order of its importance.
  private(set) var work: [Work] = []
  private var isPlanned = false

  /// The user has done something: there will be another next key.
  mutating func forget() { (work, isPlanned) = ([], false) }

  /// Plans once after each event, so that nothing is computed over and over.
  mutating func plan(_ state: ViewerState, _ findings: Findings, after key: Key?) {
    guard !isPlanned else { return }
    isPlanned = true
    work = state.workAhead(findings, after: key)
  }

  /// Takes an outcome; whether it is of this work, and so no frame has to be drawn for it.
  mutating func takes(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .progress(let of, _, _): return work.contains(of)
    case .fileChanged: return false
    case .ended, .abandoned:
      guard let finished = outcome.finished, let index = work.firstIndex(of: finished) else { return false }
      work.remove(at: index)
      return true
    }
  }
}

extension ViewerState {
  /// The most weights of a head in models that this is done for: sums of more take longer than the time between two keys.
  private static let mostWeightsAhead = 1 << 20

  /// What the screen would lack after the keys that are most likely to come next: the last one again, another head,
  /// another layer, who looks at the key. No forward pass, and nothing where the models are large or the user has
  /// stopped their sums.
  func workAhead(_ findings: Findings, after key: Key?) -> [Work] {
    guard dialog == nil, !sumsAreStopped, areSmall(findings) else { return [] }
    let last = key.flatMap { KeyTable.action(for: $0, in: view) }.flatMap { $0.isOftenRepeated ? $0 : nil }
    let likely: [Action] = [.moveHead(1), .moveLayer(1), .moveHead(-1), .moveLayer(-1), .toggleIncoming]
    let actions = ([last].compactMap(\.self) + likely).uniqued
    let work = actions.flatMap { action -> [Work] in
      var next = self
      _ = next.perform(action, findings)
      return next.missing(findings)
    }
    return work.uniqued.filter { $0.isShort || $0.longSum != nil }
  }

  private func areSmall(_ findings: Findings) -> Bool {
    sides.allSatisfy { side in
      guard let examination = findings[Examine(examinationKey(side))] else { return false }
      return examination.attentions.allSatisfy { record in
        record.geometry.queryCount <= ViewerState.mostWeightsAhead / max(1, record.geometry.keysPerWindow)
      }
    }
  }
}

extension Action {
  /// Whether one is often followed by another.
  fileprivate var isOftenRepeated: Bool {
    switch self {
    case .moveQuery, .moveLayer, .moveHead, .changeExponent: true
    default: false
    }
  }
}
