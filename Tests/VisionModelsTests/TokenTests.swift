// Norms and principal components of the tokens after each block, against timm, transformers and NumPy
// (Fixtures/tokens/make.py), and by identities.
import Attention
import Compute
import TestSupport
import Testing

@testable import AttentionMaps
@testable import VisionModels

@Suite struct TokenTests {
  private let engine: Engine

  init() throws { engine = try Engine(threads: 2) }

  /// What a forward pass shows of a block.
  private struct Block: Sendable {
    let tokens: Matrix
    let grid: TokenGrid
  }

  private func blocks(_ run: ReferenceRun) throws -> (output: VisionModel.Output, blocks: [Block]) {
    let copies = BlockTokens { _, tokens, grid in
      Block(tokens: Matrix(rows: tokens.rows, columns: tokens.columns, values: tokens.values), grid: grid)
    }
    let output = try run.model.forward(run.input, tokenReader: copies.read)
    return (output, copies.values)
  }

  @Test(arguments: [
    "timm-vit-nano", "timm-deit-distilled-nano", "timm-swin-nano", "timm-pvtv2-nano", "hf-dinov2-reg-nano",
  ])
  func numbersAreThoseOfTheReferences(name: String) throws {
    let golden = try Golden("tokens/tokens.safetensors")
    let blocks = try blocks(try ReferenceRun(name, engine: engine)).blocks
    #expect(!golden.has("\(name).layer\(blocks.count).norms"))
    for (layer, block) in blocks.enumerated() {
      let expected = try golden.values("\(name).layer\(layer).norms")
      let norms = TokenNorms(of: block.tokens, on: block.grid)
      #expect(norms.values.count == expected.count)
      #expect(zip(norms.values, expected).allSatisfy { abs($0 - Double($1)) <= 1e-5 * Double($1) })
      let found = try #require(try TokenComponents.of(block.tokens, on: block.grid).value)
      let scores = try golden.values("\(name).layer\(layer).scores")
      let fractions = try golden.values("\(name).layer\(layer).fractions")
      let patches = block.grid.count
      try #require(found.scores.count == fractions.count && scores.count == fractions.count * patches)
      let largest = Double(scores.map(abs).max() ?? 0)
      for component in fractions.indices {
        #expect(abs(found.fractions[component] - Double(fractions[component])) < 1e-5)
        let expected = scores[component * patches..<(component + 1) * patches].map(Double.init)
        // The reference has another sign, or the same.
        let product = zip(expected, found.scores[component]).reduce(0) { $0 + $1.0 * $1.1 }
        let difference = zip(expected, found.scores[component]).map { abs($0 * (product < 0 ? -1 : 1) - $1) }
        #expect((difference.max() ?? .infinity) < 2e-4 * largest, "layer \(layer), component \(component)")
      }
    }
  }

  /// Every family shows one block for each layer, and gives what it gives without a reader to the bit.
  @Test(arguments: GoldenTests.cases) func aReaderChangesNothing(name: String) throws {
    let run = try ReferenceRun(name, engine: engine)
    let (output, blocks) = try blocks(run)
    #expect(output.logits == run.output.logits && output.embedding == run.output.embedding)
    #expect(blocks.count == output.records.count)
    for (block, record) in zip(blocks, output.records) {
      #expect(block.grid == record.geometry.queryGrid)
      #expect(block.tokens.rows == record.geometry.tokenQueryCount)
      #expect(block.tokens.values.allSatisfy { $0.isFinite })
    }
    for (record, other) in zip(run.output.records, output.records) {
      #expect(record.queries.values == other.queries.values)
    }
  }

