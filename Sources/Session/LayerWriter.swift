// Writes the maps of one layer of an export.
import Attention
import AttentionMaps
import Compute
import Files
import Imaging
import VisionModels

struct LayerWriter {
  let export: MapExport
  let examination: Examination
  let record: AttentionRecord
  let folder: String
  let program: String
  let cancellation: Cancellation?

  /// One map on its way to a file.
  private struct Item {
    let fileName: String
    /// nil for a map of the whole layer.
    let head: Int?
    let map: HeatMap
    let queryLabel: String?
  }

  func write() throws -> [String] {
    let heads = export.heads.indices(below: record.heads)
    if export.query == .all { return try heads.flatMap(writeMatrices) }
    let items = try heads.flatMap(items) + rollout()
    var ranges: [String: (Float, Float)] = [:]
    for kind in Set(items.map(\.map.kind)) {
      ranges[kind.rawValue] = symmetricRange(items.map(\.map).filter { $0.kind == kind })
    }
    return try items.map { item in
      if cancellation?.isCancelled == true { throw Cancelled() }
      let path = "\(folder)/\(item.fileName)"
      let bytes: [UInt8]
      switch export.format {
      case .npy:
        bytes = NPYEncoder.encode(
          item.map.values, shape: [item.map.grid.rows, item.map.grid.columns])
      case .pgm:
        let range =
          switch export.range {
          case .fixed(let low, let high): (low, high)
          case .head: symmetricRange([item.map])
          case .layer: ranges[item.map.kind.rawValue] ?? (0, 0)
          }
        bytes = pgm(item, low: range.0, high: range.1)
      }
      try AtomicFile.write(bytes, to: path, replacing: export.isReplacing)
      return path
    }
  }

  // MARK: Maps

  private var kinds: [MapKind] {
    export.maps ?? (record.streams.count > 1 ? [.attention, .same, .opposite] : [.attention])
  }

  private func items(head: Int) throws -> [Item] {
    try kinds.filter { $0 != .rollout }.flatMap { kind -> [Item] in
      do {
        return try items(kind, head: head)
      } catch let reason as MapUnavailable {
        throw MapExportError.unavailable(layer: record.index, reason: "\(reason)")
      }
    }
  }

  private func items(_ kind: MapKind, head: Int) throws -> [Item] {
    switch kind {
    case .entropy:
      guard let statistics = LayerStatistics(of: record, cancellation: cancellation) else {
        throw Cancelled()
      }
      return statistics.names.compactMap { stream in
        statistics.entropyMap(head: head, stream: stream).map { map in
          let suffix = stream == .attention ? "" : "-\(stream.rawValue)"
          return Item(
            fileName: name(head: head, map: "entropy\(suffix)", query: nil), head: head, map: map,
            queryLabel: nil)
        }
      }
    case .incoming:
      return [
        Item(
          fileName: name(head: head, map: kind.rawValue, query: nil), head: head,
          map: record.incoming(head: head), queryLabel: nil)
      ]
    default:
      guard let query = try query else { return [] }
      let label = self.label(of: query)
      return [
        Item(
          fileName: name(head: head, map: kind.rawValue, query: label), head: head,
          map: try record.map(kind, head: head, query: query), queryLabel: label)
      ]
    }
  }

  /// The query of this layer; nil for all.
  private var query: Query? {
    get throws {
      let recipe = examination.model.model.preprocessing
      return try export.query.query(
        in: record.geometry, layer: record.index, height: recipe.inputHeight, width: recipe.inputWidth)
    }
  }

  /// The rollout from the query up to this layer, where it was asked for.
  private func rollout() throws -> [Item] {
    guard kinds.contains(.rollout), let query = try query else { return [] }
    let records = Array(examination.records[...record.index])
    do {
      let row: Int
      switch query {
      case .spatial(let position): row = record.geometry.matrixRow(ofQuery: .spatial(position))
      case .prefix(let index): row = index
      case .mean: throw MapUnavailable.undefined(.rollout, reason: "starts from one query, not from the mean")
      }
      let label = label(of: query)
      return [
        Item(
          fileName: "layer\(twoDigits(record.index))-rollout-\(label).\(export.format.rawValue)", head: nil,
          map: try Rollout.map(through: records, row: row, cancellation: cancellation), queryLabel: label)
      ]
    } catch let reason as MapUnavailable {
      throw MapExportError.unavailable(layer: record.index, reason: "\(reason)")
    }
  }

