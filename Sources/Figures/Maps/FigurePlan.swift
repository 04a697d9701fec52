// What each panel of a figure shows, before a model runs: a layer, a head, a query of its own model, or why it is empty.
import Attention
import AttentionMaps
import Files
import Session
import VisionModels

/// The panels of a figure, each with its own model's places.
package struct FigurePlan: Sendable {
  /// What one panel shows.
  struct Panel: Sendable {
    let model: Int
    let size: Int
    let image: Int
    /// The number of layers for the pooling head.
    let layer: Int
    let head: FigureHead
    let map: MapKind
    let kernel: Kernel?
    let query: Query
  }

  enum Cell: Sendable {
    case panel(Panel)
    /// Why there is nothing to show.
    case empty(FigureLack)
  }

  let figure: MapFigure
  let subjects: FigureSubjects
  let lists: FigureLists
  /// `[rows × columns]`
  let cells: [Cell]
  /// Whether all panels are of the pooling head.
  let isOfPool: Bool
  /// What the values of each list are called.
  let labels: [FigureAxis: [String]]

  /// What panels lack, in one line; nil where all show something.
  package var remark: String? {
    var reasons: [String] = []
    for case .empty(let lack) in cells { reasons.append(lack.reason) }
    guard let first = reasons.first else { return nil }
    return reasons.count == 1
      ? "1 of \(cells.count) panels is empty: \(first)"
      : "\(reasons.count) of \(cells.count) panels are empty, the first because \(first)"
  }

  /// - Throws: `FigureError`, `SelectionError` for what no model has.
  package init(_ figure: MapFigure, of subjects: FigureSubjects) throws {
    self.figure = figure
    self.subjects = subjects
    let choices = try FigureChoices(figure, subjects)
    let lists = try FigureLists(rows: figure.rows, columns: figure.columns, counts: choices.counts)
    self.lists = lists
    isOfPool = choices.isOfPool
    if figure.scale == .uniform, let kind = choices.maps.first(where: { !$0.isOfWeights }) {
      throw FigureError.noWeights(kind)
    }
    var cells: [Cell] = []
    var reasons: [String] = []
    for row in 0..<lists.rowCount {
      for column in 0..<lists.columnCount {
        do {
          cells.append(.panel(try choices.panel { lists.index($0, row: row, column: column) }))
        } catch let lack as FigureLack {
          cells.append(.empty(lack))
          reasons.append(lack.reason)
        }
      }
    }
    if reasons.count == cells.count, let reason = reasons.first { throw FigureError.nothing(reason) }
    self.cells = cells
    try choices.checkGrids(
      of: cells.compactMap { if case .panel(let panel) = $0 { panel } else { nil } })
    labels = choices.labels(of: cells)
  }
}

/// Why a panel has nothing to show.
struct FigureLack: Error {
  /// Where there is little room.
  let brief: String
  /// With the model's name.
  let reason: String

  init(_ brief: String, of name: String) {
    self.brief = brief
    reason = "\(name): \(brief)"
  }

  init(brief: String, reason: String) {
    self.brief = brief
    self.reason = reason
  }
}

/// The lists of a figure with what was not given filled in.
private struct FigureChoices {
  let figure: MapFigure
  let subjects: FigureSubjects
  let queries: [QuerySelection]
  /// Whether all panels are of the pooling head.
  let isOfPool: Bool
  /// nil: the layer halfway of the first model, and those at its depth; or the pooling head.
  let layers: [Int?]
  let heads: [FigureHead]
  let maps: [MapKind]
  let kernels: [FigureKernel]

