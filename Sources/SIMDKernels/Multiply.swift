// Matrix products with packed panels, and what is fused into them.

extension Kernels {
  /// output `[rows × columns]` ← residual + a·b + bias, or gelu(a·b + bias).
  ///
  /// - Parameters:
  ///   - a: `[rows × depth]`.
  ///   - panels: b `[depth × columns]`, packed.
  ///   - bias: `[columns]`, padded to whole panels; nil: none.
  ///   - residual: `[rows × columns]`, may be the output; nil: none.
  ///   - following: the panel of `depth` features that is multiplied after these. Then each panel is asked for in
  ///     the second-level cache while the one before it is multiplied. Nil: nothing is.
  @inline(never)
  package static func multiply(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    following: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let width = panelWidth
    let tiles = (rows + maximumTileRows - 1) / maximumTileRows
    var column = 0
    while column < columns {
      let panel = panels + column * depth
      let remaining = columns - column
      var t = 0
      while t < tiles {
        let first = rows * t / tiles
        let count = rows * (t + 1) / tiles - first
        let c = output + first * stride + column
        let panelBias = bias.map { $0 + column }
        let start = residual.map { $0 + first * residualStride + column }
        if remaining >= width, let following {
          let next = remaining > width ? panel + width * depth : following
          // The tiles share the panel evenly. Many prefetches fall on one line: they cost little.
          let step = (width * MemoryLayout<Float>.size + tiles - 1) / tiles
          multiplyTile(
            prefetching: UnsafeRawPointer(next) + t * depth * step, step: step, rows: count,
            a + first * aStride, stride: aStride, panel: panel, depth: depth, initial: start,
            initialStride: residualStride, bias: panelBias, into: c, stride: stride)
          if applyingGELU { geluRows(c, stride: stride, rows: count) }
        } else if remaining >= width {
          multiplyTile(
            rows: count, a + first * aStride, stride: aStride, panel: panel, depth: depth,
            initial: start, initialStride: residualStride, bias: panelBias, into: c, stride: stride)
          if applyingGELU { geluRows(c, stride: stride, rows: count) }
        } else {
          multiplyEdge(
            rows: count, a + first * aStride, stride: aStride, panel: panel, depth: depth,
            columns: remaining, bias: panelBias, residual: start, residualStride: residualStride,
            applyingGELU: applyingGELU, into: c, stride: stride)
        }
        t += 1
      }
      column += width
    }
  }

  /// The tiles of a last, partly filled panel: computed aside and copied as far as there are columns.
  @inline(never)
  private static func multiplyEdge(
    rows: Int, _ a: UnsafePointer<Float>, stride aStride: Int, panel: UnsafePointer<Float>, depth: Int,
    columns: Int, bias: UnsafePointer<Float>?, residual: UnsafePointer<Float>?, residualStride: Int,
    applyingGELU: Bool, into output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    withUnsafeTemporaryAllocation(of: Float.self, capacity: maximumTileRows * panelWidth) { block in
      let c = block.baseAddress.unsafelyUnwrapped
      multiplyTile(
        rows: rows, a, stride: aStride, panel: panel, depth: depth, initial: nil, initialStride: 0,
        bias: bias, into: c, stride: panelWidth)
      if applyingGELU { geluRows(c, stride: panelWidth, rows: rows) }
      var r = 0
      while r < rows {
        var j = 0
        while j < columns {
          let value = c[r * panelWidth + j]
          output[r * stride + j] = residual.map { $0[r * residualStride + j] + value } ?? value
          j += 1
        }
        r += 1
      }
    }
  }

  /// GELU of `rows × panelWidth` elements in place.
  @inline(never)
  static func geluRows(_ c: UnsafeMutablePointer<Float>, stride: Int, rows: Int) {
    var r = 0
    while r < rows {
      let row = c + r * stride
      var i = 0
      while i < panelWidth {
        Vector(at: row + i).gelu.store(at: row + i)
        i += lanes
      }
      r += 1
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
