// View 7: every head of both models at a glance, as its map or as one number.

import Attention
import AttentionMaps
import TerminalUI

struct ModelView: ScreenView {
  let name = "model"
  let summary = "layers × heads of both models: maps, entropy, divergence, or what each head changes"
  let settings: ViewSettings = [.colors, .map, .metric, .order]

  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind] { [state.map] }
  func exportedMaps(_ state: ViewerState) -> [MapKind]? { state.chosenMaps }
  func scaleName(_ state: ViewerState) -> ScaleName {
    state.metric == .maps ? ScaleMode.uniform.name(of: state.map) : state.metric.scaleName
  }
  func mapName(_ scene: Scene) -> String {
    scene.state.metric == .maps ? scene.state.map.rawValue : scene.state.metric.rawValue
  }
  func valuesAtCursor(_ scene: Scene) -> [CursorValue] { [] }

  /// In place, or by the number that is shown.
  func orders(_ state: ViewerState) -> [EntropyOrder] { [.layer, .entropy] }

  func heads(of subject: Subject, _ scene: Scene) -> [HeadPlace] {
    scene.state.entropyOrder == .layer ? subject.places.heads : scene.orderedHeads(subject)
  }

  func panels(_ scene: Scene) -> [MapPanel] { scene.state.sides.map { scene.panel(scene.state.map, of: $0) } }

  func computations(_ scene: Scene) -> [any Computation] {
    let layout = ModelLayout(scene, ScreenLayout(scene.state.size))
    return layout.parts.flatMap { part -> [any Computation] in
      guard let subject = scene.subject(part.side), subject.record != nil else { return [] }
      var work: [any Computation] = []
      var layers: Set<Int> = []
      if scene.state.metric == .maps {
        let kind = scene.state.map
        let turned = scene.blockTurn(layout.blocks)
        for head in scene.matrix(subject, in: part.rect, turned: turned).items.map(\.head) {
          if let maps = subject.layerMaps(kind, layer: head.layer) {
            if layers.insert(head.layer).inserted { work.append(maps) }
          } else if let heavy = subject.heavyMap(kind, layer: head.layer, head: head.head) {
            work.append(heavy)
          }
        }
      }
      return work + scene.metricWork(subject)
    }
  }

  func blocks(_ scene: Scene) -> Int { ModelLayout(scene, ScreenLayout(scene.state.size)).blocks }

  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout) {
    let places = ModelLayout(scene, layout)
    canvas.parts = places.shown
    for part in places.parts {
      canvas.drawModel(of: part.side, scene, in: part.rect, turned: scene.blockTurn(places.blocks))
    }
  }
}

/// A panel for each model, side by side where there is room for both.
private struct ModelLayout {
  let parts: [(side: Side, rect: Rect)]
  let shown: ShownParts?
  /// The parts of the larger matrix.
  let blocks: Int

  private static let narrowest = 38

  init(_ scene: Scene, _ layout: ScreenLayout) {
    let body = layout.body
    let sides = scene.state.sides
    let room = max(1, body.width / ModelLayout.narrowest)
    let width = body.width / max(1, min(room, sides.count))
    let rect = Rect(x: body.x, y: body.y, width: width, height: body.height)
    blocks =
      scene.loaded.filter { $0.record != nil }.map { scene.matrix($0, in: rect, turned: 0).blocks }.max() ?? 1
    let page = scene.page(panels: sides.map { $0 }, room: room, others: [Never](), blocks: blocks)
    shown = page.parts
    parts = page.panels.enumerated().map { index, panel in
      (sides[panel], Rect(x: body.x + index * width, y: body.y, width: width, height: body.height))
    }
  }
}

extension Scene {
  /// The heads of a model from the largest number to the smallest; those without one come last.
  fileprivate func orderedHeads(_ subject: Subject) -> [HeadPlace] {
    let numbers = headNumbers(subject)
    func number(_ head: HeadPlace) -> Double { numbers[head.layer][head.head].value ?? -.infinity }
    return subject.places.heads.enumerated().sorted { one, other in
      let (a, b) = (number(one.element), number(other.element))
      return a == b ? one.offset < other.offset : a > b
    }.map(\.element)
  }

  fileprivate func matrix(_ subject: Subject, in rect: Rect, turned: Int) -> HeadMatrix {
    let area = rect.inset(columns: 1, rows: 1)
    let current = subject.place.headPlace
    let gridSides = state.metric == .maps ? self.gridSides(of: subject) : nil
    return state.entropyOrder == .layer
      ? HeadMatrix(
        subject.model.model.layers.map(\.heads), around: current, gridSides: gridSides, in: area,
        turned: turned)
      : HeadMatrix(
        orderedHeads(subject), around: current, gridSides: gridSides, in: area, turned: turned)
  }