  init(_ figure: MapFigure, _ subjects: FigureSubjects) throws {
    self.figure = figure
    self.subjects = subjects
    func isAxis(_ axis: FigureAxis) -> Bool { figure.rows == axis || figure.columns == axis }
    if figure.queries.contains(.all) { throw FigureError.unknownQuery("all") }
    queries = figure.queries.isEmpty ? [.center] : figure.queries
    let isOfPool = queries.contains(.prefix(.pool))
    self.isOfPool = isOfPool
    if isOfPool, queries.count > 1 || figure.layers != nil || isAxis(.layers) {
      throw FigureError.poolAmongOthers
    }
    let descriptions = subjects.all.map(\.model.model.description)
    let deepest = descriptions.map(\.layers.count).max() ?? 0
    layers =
      if let chosen = figure.layers ?? (isAxis(.layers) ? .all : nil) {
        try chosen.indices(below: deepest, of: "layer")
      } else {
        [nil]
      }
    // The heads of the chosen layers.
    var most = 0
    for model in subjects.all.map(\.model) {
      for layer in layers {
        let heads =
          isOfPool
          ? model.model.pool?.heads ?? 0
          : model.places.headCount(ofLayer: layer ?? Self.halfway(in: model, of: subjects) ?? 0)
        most = max(most, heads)
      }
    }
    let all = (0..<most).map(FigureHead.head)
    for case .head(let head) in figure.heads where head >= most {
      throw SelectionError.outOfRange(what: "head", index: head, count: most)
    }
    heads =
      figure.hasAllHeads || figure.heads.isEmpty && isAxis(.heads)
      ? all : figure.heads.isEmpty ? [.mean] : figure.heads
    let shown = descriptions.flatMap { isOfPool ? [$0.pool].compactMap(\.self) : $0.layers }
    let panels = shown.flatMap(\.mechanism.panels)
    var ofMechanisms: [MapKind] = [.attention]
    for kind in panels where !ofMechanisms.contains(kind) { ofMechanisms.append(kind) }
    maps = figure.maps.isEmpty ? (isAxis(.maps) ? ofMechanisms : [.attention]) : figure.maps
    kernels =
      figure.kernels.isEmpty
      ? (isAxis(.kernels) ? [.own] + Kernel.all.map { .kernel($0.name) } : [.own]) : figure.kernels
  }

  var counts: [FigureAxis: Int] {
    [
      .queries: queries.count, .models: subjects.models.count, .images: subjects.images.count,
      .layers: layers.count, .heads: heads.count, .maps: maps.count, .kernels: kernels.count,
      .sizes: subjects.sizes.count,
    ]
  }

  /// What the panel of these numbers in the lists shows. Throws `FigureLack`.
  func panel(_ index: (FigureAxis) -> Int) throws -> FigurePlan.Panel {
    let (model, size) = (index(.models), index(.sizes))
    let subject = subjects.models[model][size].model
    let description = subject.model.description
    let name = subject.name.abridged
    let layer: Int
    if isOfPool {
      guard description.pool != nil else { throw FigureLack("no pooling head", of: name) }
      layer = description.layers.count
    } else if let chosen = layers[index(.layers)] {
      guard chosen < description.layers.count else {
        throw FigureLack(
          brief: "no layer \(chosen)",
          reason: "\(name): \(PlaceError.noSuchLayer(chosen, count: description.layers.count))")
      }
      layer = chosen
    } else {
      guard let carried = Self.halfway(in: subject, of: subjects) else {
        throw FigureLack("no attention layers", of: name)
      }
      layer = carried
    }
    let attention = subject.model.attention(layer)
    let head = heads[index(.heads)]
    let map = maps[index(.maps)]
    if case .head(let number) = head, map != .rollout, number >= attention.heads {
      let lack =
        isOfPool
        ? "\(SelectionError.outOfRange(what: "head", index: number, count: attention.heads))"
        : "\(PlaceError.noSuchHead(HeadPlace(layer: layer, head: number), count: attention.heads))"
      throw FigureLack(brief: "no head \(number)", reason: "\(name): \(lack)")
    }
    let kernel = try kernel(kernels[index(.kernels)], layer: attention, map: map, name: name)
    try check(map, of: attention, layer: layer, in: description, name: name, kernel: kernel)
    let query: Query
    do {
      guard let found = try self.query(index(.queries), in: attention.geometry, layer: layer) else {
        throw FigureError.unknownQuery("all")
      }
      query = found
    } catch let error as SelectionError {
      throw FigureLack("\(error)", of: name)
    }
    if map == .rollout, query == .mean { throw FigureLack("\(Rollout.meanUnavailable)", of: name) }
    if map == .agentKey, case .prefix = query {
      throw FigureLack("\(MapUnavailable.agentOfPrefix)", of: name)
    }
    return FigurePlan.Panel(
      model: model, size: size, image: index(.images), layer: layer, head: head, map: map, kernel: kernel,
      query: query)
  }

  /// The layer in the middle of the first model, carried over to another by its depth; nil without layers.
  private static func halfway(in model: LoadedModel, of subjects: FigureSubjects) -> Int? {
    guard let first = subjects.all.first?.model.places,
      let place = first.nearest(HeadPlace(layer: (first.layerCount - 1) / 2, head: 0), query: .mean)
    else { return nil }
    return model.places.carry(place, from: first)?.place.layer
  }

