// Products by tiles of bfloat16 numbers that are as exact as products of floats.
import CTiles

/// The tiles of Intel AMX, or what does the same, and the products that are worth them.
///
/// A float is split into three bfloat16 numbers, and six of the nine products of two floats' parts are added up in
/// floats. The error, relative to the sum of the magnitudes of the products, is below that of fused multiply-adds. What
/// enters a sum that is not finite so, is multiplied in floats again.
package struct TileProducts: @unchecked Sendable {
  let functions: tile_functions
  private let minimum: (rows: Int, depth: Int, columns: Int)

  /// Rows whose products are made at once, and in floats if one of them is not finite.
  static let rowsAtOnce = 2 * TILE_ROWS
  /// Features whose parts of a panel stay in the second-level cache.
  static let depthAtOnce = TILE_MAXIMUM_DEPTH
  /// Floats of memory for the parts of a panel.
  static let panelPartsSize = TILE_PANEL_PARTS / 2

  /// The processor's; nil where it has none, the process may not use them, or a product that is known comes out
  /// otherwise.
  package static let processor: TileProducts? = {
    guard tiles_are_supported() else { return nil }
    let tiles = TileProducts(processor_tiles(), minimumRows: 64, depth: 128, columns: 192)
    return tiles.multiplyIntegersExactly ? tiles : nil
  }()

  /// - Parameter minimumRows: rows, depth and columns of the smallest product that is worth splitting.
  package init(_ functions: tile_functions, minimumRows: Int, depth: Int, columns: Int) {
    self.functions = functions
    minimum = (minimumRows, depth, columns)
  }

  /// Whether a product is faster by tiles than in floats.
  func gain(rows: Int, depth: Int, columns: Int) -> Bool {
    rows >= minimum.rows && depth >= minimum.depth && columns >= minimum.columns
  }

  /// Floats of memory for the parts of a group of 16 rows.
  static func groupPartsSize(depth: Int) -> Int { blocks(depth) * TILE_BLOCK_SIZE / 2 }

  private static func blocks(_ depth: Int) -> Int {
    let size = TILE_BLOCK_DEPTH
    return (depth + size - 1) / size
  }
}

extension TileProducts {
  /// Splits rows into `parts`, `groupPartsSize` floats for every group of 16.
  func split(
    _ a: UnsafePointer<Float>, stride: Int, rows: Int, depth: Int, into parts: UnsafeMutablePointer<Float>
  ) {
    functions.split_rows(a, stride, rows, depth, words(parts))
  }

  /// sums `[rows × 32]` ← a·b, or sums + a·b, over `features` of the depth, `depthAtOnce` at most.
  ///
  /// - Parameters:
  ///   - parts: of the rows of a.
  ///   - panel: of b, from its first feature on.
  ///   - next: the panel that is multiplied next; nil: none is asked for in the second-level cache.
  ///   - scratch: `panelPartsSize` floats.
  func multiply(
    parts: UnsafePointer<Float>, rows: Int, depth: Int, features: Range<Int>, panel: UnsafePointer<Float>,
    next: UnsafePointer<Float>?, sums: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let first = features.lowerBound
    functions.split_panel(panel + first * TILE_PANEL_WIDTH, features.count, words(scratch))
    let blocksBefore = first / TILE_BLOCK_DEPTH * TILE_BLOCK_SIZE
    functions.multiply(
      words(UnsafeMutablePointer(mutating: parts)) + blocksBefore,
      2 * TileProducts.groupPartsSize(depth: depth), rows, words(scratch), features.count, first > 0, next,
      sums, TILE_PANEL_WIDTH)
  }

  /// Whether a product of integers, in all parts and sums without rounding, is what it must be: 35 rows and 70 features,
  /// so that a group and a block are not full, the first block before the others.
  package var multiplyIntegersExactly: Bool {
    let (rows, depth, columns) = (35, 70, TILE_PANEL_WIDTH)
    // The large number takes three bfloat16 numbers.
    let large = 1 << 20 + 1 << 11 + 1
    func a(_ row: Int, _ feature: Int) -> Int {
      feature == 5 && row % 3 == 0 ? large : (row + 2 * feature) % 7 - 3
    }
    func b(_ feature: Int, _ column: Int) -> Int {
      feature == 40 && column % 5 == 0 ? -large : (3 * feature + column) % 5 - 2
    }
    let (left, panel) = (FloatBuffer(count: rows * depth), FloatBuffer(count: depth * columns))
    for row in 0..<rows {
      for feature in 0..<depth { left.pointer[row * depth + feature] = Float(a(row, feature)) }
    }
    for feature in 0..<depth {
      for column in 0..<columns { panel.pointer[feature * columns + column] = Float(b(feature, column)) }
    }
    let parts = FloatBuffer(
      count: (rows + TILE_ROWS - 1) / TILE_ROWS * TileProducts.groupPartsSize(depth: depth))
    let scratch = FloatBuffer(count: TileProducts.panelPartsSize)
    let sums = FloatBuffer(count: rows * columns)
    split(left.pointer, stride: depth, rows: rows, depth: depth, into: parts.pointer)
    for features in [0..<TILE_BLOCK_DEPTH, TILE_BLOCK_DEPTH..<depth] {
      multiply(
        parts: parts.pointer, rows: rows, depth: depth, features: features, panel: panel.pointer, next: nil,
        sums: sums.pointer, scratch: scratch.pointer)
    }
    return (0..<rows).allSatisfy { row in
      (0..<columns).allSatisfy { column in
        let sum = (0..<depth).reduce(0) { $0 + a(row, $1) * b($1, column) }
        return sums.pointer[row * columns + column] == Float(sum)
      }
    }
  }

  private func words(_ memory: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt16> {
    UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt16.self)
  }
}