  @Test func whatAReaderThrowsEndsThePass() throws {
    struct Refusal: Error {}
    let run = try ReferenceRun("timm-vit-nano", engine: engine)
    #expect(throws: Refusal.self) {
      try run.model.forward(run.input, tokenReader: { layer, _, _ in if layer == 1 { throw Refusal() } })
    }
  }

  // MARK: Norms

  @Test func theLongestTokensAreNamedByTheirPlaces() {
    let grid = TokenGrid(rows: 2, columns: 3)
    let tokens = Matrix(rows: 7, columns: 2, values: [3, 4, 1, 0, 0, 2, 5, 12, 0, 0, 0, 2, 0, -1])
    let norms = TokenNorms(of: tokens, on: grid)
    #expect(norms.values == [5, 1, 2, 13, 0, 2, 1])
    #expect(norms.prefix == 1 && norms.grid == grid)
    #expect(norms.mean == .value(24.0 / 7))
    #expect(norms.max == .value(13))
    #expect(norms.top1 == .value(.spatial(GridPosition(row: 0, column: 2))))
    let longest = norms.longest(4)
    #expect(longest.map(\.norm) == [13, 5, 2, 2])
    #expect(longest[1].place == .prefix(0))
    #expect(longest[2].place == .spatial(GridPosition(row: 0, column: 1)), "the first of equal ones")
    #expect(norms.longest(100).count == 7)
    // Median 2, distances 3 1 0 11 2 0 1 with median 1.
    #expect(norms.outliers == [.spatial(GridPosition(row: 0, column: 2))])
    #expect(norms.map.prefix == [5] && norms.map.values == [1, 2, 13, 0, 2, 1])
  }

  @Test(arguments: [Float.nan, .infinity]) func normsThatAreNotFiniteAreNoNumbers(value: Float) throws {
    let tokens = Matrix(rows: 4, columns: 2, values: [1, 1, value, 0, 1, 2, 2, 1])
    let grid = TokenGrid(rows: 2, columns: 2)
    let norms = TokenNorms(of: tokens, on: grid)
    #expect(norms.mean == .undefined(.notFinite) && norms.max == .undefined(.notFinite))
    #expect(norms.top1 == .undefined(.notFinite))
    #expect(norms.longest(2).isEmpty && norms.outliers.isEmpty)
    #expect(norms.map.contents == [.value, .notFinite, .value, .value])
    #expect(try TokenComponents.of(tokens, on: grid) == .undefined(.notFinite))
  }

  // MARK: Components

  private func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    let values = (0..<rows * columns).map { _ in Float(generator.next() >> 40) / Float(1 << 23) - 1 }
    return Matrix(rows: rows, columns: columns, values: values)
  }

  /// Scores have no mean, no correlation, and the variances whose fractions are given; those that are left out are
  /// smaller.
  @Test(arguments: [(1, 40), (5, 40), (0, 7), (2, 2), (0, 130)]) func scoresAreUncorrelated(
    prefix: Int, columns: Int
  )
    throws
  {
    let grid = TokenGrid(rows: 6, columns: 9)
    let tokens = random(prefix + grid.count, columns, seed: 7)
    let found = try #require(try TokenComponents.of(tokens, on: grid).value)
    #expect(found.scores.count == min(3, columns))
    let patches = tokens.rows(prefix..<tokens.rows)
    let total = (0..<columns).reduce(0.0) { sum, column in
      let values = (0..<patches.rows).map { Double(patches[$0, column]) }
      let mean = values.reduce(0, +) / Double(values.count)
      return sum + values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    }
    for (one, scores) in found.scores.enumerated() {
      #expect(abs(scores.reduce(0, +)) < 1e-9)
      let squares = scores.reduce(0) { $0 + $1 * $1 }
      #expect(abs(squares / total - found.fractions[one]) < 1e-9)
      for other in found.scores[..<one] {
        #expect(abs(zip(scores, other).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-5 * total)
      }
      let deviations = found.standardized(one)
      #expect(abs(deviations.reduce(0) { $0 + $1 * $1 } / Double(scores.count) - 1) < 1e-9)
    }
    #expect(found.fractions == found.fractions.sorted(by: >))
    let rest = 1 - found.fractions.reduce(0, +)
    #expect(columns <= 3 ? abs(rest) < 1e-9 : rest > 0)
  }

  @Test func patchesOfOneDirectionHaveOneComponent() throws {
    let grid = TokenGrid(rows: 3, columns: 3)
    let line = (0..<9).flatMap { index in (0..<12).map { Float(index * index * ($0 - 4)) } }
    let found = try #require(
      try TokenComponents.of(Matrix(rows: 9, columns: 12, values: line), on: grid).value)
    #expect(found.scores.count == 1 && abs(found.fractions[0] - 1) < 1e-12)
    // The direction is −4, −3 … 7: its cubes add up to more than 0, so that scores grow with the index.
    #expect(found.scores[0] == found.scores[0].sorted())
    let equal = Matrix(rows: 9, columns: 12, values: (0..<108).map { Float($0 % 12) + 0.1 })
    #expect(try TokenComponents.of(equal, on: grid) == .undefined(.constant))
    let single = try TokenComponents.of(
      Matrix(rows: 1, columns: 2, values: [1, 2]), on: TokenGrid(rows: 1, columns: 1))
    #expect(single == .undefined(.constant))
  }

  /// A block whose tokens are those of the block before, mirrored or on a coarser grid, keeps the colors of places.
  @Test func signsFollowTheBlockBefore() throws {
    let grid = TokenGrid(rows: 8, columns: 8)
    let tokens = random(64, 20, seed: 11)
    let first = try #require(try TokenComponents.of(tokens, on: grid).value)
    let mirrored = Matrix(rows: 64, columns: 20, values: tokens.values.map { -$0 })
    let alone = try #require(try TokenComponents.of(mirrored, on: grid).value)
    let after = try #require(try TokenComponents.of(mirrored, on: grid, after: first).value)
    for component in 0..<3 {
      let largest = first.scores[component].map(abs).max() ?? 0
      #expect(
        zip(first.scores[component], after.scores[component]).allSatisfy { abs($0 - $1) < 1e-4 * largest })
      // Without a block before, signs are those of the channels, which are mirrored.
      #expect(
        zip(first.scores[component], alone.scores[component]).allSatisfy { abs($0 + $1) < 1e-4 * largest })
    }
    // Every second place of a smooth field, with its sign turned.
    func field(_ side: Int, _ sign: Float) -> Matrix {
      let values = (0..<side * side).flatMap { index -> [Float] in
        let (y, x) = (Float(index / side) / Float(side), Float(index % side) / Float(side))
        return [sign * (8 * x + y), sign * (y - 2 * x), 0.5 * sign * y * y]
      }
      return Matrix(rows: side * side, columns: 3, values: values)
    }
    let fine = try #require(try TokenComponents.of(field(8, 1), on: grid).value)
    let coarseGrid = TokenGrid(rows: 4, columns: 4)
    let coarse = try #require(try TokenComponents.of(field(4, -1), on: coarseGrid, after: fine).value)
    #expect(fine.scores[0][7] * coarse.scores[0][3] > 0)
    #expect(fine.scores[0][56] * coarse.scores[0][12] > 0)
  }

  @Test func aCancelledIterationEnds() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) {
      try TokenComponents.of(
        random(64, 20, seed: 3), on: TokenGrid(rows: 8, columns: 8), cancellation: cancellation)
    }
  }
}