  private func kernel(
    _ kernel: FigureKernel, layer: AttentionLayerDescription, map: MapKind, name: String
  ) throws(FigureLack) -> Kernel? {
    guard case .kernel(let kernelName) = kernel, let found = Kernel(kernelName) else { return nil }
    if let obstacle = found.reading.obstacle(layer) {
      throw FigureLack("\(kernelName): \(obstacle)", of: "\(name), \(layer.place)")
    }
    guard map.stream.map(found.reading.streams.contains) ?? false || map == .attention else {
      throw FigureLack(
        "maps of this kernel are attention" + (found.reading.streams.count > 1 ? ", same and opposite" : ""),
        of: kernelName)
    }
    return found
  }

  private func check(
    _ map: MapKind, of attention: AttentionLayerDescription, layer: Int, in description: ModelDescription,
    name: String, kernel: Kernel?
  ) throws(FigureLack) {
    if kernel != nil { return }
    do {
      if isOfPool, [.incoming, .entropy, .rollout].contains(map) {
        throw MapUnavailable.undefined(map, reason: "has no single query")
      }
      switch map {
      case .incoming, .entropy: break
      case .rollout:
        if let obstacle = Rollout.obstacle(in: Array(description.layers[...layer])) {
          throw MapUnavailable.undefined(.rollout, reason: "undefined here: \(obstacle)")
        }
      default: try map.checkAvailable(with: attention.mechanism)
      }
    } catch {
      throw FigureLack("\(error)", of: "\(name), \(attention.place)")
    }
  }

  /// A pixel is of the first model's input; other models take the token at the same part of theirs.
  private func query(_ number: Int, in geometry: AttentionGeometry, layer: Int) throws -> Query? {
    guard let first = subjects.all.first?.model.model.description else { return nil }
    return try queries[number].query(in: geometry, layer: layer, of: first)
  }

  /// A position names the token of one grid: it is ambiguous where panels have several.
  func checkGrids(of panels: [FigurePlan.Panel]) throws {
    guard queries.contains(where: { if case .position = $0 { true } else { false } }) else { return }
    var grids: [TokenGrid] = []
    for panel in panels where panel.map.needsQuery {
      let grid = geometry(of: panel).queryGrid
      if !grids.contains(grid) { grids.append(grid) }
    }
    if grids.count > 1 { throw SelectionError.gridsDiffer(grids.map { "\($0.rows)×\($0.columns)" }) }
  }

  private func geometry(of panel: FigurePlan.Panel) -> AttentionGeometry {
    subjects.models[panel.model][panel.size].model.model.attention(panel.layer).geometry
  }

  // MARK: Labels

  func labels(of cells: [FigurePlan.Cell]) -> [FigureAxis: [String]] {
    let panels = cells.compactMap { if case .panel(let panel) = $0 { panel } else { nil } }
    let layerNumbers = Set(panels.map(\.layer)).sorted()
    return [
      .queries: queries.map { $0.title(on: Set(panels.map { geometry(of: $0).queryGrid })) },
      .models: subjects.models.map { $0[0].model.name },
      .images: subjects.images.map(stem(of:)),
      .layers: layers.map { layer in
        isOfPool
          ? "pooling head"
          : layer.map { "layer \($0)" }
            ?? (layerNumbers.count == 1 ? "layer \(layerNumbers[0])" : "layer halfway")
      },
      .heads: heads.map { head in
        switch head {
        case .head(let number): "head \(number)"
        case .mean: "mean of heads"
        }
      },
      .maps: maps.map(\.rawValue),
      .kernels: kernels.map { kernel in
        switch kernel {
        case .own: "own"
        case .kernel(let name): name
        }
      },
      .sizes: subjects.sizes,
    ]
  }
}

extension QuerySelection {
  /// What a figure calls it.
  ///
  /// - Parameter grids: of the layers that it is shown in.
  fileprivate func title(on grids: Set<TokenGrid>) -> String {
    switch self {
    case .center:
      grids.count == 1 ? grids.first.map { "query \($0.center)" } ?? "center" : "query in the center"
    case .position(let position): "query \(position)"
    case .pixel(let x, let y): "pixel \(x),\(y)"
    case .prefix(let token): "\(token)"
    case .mean: "mean query"
    case .all: "all queries"
    }
  }
}

extension AttentionLayerDescription {
  /// What a figure calls it: `layer 3`, `pooling head`.
  var place: String { geometry.isProbed ? "pooling head" : "layer \(index)" }
}