  /// The scale of the numbers, one for both models.
  fileprivate var metricScale: MapScale {
    switch state.metric {
    case .maps, .entropy: return MapScale(.fraction(of: 1), colorMap: state.shownColorMap)
    case .divergence, .effect:
      let values = loaded.flatMap { headNumbers($0).joined().compactMap(\.value) }
      return MapScale(.linear(low: 0, high: Float(values.max() ?? 0)), colorMap: state.shownColorMap)
    }
  }
}

extension Canvas {
  fileprivate mutating func drawModel(of side: Side, _ scene: Scene, in rect: Rect, turned: Int) {
    guard let subject = scene.subject(side), subject.record != nil else {
      let row = PanelRow.panel(in: rect, isCompact: false, lines: [])
      return draw(scene.statusPanel(side), in: rect, row: row)
    }
    let matrix = scene.matrix(subject, in: rect, turned: turned)
    let refusal = scene.metricRefusal(subject)
    var footers = matrix.notes
    if let fraction = scene.metricFraction(subject), refusal == nil {
      let stopped = scene.state.sumsAreStopped ? ", stopped" : ""
      footers = footers.map { "\($0)  \((100 * fraction).fixed(0)) %\(stopped)" }
    }
    let notes = scene.outdatedNotes(side)
    let room = rect.width - 4
    let footer = (notes ?? footers).first { $0.columns <= room } ?? (notes ?? footers).last ?? ""
    let name = "\(scene.modelName(side).fitted(to: max(8, room / 2))) · "
    let titles = scene.state.metric.titles
    let what = titles.first { 2 + name.columns + $0.columns <= room } ?? titles.last ?? ""
    frame.box(
      rect, title: [Span(side.letter + " ", Theme.accent), Span(name + what, Theme.strong)],
      footer: [Span(footer, notes == nil ? Theme.faint : Theme.notice)],
      border: side == scene.state.focus ? Theme.focusedBorder : Theme.border)
    let area = rect.inset(columns: 1, rows: 1)
    if let refusal = refusal ?? scene.lackOfMaps(subject, matrix) {
      return frame.centered(refusal.wrapped(to: area.width - 2), in: area, Theme.faint)
    }
    frame.clipped(to: area) { frame in
      for (layer, y) in matrix.rowLabels {
        frame.text(
          "\(layer)", endingAt: area.x + 3, y: y, layer == subject.layer ? Theme.accent : Theme.faint)
      }
      for (head, right) in matrix.columnLabels {
        frame.text("\(head)", endingAt: right, y: area.y, head == subject.head ? Theme.accent : Theme.faint)
      }
    }
    let isNamed = matrix.rowLabels.isEmpty
    var blocks: [TokenGrid] = []
    let numbers = scene.headNumbers(subject)
    let scale = scene.metricScale
    for item in matrix.items {
      let isCurrent = item.head == subject.place.headPlace
      if scene.state.metric == .maps {
        let block = drawMap(
          of: item, width: matrix.pictureWidth, isNamed: isNamed, isCurrent: isCurrent,
          isOutdated: notes != nil, scene, subject, in: area)
        blocks += [block].compactMap(\.self)
      } else {
        let number = numbers[item.head.layer][item.head.head]
        draw(number, of: item, isNamed: isNamed, isCurrent: isCurrent, scale, scene, subject)
      }
      targets.append(.head(item.rect, side, item.head))
    }
    if let largest = blocks.max(by: { $0.count < $1.count }), largest.count > 1 {
      legend.addMeans(upTo: largest)
    }
  }