  /// All rows of a head, streamed into one file a map.
  private func writeMatrices(head: Int) throws -> [String] {
    try kinds.map { kind in
      let path = "\(folder)/\(name(head: head, map: kind.rawValue, query: "all"))"
      let file = try AtomicFile(path, replacing: export.isReplacing)
      let geometry = record.geometry
      try NPYEncoder.header(shape: [geometry.queryCount, geometry.keyCount])
        .withUnsafeBytes { try file.write($0) }
      for place in queryPlaces {
        if cancellation?.isCancelled == true { throw Cancelled() }
        let row = geometry.matrixRow(ofQuery: place)
        let map = record.place(
          record.mapValues(kind, head: head, row: row), kind: kind, query: row)
        try (map.prefix + map.values).withUnsafeBytes { try file.write($0) }
      }
      try file.commit()
      return path
    }
  }

  /// Every query, prefix tokens first, then row-major.
  private var queryPlaces: [TokenPlace] {
    let geometry = record.geometry
    return geometry.prefix.indices.map(TokenPlace.prefix)
      + (0..<geometry.queryGrid.count).map { .spatial(geometry.queryGrid.position(at: $0)) }
  }

  // MARK: Names and ranges

  private func name(head: Int, map: String, query: String?) -> String {
    "layer\(twoDigits(record.index))-head\(twoDigits(head))-\(map)"
      + (query.map { "-\($0)" } ?? "") + ".\(export.format.rawValue)"
  }

  private func label(of query: Query) -> String {
    switch query {
    case .spatial(let position): "q\(position)"
    case .prefix(let index): "\(record.geometry.prefix[index])"
    case .mean: "mean"
    }
  }

  /// 0 to the largest value; for signed maps −m to m with m the largest magnitude.
  private func symmetricRange(_ maps: [HeatMap]) -> (Float, Float) {
    let highest = maps.compactMap { $0.range }.map { max($0.upperBound, -$0.lowerBound) }.max() ?? 0
    let isSigned = maps.contains(where: \.isSigned)
    let top = isSigned ? highest : maps.compactMap { $0.range?.upperBound }.max() ?? 0
    return (isSigned ? -top : 0, max(top, 0))
  }

  // MARK: PGM

  private func pgm(_ item: Item, low: Float, high: Float) -> [UInt8] {
    let map = item.map
    let picture = enlarged(map)
    var comments = [
      program,
      "model \(examination.model.path) (\(examination.model.byteCount) bytes)",
      "image \(examination.image.path)",
      "layer \(record.index) \(record.name)" + (item.head.map { ", head \($0)" } ?? ""),
      "map \(map.kind.rawValue)" + (item.queryLabel.map { ", query \($0)" } ?? ""),
      "lo \(low), hi \(high)",
    ]
    if map.missingCount > 0 { comments.append("no key at \(map.missingCount) places, written as 0") }
    return PGMEncoder.encode(
      picture.values, width: picture.columns, height: picture.rows, low: low, high: high,
      depth: export.depth, comments: comments)
  }

  /// The map at the size of the export, each pixel the value of the nearest key.
  private func enlarged(_ map: HeatMap) -> (values: [Float], rows: Int, columns: Int) {
    let grid = map.grid
    guard let size = export.size else { return (map.values, grid.rows, grid.columns) }
    let longer = max(grid.rows, grid.columns)
    let rows = max(1, grid.rows * size / longer)
    let columns = max(1, grid.columns * size / longer)
    let values = (0..<rows * columns).map { pixel in
      map.values[
        pixel / columns * grid.rows / rows * grid.columns + pixel % columns * grid.columns / columns]
    }
    return (values, rows, columns)
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
