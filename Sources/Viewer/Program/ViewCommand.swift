// The command that opens the viewer on the same screen.

import Attention
import Session
import VisionModels

struct ViewCommand {
  /// nil where no command restores the screen.
  let command: ShellCommand?
  let remarks: [String]

  /// nil before the models on the screen are loaded.
  init?(state: ViewerState, findings: Findings) {
    let shown = state.sides.map { state.model($0) }
    guard shown.allSatisfy({ state.places($0, findings) != nil }) else { return nil }
    guard let place = state.isLinked ? state.placeOptions(findings) : state.placesOptions(findings) else {
      command = nil
      remarks = [
        "No command restores this screen: its place is one of a model that is not on it. A step to another layer or "
          + "head and back makes it one of A or B."
      ]
      return
    }
    // The models on the screen come first; those that are only loaded follow while there is room for them.
    let pinned = state.pins.map(\.state.model).filter { !shown.contains($0) }.uniqued
    let others = (0..<state.modelCount).filter { !shown.contains($0) && !pinned.contains($0) }
    let models = Array((shown + pinned + others).prefix(4))
    let images = state.imageOptions(findings)
    let pins = state.pins.map { state.request($0, models, findings) }
    command = ShellCommand(
      "view", models: models.map { findings.modelArguments[$0] },
      options: images.words + place + state.pictureOptions + state.changeOptions(models)
        + findings.modelOptions
        + findings.nameOptions(models) + pins.compactMap { $0 }.flatMap { option("pin", $0.text) })
    remarks =
      (pins.contains(nil)
        ? ["A pin of a model that the command does not name is left out."]
        : [])
      + (images.isWhole ? [] : ["The command names the images on the screen, not all \(state.imageCount)."])
  }
}

extension ViewerState {
  /// The most words that name images in a command; more would fill the screen.
  private static let mostImageWords = 40

  /// The options that name the images and say which of them the sides show; whether they name all.
  fileprivate func imageOptions(_ findings: Findings) -> (words: [String], isWhole: Bool) {
    guard imageCount > 0 else { return ([], true) }
    let (a, b) = (self[.a].spot.image, self[.b].spot.image)
    let ofB = a == b ? [] : option("b-image", findings.imagePaths[b])
    if imageCount == 1 || findings.imageWords.count > Self.mostImageWords {
      return (option("image", findings.imagePaths[a]) + ofB, imageCount == (a == b ? 1 : 2))
    }
    let start = a == 0 ? [] : option("start-image", findings.imagePaths[a])
    return (findings.imageWords + start + ofB, true)
  }

  /// The options of layer, head and query; nil where the places on the screen follow from that of a model which is
  /// not on it.
  fileprivate func placeOptions(_ findings: Findings) -> [String]? {
    let places = sides.map { place($0, findings) }
    let options: [Side: (layer: String, head: String)] = [.a: ("layer", "head"), .b: ("b-layer", "b-head")]
    for side in sides {
      guard let head = startHead(side, findings), let (layerOption, headOption) = options[side] else {
        continue
      }
      var start = self
      start.anchor = Anchor(model: model(side), head: head)
      guard sides.map({ start.place($0, findings) }) == places else { continue }
      return option(layerOption, "\(head.layer)") + option(headOption, "\(head.head)")
        + queryOptions(.a, findings)
    }
    return nil
  }

  /// The layer and the head that a side starts at; of a pooling head its number, and the layer of the next query.
  private func startHead(_ side: Side, _ findings: Findings) -> HeadPlace? {
    guard let place = place(side, findings), let layer = layerPlace(self[side], findings)?.layer else {
      return nil
    }
    return HeadPlace(layer: layer, head: place.head)
  }

  /// The same of each side, where they go their own ways.
  fileprivate func placesOptions(_ findings: Findings) -> [String]? {
    sides.flatMap { side -> [String] in
      guard let head = startHead(side, findings) else { return [] }
      let prefix = side == .b ? "b-" : ""
      return option(prefix + "layer", "\(head.layer)") + option(prefix + "head", "\(head.head)")
        + queryOptions(side, findings)
    }
  }

  /// The query and the point of the image where a side looks.
  private func queryOptions(_ side: Side, _ findings: Findings) -> [String] {
    let (cursor, query) = (self[side].spot.cursor, self[side].spot.query)
    let prefix = side == .b ? "b-" : ""
    var options: [String] = []
    switch query {
    case .spatial:
      // A token of the side's model where its center is that point.
      if let place = place(side, findings), let loaded = findings[examinationKey(side).loading] {
        let grid = loaded.model.layers[place.layer].geometry.queryGrid
        let position = cursor.position(on: grid)
        if ImagePoint(position, on: grid) == cursor { return option(prefix + "query", "\(position)") }
      }
    case .prefix(let token): options = option(prefix + "query", "\(token)")
    case .mean: options = option(prefix + "query", "mean")
    }
    // Without a query of its own, B starts where A does.
    let isUsual = cursor == .center && (side == .a || query != .spatial)
    return options + (isUsual ? [] : option(prefix + "point", "\(cursor.y),\(cursor.x)"))
  }

