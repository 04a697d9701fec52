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
        let source = b + (column + j) * stride
        let target = panel + j
        var k = 0
        if j < filled {
          while k < depth {
            target[k * width] = source[k]
            k += 1
          }
        } else {
          while k < depth {
            target[k * width] = 0
            k += 1
          }
        }
        j += 1
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
