// Rearranging matrices into panels: the layout [panel][depth][panelWidth], padded with zeros.

extension Kernels {
  /// Packs bᵀ of b `[columns × depth]`: weights of a linear layer, keys.
  @inline(never)
  package static func packTransposed(
    _ b: UnsafePointer<Float>, stride: Int, columns: Int, depth: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    let width = panelWidth
    var panel = panels
    var column = 0
    while column < columns {
      let filled = columns - column < width ? columns - column : width
      var j = 0
      while j < width {
        if j + 4 <= filled {
          transposeFour(b + (column + j) * stride, stride: stride, depth: depth, into: panel + j)
          j += 4
        } else {
          let source = b + (column + j) * stride
          var k = 0
          while k < depth {
            panel[k * width + j] = j < filled ? source[k] : 0
            k += 1
          }
          j += 1
        }
      }
      panel += depth * width
      column += width
    }
  }

  /// Packs b `[depth × columns]`: values.
  @inline(never)
  package static func pack(
    _ b: UnsafePointer<Float>, stride: Int, depth: Int, columns: Int,
    into panels: UnsafeMutablePointer<Float>
  ) {
    let width = panelWidth
    var panel = panels
    var column = 0
    while column < columns {
      var k = 0
      while k < depth {
        let source = b + k * stride + column
        let remaining = columns - column
        Vector(at: source, upTo: remaining).store(at: panel)
        Vector(at: source + lanes, upTo: remaining - lanes).store(at: panel + lanes)
        panel += width
        k += 1
      }
      column += width
    }
  }
}

/// Four rows of `depth` elements become four columns of a panel.
@inline(__always)
private func transposeFour(
  _ rows: UnsafePointer<Float>, stride: Int, depth: Int, into panel: UnsafeMutablePointer<Float>
) {
  let width = Kernels.panelWidth
  var k = 0
  while k + 4 <= depth {
    let upper = SIMD8(lowHalf: four(rows + k), highHalf: four(rows + stride + k))
    let lower = SIMD8(lowHalf: four(rows + 2 * stride + k), highHalf: four(rows + 3 * stride + k))
    let even = SIMD8(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
    let odd = SIMD8(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
    let target = UnsafeMutableRawPointer(panel + k * width)
    let rowSize = width * MemoryLayout<Float>.size
    target.storeBytes(of: even.evenHalf, as: SIMD4<Float>.self)
    target.storeBytes(of: odd.evenHalf, toByteOffset: rowSize, as: SIMD4<Float>.self)
    target.storeBytes(of: even.oddHalf, toByteOffset: 2 * rowSize, as: SIMD4<Float>.self)
    target.storeBytes(of: odd.oddHalf, toByteOffset: 3 * rowSize, as: SIMD4<Float>.self)
    k += 4
  }
  while k < depth {
    panel[k * width] = rows[k]
    panel[k * width + 1] = rows[stride + k]
    panel[k * width + 2] = rows[2 * stride + k]
    panel[k * width + 3] = rows[3 * stride + k]
    k += 1
  }
}

@inline(__always)
private func four(_ pointer: UnsafePointer<Float>) -> SIMD4<Float> {
  UnsafeRawPointer(pointer).loadUnaligned(as: SIMD4<Float>.self)
}
