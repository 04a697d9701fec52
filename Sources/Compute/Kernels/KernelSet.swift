// What every variant of the kernels offers: documented where it is implemented, in SIMDKernels.

protocol KernelSet {
  static var lanes: Int { get }
  static var panelWidth: Int { get }
  static var maximumTileRows: Int { get }

  static func multiplyAdds(rounds: Int) -> Float
  static var operationsPerRound: Int { get }

  // MARK: Element by element

  static func exponential(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>)
  static func logarithm(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>)
  static func gelu(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>)
  static func tanhGELU(_ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>)
  static func swish(
    _ input: UnsafePointer<Float>, slope: Float, count: Int, into output: UnsafeMutablePointer<Float>)
  static func power(
    _ input: UnsafePointer<Float>, exponents: UnsafePointer<Float>, count: Int,
    into output: UnsafeMutablePointer<Float>)
  static func scale(
    _ input: UnsafePointer<Float>, by factor: Float, count: Int, into output: UnsafeMutablePointer<Float>)
  static func blend(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, fraction: Float, count: Int,
    into output: UnsafeMutablePointer<Float>)
  static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  )
  static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  )
  static func exchange(_ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, count: Int)

  // MARK: Rows

  static func layerNorm(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, epsilon: Float, isCentered: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int)
  static func sum(_ x: UnsafePointer<Float>, count: Int) -> Float
  static func wideSum(_ x: UnsafePointer<Float>, count: Int) -> Double
  static func wideProducts(
    _ x: UnsafePointer<Float>, _ y: UnsafePointer<Double>, count: Int
  ) -> (product: Double, squares: Double)
  static func addWide(
    _ x: UnsafePointer<Float>, count: Int, by factor: Double, to sums: UnsafeMutablePointer<Double>)
  static func sumRows(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into sums: UnsafeMutablePointer<Float>)
  static func depthwiseRow(
    _ x: UnsafePointer<Float>, stride xStride: Int, y: Int, height: Int, width: Int, channels: Int,
    weight: UnsafePointer<Float>, bias: UnsafePointer<Float>, kernel: Int,
    addingTo output: UnsafeMutablePointer<Float>, stride: Int)
  static func signedPowers(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    exponents: UnsafePointer<Float>, into output: UnsafeMutablePointer<Float>, stride: Int)
  static func splitSigns(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, depth: Int, negated: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int)
  static func focusedFeatures(
    _ x: UnsafePointer<Float>, stride xStride: Int, rows: Int, columns: Int,
    epsilon: UnsafePointer<Float>, exponent: Float, into output: UnsafeMutablePointer<Float>, stride: Int)

  // MARK: Products

  static func packTransposed(
    _ b: UnsafePointer<Float>, stride: Int, columns: Int, depth: Int,
    into panels: UnsafeMutablePointer<Float>)
  static func pack(
    _ b: UnsafePointer<Float>, stride: Int, depth: Int, columns: Int,
    into panels: UnsafeMutablePointer<Float>)
  static func multiply(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    following: UnsafePointer<Float>?,
    into output: UnsafeMutablePointer<Float>, stride: Int)
  static func finishProduct(
    _ sums: UnsafePointer<Float>, rows: Int, columns: Int, bias: UnsafePointer<Float>?,
    residual: UnsafePointer<Float>?, residualStride: Int, applyingGELU: Bool,
    into output: UnsafeMutablePointer<Float>, stride: Int
  ) -> Bool
  static func multiplyTransposed(
    _ a: UnsafePointer<Float>, stride aStride: Int, rows: Int, depth: Int,
    panels: UnsafePointer<Float>, columns: Int, into output: UnsafeMutablePointer<Float>, stride: Int)
  static func multiplyRow(
    _ x: UnsafePointer<Float>, depth: Int, scale: Float, rows b: UnsafePointer<Float>, stride: Int,
    count: Int, into output: UnsafeMutablePointer<Float>)
  static func multiplyRowOfEqualSigns(
    _ x: UnsafePointer<Float>, depth: Int, rows b: UnsafePointer<Float>, stride: Int, count: Int,
    into output: UnsafeMutablePointer<Float>)

  // MARK: Attention

  static func softmaxScratch(rows: Int, depth: Int, valueColumns: Int) -> Int
  static func softmaxBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int, scale: Float,
    keys: UnsafePointer<Float>, keyCount: Int, bias: UnsafePointer<Float>?,
    queryRegions: UnsafePointer<Int32>?, keyRegions: UnsafePointer<Int32>?, mask: Float,
    values: UnsafePointer<Float>?, valueColumns: Int,
    into output: UnsafeMutablePointer<Float>?, outputStride: Int,
    entropies: UnsafeMutablePointer<Float>?, isPrefetching: Bool, scratch: UnsafeMutablePointer<Float>)
  static func softmaxRow(
    _ row: UnsafeMutablePointer<Float>, count: Int, bias: UnsafePointer<Float>?, region: Int32,
    regions: UnsafePointer<Int32>?, mask: Float
  ) -> Float
  static func linearAttention(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keyValues: UnsafePointer<Float>, columns: Int, streams: Int, keySums: UnsafePointer<Float>,
    epsilon: Float,
    into output: UnsafeMutablePointer<Float>, stride: Int)
  static func linearStatisticsScratch(rows: Int, depth: Int) -> Int
  static func linearStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, epsilon: Float,
    entropies: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
    weights: UnsafeMutablePointer<Float>?, weightStride: Int, isPrefetching: Bool,
    scratch: UnsafeMutablePointer<Float>)
  static func polarityStatisticsScratch(rows: Int, depth: Int) -> Int
  static func polarityStatisticsBlock(
    queries: UnsafePointer<Float>, queryStride: Int, rows: Int, depth: Int,
    keys: UnsafePointer<Float>, keyCount: Int, keySums: UnsafePointer<Float>, keyMaxima: UnsafePointer<Float>,
    epsilon: Float, sameEntropies: UnsafeMutablePointer<Float>, sameSums: UnsafeMutablePointer<Float>,
    oppositeEntropies: UnsafeMutablePointer<Float>, oppositeSums: UnsafeMutablePointer<Float>,
    meanEntropies: UnsafeMutablePointer<Float>, sameWeights: UnsafeMutablePointer<Float>?,
    oppositeWeights: UnsafeMutablePointer<Float>?, weightStride: Int, isPrefetching: Bool,
    addsBesideProducts: Bool, scratch: UnsafeMutablePointer<Float>)
  static func largestMagnitudes(
    _ x: UnsafePointer<Float>, stride: Int, rows: Int, columns: Int, into output: UnsafeMutablePointer<Float>)
  static func entropy(
    of a: UnsafePointer<Float>, by aFactor: Float, and b: UnsafePointer<Float>, by bFactor: Float, count: Int
  ) -> Float
  static func divergence(of a: UnsafePointer<Float>, and b: UnsafePointer<Float>, count: Int) -> Float
  static func swapHalves(
    _ features: UnsafePointer<Float>, depth: Int, into output: UnsafeMutablePointer<Float>)
}

extension KernelSet {
  /// `columns` rounded up to whole panels.
  static func wholePanels(_ columns: Int) -> Int {
    (columns + panelWidth - 1) / panelWidth * panelWidth
  }
}
