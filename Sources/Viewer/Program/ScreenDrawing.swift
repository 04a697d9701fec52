// The whole screen: header, the current view, colour bar, predictions, key line, and what lies over them.

import TerminalUI

/// Where the parts of the screen stand at its size.
struct ScreenLayout: Equatable {
  static let smallest = Size(columns: 40, rows: 12)

  let body: Rect
  /// nil where there is no room for the line.
  let barRow: Int?
  let predictionRow: Int?
  let keyRow: Int
  let isCompact: Bool

  init(_ size: Size) {
    let rows = size.rows
    isCompact = rows < 16
    // Blank lines between the parts come with the height.
    let roomy = rows >= 34 ? 1 : 0
    keyRow = rows - 1
    let predictions = isCompact ? nil : keyRow - 1 - (rows >= 37 ? 1 : 0)
    predictionRow = predictions
    barRow = (predictions ?? keyRow) - 1 - (rows >= 36 ? 1 : 0)
    let top = 1 + roomy
    let bottom = (barRow ?? keyRow) - roomy
    body = Rect(x: 0, y: top, width: size.columns, height: bottom - top)
  }
}

extension Canvas {
  /// Draws everything that the state asks for.
  static func draw(_ state: ViewerState, _ findings: Findings) -> Canvas {
    let size = state.size
    var canvas = Canvas(size: size)
    guard size.columns >= ScreenLayout.smallest.columns, size.rows >= ScreenLayout.smallest.rows else {
      canvas.frame.text(
        "needs \(ScreenLayout.smallest) cells, has \(size)", x: 0, y: size.rows / 2,
        width: size.columns)
      return canvas
    }
    let scene = Scene(state: state, findings: findings)
    let layout = ScreenLayout(size)
    canvas.drawHeader(scene)
    var second: SecondBar?
    var first: MapScale?
    switch state.view {
    case .heads: canvas.drawHeads(scene, layout)
    case .compare:
      second = canvas.drawCompare(scene, layout).map {
        SecondBar(before: "A more", scale: $0, after: "B more")
      }
    case .polarity:
      second = canvas.drawPolarity(scene, layout).map { SecondBar(before: "net", scale: $0, after: "") }
    case .entropy: first = canvas.drawEntropy(scene, layout)
    case .lens: first = canvas.drawLens(scene, layout)
    case .rollout: canvas.drawRollout(scene, layout)
    }
    if let row = layout.barRow {
      canvas.drawColorBar(scene, y: row, scale: first, second: second)
    }
    if let row = layout.predictionRow { canvas.drawPredictions(scene, y: row) }
    canvas.drawKeyLine(scene, y: layout.keyRow)
    if let dialog = state.dialog { canvas.drawDialog(dialog, scene) }
    return canvas
  }
}

extension Scene {
  /// The longer sides of all token grids of the shown models: what pictures are whole multiples of.
  var gridSides: [Int] {
    let sides = loaded.flatMap { $0.model.model.layers }.map { layer in
      max(layer.geometry.queryGrid.rows, layer.geometry.queryGrid.columns)
    }
    return sides.isEmpty ? [16] : sides.uniqued
  }
}
