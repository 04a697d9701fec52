// Depthwise convolution of one row of a token grid.

extension Kernels {
  /// Adds to row `y` of `output` the convolution of x, both `[height·width × channels]` row-major.
  ///
  /// `weight` is `[kernel·kernel × channels]`, `bias` `[channels]`; zero padding kernel/2, stride 1.
  @inline(never)
  package static func depthwiseRow(
    _ x: UnsafePointer<Float>, stride xStride: Int, y: Int, height: Int, width: Int, channels: Int,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, kernel: Int,
    addingTo output: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let reach = kernel / 2
    let firstRow = y < reach ? reach - y : 0
    let lastRow = height - y + reach < kernel ? height - y + reach : kernel
    var column = 0
    while column < width {
      let firstColumn = column < reach ? reach - column : 0
      let lastColumn = width - column + reach < kernel ? width - column + reach : kernel
      let target = output + (y * width + column) * stride
      var c = 0
      while c < channels {
        let rest = channels - c
        var sum = Vector(at: target + c, upTo: rest) + Vector(at: bias + c, upTo: rest)
        var dy = firstRow
        while dy < lastRow {
          let line = (y + dy - reach) * width + column - reach
          var dx = firstColumn
          while dx < lastColumn {
            let factor = Vector(at: weight + (dy * kernel + dx) * channels + c, upTo: rest)
            sum = multiplyAdd(Vector(at: x + (line + dx) * xStride + c, upTo: rest), factor, sum)
            dx += 1
          }
          dy += 1
        }
        sum.store(at: target + c, upTo: rest)
        c += lanes
      }
      column += 1
    }
  }
}
