// Where queries and keys are: windows, cyclic shift, prefix tokens.
import Attention
import Testing

@Suite struct GeometryTests {
  static let geometries = [
    AttentionGeometry(queryGrid: TokenGrid(rows: 6, columns: 4)),
    AttentionGeometry(queryGrid: TokenGrid(rows: 6, columns: 4), keyGrid: TokenGrid(rows: 3, columns: 2)),
    AttentionGeometry(queryGrid: TokenGrid(rows: 3, columns: 3), prefix: [.classToken, .register(0)]),
    AttentionGeometry(
      queryGrid: TokenGrid(rows: 6, columns: 4), partition: WindowPartition(rows: 3, columns: 2, shift: 0)),
    AttentionGeometry(
      queryGrid: TokenGrid(rows: 6, columns: 4), partition: WindowPartition(rows: 3, columns: 2, shift: 1)),
  ]

  /// Matrix rows and places are the inverse of each other, for queries and for keys.
  @Test(arguments: geometries) func placesAndRowsAreInverse(geometry: AttentionGeometry) {
    for row in 0..<geometry.queryCount {
      #expect(geometry.matrixRow(ofQuery: geometry.place(ofQueryRow: row)) == row)
    }
    var seen: Set<TokenPlace> = []
    for window in 0..<geometry.windowCount {
      for index in 0..<geometry.keysPerWindow {
        let place = geometry.place(ofKey: index, inWindow: window)
        seen.insert(place)
        #expect(geometry.key(place) == (index, window))
      }
    }
    #expect(seen.count == geometry.keyCount)
  }

  /// A shift by 1 brings the grid's second row and column to the upper left of the first window.
  @Test func shiftedWindowsWrapAround() {
    let geometry = Self.geometries[4]
    #expect(geometry.place(ofKey: 0, inWindow: 0) == .spatial(GridPosition(row: 1, column: 1)))
    let last = geometry.place(ofKey: geometry.keysPerWindow - 1, inWindow: geometry.windowCount - 1)
    #expect(last == .spatial(GridPosition(row: 0, column: 0)))
  }

  /// Linked cursors stay on the same place of the image.
  @Test func positionsCarryOverBetweenGrids() {
    let (fine, coarse) = (TokenGrid(rows: 16, columns: 16), TokenGrid(rows: 4, columns: 2))
    #expect(
      fine.position(GridPosition(row: 15, column: 0), on: coarse) == GridPosition(row: 3, column: 0))
    #expect(
      fine.position(GridPosition(row: 7, column: 8), on: coarse) == GridPosition(row: 1, column: 1))
    #expect(
      coarse.position(GridPosition(row: 0, column: 1), on: fine) == GridPosition(row: 2, column: 12))
  }
}
