// All heads of all layers of one model as small pictures, the current one marked.

import Attention
import AttentionMaps
import TerminalUI

/// One head, or one stream of it, in the strip.
struct Thumbnail {
  let place: HeadPlace
  /// `2.1`, or `pool.1`.
  let name: String
  let kind: MapKind
  let stream: Stream?
  let isCurrent: Bool
  let isOff: Bool

  var layer: Int { place.layer }
  var head: Int { place.head }

  /// `2.1`, or `2.1 same`.
  var label: String { stream == nil ? name : "\(name) \(kind.shortName)" }
}

/// Which of the thumbnails there is room for, and where: each layer in a row, or in a part of one.
struct ThumbnailStrip {
  /// Pixels of each side of the pictures where many of them have to fit, usually, and where few are alone.
  private static let (smallest, usual, largest) = (12, 16, 48)
  /// Rows of the screen that a caption and the smallest pictures with their labels take.
  static let lowest = 6

  /// The thumbnails that are seen, the current one among them.
  let shown: ArraySlice<Thumbnail>
  let count: Int
  /// Columns of a picture, and pixels of each of its sides.
  let side: Int
  /// The columns left of each picture that is seen, and its row of pictures.
  let places: [(column: Int, row: Int)]

  /// The rows of the screen that the caption and the pictures with their labels take.
  var height: Int { 1 + ((places.last?.row ?? -1) + 1) * (side / 2 + 1) }

  /// - Parameter gridSides: the longer sides of the token grids, of which large pictures are whole multiples.
  init(_ all: [Thumbnail], in area: Rect, gridSides: [Int] = []) {
    let tallest = 2 * (area.height - 2)
    func capacity(_ side: Int) -> Int { max(1, (area.height - 1) / (side / 2 + 1)) }
    let current = all.firstIndex(where: \.isCurrent) ?? 0
    count = all.count
    func strip(_ side: Int) -> (side: Int, rows: ArraySlice<ThumbnailRow>) {
      let rows = ThumbnailRow.rows(all, side: side, width: area.width - 1)
      let room = min(rows.count, capacity(side))
      let row = rows.firstIndex { $0.indices.contains(current) } ?? 0
      let first = max(0, min(rows.count - room, row - room / 2))
      return (side, rows[first..<first + room])
    }
    func number(_ rows: ArraySlice<ThumbnailRow>) -> Int { rows.reduce(0) { $0 + $1.indices.count } }
    // As large as they can be where all are seen; else smaller ones where more of them are seen then.
    let usual = min(ThumbnailStrip.usual, tallest)
    let large = stride(from: ThumbnailStrip.largest, to: usual, by: -2).filter { $0 <= tallest }
      .first { number(strip($0).rows) == all.count }
      .map { max(usual, (PanelRow.fitted($0, gridSides) + 1) / 2 * 2) }
    // So are those between, in which maps are as large as usual.
    let close = stride(from: usual - 2, through: ThumbnailStrip.smallest, by: -2).filter { side in
      !gridSides.isEmpty
        && gridSides.allSatisfy {
          PanelRow.filledSide($0, in: side) == PanelRow.filledSide($0, in: usual)
        }
    }
    let several = [usual, ThumbnailStrip.smallest].filter { $0 <= usual && capacity($0) > 1 } + close
    let best =
      (large.map { [$0] } ?? [usual] + several).map(strip)
      .max { (number($0.rows), $0.side) < (number($1.rows), $1.side) } ?? strip(usual)
    side = best.side
    shown =
      all[(best.rows.first?.indices.lowerBound ?? 0)..<(best.rows.last?.indices.upperBound ?? 0)]
    places = best.rows.enumerated().flatMap { row, pictures in pictures.columns.map { ($0, row) } }
  }
}

/// A row of thumbnails: of whole layers, a gap between them, or of a part of one that is wider than the strip.
private struct ThumbnailRow {
  var indices: Range<Int>
  /// Left of each.
  var columns: [Int]

  static func rows(_ all: [Thumbnail], side: Int, width: Int) -> [ThumbnailRow] {
    let step = side + 1
    let perRow = max(1, width / step)
    var rows: [ThumbnailRow] = []
    var first = 0
    while first < all.count {
      let ofLayer = all[first...].prefix { $0.layer == all[first].layer }.count
      let taken = min(ofLayer, perRow)
      let begun = rows.last.map { ($0.columns.last ?? 0) + step + 1 }
      if let begun, begun + ofLayer * step <= width {
        rows[rows.count - 1].indices = rows[rows.count - 1].indices.lowerBound..<first + taken
        rows[rows.count - 1].columns += (0..<taken).map { begun + $0 * step }
      } else {
        rows.append(ThumbnailRow(indices: first..<first + taken, columns: (0..<taken).map { $0 * step }))
      }
      first += taken
    }
    return rows
  }
}

