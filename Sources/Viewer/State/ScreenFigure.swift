// A figure of what is on the screen, for a paper: its models, images, layers, heads, queries and maps.

import Attention
import AttentionMaps
import Figures
import Imaging
import Session
import VisionModels

/// What `F` draws, in the vocabulary of `polascope figure`.
struct ScreenFigure: Hashable, Sendable {
  /// A model with what is changed in it.
  struct Subject: Hashable, Sendable {
    let model: Int
    let version: Int
    let interventions: Interventions

    func key(image: Int) -> ExaminationKey {
      ExaminationKey(model: model, version: version, image: image, interventions: interventions)
    }
  }

  let subjects: [Subject]
  let images: [Int]
  /// None where it is of a pooling head.
  let layers: [Int]
  let heads: [Int]
  let queries: [QuerySelection]
  let maps: [MapKind]
  let scale: FigureScale
  let colorMap: String
  let isOverlay: Bool
  /// The command that draws it, without the name of its file.
  let command: ShellCommand

  /// What `polascope figure` makes of it.
  var figure: MapFigure {
    var figure = MapFigure()
    figure.queries = queries
    figure.layers = layers.isEmpty ? nil : .only(layers.map { $0...$0 })
    figure.heads = heads.map(FigureHead.head)
    figure.maps = maps
    figure.scale = scale
    figure.colorMap = ColorMap.named(colorMap) ?? .viridis
    figure.isOverlay = isOverlay
    figure.showsImages = !isOverlay
    return figure
  }

  /// The words that choose the same, what has its default value left out.
  static func words(
    layers: [Int], heads: [Int], queries: [QuerySelection], maps: [MapKind], scale: FigureScale,
    colorMap: ColorMap, isOverlay: Bool
  ) -> [String] {
    var words = layers.isEmpty ? [] : option("layers", layers.map(String.init).joined(separator: ","))
    words += option("heads", heads.map(String.init).joined(separator: ","))
    for query in queries {
      switch query {
      case .pixel(let x, let y): words += option("at", "\(x),\(y)")
      case .position(let position): words += option("query", "\(position)")
      case .prefix(let token): words += option("query", "\(token)")
      default: words += option("query", "mean")
      }
    }
    words += option("map", maps.map(\.rawValue).joined(separator: ","))
    words += option("scale", scale.rawValue)
    if colorMap != .viridis { words += option("colormap", colorMap.name) }
    return words + [isOverlay ? "--overlay" : "--with-image"]
  }
}
