// One model on the current image at the current layer, head and query.

import Attention
import AttentionMaps
import Compute
import Session
import VisionModels

/// What a map panel can show: a map, the reason why there is none, or that it is being made.
enum MapResult: Sendable {
  case map(HeatMap)
  case unavailable(String)
  case pending

  var map: HeatMap? { if case .map(let map) = self { map } else { nil } }
}

/// A model on the current image; lives for one frame and makes every map once.
struct Subject {
  /// The maps made so far. Used by one thread.
  private final class Memo {
    struct Place: Hashable {
      let kind: MapKind
      let layer: Int
      let head: Int
    }

    var maps: [Place: MapResult] = [:]
  }

  let side: Side
  let findings: Findings
  let model: LoadedModel
  /// The forward pass that everything is about.
  let key: ExaminationKey
  /// The one that it will be about as soon as that is done.
  let wanted: ExaminationKey
  /// nil before the first forward pass.
  let examination: Examination?
  /// The layer, head and query of this model.
  let place: Place
  /// Where in the image the user looks.
  let cursor: ImagePoint
  /// Whether maps are of who looks at the key under the cursor.
  let showsIncoming: Bool
  private let memo = Memo()

  init(
    side: Side, findings: Findings, model: LoadedModel, key: ExaminationKey, wanted: ExaminationKey,
    place: Place, cursor: ImagePoint, showsIncoming: Bool
  ) {
    self.side = side
    self.findings = findings
    self.model = model
    self.key = key
    self.wanted = wanted
    examination = findings[Examine(key)]
    self.place = place
    self.cursor = cursor
    self.showsIncoming = showsIncoming
  }

  /// Whether all of it is of another image, or from before a head or a patch was switched.
  var isOutdated: Bool { key != wanted }

  var places: ModelPlaces { model.places }
  var layer: Int { place.layer }
  var head: Int { place.head }
  var description: AttentionLayerDescription { model.model.attention(layer) }
  var record: AttentionRecord? { record(layer: layer) }

  /// What a layer recorded, or the pooling head, which comes after the last one; nil before the forward pass.
  func record(layer: Int) -> AttentionRecord? { examination?.attention(layer) }

  /// Entropies and sums of every row of a layer; nil while they are added up.
  func statistics(layer: Int) -> LayerStatistics? {
    findings[SumRows(LayerKey(examination: key, layer: layer))]
  }

  func summary(layer: Int, head: Int, stream: Stream) -> StreamSummary? {
    statistics(layer: layer)?.summary(head: head, stream: stream)
  }

  /// The streams that view 1 shows side by side.
  var streams: [Stream] { description.streams }

  // MARK: The query

  /// Whether the query is the token under the cursor.
  private var isAtCursor: Bool { if case .point = place.query { true } else { false } }

  /// The query on the grid of a layer; nil for a prefix token that the layer lacks.
  func query(layer: Int) -> Query? {
    let geometry = model.model.attention(layer).geometry
    switch place.query {
    case .point(let point): return .spatial(point.position(on: geometry.queryGrid))
    case .prefix(let token): return geometry.queryPrefix.firstIndex(of: token).map { .prefix($0) }
    case .mean: return .mean
    }
  }

  /// `5,8`, `cls` or `mean`.
  var queryName: String {
    switch place.query {
    case .point(let point): "\(point.position(on: description.geometry.queryGrid))"
    case .prefix(let token): query(layer: layer) == nil ? "none" : "\(token)"
    case .mean: "mean"
    }
  }

  /// The query, or the key that incoming maps are of: what maps on the screen belong to.
  var shownName: String {
    guard showsIncoming else { return queryName }
    switch keyLookedAt(layer: layer) {
    case .spatial(let position): return "\(position)"
    default: return queryName
    }
  }

  /// The row of the query in the record's matrices; nil for the mean and for tokens that the layer lacks.
  func matrixRow(layer: Int) -> Int? {
    switch query(layer: layer) {
    case .spatial(let position): model.model.attention(layer).geometry.matrixRow(ofQuery: .spatial(position))
    case .prefix(let index): index
    case .mean, nil: nil
    }
  }

  // MARK: Maps

  /// A map of the current query, or of the key under the cursor when incoming maps are on; made once.
  func map(_ kind: MapKind, layer: Int, head: Int) -> MapResult {
    let place = Memo.Place(kind: kind, layer: layer, head: head)
    if let known = memo.maps[place] { return known }
    let result = makeMap(kind, layer: layer, head: head)
    memo.maps[place] = result
    return result
  }

  private func makeMap(_ kind: MapKind, layer: Int, head: Int) -> MapResult {
    guard let record = record(layer: layer) else { return .pending }
    if let refusal = poolRefusal(kind, layer: layer) { return .unavailable(refusal) }
    if kind == .entropy {
      guard let statistics = statistics(layer: layer) else { return .pending }
      return statistics.entropyMap(head: head, stream: .attention).map { .map($0) }
        ?? .unavailable("entropy: this layer has none")
    }
    if showsIncoming, kind.stream == nil {
      return .unavailable("incoming: of attention weights only; m changes the map, I shows the query's again")
    }
    if let heavy = heavyMap(kind, layer: layer, head: head) {
      return switch findings.result(heavy) {
      case .done(let map): .map(map)
      case .failed(let reason): .unavailable(reason)
      case nil: .pending
      }
    }
    guard let query = query(layer: layer) else {
      return .unavailable(lackOfQuery(layer: layer))
    }
    if kind == .rollout { return .unavailable("rollout starts at one query: press C") }
    do {
      return .map(try record.map(kind, head: head, query: query))
    } catch {
      return .unavailable("\(error)")
    }
  }