extension Scene {
  /// The thumbnails of a model, layer by layer; of the pooling head alone where its probe is the query.
  func thumbnails(of subject: Subject) -> [Thumbnail] {
    let places = subject.places
    return (subject.place.isOfPool ? places.poolHeads : places.heads).flatMap { place -> [Thumbnail] in
      let layer = subject.model.model.attention(place.layer)
      let showsStreams = state.map == .attention && layer.streams.count > 1
      let streams: [Stream?] = showsStreams ? layer.streams : [nil]
      return streams.map { stream in
        Thumbnail(
          place: place, name: places.name(place), kind: stream?.mapKind ?? state.map, stream: stream,
          isCurrent: place == subject.place.headPlace, isOff: isOff(place, of: subject.side))
      }
    }
  }

  /// The model whose heads the strip shows: the focused one, or the other where only that one has the chosen map.
  var stripSubject: Subject? {
    func has(_ subject: Subject) -> Bool {
      subject.examination != nil
        && thumbnails(of: subject).contains { thumbnail in
          if case .unavailable = subject.map(thumbnail.kind, layer: thumbnail.layer, head: thumbnail.head) {
            return false
          }
          return true
        }
    }
    return [focused, subject(state.focus.other)].compactMap { $0 }.first(where: has) ?? focused
  }

  /// What a thumbnail is drawn with, and whether that is a scale of its own.
  fileprivate func scale(
    _ thumbnail: Thumbnail, of map: HeatMap, _ subject: Subject, in box: PictureBox
  ) -> (scale: MapScale, isOwn: Bool) {
    // Layers differ too much for the scale of one of them, and values that are no weights have no unit in common.
    let isOwn =
      switch state.scale {
      case .panel, .shared: true
      case .uniform: map.isSigned || !(thumbnail.kind.isOfWeights || thumbnail.kind == .entropy)
      case .layer, .fixed: map.isSigned
      }
    let scale =
      isOwn
      ? MapScale(range: box.drawn(map).range, isSigned: map.isSigned, colorMap: state.shownColorMap)
      : self.scale(for: map, kind: thumbnail.kind, subject: subject, layer: thumbnail.layer, in: box)
    return (scale, isOwn)
  }

  /// `H 0.86`, `H|a| 0.86` of signed weights; of rows without an entropy why, or how much of them lies on the grid:
  /// `grid 0.07`.
  fileprivate func value(
    _ thumbnail: Thumbnail, _ content: (map: MapResult, entropy: Double?), _ subject: Subject
  ) -> String {
    if let map = content.map.map, map.range == nil, map.count(of: .notFinite) > 0 {
      return PlaceContent.notFinite.text
    }
    if let entropy = content.entropy {
      let isSigned = subject.model.model.attention(thumbnail.layer).mechanism.hasSignedRows
      return "\(isSigned ? "H|a|" : "H") \(entropy.fixed(2))"
    }
    return content.map.map.flatMap { beside($0, thumbnail.kind, subject, layer: thumbnail.layer)?.gridText }
      ?? ""
  }

  /// The map, and the normalized entropy of the row that it shows, or of the mean query the mean over all rows; nil where
  /// the map is of no rows.
  fileprivate func content(
    _ thumbnail: Thumbnail, _ subject: Subject
  ) -> (map: MapResult, entropy: Double?) {
    let map = subject.map(thumbnail.kind, layer: thumbnail.layer, head: thumbnail.head)
    return (map, entropy(thumbnail, map, subject))
  }

  private func entropy(_ thumbnail: Thumbnail, _ map: MapResult, _ subject: Subject) -> Double? {
    if case .unavailable = map { return nil }
    let isOfMean = subject.place.query == .mean
    if thumbnail.kind.isFactor, !isOfMean, let map = map.map {
      return map.factorKeys > 1 ? map.factorEntropy.value.map { $0 / logOf(map.factorKeys) } : nil
    }
    // Until the map is there, a stream that the layer lacks has no row.
    let streams = subject.model.model.attention(thumbnail.layer).streams
    guard !state.showsIncoming, let stream = thumbnail.kind.stream,
      map.map != nil || stream == .attention || streams.contains(stream)
    else { return nil }
    guard isOfMean else {
      return subject.rowNumbers(layer: thumbnail.layer, head: thumbnail.head, stream: stream)?.normalized
        .value
    }
    return subject.summary(layer: thumbnail.layer, head: thumbnail.head, stream: stream)?.normalizedEntropy
      .value
  }
}

