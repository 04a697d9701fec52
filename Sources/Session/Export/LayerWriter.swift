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
    /// nil for a map of the whole layer.
    let head: Int?
    /// The kind, and for entropies the stream.
    let mapName: String
    let map: HeatMap
    let queryLabel: String?
  }

  func write() throws -> [String] {
    let heads = export.heads.indices(below: record.heads)
    if export.query == .all { return try heads.flatMap(writeMatrices) }
    let items = try heads.flatMap(items) + entropies(of: heads) + rollout()
    var ranges: [MapKind: (Float, Float)] = [:]
    for kind in Set(items.map(\.map.kind)) {
      ranges[kind] = symmetricRange(items.map(\.map).filter { $0.kind == kind })
    }
    return try items.map { item in
      if cancellation?.isCancelled == true { throw Cancelled() }
      let path = "\(folder)/\(name(head: item.head, map: item.mapName, query: item.queryLabel))"
      let range =
        switch export.range {
        case .fixed(let low, let high): (low, high)
        case .head: symmetricRange([item.map])
        case .layer: ranges[item.map.kind] ?? (0, 0)
        }
      try AtomicFile.write(
        bytes(of: item, low: range.0, high: range.1, path: path), to: path, replacing: export.isReplacing)
      return path
    }
  }

  // MARK: Maps

  private var kinds: [MapKind] {
    export.maps ?? (record.streams.count > 1 ? [.attention, .same, .opposite] : [.attention])
  }

  /// The maps of one head that are made of its rows.
  private func items(head: Int) throws -> [Item] {
    try kinds.filter { $0 != .rollout && $0 != .entropy }.compactMap { kind -> Item? in
      if kind == .incoming {
        return Item(
          head: head, mapName: kind.rawValue, map: record.incoming(head: head), queryLabel: nil)
      }
      guard let query = try query else { return nil }
      do {
        return Item(
          head: head, mapName: kind.rawValue, map: try record.map(kind, head: head, query: query),
          queryLabel: label(of: query))
      } catch let reason as MapUnavailable {
        throw MapExportError.unavailable(layer: record.index, reason: "\(reason)")
      }
    }
  }

  /// The entropy of every query, a map for each stream, where it was asked for.
  private func entropies(of heads: [Int]) throws -> [Item] {
    guard kinds.contains(.entropy) else { return [] }
    guard let statistics = LayerStatistics(of: record, cancellation: cancellation) else { throw Cancelled() }
    return heads.flatMap { head in
      statistics.names.compactMap { stream in
        statistics.entropyMap(head: head, stream: stream).map { map in
          let suffix = stream == .attention ? "" : "-\(stream.rawValue)"
          return Item(head: head, mapName: "entropy\(suffix)", map: map, queryLabel: nil)
        }
      }
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
      case .mean: throw Rollout.meanUnavailable
      }
      return [
        Item(
          head: nil, mapName: MapKind.rollout.rawValue,
          map: try Rollout.map(through: records, row: row, cancellation: cancellation),
          queryLabel: label(of: query))
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

  /// `layer02-head01-attention-q7,7.pgm`, without a head for a map of the whole layer.
  private func name(head: Int?, map: String, query: String?) -> String {
    let parts = ["layer\(twoDigits(record.index))", head.map { "head\(twoDigits($0))" }, map, query]
    return parts.compactMap(\.self).joined(separator: "-") + ".\(export.format.rawValue)"
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

  // MARK: Formats

  private func bytes(of item: Item, low: Float, high: Float, path: String) throws -> [UInt8] {
    let grid = item.map.grid
    let size = PictureSize(rows: grid.rows, columns: grid.columns, longer: export.size)
    switch export.format {
    case .npy: return NPYEncoder.encode(item.map.values, shape: [grid.rows, grid.columns])
    case .pgm:
      return PGMEncoder.encode(
        item.map.values(in: size), width: size.columns, height: size.rows, low: low, high: high,
        depth: export.depth, comments: facts(of: item, low: low, high: high, missing: "written as 0").comments
      )
    case .png:
      let colorMap = item.map.isSigned ? .diverging : export.colorMap
      let picture: RGBImage
      var facts = facts(
        of: item, low: low, high: high, missing: export.isOverlay ? "the image alone" : "hatched in grey")
      facts.add("color map", colorMap.name)
      if export.isOverlay {
        let input = examination.input.pixels
        let size = PictureSize(rows: input.height, columns: input.width, longer: export.size)
        picture = item.map.picture(in: size, low: low, high: high, colorMap: colorMap, over: input)
        facts.add("overlay", "over the model's input")
      } else {
        picture = item.map.picture(in: size, low: low, high: high, colorMap: colorMap)
      }
      return try PNGEncoder.encode(picture, texts: facts.texts, file: path)
    }
  }

  private func facts(of item: Item, low: Float, high: Float, missing: String) -> MapFacts {
    MapFacts(
      program: program, examination: examination, record: record, head: item.head, mapName: item.mapName,
      map: item.map, query: item.queryLabel, low: low, high: high, missing: missing)
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
