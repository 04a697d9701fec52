// Compute tests.
import Compute
import Testing

@Test func linearMultipliesByTheTransposedWeight() throws {
  let engine = try Engine()
  let x = Matrix(rows: 1, columns: 2, values: [1, 2])
  let y = Matrix(rows: 1, columns: 2)
  let layer = Linear(weight: [1, 10, 2, 20], bias: [0.5, 1], inputs: 2, outputs: 2, engine: engine)
  engine.linear(x, layer, into: y)
  #expect(y.values == [21.5, 43])
}