extension Scene {
  /// Means of the current head over all queries; empty while they are not known.
  fileprivate func headNumbers(_ subject: Subject, isBrief: Bool) -> String {
    let summaries = subject.streams.compactMap { stream in
      subject.summary(layer: subject.layer, head: subject.head, stream: stream).map { (stream, $0) }
    }
    if let fraction = statisticsFraction(subject.side) {
      return "entropies of all queries \((100 * fraction).fixed(0)) %"
        + (state.sumsAreStopped ? ", stopped" : "")
    }
    // The pooling head has one query, whose entropy its panel has.
    if summaries.isEmpty || subject.place.isOfPool { return "" }
    let isOff = isOff(subject.place.headPlace, of: subject.side)
    var text = "head \(subject.place.headPlace)\(isOff ? " (off)" : "") over all queries:"
    for (stream, summary) in summaries {
      if summaries.count > 1 { text += isBrief ? " \(stream.rawValue)" : "  \(stream.rawValue)" }
      let unit = isBrief ? "" : " nats"
      if summary.entropy.reason == .notFinite {
        text += " H \(Undefined.notFinite)"
      } else {
        let name = summary.negativeMass == nil ? "H" : "H|a|"
        text +=
          " \(name) \(summary.entropy.value.fixed(2))\(unit) \(summary.normalizedEntropy.value.fixed(2))"
      }
      if let negative = summary.negativeMass?.value { text += ", − \((100 * negative).fixed(0)) %" }
      if summary.emptyRows > 0 { text += ", \(summary.emptyRows) empty rows" }
      if summary.weakRows > summary.emptyRows { text += ", \(summary.weakRows) weak rows" }
    }
    return text
  }
}

extension Canvas {
  /// The strip with a caption above it, scrolled so that the current thumbnail is seen; one line of entropies in its
  /// place where there is no room for pictures.
  mutating func drawThumbnails(_ scene: Scene, _ strip: ThumbnailStrip?, in area: Rect) {
    guard let subject = scene.stripSubject, subject.examination != nil else { return }
    guard let strip else {
      drawEntropyStrip(scene, subject, scene.thumbnails(of: subject), in: area)
      return
    }
    var shown = ShownThumbnails(areOutdated: scene.isOutdated(subject.side))
    for (thumbnail, place) in zip(strip.shown, strip.places) {
      let x = area.x + 1 + place.column
      let y = area.y + 1 + place.row * (strip.side / 2 + 1)
      draw(thumbnail, scene, subject, x: x, y: y, side: strip.side, &shown)
    }
    drawCaption(scene, subject, shown, strip, x: area.x + 1, y: area.y, width: area.width - 1)
  }

  /// What the caption has to say of the pictures below it.
  private struct ShownThumbnails {
    var haveOwnScales = false
    /// The tokens that values of pictures are the means of.
    var blocks: Set<TokenGrid> = []
    /// Whether they are soon replaced.
    let areOutdated: Bool
  }

  private mutating func drawCaption(
    _ scene: Scene, _ subject: Subject, _ shown: ShownThumbnails, _ strip: ThumbnailStrip, x: Int, y: Int,
    width: Int
  ) {
    let letter = subject.side.letter
    var parts = [
      scene.state.showsIncoming ? "incoming" : subject.queryName == "mean" ? "mean query" : "this query"
    ]
    if let notes = scene.outdatedNotes(subject.side) { parts.append(notes[1]) }
    if subject.side != scene.state.focus {
      let focus = scene.state.focus
      let isReady = scene.subject(focus)?.examination != nil
      let lack = isReady ? "has no map \(scene.state.map.rawValue)" : "is not ready yet"
      parts.insert("\(focus.letter) \(lack)", at: 0)
    }
    if shown.haveOwnScales {
      parts.append("own scales")
    } else if scene.state.scale == .layer {
      parts.append("a scale for each layer")
    }
    if let largest = shown.blocks.max(by: { $0.count < $1.count }), largest.count > 1 {
      parts.append(
        "means of \(shown.blocks.count > 1 ? "up to " : "")\(largest.rows)×\(largest.columns) tokens")
    }
    let range = strip.shown.indices
    let owner = subject.place.isOfPool ? "\(letter)'s pooling head" : letter
    let which =
      range.count < strip.count
      ? "\(range.lowerBound + 1)–\(range.upperBound) of \(strip.count) maps of " : "all heads of "
    let caption = which + "\(owner), " + parts.joined(separator: ", ")
    let end = frame.text(caption, x: x, y: y, Theme.faint, width: width) + 3
    let room = x + width - end
    for isBrief in [false, true] {
      let numbers = scene.headNumbers(subject, isBrief: isBrief)
      if numbers.columns < room { return frame.text(numbers, endingAt: x + width - 1, y: y, Theme.faint) }
    }
  }

