// Writes an export: the chosen maps, layer by layer.
import Attention
import AttentionMaps
import Compute
import Files
import VisionModels

extension MapExport {
  /// Writes the chosen maps that one examination has into a folder, made where it is missing.
  ///
  /// - Parameters:
  ///   - folder: `DIR/<model>/<image>`.
  ///   - plan: what the model has of the export; nil to find it here.
  ///   - program: name and version for the comments of PGM and the texts of PNG files.
  ///   - progress: the fraction of layers done, 0…1.
  /// - Returns: the paths, in the order written.
  /// - Throws: `MapExportError` where there is none of the maps, `WriteError`, `Cancelled`.
  package func write(
    _ examination: Examination, _ plan: MapExportPlan? = nil, into folder: String, program: String,
    cancellation: Cancellation? = nil, progress: ((Double) -> Void)? = nil
  ) throws -> [String] {
    let plan = try plan ?? self.plan(examination.model.model.description)
    try AtomicFile.makeFolder(folder)
    var paths: [String] = []
    let records = examination.attentions
    for (done, layer) in plan.layers.enumerated() {
      let writer = LayerWriter(
        export: self, kinds: layer.maps, examination: examination, record: records[layer.index],
        folder: folder, program: program, cancellation: cancellation)
      paths += try writer.write()
      progress?(Double(done + 1) / Double(plan.layers.count))
    }
    return paths
  }
}

/// The maps that an export chooses of one layer.
struct LayerWriter {
  let export: MapExport
  /// The chosen maps that the layer has.
  let kinds: [MapKind]
  let examination: Examination
  let record: AttentionRecord
  let folder: String
  let program: String
  let cancellation: Cancellation?

  func write() throws -> [String] {
    let heads = export.heads.indices(below: record.heads)
    if export.query == .all { return try heads.flatMap(writeMatrices) }
    var all = try heads.flatMap(maps) + entropies(of: heads) + rollout()
    setRanges(&all)
    return try all.map { written in
      try cancellation?.check()
      let path = "\(folder)/\(name(head: written.head, map: written.mapName, query: written.queryLabel))"
      let bytes = try export.format.encode(written, export, path)
      try AtomicFile.write(bytes, to: path, replacing: export.isReplacing)
      return path
    }
  }

  // MARK: Maps

  /// The maps of one head that are made of its rows.
  private func maps(head: Int) throws -> [WrittenMap] {
    try kinds.filter { $0 != .rollout && $0 != .entropy }.compactMap { kind -> WrittenMap? in
      if kind == .incoming {
        return written(
          head: head, name: kind.rawValue, map: try record.incoming(head: head, cancellation: cancellation))
      }
      guard let query = try query else { return nil }
      do {
        return written(
          head: head, name: kind.rawValue,
          map: try record.map(kind, head: head, query: query, cancellation: cancellation), query: query)
      } catch let reason as MapUnavailable {
        throw MapExportError.unavailable(layer: record.index, reason: "\(reason)")
      }
    }
  }

  /// The entropy of every query, a map for each stream, where it was asked for.
  private func entropies(of heads: [Int]) throws -> [WrittenMap] {
    guard kinds.contains(.entropy) else { return [] }
    let statistics = try LayerStatistics(of: record, cancellation: cancellation)
    return heads.flatMap { head in
      statistics.names.compactMap { stream in
        statistics.entropyMap(head: head, stream: stream).map { map in
          let suffix = stream == .attention ? "" : "-\(stream.rawValue)"
          return written(head: head, name: "entropy\(suffix)", map: map)
        }
      }
    }
  }

  /// The query of this layer; nil for all.
  private var query: Query? {
    get throws {
      try export.query.query(
        in: record.geometry, layer: record.index, of: examination.model.model.description)
    }
  }

  /// The rollout from the query up to this layer, where it was asked for.
  private func rollout() throws -> [WrittenMap] {
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
        written(
          head: nil, name: MapKind.rollout.rawValue,
          map: try Rollout.map(through: records, row: row, cancellation: cancellation), query: query)
      ]
    } catch let reason as MapUnavailable {
      throw MapExportError.unavailable(layer: record.index, reason: "\(reason)")
    }
  }

  private func written(head: Int?, name: String, map: HeatMap, query: Query? = nil) -> WrittenMap {
    WrittenMap(
      program: program, examination: examination, record: record, head: head, mapName: name, map: map,
      queryLabel: query.map(label))
  }

  /// All rows of a head, streamed into one file a map.
  private func writeMatrices(head: Int) throws -> [String] {
    guard let header = export.format.matrixHeader else { throw MapExportError.noMatrices }
    return try kinds.map { kind in
      let path = "\(folder)/\(name(head: head, map: kind.rawValue, query: "all"))"
      let file = try AtomicFile(path, replacing: export.isReplacing)
      let geometry = record.geometry
      let columns = record.description.columns(of: kind)
      try header(geometry.tokenQueryCount, columns).withUnsafeBytes { try file.write($0) }
      for place in queryPlaces {
        try cancellation?.check()
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

  /// `layer02-head01-attention-q7,7.pgm`, without a head for a map of the whole layer; `pool-head01-attention-pool.pgm`
  /// of a pooling head.
  private func name(head: Int?, map: String, query: String?) -> String {
    let layer = record.geometry.isProbed ? "pool" : "layer\(twoDigits(record.index))"
    let parts = [layer, head.map { "head\(twoDigits($0))" }, map, query]
    return parts.compactMap(\.self).joined(separator: "-") + ".\(export.format.name)"
  }

  private func label(of query: Query) -> String {
    switch query {
    case .spatial(let position): "q\(position)"
    case .prefix(let index): "\(record.geometry.queryPrefix[index])"
    case .mean: "mean"
    }
  }

  /// Gives every map the values at the ends of its grays or colors.
  private func setRanges(_ all: inout [WrittenMap]) {
    var layerRanges: [MapKind?: (Float, Float)] = [:]
    for kind in Set(all.map(\.map.kind)) {
      layerRanges[kind] = symmetricRange(all.map(\.map).filter { $0.kind == kind })
    }
    for index in all.indices {
      (all[index].low, all[index].high) =
        switch export.range {
        case .fixed(let low, let high): (low, high)
        case .head: symmetricRange([all[index].map])
        case .layer: layerRanges[all[index].map.kind] ?? (0, 0)
        }
    }
  }

  /// 0 to the largest value; for signed maps −m to m with m the largest magnitude.
  private func symmetricRange(_ maps: [HeatMap]) -> (Float, Float) {
    let highest = maps.compactMap { $0.range }.map { max($0.upperBound, -$0.lowerBound) }.max() ?? 0
    let isSigned = maps.contains(where: \.isSigned)
    let top = isSigned ? highest : maps.compactMap { $0.range?.upperBound }.max() ?? 0
    return (isSigned ? -top : 0, max(top, 0))
  }
}

private func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
