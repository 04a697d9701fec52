// Where the options ask to start: the first state, and the place that is checked against the models as soon as these
// are known.

import Attention
import Session
import TerminalUI
import VisionModels

extension ViewerState {
  init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    let slots = options.slots ?? Array(0..<min(2, options.models.count))
    let shown = zip(Side.allCases, slots).map { side, model in
      let start = side == .b ? options.startOfB ?? options.start : options.start
      let isShared = options.startOfB == nil || options.sharesPlace
      let owner = isShared ? slots[min(options.side?.rawValue ?? 0, slots.count - 1)] : model
      let changes = side == .a ? options.changes.a : options.changes.b
      var off = options.headsOff
      off[model] = changes.headsOff.isEmpty ? nil : changes.headsOff
      return SideState(
        model: model, spot: Spot(start, in: owner), headsOff: off, hidden: changes.occluded)
    }
    self.init(
      size: size, capabilities: capabilities, modelCount: options.models.count,
      imageCount: options.images.count, shown: shown, isLinked: options.startOfB == nil,
      focus: shown.count > 1 ? options.focus : .a, view: options.view ?? .first, map: options.map,
      incoming: options.incoming, overlay: options.overlay, colorMap: options.colorMap,
      fixedRange: options.fixedRange, entropyOrder: options.order, mouse: options.mouse)
    if let scale = options.scale { self.scale = scale }
    if let exponent = options.exponent { self.exponent = exponent }
    zoom = options.zoom
    if options.page != 0 { pages[view] = options.page }
    requestedPins = options.pins
    argumentModels = options.argumentModels
    metric = options.metric
    probe = options.probe.map { Probe(place: $0, isHeld: true) }
    sessionFile = options.sessionFile
    if let session = options.session {
      bookmarks = session.bookmarks
      show(session.screen)
    }
  }
}

extension Spot {
  fileprivate init(_ start: ViewerOptions.Start, in model: Int) {
    image = start.image
    anchor = Anchor(model: model, head: HeadPlace(layer: start.layer, head: start.head))
    cursor = start.point
    query =
      switch start.query {
      case .prefix(let token): .prefix(token)
      case .mean: .mean
      default: .spatial
      }
  }
}

/// An option that the models cannot meet: a mistake of the command line.
package struct StartRefused: Error, Equatable, CustomStringConvertible {
  package let description: String
}

struct StartPlace: Equatable {
  /// The side whose own start it is; nil where both start there.
  var side: Side?
  /// Of whichever model has it, unless `owner` says whose it is.
  let head: HeadPlace
  /// A position on the token grid of the first model's layer; a prefix token of some model's layer.
  let query: QuerySelection?
  /// The model that has the head, among those that start there.
  var owner: Int?

  /// Whether the head is that of the common start, though the query is the side's own.
  var sharesPlace: Bool

  init(
    side: Side? = nil, head: HeadPlace, query: QuerySelection?, owner: Int? = nil, sharesPlace: Bool = true
  ) {
    (self.side, self.head, self.query, self.owner) = (side, head, query, owner)
    self.sharesPlace = sharesPlace
  }

  /// Where the options ask to start: once for both sides, or for each.
  static func all(_ options: ViewerOptions) -> [StartPlace] {
    let isShared = options.startOfB == nil || options.sharesPlace
    func place(_ start: ViewerOptions.Start, _ side: Side?) -> StartPlace {
      StartPlace(
        side: side, head: HeadPlace(layer: start.layer, head: start.head), query: start.query,
        owner: isShared ? options.side?.rawValue : nil, sharesPlace: isShared)
    }
    guard let startOfB = options.startOfB else { return [place(options.start, nil)] }
    return [place(options.start, .a), place(startOfB, .b)]
  }

  /// The sides whose models may have the head, among those on the screen.
  func candidates(_ sides: [Side]) -> [Side] { sharesPlace ? sides : sides.filter { $0 == side } }

