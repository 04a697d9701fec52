// From the screen and its pins to what `F` draws of them.

import Attention
import AttentionMaps
import Figures
import Session
import VisionModels

/// One side or pin of the screen, at a place of its model.
private struct FigureEntry {
  let subject: ScreenFigure.Subject
  let image: Int
  let place: Place
  let description: ModelDescription
  /// The layer of the place, or the pooling head.
  let layer: AttentionLayerDescription
}

/// Why the screen is no figure, in one line.
struct NoFigure: Error {
  let reason: String
}

extension ViewerState {
  /// What `F` draws of the screen.
  ///
  /// - Throws: `NoFigure` before the forward passes are done, and where the screen and its pins have more than rows and
  ///   columns.
  func figure(_ findings: Findings) throws(NoFigure) -> ScreenFigure {
    let shown = sides.map { self[$0] } + (view.heeds(.pins) ? pins.map(\.state) : [])
    var entries: [FigureEntry] = []
    for state in shown {
      guard let place = place(state, findings), let loaded = findings[loading(state.model)],
        findings[LoadImage(image: state.spot.image)] != nil
      else { throw NoFigure(reason: "the models are not loaded yet; F draws what is on the screen") }
      let subject = ScreenFigure.Subject(
        model: state.model, version: versions[state.model] ?? 0, interventions: state.interventions)
      entries.append(
        FigureEntry(
          subject: subject, image: state.spot.image, place: place, description: loaded.model.description,
          layer: loaded.model.attention(place.layer)))
    }
    let isOfPool = entries[0].layer.geometry.isProbed
    guard entries.allSatisfy({ $0.layer.geometry.isProbed == isOfPool }) else {
      throw NoFigure(reason: "a figure is of layers or of pooling heads; link the sides or take pins away")
    }
    let subjects = entries.map(\.subject).uniqued
    let images = entries.map(\.image).uniqued
    let layers = isOfPool ? [] : entries.map(\.place.layer).uniqued.sorted()
    let heads = entries.map(\.place.head).uniqued.sorted()
    let geometries = entries.map(\.layer.geometry)
    // A position is one of a grid; where there are several, a pixel of the first model's input.
    let isOneGrid = Set(geometries.map(\.queryGrid)).count == 1
    let first = entries[0].description
    let queries = zip(entries, geometries).map { entry, geometry -> QuerySelection in
      switch entry.place.query {
      case .point(let point):
        isOneGrid
          ? .position(point.position(on: geometry.queryGrid))
          : .pixel(
            x: min(first.coveredWidth - 1, Int(point.x * Double(first.coveredWidth))),
            y: min(first.coveredHeight - 1, Int(point.y * Double(first.coveredHeight))))
      case .prefix(let token): .prefix(token)
      case .mean: .mean
      }
    }.uniqued
    let varying = [
      ("models", subjects.count), ("images", images.count), ("layers", layers.count),
      ("heads", heads.count), ("queries", queries.count),
    ].filter { $0.1 > 1 }
    guard varying.count <= 2 else {
      let names = varying.map(\.0).joined(separator: ", ")
      throw NoFigure(
        reason:
          "a figure has rows and columns, and the screen differs in \(names); link the sides or take pins away"
      )
    }
    let facts = entries.map(\.layer.mechanism)
    var maps = view.screen.exportedMaps(self) ?? [.attention]
    if maps == [.attention], varying.count < 2, Set(facts.map(\.panels)).count == 1,
      let panels = facts.first?.panels
    {
      maps = panels
    }
    let isOfWeights = maps.allSatisfy(\.isOfWeights)
    let scale: FigureScale =
      self.scale == .uniform && isOfWeights ? .uniform : self.scale == .panel ? .panel : .shared
    let isOverlay = overlay && maps.allSatisfy { $0 != .entropy }
    // Swapping models keeps their order on the screen; letters name them.
    let words = ScreenFigure.words(
      layers: layers, heads: heads, queries: queries, maps: maps, scale: scale, colorMap: colorMap,
      isOverlay: isOverlay)
    let off = subjects.enumerated().flatMap { index, subject in
      subject.interventions.headsOff.sorted().map { "\(InterventionSelection.letters[index]):\($0)" }
    }
    let patches = subjects.enumerated().flatMap { $1.interventions.patchWords(ofModel: $0) }
    let command = ShellCommand(
      "figure", models: subjects.map { findings.modelArguments[$0.model] },
      options: images.flatMap { option("image", findings.imagePaths[$0]) } + words
        + (off.isEmpty ? [] : option("heads-off", off.joined(separator: ","))) + patches
        + findings.modelOptions + findings.nameOptions(subjects.map(\.model)))
    return ScreenFigure(
      subjects: subjects, images: images, layers: layers, heads: heads, queries: queries, maps: maps,
      scale: scale, colorMap: colorMap.name, isOverlay: isOverlay, command: command)
  }

  mutating func orderFigure(_ findings: Findings) {
    do throws(NoFigure) {
      figures.append(DrawFigure(number: nextExport, figure: try figure(findings)))
      nextExport += 1
      notice = view.screen.exportRemark(self)
    } catch {
      notice = error.reason
      unwritten = "cannot draw the figure: \(error.reason)"
    }
  }
}
