// Choosing how values become colors.

import Attention
import AttentionMaps

extension ViewerState {
  /// A scale, the ends of a fixed one where the maps on the screen have theirs.
  mutating func setScale(_ next: ScaleMode, _ findings: Findings) {
    if next == .fixed {
      let scene = Scene(state: self, findings: findings)
      let maps = scene.loaded.flatMap { subject in scene.maps(of: subject).compactMap { subject.map($0).map }
      }
      fixedRange = maps.range.map { min(0, $0.lowerBound)...max(0, $0.upperBound) } ?? 0...1
    }
    scale = next
  }
}
