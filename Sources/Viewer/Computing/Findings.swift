// What has been loaded and computed so far: an immutable snapshot that frames are drawn from.

import Attention
import AttentionMaps
import Session
import VisionModels

/// A model on an image with some heads switched off.
struct ExaminationKey: Hashable, Sendable {
  let model: Int
  /// How often the model's file has changed.
  let version: Int
  let image: Int
  let interventions: Interventions
}

struct LayerKey: Hashable, Sendable {
  let examination: ExaminationKey
  let layer: Int
}

/// A map that takes longer than a frame may: every query of a head, a projection of every key, or very many keys.
struct HeavyMapKey: Hashable, Sendable {
  enum What: Hashable, Sendable {
    case mean(MapKind)
    /// Of the query in a matrix row.
    case row(MapKind, row: Int)
    /// The queries that look at one key.
    case incoming(GridPosition, Stream)
    /// From the query in a matrix row, through all layers up to this one; of no head.
    case rollout(row: Int)
  }

  let layer: LayerKey
  let head: Int
  let what: What

  /// Contributions are projected by the engine; other maps are made of rows alone.
  var isContribution: Bool {
    switch what {
    case .mean(let kind), .row(let kind, _): kind == .contribution
    case .incoming, .rollout: false
    }
  }
}

struct ComparisonKey: Hashable, Sendable {
  let a: ExaminationKey
  let b: ExaminationKey
}

/// Something that is fetched by a thread of its own.
enum Fetched<Value: Sendable>: Sendable {
  case done(Value)
  case failed(String)

  var value: Value? { if case .done(let value) = self { value } else { nil } }
  var failure: String? { if case .failed(let message) = self { message } else { nil } }
}

struct Findings: Sendable {
  /// The names to show for models before they are loaded.
  var modelNames: [String]
  var imageNames: [String]
  /// The MODEL arguments and the files of images, for the commands that reproduce a screen.
  var modelArguments: [String]
  var imagePaths: [String]
  var models: [Int: Fetched<LoadedModel>] = [:]
  /// The version of each model's file that was read last, whether or not that gave a model.
  var triedVersions: [Int: Int] = [:]
  var images: [Int: Fetched<InputImage>] = [:]
  var examinations: [ExaminationKey: Examination] = [:]
  /// Why a forward pass is impossible.
  var failures: [ExaminationKey: String] = [:]
  var statistics: [LayerKey: LayerStatistics] = [:]
  var maps: [HeavyMapKey: Fetched<HeatMap>] = [:]
  var comparisons: [ComparisonKey: ImageComparison] = [:]
  var curves: [LensKey: LensCurves] = [:]
  /// The last made readings of a layer; those of another exponent stand in until new ones are there.
  var readings: (key: ReadingsKey, values: [Lens.Reading])?
  var polarity: [LayerKey: LayerPolarity] = [:]
  var progress: [Work: Double] = [:]

  /// Drops what was made from other forward passes than `keys`, and images far from `image`.
  mutating func keepOnly(_ keys: Set<ExaminationKey>, image: Int) {
    examinations = examinations.filter { keys.contains($0.key) }
    statistics = statistics.filter { keys.contains($0.key.examination) }
    maps = maps.filter { keys.contains($0.key.layer.examination) }
    comparisons = comparisons.filter { keys.contains($0.key.a) && keys.contains($0.key.b) }
    curves = curves.filter { keys.contains($0.key.layer.examination) }
    polarity = polarity.filter { keys.contains($0.key.examination) }
    if let made = readings, !keys.contains(made.key.layer.examination) { readings = nil }
    images = images.filter { abs($0.key - image) <= 1 || $0.value.value == nil }
  }

  /// Whether maps should be dropped that are not on the screen: every place of the cursor leaves some.
  var hasManyMaps: Bool { maps.count > 2048 }
}
