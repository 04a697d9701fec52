// All heads of all layers of the focused model as small pictures, the current one marked.

import Attention
import AttentionMaps
import TerminalUI

/// One head, or one stream of it, in the strip.
struct Thumbnail {
  let place: HeadPlace
  let kind: MapKind
  let stream: Stream?
  let isCurrent: Bool
  let isOff: Bool

  var layer: Int { place.layer }
  var head: Int { place.head }

  /// `2.1`, or `2.1 same`.
  var label: String { stream == nil ? "\(place)" : "\(place) \(kind.shortName)" }
}

/// Which of the thumbnails there is room for, in rows from the left.
struct ThumbnailStrip {
  /// Rows of the screen that a caption and the smallest pictures with their labels take.
  static let lowest = 6

  /// The thumbnails that are seen, the current one among them.
  let shown: ArraySlice<Thumbnail>
  let count: Int
  /// Columns of a picture, and pixels of each of its sides.
  let side: Int
  let perRow: Int

  init(_ all: [Thumbnail], in area: Rect) {
    side = min(16, 2 * (area.height - 2))
    perRow = max(1, (area.width - 1) / (side + 1))
    let rows = max(1, (area.height - 1) / (side / 2 + 1))
    let capacity = min(all.count, perRow * rows)
    let current = all.firstIndex(where: \.isCurrent) ?? 0
    let first = max(0, min(all.count - capacity, current - capacity / 2))
    shown = all[first..<first + capacity]
    count = all.count
  }
}

extension Scene {
  /// The thumbnails of a model, layer by layer.
  func thumbnails(of subject: Subject) -> [Thumbnail] {
    return subject.places.heads.flatMap { place -> [Thumbnail] in
      let layer = subject.model.model.layers[place.layer]
      let showsStreams = state.map == .attention && layer.streams.count > 1
      let streams: [Stream?] = showsStreams ? layer.streams : [nil]
      return streams.map { stream in
        Thumbnail(
          place: place, kind: stream?.mapKind ?? state.map, stream: stream,
          isCurrent: place == subject.place.headPlace, isOff: isOff(place, of: subject.side))
      }
    }
  }

  /// Layers differ too much for one scale, so only the modes that fit every layer reach the thumbnails.
  fileprivate var thumbnailsHaveOwnScales: Bool { state.scale == .panel || state.scale == .shared }

