// What the viewer is started with.

import Attention
import AttentionMaps
import Imaging
import Session
import TerminalUI
import VisionModels

package struct ViewerOptions: Sendable {
  /// Up to four MODEL arguments; the first two are compared.
  package var models: [String]
  /// Image files.
  package var images: [String]
  package var samples: BundledSamples
  package var overrides = ModelOverrides()
  package var applyingOrientation = false
  /// nil: all cores.
  package var threads: Int?

  package var layer = 0
  package var head = 0
  /// On the token grid of the first model's layer; nil starts in the middle.
  package var query: GridPosition?
  package var view = ViewKind.heads
  package var map = MapKind.attention
  package var colorMap = ColorMap.viridis
  package var colors: ColorDepth?
  package var mouse = true
  /// Load a model again whenever its file has changed.
  package var watch = false
  /// Say at the start which keys there are.
  package var isFirstRun = false

  package init(models: [String], images: [String], samples: BundledSamples = .none) {
    self.models = models
    self.images = images
    self.samples = samples
  }
}

/// The views in the order of their keys.
package enum ViewKind: String, CaseIterable, Sendable {
  case heads, compare, polarity, entropy, lens, rollout

  /// The key that opens it.
  var number: Int { (ViewKind.allCases.firstIndex(of: self) ?? 0) + 1 }

  var summary: String {
    switch self {
    case .heads: "one panel per stream of both models, all heads as thumbnails"
    case .compare: "A, B and B − A; the heads that differ most"
    case .polarity: "same-signed and opposite-signed parts of the logits, their shares, powers, gates"
    case .entropy: "entropy of every head of both models, per query and over depth"
    case .lens: "the same queries and keys read by other kernels (counterfactual)"
    case .rollout: "attention rolled out through the layers, where that is defined"
    }
  }
}
