// The depthwise convolution of the values that some layers add to what they attend to.
import Compute

/// A depthwise convolution of the values on the grid of the queries, window by window. Tokens in front of the patches
/// have no part in it.
package struct ValueConvolution: Sendable {
  /// How values of a coarser grid come to the grid of the queries.
  package enum Spreading: Sendable {
    /// Linearly along the flattened tokens: FLatten and PolaFormer.
    case alongTokens
    /// Bilinearly on the grid: Agent attention.
    case bilinear
  }

  /// One for all windows, or one for each.
  private let kernels: [DepthwiseConvolution]
  private let spreading: Spreading

  /// The same for all windows.
  package init(_ convolution: DepthwiseConvolution, spreading: Spreading = .alongTokens) {
    kernels = [convolution]
    self.spreading = spreading
  }

  /// One for each window: kernels that a layer makes of its tokens.
  package init(ofWindows kernels: [DepthwiseConvolution]) {
    precondition(!kernels.isEmpty)
    self.kernels = kernels
    spreading = .bilinear
  }

  /// Adds the convolution of the patches' values, [keys × channels], to theirs in `output`, [queries × channels].
  func add(_ values: Matrix, of geometry: AttentionGeometry, to output: Matrix, engine: Engine) {
    precondition(kernels.count == 1 || kernels.count == geometry.windowCount)
    var spread = values
    if geometry.keyGrid != geometry.queryGrid {
      spread = Matrix(unwrittenRows: output.rows, columns: output.columns)
      switch spreading {
      case .alongTokens: engine.interpolateTokens(values, into: spread)
      case .bilinear:
        engine.interpolateGrid(
          values, size: (geometry.keyGrid.rows, geometry.keyGrid.columns), into: spread,
          size: (geometry.queryGrid.rows, geometry.queryGrid.columns))
      }
    }
    let (height, width) =
      geometry.partition.map { ($0.rows, $0.columns) }
      ?? (geometry.queryGrid.rows, geometry.queryGrid.columns)
    for window in 0..<geometry.windowCount {
      let rows = window * height * width..<(window + 1) * height * width
      engine.depthwise(
        spread.rows(rows), height: height, width: width, kernels[kernels.count == 1 ? 0 : window],
        addingTo: output.rows(rows))
    }
  }
}
