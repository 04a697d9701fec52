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
  /// nil: the first.
  package var view: ViewKind?
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

  var files: NamedFiles {
    NamedFiles(
      models: models, images: images, samples: samples, overrides: overrides,
      applyingOrientation: applyingOrientation)
  }
}