  /// The map, and the entropy of this query or of the mean over all.
  fileprivate func content(_ thumbnail: Thumbnail, _ subject: Subject) -> (map: HeatMap?, entropy: Double?) {
    let stream = thumbnail.stream ?? .attention
    let row = subject.rowNumbers(layer: thumbnail.layer, head: thumbnail.head, stream: stream)
    let entropy =
      row?.normalized.value
      ?? subject.summary(layer: thumbnail.layer, head: thumbnail.head, stream: stream)?.normalizedEntropy
      .value
    return (subject.map(thumbnail.kind, layer: thumbnail.layer, head: thumbnail.head).map, entropy)
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
    if summaries.isEmpty { return "" }
    let isOff = isOff(subject.place.headPlace, of: subject.side)
    var text = "head \(subject.place.headPlace)\(isOff ? " (off)" : "") over all queries:"
    for (stream, summary) in summaries {
      if summaries.count > 1 { text += isBrief ? " \(stream.rawValue)" : "  \(stream.rawValue)" }
      let unit = isBrief ? "" : " nats"
      if summary.entropy.reason == .notFinite {
        text += " H \(Undefined.notFinite)"
      } else {
        text += " H \(summary.entropy.value.fixed(2))\(unit) \(summary.normalizedEntropy.value.fixed(2))"
      }
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
    guard let subject = scene.focused, subject.examination != nil else { return }
    guard let strip else {
      drawEntropyStrip(scene, subject, scene.thumbnails(of: subject), in: area)
      return
    }
    drawCaption(
      scene, subject, shown: strip.shown.indices, of: strip.count, x: area.x + 1, y: area.y,
      width: area.width - 1)
    for (index, thumbnail) in strip.shown.enumerated() {
      let x = area.x + 1 + index % strip.perRow * (strip.side + 1)
      let y = area.y + 1 + index / strip.perRow * (strip.side / 2 + 1)
      draw(thumbnail, scene, subject, x: x, y: y, side: strip.side)
    }
  }

  private mutating func drawCaption(
    _ scene: Scene, _ subject: Subject, shown: Range<Int>, of count: Int, x: Int, y: Int, width: Int
  ) {
    var caption = "all heads of \(subject.side.letter), "
    caption +=
      scene.state.showsIncoming ? "incoming" : subject.queryName == "mean" ? "mean query" : "this query"
    if let notes = scene.outdatedNotes(subject.side) { caption += ", \(notes[1])" }
    if scene.thumbnailsHaveOwnScales { caption += ", own scales" }
    if shown.count < count { caption += " (\(shown.lowerBound + 1)–\(shown.upperBound) of \(count))" }
    let end = frame.text(caption, x: x, y: y, Theme.faint, width: width) + 3
    let room = x + width - end
    for isBrief in [false, true] {
      let numbers = scene.headNumbers(subject, isBrief: isBrief)
      if numbers.columns < room { return frame.text(numbers, endingAt: x + width - 1, y: y, Theme.faint) }
    }
  }

  private mutating func draw(
    _ thumbnail: Thumbnail, _ scene: Scene, _ subject: Subject, x: Int, y: Int, side: Int
  ) {
    let box = Rect(x: x, y: y, width: side, height: side / 2)
    let content = scene.content(thumbnail, subject)
    if let map = content.map {
      let size = GridFit(rows: map.grid.rows, columns: map.grid.columns, width: side, height: side)
      let scale =
        scene.thumbnailsHaveOwnScales || map.isSigned
        ? MapScale(range: map.range, isSigned: map.isSigned, colorMap: scene.state.colorMap)
        : scene.scale(for: map, kind: thumbnail.kind, subject: subject, layer: thumbnail.layer)
      let picture = map.picture(size, scale: scale, mark: nil)
      frame.pixels(picture, x: x + (side - picture.width) / 2, y: y + (side - picture.height) / 4)
    } else {
      frame.centered(["…"], in: box, Theme.faint)
    }
    targets.append(.head(box, subject.side, thumbnail.place))

    let style = thumbnail.isCurrent ? Theme.accent : Theme.faint
    if thumbnail.isCurrent {
      for row in y..<y + side / 2 {
        frame[x - 1, row] = Cell("│", Theme.focusedBorder)
        frame[x + side, row] = Cell("│", Theme.focusedBorder)
      }
    }
    let value = thumbnail.isOff ? "off" : content.entropy.map { "H \($0.fixed(2))" } ?? ""
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
      $0.stream == nil || $0.stream == subject.model.model.layers[$0.layer].streams.first
    }
    let width = 10
    let capacity = max(1, (area.width - 4) / width)
    let current = heads.firstIndex(where: \.isCurrent) ?? 0
    let first = max(0, min(heads.count - capacity, current - capacity / 2))
    var x = frame.text("H ", x: area.x + 1, y: area.y, Theme.faint)
    for thumbnail in heads[first..<min(heads.count, first + capacity)] {
      let entropy = subject.rowNumbers(layer: thumbnail.layer, head: thumbnail.head, stream: .attention)?
        .normalized.value
      let style = thumbnail.isCurrent ? Theme.accent : Theme.faint
      let value = thumbnail.isOff ? "off" : entropy.fixed(2).withoutLeadingZero
      let text = "\(thumbnail.place) \(value)"
      frame.text(text.padded(to: width), x: x, y: area.y, style)
      targets.append(
        .head(Rect(x: x, y: area.y, width: width - 1, height: 1), subject.side, thumbnail.place))
      x += width
    }
  }
}
