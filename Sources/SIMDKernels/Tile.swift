// The innermost product: a few rows times one panel, accumulated in registers.
import CPlatform

/// c `[R × panelWidth]` ← initial + a·b + bias, with a `[R × depth]` and b one panel `[depth × panelWidth]`.
///
/// - Parameters:
///   - initial: where the accumulators start, `initialStride` from row to row; nil: from zero.
///   - bias: `[panelWidth]`, added to every row at the end; nil: none.
///   - next: memory asked for in the second-level cache meanwhile, `step` bytes further with every feature; nil:
///     none, known when compiling.
///
/// `-unroll-threshold=1000` unrolls the loop over the rows, so that all 2·R accumulators stay in registers. This
/// must be the module's only use of `InlineArray`: else its initializer is shared, not inlined, and they do not.
@inline(__always)
private func tile<let R: Int>(
  _: InlineArray<R, Vector>.Type,
  _ a: UnsafePointer<Float>, _ rowStride: Int, _ depthStride: Int,
  _ b: UnsafePointer<Float>, _ depth: Int,
  _ initial: UnsafePointer<Float>?, _ initialStride: Int, _ bias: UnsafePointer<Float>?,
  _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ next: UnsafeRawPointer?, _ step: Int
) {
  var left = InlineArray<R, Vector>(repeating: Vector())
  var right = InlineArray<R, Vector>(repeating: Vector())
  if let initial {
    for r in 0..<R {
      left[unchecked: r] = Vector(at: initial + r * initialStride)
      right[unchecked: r] = Vector(at: initial + r * initialStride + Vector.scalarCount)
    }
  }
  var panel = b
  var factors = a
  var prefetched = next
  var k = 0
  while k < depth {
    if let address = prefetched {
      prefetch_into_second_level(address)
      prefetched = address + step
    }
    let b0 = Vector(at: panel)
    let b1 = Vector(at: panel + Vector.scalarCount)
    for r in 0..<R {
      let factor = Vector(repeating: factors[r * rowStride])
      #if AVX2
        // With `multiplyAdd`, all of `left` would come before all of `right`, and 16 registers do not hold the
        // factors meanwhile; in place, more registers would not be used.
        left[unchecked: r].addProduct(factor, b0)
        right[unchecked: r].addProduct(factor, b1)
      #else
        left[unchecked: r] = multiplyAdd(factor, b0, left[unchecked: r])
        right[unchecked: r] = multiplyAdd(factor, b1, right[unchecked: r])
      #endif
    }
    panel += 2 * Vector.scalarCount
    factors += depthStride
    k += 1
  }
  if let bias {
    let bias0 = Vector(at: bias)
    let bias1 = Vector(at: bias + Vector.scalarCount)
    for r in 0..<R {
      left[unchecked: r] += bias0
      right[unchecked: r] += bias1
    }
  }
  for r in 0..<R {
    left[unchecked: r].store(at: c + r * stride)
    right[unchecked: r].store(at: c + r * stride + Vector.scalarCount)
  }
}

/// `tile` for `rows` ≤ `maximumTileRows` rows of a row-major a.
@inline(never)
func multiplyTile(
  rows: Int, _ a: UnsafePointer<Float>, stride aStride: Int, panel b: UnsafePointer<Float>, depth: Int,
  initial: UnsafePointer<Float>?, initialStride: Int, bias: UnsafePointer<Float>?,
  into c: UnsafeMutablePointer<Float>, stride: Int
) {
  tileOfRows(rows, a, aStride, b, depth, initial, initialStride, bias, c, stride, nil, 0)
}

/// The same, asking for `next` meanwhile.
@inline(never)
func multiplyTile(
  prefetching next: UnsafeRawPointer, step: Int, rows: Int, _ a: UnsafePointer<Float>, stride aStride: Int,
  panel b: UnsafePointer<Float>, depth: Int, initial: UnsafePointer<Float>?, initialStride: Int,
  bias: UnsafePointer<Float>?, into c: UnsafeMutablePointer<Float>, stride: Int
) {
  tileOfRows(rows, a, aStride, b, depth, initial, initialStride, bias, c, stride, next, step)
}

/// A product alone, asking for `next` meanwhile unless that is nil.
@inline(__always)
func multiplyTile(
  prefetching next: UnsafeRawPointer?, step: Int, rows: Int, _ a: UnsafePointer<Float>, stride aStride: Int,
  panel b: UnsafePointer<Float>, depth: Int, into c: UnsafeMutablePointer<Float>, stride: Int
) {
  if let next {
    multiplyTile(
      prefetching: next, step: step, rows: rows, a, stride: aStride, panel: b, depth: depth, initial: nil,
      initialStride: 0, bias: nil, into: c, stride: stride)
  } else {
    multiplyTile(
      rows: rows, a, stride: aStride, panel: b, depth: depth, initial: nil, initialStride: 0, bias: nil,
      into: c, stride: stride)
  }
}

/// The tile of as many rows; whether `next` is nil is known when compiling.
@inline(__always)
private func tileOfRows(
  _ rows: Int, _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ depth: Int,
  _ initial: UnsafePointer<Float>?, _ initialStride: Int, _ bias: UnsafePointer<Float>?,
  _ c: UnsafeMutablePointer<Float>, _ stride: Int, _ next: UnsafeRawPointer?, _ step: Int
) {
  switch rows {
  case 1:
    tile(
      InlineArray<1, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  case 2:
    tile(
      InlineArray<2, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  case 3:
    tile(
      InlineArray<3, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  case 4:
    tile(
      InlineArray<4, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  case 5:
    tile(
      InlineArray<5, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  case 6:
    tile(
      InlineArray<6, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride, next,
      step)
  #if AVX512 || arch(arm64)
    case 7:
      tile(
        InlineArray<7, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 8:
      tile(
        InlineArray<8, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 9:
      tile(
        InlineArray<9, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 10:
      tile(
        InlineArray<10, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 11:
      tile(
        InlineArray<11, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 12:
      tile(
        InlineArray<12, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
  #endif
  #if AVX512
    case 13:
      tile(
        InlineArray<13, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
    case 14:
      tile(
        InlineArray<14, Vector>.self, a, aStride, 1, b, depth, initial, initialStride, bias, c, stride,
        next, step)
  #endif
  default: break
  }
}

/// `tile` for `rows` ≤ `maximumTileRows` rows of aᵀ, a `[depth × rows]` row-major.
@inline(never)
func multiplyTransposedTile(
  rows: Int, _ a: UnsafePointer<Float>, stride aStride: Int, panel b: UnsafePointer<Float>, depth: Int,
  into c: UnsafeMutablePointer<Float>, stride: Int
) {
  switch rows {
  case 1: tile(InlineArray<1, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  case 2: tile(InlineArray<2, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  case 3: tile(InlineArray<3, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  case 4: tile(InlineArray<4, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  case 5: tile(InlineArray<5, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  case 6: tile(InlineArray<6, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  #if AVX512 || arch(arm64)
    case 7: tile(InlineArray<7, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 8: tile(InlineArray<8, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 9: tile(InlineArray<9, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 10: tile(InlineArray<10, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 11: tile(InlineArray<11, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 12: tile(InlineArray<12, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  #endif
  #if AVX512
    case 13: tile(InlineArray<13, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
    case 14: tile(InlineArray<14, Vector>.self, a, 1, aStride, b, depth, nil, 0, nil, c, stride, nil, 0)
  #endif
  default: break
  }
}
