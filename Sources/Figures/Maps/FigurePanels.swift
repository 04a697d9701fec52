// The maps of a figure: models run on images one after the other, and of each pass only the maps are kept.
import Attention
import AttentionMaps
import Compute
import Glibc
import Imaging
import Session

/// One map of a figure, with what is written beside it.
struct FigurePanel: Sendable {
  let plan: FigurePlan.Panel
  let map: HeatMap
  /// Keys that the query sees: 1 / keys is the weight of a uniform row.
  let keys: Int
  /// What its row is like; nil for maps that show no row.
  let entropy: RowEntropy?
  /// The center of the query; nil for a query without a place.
  let mark: ImagePoint?
  /// The model's input, where the map lies over it.
  let photograph: RGBImage?
  /// What it shows, in words.
  let title: String
}

/// The entropy of a row, of the mean of several heads' entropies, or of all rows of the mean query.
struct RowEntropy: Sendable {
  /// nil where it is undefined.
  let nats: Double?
  /// H/ln n.
  let normalized: Double?
  /// Whether weights may be negative: then it is that of |a|/Σ|a|.
  let isSigned: Bool
  let isMean: Bool
}

/// A figure's panels and what else it shows of its models.
package struct FigurePanels: Sendable {
  enum Cell: Sendable {
    case panel(FigurePanel)
    case empty(String)
  }

  let plan: FigurePlan
  /// `[rows × columns]`
  let cells: [Cell]
  /// The input of the first model that sees an image, by the number of the image.
  let photographs: [Int: RGBImage]

  /// The maps by row and column, as `dump` writes them; nil where a panel is empty.
  package func map(row: Int, column: Int) -> HeatMap? {
    if case .panel(let panel) = cells[row * plan.lists.columnCount + column] { panel.map } else { nil }
  }

  /// The entropies under the panels, in nats; nil where there is none.
  package func entropy(row: Int, column: Int) -> Double? {
    if case .panel(let panel) = cells[row * plan.lists.columnCount + column] {
      panel.entropy?.nats
    } else {
      nil
    }
  }

  /// Runs every model on every image that a panel needs.
  ///
  /// - Parameter examine: runs a model on the image at a path.
  /// - Throws: what `examine` throws; `MapUnavailable`.
  package init(
    _ plan: FigurePlan,
    examine: (_ subject: FigureSubject, _ image: String) throws -> Examination
  ) throws {
    self.plan = plan
    var cells = plan.cells.map { cell -> Cell? in
      if case .empty(let lack) = cell { .empty(lack.brief) } else { nil }
    }
    var photographs: [Int: RGBImage] = [:]
    for model in plan.subjects.models.indices {
      for size in plan.subjects.models[model].indices {
        for image in plan.subjects.images.indices {
          let mine = plan.cells.indices.filter { index in
            guard case .panel(let panel) = plan.cells[index] else { return false }
            return panel.model == model && panel.size == size && panel.image == image
          }
          guard !mine.isEmpty else { continue }
          let examination = try examine(plan.subjects.models[model][size], plan.subjects.images[image])
          if photographs[image] == nil { photographs[image] = examination.seen }
          var records = PanelRecords(examination)
          for index in mine {
            guard case .panel(let panel) = plan.cells[index] else { continue }
            cells[index] = .panel(try records.panel(panel, of: plan))
          }
        }
      }
    }
    self.cells = cells.map { $0 ?? .empty("") }
    self.photographs = photographs
  }
}

/// The records of one forward pass, and what several panels need of them.
private struct PanelRecords {
  let examination: Examination
  private var readings: [String: AttentionRecord] = [:]
  private var statistics: [String: LayerStatistics] = [:]

  init(_ examination: Examination) { self.examination = examination }

  mutating func panel(_ panel: FigurePlan.Panel, of plan: FigurePlan) throws -> FigurePanel {
    let record = record(panel)
    let heads: [Int] =
      switch panel.head {
      case .head(let head): [head]
      case .mean: Array(0..<record.heads)
      }
    let map: HeatMap
    switch panel.map {
    case .rollout:
      map = try Rollout.map(
        through: Array(examination.records[...panel.layer]), row: row(panel, in: record) ?? 0)
    case .entropy:
      let layer = try layerStatistics(panel)
      map = .mean(of: heads.compactMap { layer.entropyMap(head: $0, stream: .attention) })
    case .incoming: map = .mean(of: try heads.map { try record.incoming(head: $0) })
    default: map = .mean(of: try heads.map { try record.map(panel.map, head: $0, query: panel.query) })
    }
    let row = row(panel, in: record)
    let geometry = record.geometry
    var mark: ImagePoint?
    if panel.map.needsQuery, case .spatial(let position) = panel.query {
      mark = ImagePoint(position, on: geometry.queryGrid)
    }
    return FigurePanel(
      plan: panel, map: map,
      keys: panel.map == .queryAgent
        ? record.description.columns(of: panel.map)
        : row.map(record.admissibleKeys(ofQuery:)) ?? geometry.keysPerWindow,
      entropy: try entropy(panel, heads: heads, record: record, row: row), mark: mark,
      photograph: plan.figure.isOverlay ? examination.seen : nil,
      title: title(panel, map: map, record: record))
  }

