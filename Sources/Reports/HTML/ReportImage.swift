// An image of the report with the maps of all models: as pictures for readers without a script, and as codes for it.
import Attention
import AttentionMaps
import FoundationEssentials
import Imaging
import Session
import VisionModels

/// One image with the maps of every model.
package struct ReportImage: Sendable {
  /// A row of pictures: the maps of one head of each model.
  struct Row: Sendable {
    let title: String
    let panels: [MapPanel]
  }

  /// What the models with these letters saw.
  struct Photograph: Sendable {
    var models: String
    let png: [UInt8]
    let width: Int
    let height: Int
  }

  /// The maps of one query of one head, in the order of `shownMaps`.
  struct CodedQuery: Sendable {
    struct Kind: Sendable {
      let map: CodedMap
      /// In nats; nil where it is undefined.
      let entropy: Float?
      /// Divided by its maximum.
      let normalizedEntropy: Float?
    }
    let kinds: [Kind]
  }

  let path: String
  let photographs: [Photograph]
  let rows: [Row]
  /// By model.
  let readings: [ReportReading]
  /// By model, layer, head and query of the plan; nil where the layer lacks the query.
  let maps: [[[[CodedQuery?]]]]
  /// By model, layer and query: how many keys the query sees; nil where the layer lacks it.
  let keys: [[[Int?]]]

  /// Runs a model as `stats` does, so that the page has its numbers bit for bit.
  ///
  /// - Throws: what `Examination.run` throws.
  package static func examine(
    _ model: LoadedModel, on image: InputImage, interventions: Interventions = Interventions()
  ) throws -> Examination {
    try Examination.run(model, on: image, interventions: interventions, rowReader: { _, _, _, _ in })
  }

  /// Makes the maps of the plan.
  ///
  /// - Parameter examinations: of `examine`.
  /// - Throws: `ImageError` where a picture cannot be encoded.
  package init(_ examinations: [Examination], _ plan: MapPlan) throws {
    path = examinations.first?.image.path ?? ""
    let layers = examinations.map { examination in
      examination.records.map {
        LayerStatistics(of: $0, streams: examination.rowStatistics[$0.index])
      }
    }
    readings = zip(layers, examinations).map { ReportReading($0, top: $1.predictions.first) }
    maps = try layers.map { try $0.map { try Self.maps(of: $0, plan.queries) } }
    keys = layers.map { model in
      model.map { layer in
        let geometry = layer.record.geometry
        return plan.queries.map { query in
          query.query(in: geometry).flatMap { query in
            geometry.matrixRow(of: query).map(layer.record.admissibleKeys(ofQuery:))
          }
        }
      }
    }
    photographs = try Self.photographs(examinations)
    rows = try plan.places.map { places in
      try Row(
        title: Self.title(of: places),
        panels: places.enumerated().flatMap { model, place in
          try Self.panels(of: place, in: examinations[model], letter: SideBySide.letter(model))
        })
    }
  }

  private static func maps(of layer: LayerStatistics, _ queries: [ReportQuery]) throws -> [[CodedQuery?]] {
    let record = layer.record
    return try (0..<record.heads).map { head in
      try queries.map { query in
        guard let query = query.query(in: record.geometry), let row = record.geometry.matrixRow(of: query)
        else { return nil }
        return CodedQuery(
          kinds: try record.description.shownMaps.map { kind in
            let stream = kind.stream ?? .attention
            return CodedQuery.Kind(
              map: CodedMap(try record.map(kind, head: head, row: row)),
              entropy: layer.entropy(head: head, stream: stream, row: row)?.value,
              normalizedEntropy: layer.normalizedEntropy(head: head, stream: stream, row: row)?.value)
          })
      }
    }
  }

  /// The longer side of a photograph, in pixels, is no larger.
  private static let photographSide = 128

  /// What the models saw; models that saw the same share one.
  private static func photographs(_ examinations: [Examination]) throws -> [Photograph] {
    var photographs: [Photograph] = []
    for (index, examination) in examinations.enumerated() {
      let seen = examination.seen
      let scale = min(1, Double(photographSide) / Double(max(seen.width, seen.height)))
      let small =
        scale < 1
        ? seen.resized(
          width: max(1, Int((Double(seen.width) * scale).rounded())),
          height: max(1, Int((Double(seen.height) * scale).rounded())), by: .bicubic) : seen
      let png = try PNGEncoder.encode(small, file: "the report")
      let letter = SideBySide.letter(index)
      if let known = photographs.firstIndex(where: { $0.png == png }) {
        photographs[known].models += ", \(letter)"
      } else {
        photographs.append(Photograph(models: letter, png: png, width: small.width, height: small.height))
      }
    }
    return photographs
  }

  /// The maps of a head for the query in the middle, of each stream and of their mean.
  private static func panels(
    of place: HeadPlace, in examination: Examination, letter: String
  ) throws -> [MapPanel] {
    let record = examination.records[place.layer]
    let query = ImagePoint.center.position(on: record.geometry.queryGrid)
    return try record.description.shownMaps.map { kind in
      try MapPanel(
        try record.map(kind, head: place.head, query: .spatial(query)),
        mark: ImagePoint(query, on: record.geometry.queryGrid), name: "\(letter) \(kind.rawValue)")
    }
  }

  /// `Layer 3, head 1`, or with the places of all models where they differ: `A 3.1, B 5.1`.
  private static func title(of places: [HeadPlace]) -> String {
    if let first = places.first, Set(places).count == 1 { return "Layer \(first.layer), head \(first.head)" }
    return places.enumerated().map { "\(SideBySide.letter($0)) \($1)" }.joined(separator: ", ")
  }
}

extension AttentionGeometry {
  /// The matrix row of a query; nil of the mean over queries.
  fileprivate func matrixRow(of query: Query) -> Int? {
    switch query {
    case .spatial(let position): matrixRow(ofQuery: .spatial(position))
    case .prefix(let index): matrixRow(ofQuery: .prefix(index))
    case .mean: nil
    }
  }
}