  func map(_ kind: MapKind) -> MapResult { map(kind, layer: layer, head: head) }

  /// Why there is no map over the queries of a pooling head, nor one of its way through the layers; nil for maps of one
  /// row, and of layers.
  private func poolRefusal(_ kind: MapKind, layer: Int) -> String? {
    guard model.model.attention(layer).geometry.isProbed else { return nil }
    switch kind {
    case .rollout: return "rollout ends at the last layer: the pooling head comes after it"
    case .entropy: return "entropy: the only query of the pooling head is at no place of the image"
    default: return showsIncoming ? "incoming: one query alone looks at all keys; I shows its row" : nil
    }
  }

  /// Why a layer has no row of the chosen query.
  func lackOfQuery(layer: Int) -> String {
    guard case .prefix(let token) = place.query, token != .pool else {
      return model.model.has(query: .pool)
        ? "only the pooling head has this query: press C for another one"
        : "the model has no pooling head: press C for another query"
    }
    return model.model.has(query: token)
      ? "layer \(layer) has no \(token) token, others have: press C for another query"
      : "\(side.letter) has no \(token) token, so this query has no row here: press C for a place or the mean"
  }

  // MARK: Numbers of the query's row

  /// Entropy and sum of one row.
  struct RowNumbers {
    /// Nats.
    let entropy: Measured<Double>
    /// H/ln n.
    let normalized: Measured<Double>
    let sum: Float
    /// Σ|a⁻|/Σ|a|; nil where no weight may be negative, and where the row has none.
    let negativeMass: Double?
  }

  /// The numbers of the current query's row in a stream; nil for the mean over queries.
  func rowNumbers(layer: Int, head: Int, stream: Stream) -> RowNumbers? {
    guard let record = record(layer: layer), let row = matrixRow(layer: layer) else { return nil }
    if let statistics = statistics(layer: layer), let sums = statistics.streams[stream]?.sums,
      let entropy = statistics.entropy(head: head, stream: stream, row: row),
      let normalized = statistics.normalizedEntropy(head: head, stream: stream, row: row)
    {
      return RowNumbers(
        entropy: entropy.map(Double.init), normalized: normalized.map(Double.init), sum: sums[head, row],
        negativeMass: statistics.streams[stream]?.negativeMass(head: head, query: row)?.value
          .map(Double.init))
    }
    let weights: [Float]
    let sum: Float
    if rowsAreLong(layer: layer) {
      // The row of the map, which another thread makes; no other is made for its numbers.
      guard !showsIncoming, let map = map(stream.mapKind, layer: layer, head: head).map
      else { return nil }
      weights = map.prefix + zip(map.values, map.contents).filter { $1 != .noKey }.map(\.0)
      sum = weights.reduce(0, +)
    } else {
      let values = record.row(query: row, head: head, stream: stream)
      (weights, sum) = (values.weights, values.sum)
    }
    let entropy = entropy(ofRow: weights)
    let keys = record.admissibleKeys(ofQuery: row)
    let normalized =
      keys > 1 || entropy.value == nil ? entropy.map { $0 / logOf(keys) } : .undefined(.singleKey)
    return RowNumbers(
      entropy: entropy, normalized: normalized, sum: sum,
      negativeMass: record.description.mechanism.hasSignedRows
        ? Attention.negativeMass(ofRow: weights).value : nil)
  }

  /// The entropy that the query's row cannot be below, nats: the mean of its agents'. nil in a layer without agents, of
  /// the mean query, and where it takes longer than a frame may.
  var lowestEntropy: Double? {
    guard let record, let row = matrixRow(layer: layer), let agents = description.mechanism.agents,
      agents.count * description.geometry.keysPerWindow <= Engine.longestShortRow
    else { return nil }
    return record.lowestEntropy(query: row, head: head)?.value
  }

  /// Where the cursor's place lies on a grid; nil when the query, or the key that is looked at, has no place.
  func mark(on grid: TokenGrid) -> GridPosition? {
    isAtCursor || (showsIncoming && place.query == .mean) ? cursor.position(on: grid) : nil
  }

  /// The key that incoming maps are of: the token beside the grid that was chosen, else the one under the cursor; nil
  /// for a token that the layer lacks.
  func keyLookedAt(layer: Int) -> TokenPlace? {
    let geometry = model.model.attention(layer).geometry
    guard case .prefix(let token) = place.query else {
      return .spatial(cursor.position(on: geometry.keyGrid))
    }
    return geometry.prefix.firstIndex(of: token).map { .prefix($0) }
  }
}
