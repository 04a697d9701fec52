// Layers, heads and queries as users write them.
import Attention
import AttentionMaps
import Session
import Testing

@Suite struct SelectionTests {
  @Test func indices() throws {
    #expect(try IndexSelection("all")?.indices(below: 3, of: "layer") == [0, 1, 2])
    #expect(try IndexSelection("0,2-4,3")?.indices(below: 5, of: "layer") == [0, 2, 3, 4])
    #expect(throws: SelectionError.outOfRange(what: "layer", index: 5, count: 5)) {
      try IndexSelection("1-5")?.indices(below: 5, of: "layer")
    }
    #expect(IndexSelection("1-5")?.indices(below: 3) == [1, 2])
  }

  @Test func oneIndex() throws {
    #expect(try IndexSelection.one(2).indices(below: 3, of: "head") == [2])
    #expect(IndexSelection.one(2) == IndexSelection("2"))
    for index in [3, -1] {
      #expect(throws: SelectionError.outOfRange(what: "head", index: index, count: 3)) {
        try IndexSelection.one(index).indices(below: 3, of: "head")
      }
      #expect(IndexSelection.one(index).indices(below: 3) == [])
    }
  }

  @Test(arguments: ["", "-1", "2-1", "1-2-3", "a", "1,", "1 2", "99999999999999999999"])
  func malformedIndices(text: String) {
    #expect(IndexSelection(text) == nil)
  }

  @Test func queries() {
    #expect(QuerySelection("7,3") == .position(GridPosition(row: 7, column: 3)))
    #expect(QuerySelection("cls") == .prefix(.classToken))
    #expect(QuerySelection("dist") == .prefix(.distillation))
    #expect(QuerySelection("reg2") == .prefix(.register(2)))
    #expect(QuerySelection("mean") == .mean)
    #expect(QuerySelection("all") == .all)
    for text in ["", "7", "7,", "-1,2", "reg", "reg-1", "1,2,3"] { #expect(QuerySelection(text) == nil) }
  }

  @Test func queriesOfALayer() throws {
    let geometry = AttentionGeometry(
      queryGrid: TokenGrid(rows: 4, columns: 8), prefix: [.classToken, .register(0)])
    func query(_ selection: QuerySelection) throws -> Query? {
      try selection.query(
        in: geometry, layer: 1, height: 32, width: 64, coveredHeight: 32, coveredWidth: 64)
    }
    #expect(try query(.center) == .spatial(GridPosition(row: 2, column: 4)))
    #expect(try query(.pixel(x: 63, y: 15)) == .spatial(GridPosition(row: 1, column: 7)))
    #expect(try query(.prefix(.register(0))) == .prefix(1))
    #expect(try query(.all) == nil)
    #expect(throws: SelectionError.self) { try query(.pixel(x: 64, y: 0)) }
    #expect(throws: SelectionError.self) { try query(.position(GridPosition(row: 4, column: 0))) }
    #expect(throws: SelectionError.self) { try query(.prefix(.distillation)) }
  }

  /// Patches of 14 pixels cover 378 of 384: the token of a pixel is the one whose patch holds it, and the last pixels
  /// are no token's.
  @Test func pixelsBelongToThePatchThatHoldsThem() throws {
    let geometry = AttentionGeometry(queryGrid: TokenGrid(rows: 27, columns: 27), prefix: [])
    func query(_ x: Int, _ y: Int) throws -> Query? {
      try QuerySelection.pixel(x: x, y: y).query(
        in: geometry, layer: 0, height: 384, width: 384, coveredHeight: 378, coveredWidth: 378)
    }
    for pixel in 0..<378 {
      #expect(try query(pixel, 0) == .spatial(GridPosition(row: 0, column: pixel / 14)))
      #expect(try query(0, pixel) == .spatial(GridPosition(row: pixel / 14, column: 0)))
    }
    let error = #expect(throws: SelectionError.self) { try query(378, 5) }
    #expect(
      error?.description == "pixel 378,5 is seen by no token: the patches cover 378×378 of the 384×384 input")
    #expect(throws: SelectionError.self) { try query(5, 383) }
  }
}
