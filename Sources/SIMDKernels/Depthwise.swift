// Depthwise convolution of one row of a token grid.

/// Neighboring tokens of the output that are computed together.
private var tokensAtOnce: Int { 4 }

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
      let target = output + (y * width + column) * stride
      // Where every tap of four tokens falls inside the row, they share the loaded filters.
      if column >= reach && column + tokensAtOnce - 1 + kernel - reach <= width {
        let corner = x + ((y - reach) * width + column - reach) * xStride
        var c = 0
        while c + lanes <= channels {
          convolveFour(
            corner + c, rowStride: width * xStride, tokenStride: xStride, rows: firstRow..<lastRow,
            kernel: kernel, weight: weight + c, channels: channels, bias: bias + c, addingTo: target + c,
            stride: stride)
          c += lanes
        }
        var token = 0
        while token < tokensAtOnce {
          convolveOne(
            x, stride: xStride, y: y, column: column + token, height: height, width: width,
            rows: firstRow..<lastRow, channels: c..<channels, of: channels, weight: weight, bias: bias,
            kernel: kernel, addingTo: target + token * stride)
          token += 1
        }
        column += tokensAtOnce
      } else {
        convolveOne(
          x, stride: xStride, y: y, column: column, height: height, width: width,
          rows: firstRow..<lastRow, channels: 0..<channels, of: channels, weight: weight, bias: bias,
          kernel: kernel, addingTo: target)
        column += 1
      }
    }
  }
}

/// A register's channels of four neighboring tokens; `corner` is the first tap of the first.
@inline(__always)
private func convolveFour(
  _ corner: UnsafePointer<Float>, rowStride: Int, tokenStride: Int, rows: Range<Int>, kernel: Int,
  weight: UnsafePointer<Float>, channels: Int, bias: UnsafePointer<Float>,
  addingTo output: UnsafeMutablePointer<Float>, stride: Int
) {
  var sum0 = Vector(at: output) + Vector(at: bias)
  var sum1 = Vector(at: output + stride) + Vector(at: bias)
  var sum2 = Vector(at: output + 2 * stride) + Vector(at: bias)
  var sum3 = Vector(at: output + 3 * stride) + Vector(at: bias)
  var dy = rows.lowerBound
  while dy < rows.upperBound {
    var token = corner + dy * rowStride
    var x0 = Vector(at: token)
    var x1 = Vector(at: token + tokenStride)
    var x2 = Vector(at: token + 2 * tokenStride)
    var dx = 0
    while dx < kernel {
      let x3 = Vector(at: token + 3 * tokenStride)
      let factor = Vector(at: weight + (dy * kernel + dx) * channels)
      sum0 = multiplyAdd(x0, factor, sum0)
      sum1 = multiplyAdd(x1, factor, sum1)
      sum2 = multiplyAdd(x2, factor, sum2)
      sum3 = multiplyAdd(x3, factor, sum3)
      (x0, x1, x2) = (x1, x2, x3)
      token += tokenStride
      dx += 1
    }
    dy += 1
  }
  sum0.store(at: output)
  sum1.store(at: output + stride)
  sum2.store(at: output + 2 * stride)
  sum3.store(at: output + 3 * stride)
}

/// Some channels of one token; taps outside the row are left out.
@inline(__always)
private func convolveOne(
  _ x: UnsafePointer<Float>, stride: Int, y: Int, column: Int, height: Int, width: Int, rows: Range<Int>,
  channels: Range<Int>, of channelCount: Int, weight: UnsafePointer<Float>, bias: UnsafePointer<Float>,
  kernel: Int, addingTo output: UnsafeMutablePointer<Float>
) {
  let reach = kernel / 2
  let first = column < reach ? reach - column : 0
  let last = width - column + reach < kernel ? width - column + reach : kernel
  var c = channels.lowerBound
  while c < channels.upperBound {
    let rest = channels.upperBound - c
    var sum = Vector(at: output + c, upTo: rest) + Vector(at: bias + c, upTo: rest)
    var dy = rows.lowerBound
    while dy < rows.upperBound {
      let line = (y + dy - reach) * width + column - reach
      var dx = first
      while dx < last {
        let factor = Vector(at: weight + (dy * kernel + dx) * channelCount + c, upTo: rest)
        sum = multiplyAdd(Vector(at: x + (line + dx) * stride + c, upTo: rest), factor, sum)
        dx += 1
      }
      dy += 1
    }
    sum.store(at: output + c, upTo: rest)
    c += Vector.scalarCount
  }
}