  /// An option of this start as the user writes it: `--layer`, of B alone and where A follows B `--b-layer`.
  private func option(_ name: String) -> String {
    let isOfB = name == "query" ? side == .b : owner == Side.b.rawValue || side == .b && !sharesPlace
    return (isOfB ? "--b-" : "--") + name
  }

  /// What the start is once the models are known.
  struct Settled: Equatable {
    /// The first of the models that has the head.
    let owner: Int
    /// nil where the query is none of a position.
    let cursor: ImagePoint?
  }

  /// - Parameters:
  ///   - models: those that may have the head, A first.
  ///   - index: the one among them whose grid the query is on.
  ///   - tokens: of the models on the screen: one that only the other side's has is none here, as it is while both are
  ///     linked.
  func settled(
    in models: [LoadedModel], queryOf index: Int = 0, tokens: Set<PrefixToken> = []
  ) throws(StartRefused) -> Settled {
    guard models.indices.contains(index) else { return Settled(owner: 0, cursor: nil) }
    let candidates = owner.map { models.indices.contains($0) ? [$0] : [] } ?? Array(models.indices)
    guard let owner = candidates.first(where: { has(head, models[$0].places) }) else {
      throw refusal(by: candidates.map { models[$0] })
    }
    let places = models[owner].places
    guard let origin = places.nearest(head, query: .mean) else { return Settled(owner: owner, cursor: nil) }
    let layers = models.enumerated().map { index, model in
      index == owner ? origin.layer : model.places.carry(origin, from: places)?.place.layer ?? 0
    }
    let geometries = zip(models, layers).map { $0.model.layers[$1].geometry }
    switch query {
    case .position(let position):
      let grid = geometries[index].queryGrid
      guard grid.contains(position) else {
        throw StartRefused(
          description:
            "\(option("query")) \(position): layer \(layers[index]) of \(models[index].name) has \(grid.rows)×\(grid.columns) tokens, "
            + "counted from 0")
      }
      return Settled(owner: owner, cursor: ImagePoint(position, on: grid))
    case .prefix(.pool):
      let asked = side == nil ? models : [models[index]]
      guard tokens.contains(.pool) || asked.contains(where: { $0.model.has(query: .pool) }) else {
        throw StartRefused(
          description: "\(option("query")) \(PrefixToken.pool): \(models[index].name) has no pooling head")
      }
    case .prefix(let token):
      let seen = side == nil ? geometries : [geometries[index]]
      guard tokens.contains(token) || seen.contains(where: { $0.prefix.contains(token) }) else {
        throw StartRefused(
          description:
            "\(option("query")) \(token): layer \(layers[index]) of \(models[index].name) has no such token")
      }
    default: break
    }
    return Settled(owner: owner, cursor: nil)
  }

  /// Whether a model has the head; of a pooling head, in the layer that the next query is of.
  private func has(_ head: HeadPlace, _ places: ModelPlaces) -> Bool {
    guard query == .prefix(.pool), places.headCount(ofLayer: head.layer) > 0 else {
      return places.contains(head)
    }
    return places.contains(head) || places.poolHeads.indices.contains(head.head)
  }

  /// Why none of the models has the head.
  private func refusal(by models: [LoadedModel]) -> StartRefused {
    guard let known = models.first(where: { $0.places.headCount(ofLayer: head.layer) > 0 }) else {
      guard !models.isEmpty else { return StartRefused(description: "--b-layer: there is no second model") }
      let (name, count) = (models[0].name, models[0].places.layerCount)
      return StartRefused(
        description: "\(option("layer")) \(head.layer): \(name) has layers 0 to \(count - 1)")
    }
    let last = known.places.headCount(ofLayer: head.layer) - 1
    let heads = last == 0 ? "head 0 only" : "heads 0 to \(last)"
    return StartRefused(
      description: "\(option("head")) \(head.head): layer \(head.layer) of \(known.name) has \(heads)")
  }
}