  /// A head's map, with its name below it where no labels name it. Returns the tokens that a value is the mean of.
  private mutating func drawMap(
    of item: HeadMatrix.Item, width: Int, isNamed: Bool, isCurrent: Bool, isOutdated: Bool, _ scene: Scene,
    _ subject: Subject, in area: Rect
  ) -> TokenGrid? {
    var block: TokenGrid?
    let kind = scene.state.map
    let rect = Rect(
      x: item.rect.x, y: item.rect.y, width: item.rect.width - 1,
      height: item.rect.height - (isNamed ? 1 : 0))
    switch subject.overviewMap(kind, layer: item.head.layer, head: item.head.head) {
    case .map(let map):
      let box = PictureBox(width: min(width, rect.width), rows: rect.height, capabilities)
      let fit = box.fit(map.grid)
      block = fit.block
      let drawn = map.reduced(by: fit.block)
      let overview = scene.overviewScale(drawn, of: map, kind, subject, layer: item.head.layer)
      let whole = drawn.picture(fit, scale: overview.scale)
      let picture = isOutdated ? whole.paler : whole
      frame.clipped(to: rect) { frame in
        frame.pixels(picture, x: rect.x + (rect.width - picture.width) / 2, y: rect.y)
      }
      if overview.isShared { legend.add(overview.scale.bar, of: Legend.Owner(side: nil, name: "")) }
      legend.add(drawn, reduction: nil)
    case .pending: frame.centered(["…"], in: rect, Theme.faint)
    case .unavailable: frame.centered(["–"], in: rect, Theme.faint)
    }
    if scene.isOff(item.head, of: subject.side) {
      frame.centered(["off"], in: rect, Theme.warning)
    }
    if isNamed {
      frame.text(
        "\(item.head)".fitted(to: rect.width), x: rect.x, y: rect.bottom,
        isCurrent ? Theme.accent : Theme.faint)
    }
    guard isCurrent else { return block }
    frame.clipped(to: area) { frame in
      for y in rect.y..<rect.bottom {
        for x in [rect.x - 1, rect.right] { frame[x, y] = Cell("│", Theme.focusedBorder) }
      }
    }
    return block
  }

  /// A head's number on its color, with its name before it where no labels name it.
  private mutating func draw(
    _ number: HeadNumber, of item: HeadMatrix.Item, isNamed: Bool, isCurrent: Bool, _ scale: MapScale,
    _ scene: Scene, _ subject: Subject
  ) {
    // A blank between two cells.
    let width = isNamed ? 6 : item.rect.width - 1
    let rect = Rect(
      x: item.rect.right - width - 1, y: item.rect.y, width: width, height: item.rect.height)
    let row = rect.y + (rect.height - 1) / 2
    if isNamed {
      frame.text("\(item.head)", x: item.rect.x, y: rect.y, isCurrent ? Theme.accent : Theme.text, width: 5)
    }
    let isOff = scene.isOff(item.head, of: subject.side)
    switch number {
    case .pending: frame.text("…", endingAt: rect.right - 1, y: row, Theme.faint)
    case .none(let reason):
      frame.text(
        (isCurrent ? "›" : "") + (isOff ? "off" : reason), endingAt: rect.right, y: row,
        isOff ? Theme.warning : Theme.faint)
    case .value(let value):
      legend.add(scale.bar, of: Legend.Owner(side: nil, name: ""))
      let ground = scale.color(fraction: scale.fraction(of: Float(value)))
      let isColored = capabilities.depth.showsValuesByColor
      let style = Style(
        isColored ? ground.contrast : .standard, on: isColored ? ground : .standard, isCurrent ? .bold : [])
      frame.fill(rect, with: Cell(" ", style))
      let text = isOff ? "off" : value.brief.withoutLeadingZero
      frame.text((isCurrent ? "›" : "") + text, endingAt: rect.right, y: row, style)
    }
  }
}

extension Scene {
  /// Why none of the heads that are seen has a map, where all have one reason.
  fileprivate func lackOfMaps(_ subject: Subject, _ matrix: HeadMatrix) -> String? {
    guard state.metric == .maps else { return nil }
    var reasons: Set<String?> = []
    for item in matrix.items {
      let result = subject.overviewMap(state.map, layer: item.head.layer, head: item.head.head)
      if case .unavailable(let reason) = result { reasons.insert(reason) } else { reasons.insert(nil) }
      guard reasons.count == 1, reasons.first != nil else { return nil }
    }
    return reasons.first ?? nil
  }
}

/// The scale of a map among those of all heads.
private struct OverviewScale {
  let scale: MapScale
  /// Whether it is that of all.
  let isShared: Bool
}

extension Scene {
  /// Multiples of uniform for weights, one scale for all; others have a scale of their own.
  fileprivate func overviewScale(
    _ drawn: HeatMap, of map: HeatMap, _ kind: MapKind, _ subject: Subject, layer: Int
  ) -> OverviewScale {
    guard kind.isOfWeights, !map.isSigned else {
      let scale = MapScale(range: drawn.range, isSigned: map.isSigned, colorMap: state.shownColorMap)
      return OverviewScale(scale: scale, isShared: false)
    }
    let keys = subject.keysSeen(kind, layer: layer)
    return OverviewScale(
      scale: MapScale(.uniform(keys: keys), colorMap: state.shownColorMap), isShared: true)
  }
}
