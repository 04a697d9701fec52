// Products by tiles inside other kernels, and what is fused into a product whose sums come from tiles.
import CTiles

extension Kernels {
  /// output `[rows × columns]` ← residual + sums + bias, or gelu(sums + bias), as `multiply` finishes its products.
  ///
  /// - Parameters:
  ///   - sums: `[rows × panelWidth]`, one panel's.
  ///   - columns: of the panel that are filled.
  /// - Returns: false, with nothing written, where a sum is infinite or not a number.
  @inline(never)
  package static func finishProduct(
    _ sums: UnsafePointer<Float>, rows: Int, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) -> Bool {
    guard areFinite(sums, stride: panelWidth, rows: rows, columns: panelWidth) else { return false }
    let bias0 = bias.map { Vector(at: $0) } ?? Vector()
    let bias1 = bias.map { Vector(at: $0 + lanes) } ?? Vector()
    var r = 0
    while r < rows {
      var left = Vector(at: sums + r * panelWidth) + bias0
      var right = Vector(at: sums + r * panelWidth + lanes) + bias1
      if applyingGELU {
        left = left.gelu
        right = right.gelu
      }
      if let residual {
        let start = residual + r * residualStride
        left += Vector(at: start, upTo: columns)
        right += Vector(at: start + lanes, upTo: columns - lanes)
      }
      left.store(at: output + r * stride, upTo: columns)
      right.store(at: output + r * stride + lanes, upTo: columns - lanes)
      r += 1
    }
    return true
  }

  /// Whether no element of x `[rows × columns]` is infinite or NaN; `columns` a whole number of registers.
  @inline(__always)
  static func areFinite(_ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int) -> Bool {
    var zeros = Vector()
    var r = 0
    while r < rows {
      var c = 0
      while c < columns {
        // 0, or NaN.
        zeros += Vector(at: x + r * stride + c) * 0
        c += lanes
      }
      r += 1
    }
    return zeros.laneSum == 0
  }
}

extension Kernels {
  /// Floats of scratch that `multiplyByTiles` needs.
  package static func tileScratch(rows: Int, depth: Int) -> Int {
    tilePanelParts + tileRowParts(rows: rows, depth: depth) + rows * panelWidth
  }

  /// output `[rows × columns]` ← a·b by tiles, for a `[rows × depth]` and b `[depth × columns]`, packed. Rows of a
  /// panel that are not finite then are multiplied in floats again.
  ///
  /// - Parameter scratch: 64-byte aligned.
  @inline(never)
  package static func multiplyByTiles(
    _ tiles: tile_functions, _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, isPrefetching: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int, scratch: UnsafeMutablePointer<Float>
  ) {
    let parts = scratch + tilePanelParts
    let product = parts + tileRowParts(rows: rows, depth: depth)
    splitRows(tiles, a, stride: aStride, rows: rows, depth: depth, into: parts)
    var column = 0
    while column < columns {
      let panel = panels + column * depth
      multiplyTiles(
        tiles, parts: parts, of: a, stride: aStride, rows: rows, panel: panel, depth: depth,
        next: isPrefetching ? panel + panelWidth * depth : nil, panelParts: scratch, into: product,
        stride: panelWidth)
      let filled = columns - column
      var r = 0
      while r < rows {
        let target = output + r * stride + column
        Vector(at: product + r * panelWidth).store(at: target, upTo: filled)
        Vector(at: product + r * panelWidth + lanes).store(at: target + lanes, upTo: filled - lanes)
        r += 1
      }
      column += panelWidth
    }
  }
}

// MARK: Products of a block of queries

/// Floats of memory for the parts of `rows` rows of `depth` features.
@inline(__always)
func tileRowParts(rows: Int, depth: Int) -> Int {
  let groups = (rows + TILE_ROWS - 1) / TILE_ROWS
  return groups * ((depth + TILE_BLOCK_DEPTH - 1) / TILE_BLOCK_DEPTH) * TILE_BLOCK_SIZE / 2
}

/// Floats of memory for the parts of a panel.
var tilePanelParts: Int { TILE_PANEL_PARTS / 2 }

/// Splits the rows of a `[rows × depth]` into `parts`.
@inline(__always)
func splitRows(
  _ tiles: tile_functions, _ a: UnsafePointer<Float>, stride: Int, rows: Int, depth: Int,
  into parts: UnsafeMutablePointer<Float>
) {
  tiles.split_rows(a, stride, rows, depth, words(parts))
}

/// c `[rows × panelWidth]` ← a·b by tiles, from the parts of a `[rows × depth]`. Rows that are not finite then are
/// multiplied in floats again.
///
/// - Parameters:
///   - b: one panel `[depth × panelWidth]`.
///   - next: a panel that is asked for in the second-level cache meanwhile; nil: none.
///   - panelParts: `tilePanelParts` floats of scratch.
@inline(never)
func multiplyTiles(
  _ tiles: tile_functions, parts: UnsafeMutablePointer<Float>, of a: UnsafePointer<Float>,
  stride aStride: Int, rows: Int, panel b: UnsafePointer<Float>, depth: Int, next: UnsafePointer<Float>?,
  panelParts: UnsafeMutablePointer<Float>, into c: UnsafeMutablePointer<Float>, stride: Int
) {
  let groupStride = (depth + TILE_BLOCK_DEPTH - 1) / TILE_BLOCK_DEPTH * TILE_BLOCK_SIZE
  var first = 0
  while first < depth {
    let count = depth - first < TILE_MAXIMUM_DEPTH ? depth - first : TILE_MAXIMUM_DEPTH
    tiles.split_panel(b + first * Kernels.panelWidth, count, words(panelParts))
    tiles.multiply(
      words(parts) + first / TILE_BLOCK_DEPTH * TILE_BLOCK_SIZE, groupStride, rows, words(panelParts), count,
      first > 0, next, c, stride)
    first += count
  }
  var r = 0
  while r < rows {
    let row = c + r * stride
    if !Kernels.areFinite(row, stride: stride, rows: 1, columns: Kernels.panelWidth) {
      multiplyTile(
        rows: 1, a + r * aStride, stride: aStride, panel: b, depth: depth, initial: nil, initialStride: 0,
        bias: nil, into: row, stride: stride)
    }
    r += 1
  }
}

@inline(__always)
private func words(_ memory: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<UInt16> {
  UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt16.self)
}
