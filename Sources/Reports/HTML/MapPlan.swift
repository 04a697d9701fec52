// Which maps the report holds: of which images, and of which queries, so that the page stays small.
import Attention
import AttentionMaps
import Session

/// A query that readers can choose, the same of every image and model.
enum ReportQuery: Sendable, Equatable {
  case point(ImagePoint)
  case prefix(PrefixToken)

  /// `center`, `17 % down, 50 % across`, `cls`.
  var title: String {
    switch self {
    case .point(.center): "center"
    case .point(let point): "\((100 * point.y).fixed(0)) % down, \((100 * point.x).fixed(0)) % across"
    case .prefix(let token): token.description
    }
  }

  /// The query on a layer; nil where the layer lacks it.
  func query(in geometry: AttentionGeometry) -> Query? {
    switch self {
    case .point(let point): geometry.isProbed ? nil : .spatial(point.position(on: geometry.queryGrid))
    case .prefix(let token): geometry.queryPrefix.firstIndex(of: token).map { .prefix($0) }
    }
  }
}

/// The images, queries and heads whose maps the report holds.
package struct MapPlan: Sendable {
  /// Paths of the images with the lowest and the highest number, as `Report.shownPaths` orders them.
  package let lowest: [String]
  package let highest: [String]
  /// The one in the middle of the image first.
  let queries: [ReportQuery]
  /// How many of the first queries make a set that lies evenly over the image, the most first.
  let sets: [Int]
  /// The rows of heads that are shown without a script: of every model a head.
  let places: [[HeadPlace]]

  /// How many characters the codes of all maps may have together. The page leaves out queries where it is too large all
  /// the same; where a single query has more, there are fewer images, two at least.
  private static let characters = 2_800_000

  /// - Parameter places: rows of a head of each model.
  init(_ report: Report, places: [[HeadPlace]]) {
    self.places = places
    let layers = report.models.flatMap(\.layers)
    let size = max(1, layers.reduce(0) { $0 + Self.characters(ofQueryIn: $1) })
    var tokens: [ReportQuery] = []
    for token in layers.flatMap(\.geometry.queryPrefix) where token.isSingle {
      if !tokens.contains(.prefix(token)) { tokens.append(.prefix(token)) }
    }
    let all = [.point(.center)] + tokens + Self.points.map { .point($0) }
    let wanted = min(report.entries.count, Report.shownImages)
    let fitting = ([49, 25, 9, 5, 1].map { $0 + tokens.count } + [1]).filter {
      $0 == 1 || $0 * wanted * size <= Self.characters
    }
    sets = fitting
    queries = Array(all.prefix(fitting[0]))
    let count = queries.count * wanted * size <= Self.characters ? wanted : max(2, Self.characters / size)
    (lowest, highest) = report.shownPaths(min(wanted, count))
  }

  /// Points besides the middle: the middles of the quarters, then those of the sides between them, then every second
  /// point of a lattice of eighths, then the others of it.
  private static let points: [ImagePoint] = {
    func lattice(_ steps: [Int]) -> [(Int, Int)] { steps.flatMap { y in steps.map { (y, $0) } } }
    var chosen: [(Int, Int)] = [(4, 4)]
    for candidates in [lattice([2, 6]), lattice([2, 4, 6]), lattice([1, 3, 5, 7]), lattice(Array(1...7))] {
      for one in candidates where !chosen.contains(where: { $0 == one }) { chosen.append(one) }
    }
    return chosen.dropFirst().map { ImagePoint(y: Double($0.0) / 8, x: Double($0.1) / 8) }
  }()

  /// About how many characters the maps of one query have, of all heads of a layer.
  private static func characters(ofQueryIn layer: AttentionLayerDescription) -> Int {
    let geometry = layer.geometry
    // A run of places without a key, beside each row of a window, is two codes; numbers and brackets come on top.
    let runs = geometry.partition.map { 2 * ($0.rows + 1) } ?? 0
    return layer.heads * layer.shownMaps.count * (2 * (geometry.keysPerWindow + runs) + 40)
  }
}

extension PrefixToken {
  /// Whether it is the only one of its kind.
  fileprivate var isSingle: Bool { self == .classToken || self == .distillation }
}

extension AttentionLayerDescription {
  /// The maps of a head that the report shows: of each stream, and of their mean.
  var shownMaps: [MapKind] { streams.count > 1 ? [.attention] + streams.map(\.mapKind) : [.attention] }
}

// MARK: Which heads are shown first

extension Comparison {
  /// The head pairs whose attention differs most, one of a layer.
  ///
  /// - Returns: at most `count`, the most different first.
  package func mostDifferentHeads(_ count: Int) -> [Sides<HeadPlace>] {
    var best: [Int: HeadDifference] = [:]
    for pair in heads {
      if let known = best[pair.places.a.layer], (known.divergence.mean ?? 0) >= (pair.divergence.mean ?? 0) {
        continue
      }
      best[pair.places.a.layer] = pair
    }
    return best.values
      .sorted { ($1.divergence.mean ?? 0, $0.places.a) < ($0.divergence.mean ?? 0, $1.places.a) }
      .prefix(count).map(\.places)
  }
}

extension Report {
  /// How many rows of heads the page shows without a script.
  private static let shownHeads = 3

  /// What the report shows of its images.
  ///
  /// - Parameter comparisons: of the first model with each of the others.
  package func mapPlan(_ comparisons: [Comparison]) -> MapPlan {
    MapPlan(self, places: shownPlaces(comparisons))
  }

  /// Of several models the heads whose attention differs most, of one the heads with the lowest entropy; one of a layer
  /// of the first model.
  private func shownPlaces(_ comparisons: [Comparison]) -> [[HeadPlace]] {
    if comparisons.count == 1 {
      return comparisons[0].mostDifferentHeads(Self.shownHeads).map { [$0.a, $0.b] }
    }
    var numbers: [HeadPlace: Double] = [:]
    if comparisons.isEmpty {
      for side in heads[0].joined() {
        if let mean = side.entropies[.attention]?.mean { numbers[side.place] = -mean }
      }
    } else {
      for pair in comparisons.flatMap(\.heads) {
        numbers[pair.places.a, default: 0] += pair.divergence.mean ?? 0
      }
    }
    var best: [Int: (place: HeadPlace, number: Double)] = [:]
    for (place, number) in numbers.sorted(by: { $0.key < $1.key }) {
      if number > best[place.layer]?.number ?? -.infinity { best[place.layer] = (place, number) }
    }
    let chosen = best.values.sorted { ($1.number, $0.place) < ($0.number, $1.place) }.prefix(Self.shownHeads)
    let places = models.map { ModelPlaces($0.layers) }
    return chosen.compactMap { one in
      guard let first = try? places[0].place(one.place, query: .mean) else { return nil }
      let carried = places.compactMap { $0.carry(first, from: places[0])?.place.headPlace }
      return carried.count == models.count ? carried : nil
    }
  }
}
