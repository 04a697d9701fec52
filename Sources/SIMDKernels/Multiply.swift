// Matrix products with packed panels, and what is fused into them.

extension Kernels {
  /// output `[rows × columns]` ← residual + a·b + bias, or gelu(a·b + bias).
  ///
  /// - Parameters:
  ///   - a: `[rows × depth]`.
  ///   - panels: b `[depth × columns]`, packed.
  ///   - bias: `[columns]`, padded to whole panels; nil: none.
  ///   - residual: `[rows × columns]`, may be the output; nil: none.
  @inline(never)
  package static func multiply(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var column = 0
    while column < columns {
      let panel = panels + column * depth
      let panelBias = bias.map { $0 + column }
      let start = residual.map { $0 + column }
      if columns - column >= panelWidth && !applyingGELU {
        let tiles = (rows + maximumTileRows - 1) / maximumTileRows
        var t = 0
        while t < tiles {
          let first = rows * t / tiles
          multiplyTile(
            rows: rows * (t + 1) / tiles - first, a + first * aStride, stride: aStride, panel: panel,
            depth: depth, initial: start.map { $0 + first * residualStride }, initialStride: residualStride,
            bias: panelBias, into: output + first * stride + column, stride: stride)
          t += 1
        }
      } else {
        multiplyAside(
          a, stride: aStride, rows: rows, depth: depth, panel: panel, columns: columns - column,
          bias: panelBias, residual: start, residualStride: residualStride, applyingGELU: applyingGELU,
          into: output + column, stride: stride)
      }
      column += panelWidth
    }
  }

  /// The product with one panel, tile by tile made aside and then stored as far as there are `columns`.
  ///
  /// So each output is stored once: to read a tile again where it was just stored waits for its cache lines.
  @inline(never)
  private static func multiplyAside(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int, panel: UnsafePointer<Float>,
    columns: Int, bias: UnsafePointer<Float>?, residual: UnsafePointer<Float>?, residualStride: Int,
    applyingGELU: Bool, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let bytes = maximumTileRows * panelWidth * MemoryLayout<Float>.size
    withUnsafeTemporaryAllocation(byteCount: bytes, alignment: MemoryLayout<Vector>.alignment) { memory in
      let block = memory.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: Float.self)
      let tiles = (rows + maximumTileRows - 1) / maximumTileRows
      var t = 0
      while t < tiles {
        let first = rows * t / tiles
        let end = rows * (t + 1) / tiles
        multiplyTile(
          rows: end - first, a + first * aStride, stride: aStride, panel: panel, depth: depth, initial: nil,
          initialStride: 0, bias: bias, into: block, stride: panelWidth)
        var r = first
        while r < end {
          let source = block + (r - first) * panelWidth
          storeRow(
            source, count: columns < panelWidth ? columns : panelWidth,
            residual: residual.map { $0 + r * residualStride }, applyingGELU: applyingGELU,
            into: output + r * stride)
          r += 1
        }
        t += 1
      }
    }
  }

  /// `output` ← residual + x, or gelu(x).
  @inline(__always)
  private static func storeRow(
    _ x: UnsafePointer<Float>, count: Int, residual: UnsafePointer<Float>?, applyingGELU: Bool,
    into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      var value = Vector(at: x + i)
      if applyingGELU { value = value.gelu }
      if let residual { value += Vector(at: residual + i, upTo: count - i) }
      value.store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// output `[rows × panels·panelWidth]` ← aᵀ·b, with a `[depth × rows]` and b `[depth × columns]` packed.
  ///
  /// The padding of the last panel is stored too: `stride` is at least a whole number of panels.
  @inline(never)
  package static func multiplyTransposed(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    var column = 0
    while column < columns {
      var first = 0
      while first < rows {
        let count = rows - first < maximumTileRows ? rows - first : maximumTileRows
        multiplyTransposedTile(
          rows: count, a + first, stride: aStride, panel: panels + column * depth, depth: depth,
          into: output + first * stride + column, stride: stride)
        first += count
      }
      column += panelWidth
    }
  }
}