  private mutating func draw(
    _ thumbnail: Thumbnail, _ scene: Scene, _ subject: Subject, x: Int, y: Int, side: Int,
    _ shown: inout ShownThumbnails
  ) {
    let rect = Rect(x: x, y: y, width: side, height: side / 2)
    let content = scene.content(thumbnail, subject)
    switch content.map {
    case .map(let map):
      let box = PictureBox(width: side, rows: side / 2, capabilities)
      let fit = box.fit(map.grid)
      let drawn = map.reduced(by: fit.block)
      let (scale, isOwn) = scene.scale(thumbnail, of: map, subject, in: box)
      let whole = drawn.picture(fit, scale: scale)
      let picture = shown.areOutdated ? whole.paler : whole
      frame.pixels(picture, x: x + (side - picture.width) / 2, y: y + (side - picture.height) / 4)
      shown.haveOwnScales = shown.haveOwnScales || isOwn
      shown.blocks.insert(fit.block)
      legend.add(drawn, reduction: nil)
    case .pending: frame.centered(["…"], in: rect, Theme.faint)
    case .unavailable:
      frame.centered("no map \(thumbnail.kind.rawValue)".wrapped(to: side), in: rect, Theme.faint)
    }
    targets.append(.head(rect, subject.side, thumbnail.place))

    let style = thumbnail.isCurrent ? Theme.accent : Theme.faint
    if thumbnail.isCurrent {
      for row in y..<y + side / 2 {
        frame[x - 1, row] = Cell("│", Theme.focusedBorder)
        frame[x + side, row] = Cell("│", Theme.focusedBorder)
      }
    }
    var value = thumbnail.isOff ? "off" : scene.value(thumbnail, content, subject)
    // `2.1 same H 0.86`, or `2.1 same .86`: the name of the stream stays whole.
    for name in ["H ", "H|a| "]
    where thumbnail.label.columns + 1 + value.columns > side && value.hasPrefix(name) {
      value = String(value.dropFirst(name.count)).withoutLeadingZero
    }
    let label = thumbnail.label.fitted(to: max(3, side - value.columns - 1))
    frame.text(label, x: x, y: y + side / 2, style)
    if label.columns + 1 + value.columns <= side {
      frame.text(value, endingAt: x + side, y: y + side / 2, thumbnail.isOff ? Theme.warning : style)
    }
  }

  /// One line of normalized entropies where there is no room for pictures.
  private mutating func drawEntropyStrip(
    _ scene: Scene, _ subject: Subject, _ all: [Thumbnail], in area: Rect
  ) {
    guard area.height >= 1 else { return }
    let heads = all.filter {
      $0.stream == nil || $0.stream == subject.model.model.attention($0.layer).streams.first
    }
    let width = max(10, (heads.map(\.name.columns).max() ?? 0) + 6)
    let isCut = heads.count > (area.width - 4) / width
    let name = subject.description.mechanism.hasSignedRows ? "H|a|" : "H"
    let sign = isCut ? "\(name) of \(heads.count) heads ‹ " : "\(name) "
    let capacity = max(1, (area.width - 4 - sign.columns) / width)
    let current = heads.firstIndex(where: \.isCurrent) ?? 0
    let first = max(0, min(heads.count - capacity, current - capacity / 2))
    var x = frame.text(sign, x: area.x + 1, y: area.y, Theme.faint)
    if isCut { frame.text("›", endingAt: area.right - 1, y: area.y, Theme.faint) }
    for thumbnail in heads[first..<min(heads.count, first + capacity)] {
      let entropy = subject.rowNumbers(layer: thumbnail.layer, head: thumbnail.head, stream: .attention)?
        .normalized.value
      let style = thumbnail.isCurrent ? Theme.accent : Theme.faint
      let value = thumbnail.isOff ? "off" : entropy.fixed(2).withoutLeadingZero
      let text = "\(thumbnail.name) \(value)"
      frame.text(text.padded(to: width), x: x, y: area.y, style)
      targets.append(
        .head(Rect(x: x, y: area.y, width: width - 1, height: 1), subject.side, thumbnail.place))
      x += width
    }
  }
}
