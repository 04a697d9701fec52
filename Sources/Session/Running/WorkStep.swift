// What of the work on one image is being done, for users who wait for it.

/// A step of the work on one image.
package enum WorkStep: Sendable, Equatable, CustomStringConvertible {
  /// The forward pass computes a layer; layers count from 0.
  case layer(Int, of: Int)
  /// Numbers of a layer are computed from what the forward pass left.
  case numbers(ofLayer: Int, of: Int)
  /// Pairs of heads are compared.
  case comparison(percent: Int)

  /// The layer that a forward pass computes once a fraction of its layers is done, 0…1.
  package static func layer(afterFraction fraction: Double, of count: Int) -> WorkStep {
    .layer(min(Int((fraction * Double(count)).rounded()), max(count - 1, 0)), of: count)
  }

  /// `layer 3 of 0–11`
  package var description: String {
    switch self {
    case .layer(let layer, let count): "layer \(layer) of 0–\(max(count - 1, 0))"
    case .numbers(let layer, let count): "numbers of layer \(layer) of 0–\(max(count - 1, 0))"
    case .comparison(let percent): "comparing heads, \(percent) %"
    }
  }
}
