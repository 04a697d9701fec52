// Engines, random matrices and comparisons for the tests of the engine.
import CEmulatedTiles
import CTiles
import Compute
import Testing

/// Every instruction set that this machine can run, with emulated tiles where it has none.
let supportedSets = InstructionSet.allCases.filter {
  $0.isSupported || ($0 == .amx && InstructionSet.avx512.isSupported)
}

/// An engine of one of them. Its tiles, if it has some, multiply small matrices too.
func makeEngine(
  threads: Int, _ set: InstructionSet, prefetchesPanels: Bool? = nil, addsBesideProducts: Bool? = nil
) throws -> Engine {
  let functions = tiles_are_supported() ? processor_tiles() : emulated_tiles()
  return try Engine(
    threads: threads, instructionSet: set, prefetchesPanels: prefetchesPanels,
    addsBesideProducts: addsBesideProducts,
    tiles: set == .amx ? TileProducts(functions, minimumRows: 1, depth: 1, columns: 1) : nil)
}

/// Numbers that are the same in every run (SplitMix64).
struct Random {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A float of `range`.
  mutating func float(in range: ClosedRange<Float> = -1...1) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * Float(next() >> 40) / Float(1 << 24)
  }

  mutating func floats(_ count: Int, in range: ClosedRange<Float> = -1...1) -> [Float] {
    (0..<count).map { _ in float(in: range) }
  }

  /// A view that is neither at the start of its storage nor as wide: what models hand to the engine.
  mutating func matrix(_ rows: Int, _ columns: Int, in range: ClosedRange<Float> = -1...1) -> Matrix {
    let whole = Matrix(
      rows: rows, columns: columns + 5, values: floats(rows * (columns + 5), in: range))
    return whole.columns(3..<columns + 3)
  }
}

/// A matrix of NaN: what an operation leaves out shows.
func unwritten(_ rows: Int, _ columns: Int) -> Matrix {
  Matrix(rows: rows, columns: columns, values: Array(repeating: .nan, count: rows * columns))
}

extension RowStatistics {
  /// NaN everywhere, [heads × queries].
  init(unwritten heads: Int, _ queries: Int) {
    self.init(
      entropies: ComputeTests.unwritten(heads, queries), sums: ComputeTests.unwritten(heads, queries))
  }
}

/// The largest difference, relative to the larger of |expected| and `scale`; infinite where one is NaN only.
func largestError(_ actual: Matrix, _ expected: [[Double]], scale: Double) -> Double {
  guard actual.rows == expected.count, actual.columns == expected.first?.count ?? 0 else { return .infinity }
  var largest = 0.0
  for i in 0..<actual.rows {
    for j in 0..<actual.columns {
      let value = Double(actual[i, j])
      if value.isNaN && expected[i][j].isNaN { continue }
      let error = abs(value - expected[i][j]) / max(abs(expected[i][j]), scale)
      largest = error.isNaN ? .infinity : max(largest, error)
    }
  }
  return largest
}

/// The bits of every element: equal only where results are the same to the last bit.
func bitPatterns(_ matrix: Matrix) -> [UInt32] { matrix.values.map(\.bitPattern) }
