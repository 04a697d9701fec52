// The whole screen: header, the current view, color bar, predictions, key line, and what lies over them.

import TerminalUI

extension Canvas {
  /// Draws everything that the state asks for.
  static func draw(_ state: ViewerState, _ findings: Findings) -> Canvas {
    let size = state.size
    var canvas = Canvas(size: size, state.capabilities, probe: state.probe)
    guard size.columns >= ScreenLayout.smallest.columns, size.rows >= ScreenLayout.smallest.rows else {
      canvas.frame.text(
        "needs \(ScreenLayout.smallest) cells, has \(size)", x: 0, y: size.rows / 2,
        width: size.columns)
      return canvas
    }
    let scene = Scene(state: state, findings: findings)
    let layout = ScreenLayout(size)
    if let zoom = state.zoom {
      canvas.drawZoomed(zoom, scene, layout)
    } else {
      state.view.screen.draw(&canvas, scene, layout)
    }
    canvas.drawHeader(scene)
    if let row = layout.tabRow { canvas.drawTabs(scene, y: row) }
    if let row = layout.barRow, state.view.heeds(.colors) { canvas.drawColorBar(scene, y: row) }
    if let row = layout.predictionRow { canvas.drawPredictions(scene, y: row) }
    canvas.drawKeyLine(scene, y: layout.keyRow)
    if let dialog = state.dialog { canvas.drawDialog(dialog, scene) }
    return canvas
  }
}
