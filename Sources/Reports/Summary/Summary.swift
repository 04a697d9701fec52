// Lines of `polascope stats` merged into one summary for each head.
import Files
import Session
import VisionModels

/// The numbers of every head of every model, over all images.
package struct Summary: Sendable {
  /// By name, and by what was changed in them. A model is one digest of weights with one set of values that they were
  /// run with.
  package let models: [Model]
  /// Of the quantiles.
  package let fractions: [Double]
  /// Lines that repeat another one, and were left out.
  package let repetitions: Int
  /// The paths at which lines of several models have several images, in order.
  package let unlikeImages: [String]

  package struct Model: Sendable {
    /// Unlike every other model's.
    package let name: String
    /// Other names that its lines have.
    package let otherNames: [String]
    /// nil where it has no numbers, and for numbers without a digest.
    package let identity: ModelIdentity?
    /// What was changed in its forward passes: lines of other changes are of another model.
    package let interventions: Interventions
    /// The kernels that its queries and keys were read by; nil for its own numbers.
    package let kernels: [String]?
    /// How near their rows are to its own; nil for its own numbers.
    package let fits: KernelFits?
    /// The entropies of its layers; nil for kernels.
    package let levels: LayerLevels?
    package let bytes: Int
    package let family: String
    /// Images with numbers, one for each file.
    package let images: Int
    /// Paths with numbers whose file is that of one of the images, byte for byte; they do not count.
    package let copies: Int
    /// Images without numbers because of an error.
    package let failures: Int
    package let layers: [Layer]
  }

  package struct Layer: Sendable {
    package let name: String
    package let mechanism: String
    /// Whether weights may be negative: then entropies are those of |a|/Σ|a|.
    package let isSigned: Bool
    package let heads: [[(metric: Metric, distribution: Distribution)]]
    /// Of the layer as a whole.
    package let numbers: [(metric: Metric, distribution: Distribution)]
  }

  /// The numbers that are in it.
  package var names: Set<Metric.Name> {
    Set(
      models.flatMap(\.layers).flatMap { layer in
        (layer.heads.joined() + layer.numbers).map(\.metric.name)
      })
  }
}
