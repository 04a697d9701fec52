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

  static let padded = [WindowPartition.Padding.beforeShift, .afterShift].flatMap { padding in
    [0, 1].map { shift in
      AttentionGeometry(
        queryGrid: TokenGrid(rows: 5, columns: 7),
        partition: WindowPartition(rows: 3, columns: 4, rowShift: shift, columnShift: shift, padding: padding)
      )
    }
  }

  /// Windows of 3×4 over a grid of 5×7: four of them, 13 of whose 48 places hold no token.
  @Test(arguments: padded) func paddingFillsWindows(geometry: AttentionGeometry) {
    #expect(geometry.isPadded && geometry.windowCount == 4)
    #expect(geometry.queryCount == 48 && geometry.keyCount == 48 && geometry.keysPerWindow == 12)
    #expect(geometry.tokenQueryCount == 35 && geometry.tokenKeyCount == 35)
    #expect(geometry.tokenQueries.count == 35 && geometry.spatialQueries == geometry.tokenQueries)
    var seen: Set<TokenPlace> = []
    for row in 0..<geometry.queryCount {
      let place = geometry.place(ofQueryRow: row)
      #expect((place == .padding) == geometry.isPadding(queryRow: row))
      #expect(place == geometry.place(ofKey: row % 12, inWindow: row / 12))
      guard place != .padding else { continue }
      #expect(geometry.matrixRow(ofQuery: place) == row && geometry.key(place) == (row % 12, row / 12))
      seen.insert(place)
    }
    #expect(seen.count == 35)
  }

  /// Padding before the shift moves with it, into the windows of the middle; padding after it stays at the end.
  @Test func paddingMovesWithTheShiftOrNot() {
    let (before, after) = (Self.padded[1], Self.padded[3])
    #expect(before.place(ofKey: 0, inWindow: 0) == .spatial(GridPosition(row: 1, column: 1)))
    #expect(after.place(ofKey: 0, inWindow: 0) == .spatial(GridPosition(row: 1, column: 1)))
    // The lower right place: of 6×8 rolled by 1, the first of all; of the rolled 5×7, none.
    #expect(before.place(ofKey: 11, inWindow: 3) == .spatial(GridPosition(row: 0, column: 0)))
    #expect(after.place(ofKey: 11, inWindow: 3) == .padding)
    // The fifth rolled row: the sixth, which is padding; the first, which was rolled.
    #expect(before.place(ofKey: 4, inWindow: 2) == .padding)
    #expect(after.place(ofKey: 4, inWindow: 2) == .spatial(GridPosition(row: 0, column: 1)))
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