  /// A pin as `--pin` asks for it, of models in this order; nil where its model is none of these.
  fileprivate func request(_ pin: Pin, _ models: [Int], _ findings: Findings) -> PinRequest? {
    // Its own side first: the title names it.
    let numbers = [pin.side.rawValue].filter(models.indices.contains) + Array(models.indices)
    guard let argument = numbers.first(where: { models[$0] == pin.state.model }),
      var request = placeRequest(pin, argument, findings)
    else { return nil }
    let side = startSide(of: argument)
    var started = self[side]
    started.model = pin.state.model
    let (before, after) = (started.interventions, pin.state.interventions)
    if before.headsOff != after.headsOff { request.headsOff = after.headsOff }
    if before.occluded != after.occluded { request.hidden = after.occluded }
    if side != pin.side { request.side = pin.side }
    if started.spot.image != pin.state.spot.image {
      request.image = findings.imagePaths[pin.state.spot.image]
    }
    return request
  }

  private func placeRequest(_ pin: Pin, _ argument: Int, _ findings: Findings) -> PinRequest? {
    let spot = pin.state.spot
    guard let place = place(pin.state, findings), let loaded = findings[loading(pin.state.model)] else {
      return nil
    }
    switch spot.query {
    case .prefix(.pool): return PinRequest(model: argument, poolHead: place.head)
    case .prefix(let token): return PinRequest(model: argument, head: place.headPlace, query: .prefix(token))
    case .mean:
      return PinRequest(
        model: argument, head: place.headPlace, query: .mean,
        point: spot.cursor == .center ? nil : spot.cursor)
    case .spatial:
      let grid = loaded.model.layers[place.layer].geometry.queryGrid
      let position = spot.cursor.position(on: grid)
      return ImagePoint(position, on: grid) == spot.cursor
        ? PinRequest(model: argument, head: place.headPlace, query: .position(position))
        : PinRequest(model: argument, head: place.headPlace, point: spot.cursor)
    }
  }

  /// The key that is read; where it follows the pointer, the pointer puts it there again.
  private var probeOptions: [String] {
    switch heldProbe {
    case .point(let point): option("probe", "\(point.y),\(point.x)")
    case .prefix(let token): option("probe", "\(token)")
    case nil: []
    }
  }

  /// The view, and how it shows its maps.
  fileprivate var pictureOptions: [String] {
    var usual = self
    usual.scales = [:]
    var options = option("view", view.rawValue)
    if let zoom { options += option("zoom", zoom.rawValue) }
    if page != 0 { options += option("page", "\(page)") }
    if map != .attention { options += option("map", map.rawValue) }
    if incoming { options.append("--incoming") }
    if colorMap != .viridis { options += option("colormap", colorMap.name) }
    if scale == .fixed {
      options += option("scale", "\(fixedRange.lowerBound),\(fixedRange.upperBound)")
    } else if scale != usual.scale {
      options += option("scale", scale.rawValue)
    }
    if overlay { options.append("--overlay") }
    if exponent != ViewerState.firstExponent { options += option("exponent", "\(exponent)") }
    if entropyOrder != .layer { options += option("order", entropyOrder.rawValue) }
    if metric != .maps { options += option("metric", metric.rawValue) }
    if focus == .b { options += option("focus", "b") }
    return options + probeOptions
  }

  /// Heads off and patches hidden, in models that are the command's in this order: those of the sides come first.
  fileprivate func changeOptions(_ models: [Int]) -> [String] {
    let heads = models.enumerated().flatMap { index, model -> [String] in
      let side = Side(rawValue: index).flatMap { sides.contains($0) ? $0 : nil } ?? focus
      return (self[side].headsOff[model] ?? []).sorted().map { head in
        "\(InterventionSelection.letters[index]):\(head)"
      }
    }.uniqued
    let isAlike = Set(sides.map { self[$0].hidden }).count == 1
    let patches =
      isAlike
      ? Interventions(occluded: self[.a].hidden).patchWords()
      : sides.flatMap { Interventions(occluded: self[$0].hidden).patchWords(ofModel: $0.rawValue) }
    return (heads.isEmpty ? [] : option("heads-off", heads.joined(separator: ","))) + patches
  }
}
