// Two products of signed features at once: of the features, and of their magnitudes.
import CPlatform

extension Kernels {
  /// Whether `multiplySignedRows` exists for this instruction set: the registers of others do not hold enough rows.
  static var multipliesSignedRows: Bool {
    #if AVX512
      true
    #else
      false
    #endif
  }
}

/// Writes one of `rows` rows of features where `multiplySignedRows` reads them: for every pair of features c and d and
/// every row φ_c, |φ_c| and φ_d; at the end of an odd depth φ_c and |φ_c|.
@inline(__always)
func pairFeatures(
  magnitudes: UnsafePointer<Float>, signed: UnsafePointer<Float>, depth: Int, row: Int, rows: Int,
  into output: UnsafeMutablePointer<Float>
) {
  var target = output + 3 * row
  var c = 0
  while c + 2 <= depth {
    target[0] = signed[c]
    target[1] = magnitudes[c]
    target[2] = signed[c + 1]
    target += 3 * rows
    c += 2
  }
  if c < depth {
    target -= row
    target[0] = signed[c]
    target[1] = magnitudes[c]
  }
}

/// `totals` ← |φ|·|b| and `differences` ← φ·b, both `[rows × columns]` and on to a whole number of registers, for rows
/// that `pairFeatures` wrote and one panel b `[depth × panelWidth]`. A product of two features is made once for both
/// where the processor adds in units other than those that multiply.
@inline(__always)
func multiplySignedRows(
  _ rows: Int, pairedFeatures: UnsafePointer<Float>, panel: UnsafePointer<Float>, depth: Int, columns: Int,
  totals: UnsafeMutablePointer<Float>, differences: UnsafeMutablePointer<Float>, stride: Int
) {
  #if AVX512
    var column = 0
    while column < Kernels.panelWidth && column < columns {
      multiply_signed_rows(
        rows, pairedFeatures, panel + column, Kernels.panelWidth, depth, totals + column,
        differences + column, stride)
      column += Vector.scalarCount
    }
  #endif
}
