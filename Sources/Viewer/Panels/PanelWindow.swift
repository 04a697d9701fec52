// One window of a layer as a picture of its own.

import Attention

/// A window of a layer as a picture of its own.
struct PanelWindow: Equatable {
  let grid: TokenGrid
  /// The tokens of the window on the grid of the layer, row by row of the window.
  let positions: [GridPosition]
  /// The grid of the layer.
  let whole: TokenGrid

  /// The window that holds a position; nil for a layer without windows.
  init?(of geometry: AttentionGeometry, holding position: GridPosition) {
    guard let partition = geometry.partition else { return nil }
    let window = geometry.key(.spatial(position)).window
    grid = TokenGrid(rows: partition.rows, columns: partition.columns)
    whole = geometry.keyGrid
    positions = (0..<grid.count).compactMap { index in
      if case .spatial(let position) = geometry.place(ofKey: index, inWindow: window) {
        position
      } else {
        nil
      }
    }
  }

  /// Where a token of the layer lies in the window; nil outside of it.
  func local(_ position: GridPosition) -> GridPosition? {
    positions.firstIndex(of: position).map { grid.position(at: $0) }
  }

  /// The center of the token that is at a fraction of the window's height and width.
  func point(at fraction: ImagePoint) -> ImagePoint {
    ImagePoint(positions[grid.index(of: fraction.position(on: grid))], on: whole)
  }
}
