// What rows and columns of a figure may be, and its scales.

/// What changes from row to row, or from column to column.
package enum FigureAxis: String, CaseIterable, Sendable {
  case queries, models, images, layers, heads, maps, kernels, sizes

  /// The option whose list it takes.
  package var option: String {
    switch self {
    case .queries: "--query"
    case .models: "MODEL"
    case .images: "--image"
    case .layers: "--layers"
    case .heads: "--heads"
    case .maps: "--map"
    case .kernels: "--kernels"
    case .sizes: "--sizes"
    }
  }

  /// Those that become columns first where the command does not say.
  static let inOrderOfColumns: [FigureAxis] = [
    .models, .kernels, .maps, .sizes, .heads, .layers, .queries, .images,
  ]
}

/// Which panels have one scale.
package enum FigureScale: String, CaseIterable, Sendable {
  case shared, row, column, panel
  /// One for all, of multiples of 1/n on a logarithmic axis.
  case uniform
}

/// A head of a layer, or the mean of all of them.
package enum FigureHead: Hashable, Sendable {
  case head(Int)
  case mean
}

/// Whose rows are shown: the model's own, or those of another kernel on its queries and keys.
package enum FigureKernel: Hashable, Sendable {
  case own
  /// By its name in `Kernel.all`.
  case kernel(String)
}