  private func key(_ panel: FigurePlan.Panel) -> String { "\(panel.layer) \(panel.kernel?.name ?? "")" }

  private mutating func record(_ panel: FigurePlan.Panel) -> AttentionRecord {
    let own = examination.attentions[panel.layer]
    guard let kernel = panel.kernel else { return own }
    let known = readings[key(panel)] ?? kernel(own)
    readings[key(panel)] = known
    return known
  }

  private mutating func layerStatistics(_ panel: FigurePlan.Panel) throws -> LayerStatistics {
    let known = try statistics[key(panel)] ?? LayerStatistics(of: record(panel))
    statistics[key(panel)] = known
    return known
  }

  /// The matrix row of a panel's query; nil for the mean.
  private func row(_ panel: FigurePlan.Panel, in record: AttentionRecord) -> Int? {
    switch panel.query {
    case .spatial(let position): record.geometry.matrixRow(ofQuery: .spatial(position))
    case .prefix(let index): index
    case .mean: nil
    }
  }

  private mutating func entropy(
    _ panel: FigurePlan.Panel, heads: [Int], record: AttentionRecord, row: Int?
  ) throws -> RowEntropy? {
    guard let stream = panel.map.stream else { return nil }
    let isSigned = record.description.mechanism.hasSignedRows
    var (nats, normalized): ([Double], [Double]) = ([], [])
    if let row {
      let keys = record.admissibleKeys(ofQuery: row)
      nats = heads.compactMap {
        AttentionEntropy.ofRow(record.row(query: row, head: $0, stream: stream).weights)
      }
      if keys > 1 { normalized = nats.map { $0 / log(Double(keys)) } }
    } else {
      let layer = try layerStatistics(panel)
      let summaries = heads.compactMap { layer.summary(head: $0, stream: stream) }
      nats = summaries.compactMap(\.entropy.value)
      normalized = summaries.compactMap(\.normalizedEntropy.value)
    }
    func mean(_ values: [Double]) -> Double? {
      values.count == heads.count ? values.reduce(0, +) / Double(values.count) : nil
    }
    return RowEntropy(
      nats: mean(nats), normalized: mean(normalized), isSigned: isSigned,
      isMean: heads.count > 1 || row == nil)
  }

  private func title(_ panel: FigurePlan.Panel, map: HeatMap, record: AttentionRecord) -> String {
    var parts = [
      examination.model.name, examination.image.name, "\(record.description.place) \(record.name)",
    ]
    if panel.map != .rollout {
      switch panel.head {
      case .head(let head): parts.append("head \(head)")
      case .mean: parts.append("mean of \(record.heads) heads")
      }
    }
    if let kernel = panel.kernel { parts.append("read by \(kernel.name)") }
    parts.append(panel.map.rawValue)
    if panel.map.needsQuery {
      switch panel.query {
      case .spatial(let position): parts.append("query \(position)")
      case .prefix(let index): parts.append("query \(record.geometry.queryPrefix[index])")
      case .mean: parts.append("mean query")
      }
    }
    parts.append("\(map.grid.rows)×\(map.grid.columns)")
    if let range = map.range { parts.append("from \(range.lowerBound) to \(range.upperBound)") }
    return parts.joined(separator: ", ")
  }
}

/// The entropy of a row by the function of the Attention module, whose name a method here would hide.
private enum AttentionEntropy {
  static func ofRow(_ weights: [Float]) -> Double? { Attention.entropy(ofRow: weights).value }
}

extension HeatMap {
  /// The mean of maps of one layer, place by place; where one has no value, so has the mean. One map is its own mean.
  static func mean(of maps: [HeatMap]) -> HeatMap {
    guard let first = maps.first, maps.count > 1 else {
      return maps.first ?? HeatMap(kind: .attention, grid: TokenGrid(rows: 0, columns: 0), values: [])
    }
    var mean = HeatMap(
      kind: first.kind, emptyOn: first.grid, prefix: first.prefix.count, isSigned: first.isSigned)
    let count = Double(maps.count)
    for index in first.values.indices {
      let place = TokenPlace.spatial(first.grid.position(at: index))
      switch first.contents[index] {
      case .noKey: continue
      case .undefined: mean.set(.undefined(.emptyRow), at: place)
      case .notFinite: mean.set(.undefined(.notFinite), at: place)
      case .value:
        mean.set(Float(maps.reduce(0.0) { $0 + Double($1.values[index]) } / count), at: place)
      }
    }
    for index in first.prefix.indices {
      mean.set(Float(maps.reduce(0.0) { $0 + Double($1.prefix[index]) } / count), at: .prefix(index))
    }
    return mean
  }
}
