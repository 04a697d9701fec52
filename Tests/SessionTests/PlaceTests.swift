// Places of a model, and what becomes of them in another model.
import Attention
import AttentionMaps
import Testing

@testable import Session
@testable import VisionModels

/// A model's places: the heads of each layer, on a square grid behind prefix tokens.
private func places(heads: [Int], side: Int = 8, prefix: [PrefixToken] = []) -> ModelPlaces {
  ModelPlaces(
    heads.enumerated().map { index, count in
      AttentionLayerDescription(
        index: index, name: "block\(index)", mechanism: SoftmaxAttention(headWidth: 6).facts, heads: count,
        geometry: AttentionGeometry(queryGrid: TokenGrid(rows: side, columns: side), prefix: prefix))
    })
}

private func head(_ layer: Int, _ head: Int) -> HeadPlace { HeadPlace(layer: layer, head: head) }

@Suite struct PlaceTests {
  @Test func aModelMakesPlacesOfItsOwnHeadsOnly() throws {
    let model = places(heads: [1, 4])
    #expect(try model.place(head(1, 3), query: .mean).headPlace == head(1, 3))
    #expect(throws: PlaceError.noSuchHead(head(0, 1), count: 1)) { try model.place(head(0, 1), query: .mean) }
    #expect(throws: PlaceError.noSuchHead(head(1, -1), count: 4)) {
      try model.place(head(1, -1), query: .mean)
    }
    for layer in [-1, 2, Int.max] {
      #expect(throws: PlaceError.noSuchLayer(layer, count: 2)) {
        try model.place(head(layer, 0), query: .mean)
      }
    }
    #expect(throws: PlaceError.noSuchLayer(0, count: 0)) {
      try places(heads: []).place(head(0, 0), query: .mean)
    }
  }

  @Test func theNearestPlaceIsTheModels() {
    let model = places(heads: [1, 4])
    #expect(model.nearest(head(9, 9), query: .mean)?.headPlace == head(1, 3))
    #expect(model.nearest(head(-3, -3), query: .mean)?.headPlace == head(0, 0))
    #expect(places(heads: []).nearest(head(0, 0), query: .mean) == nil)
  }

  /// The layer of A, and the layer of B at its depth.
  @Test(arguments: [
    (from: 12, to: 12, layers: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
    (from: 12, to: 8, layers: [0, 1, 1, 2, 3, 3, 4, 4, 5, 6, 6, 7]),
    (from: 7, to: 12, layers: [0, 2, 4, 6, 7, 9, 11]), (from: 3, to: 1, layers: [0, 0, 0]),
    (from: 1, to: 5, layers: [0]), (from: 2, to: 3, layers: [0, 2]),
  ])
  func layersCorrespondByDepth(from: Int, to: Int, layers: [Int]) throws {
    let (a, b) = (
      places(heads: Array(repeating: 2, count: from)), places(heads: Array(repeating: 2, count: to))
    )
    for (layer, expected) in layers.enumerated() {
      let carried = try #require(b.carry(try a.place(head(layer, 1), query: .mean), from: a))
      #expect(carried.place.headPlace == head(expected, 1))
      #expect(carried.changes == (expected == layer ? [] : [.layer]))
    }
  }

  @Test func aMissingHeadBecomesTheLastOne() throws {
    let (a, b) = (places(heads: [12]), places(heads: [3]))
    let same = try #require(b.carry(try a.place(head(0, 2), query: .mean), from: a))
    #expect(same.place.headPlace == head(0, 2) && !same.isAdapted)
    let last = try #require(b.carry(try a.place(head(0, 7), query: .mean), from: a))
    #expect(last.place.headPlace == head(0, 2) && last.changes == [.head])
  }

  @Test func aPointIsOneOnEveryGrid() throws {
    let (a, b) = (places(heads: [1], side: 56), places(heads: [1], side: 7))
    let point = ImagePoint(GridPosition(row: 50, column: 9), on: TokenGrid(rows: 56, columns: 56))
    let carried = try #require(b.carry(try a.place(head(0, 0), query: .point(point)), from: a))
    #expect(!carried.isAdapted)
    #expect(b.query(at: carried.place) == .spatial(GridPosition(row: 6, column: 1)))
  }

  @Test func aPrefixTokenIsTheSameTokenOrNone() throws {
    let a = places(heads: [1], prefix: [.classToken, .register(0)])
    let b = places(heads: [1], prefix: [.classToken, .distillation, .register(0)])
    let register = try a.place(head(0, 0), query: .prefix(.register(0)))
    #expect(a.query(at: register) == .prefix(1))
    let carried = try #require(b.carry(register, from: a))
    #expect(!carried.isAdapted && b.query(at: carried.place) == .prefix(2))

    let none = places(heads: [1])
    let lost = try #require(none.carry(register, from: a))
    #expect(lost.changes == [.query] && none.query(at: lost.place) == nil)
    #expect(places(heads: []).carry(register, from: a) == nil)
  }

  @Test func aPointOutsideTheImageIsAtItsEdge() {
    let grid = TokenGrid(rows: 2, columns: 3)
    for (point, row, column) in [
      (ImagePoint(y: -1, x: 2), 0, 2), (ImagePoint(y: 1, x: 1), 1, 2), (ImagePoint(y: .nan, x: .nan), 0, 2),
      (ImagePoint(y: .infinity, x: -.infinity), 1, 0),
    ] where !point.y.isNaN {
      #expect(point.position(on: grid) == GridPosition(row: row, column: column))
    }
    #expect(grid.contains(ImagePoint(y: .nan, x: .nan).position(on: grid)))
  }
}

@Suite struct HeadPairingTests {
  @Test func modelsOfOneShapePairEveryHeadWithItself() {
    let model = places(heads: [1, 2, 3])
    let pairing = HeadPairing(Sides(a: model, b: model))
    #expect(pairing.pairs.map(\.a) == model.heads && pairing.pairs.map(\.b) == model.heads)
    #expect(pairing.unpaired.a.isEmpty && pairing.unpaired.b.isEmpty)
  }

  /// Every head is in one pair or unpaired, whatever the two models are like.
  @Test(
    arguments: [[], [1], [3, 3], [1, 2, 5, 8], [12, 12, 12, 12, 12, 12, 12]],
    [[], [2], [6, 1], [4, 4, 4, 4, 4]])
  func everyHeadIsAccountedFor(a: [Int], b: [Int]) {
    let models = Sides(a: places(heads: a), b: places(heads: b))
    let pairing = HeadPairing(models)
    #expect((pairing.pairs.map(\.a) + pairing.unpaired.a).sorted() == models.a.heads)
    #expect((pairing.pairs.map(\.b) + pairing.unpaired.b).sorted() == models.b.heads)
    #expect(pairing.pairs.map(\.a) == pairing.pairs.map(\.a).sorted())
  }

  @Test func layersOfUnlikeModelsPairByDepth() {
    let pairing = HeadPairing(Sides(a: places(heads: [2, 2, 2, 2, 2]), b: places(heads: [1, 3, 1])))
    #expect(pairing.pairs.map(\.a) == [head(0, 0), head(2, 0), head(2, 1), head(4, 0)])
    #expect(pairing.pairs.map(\.b) == [head(0, 0), head(1, 0), head(1, 1), head(2, 0)])
    #expect(pairing.unpaired.b == [head(1, 2)])
  }
}
