// What a user fixes about a model, whatever its files say.
import Imaging

/// Values of a model that the user gives; nil leaves a value to the configuration, the tensors or the family.
package struct ModelOverrides: Sendable, Hashable {
  /// Heads per stage, or one number for all.
  package var numHeads: [Int]?
  package var architecture: String?
  /// α of the polarity power.
  package var alpha: Double?
  /// The exponent of focused linear attention.
  package var focusingFactor: Double?
  /// Which sub-tree of a larger file is the model, by the beginning of its names.
  package var part: String?
  /// Which dictionary of a checkpoint holds the model.
  package var weightsKey: String?
  /// The activation of MLPs.
  package var activation: Activation?
  /// What becomes the image's vector.
  package var pooling: TokenPooling?
  package var inputHeight: Int?
  package var inputWidth: Int?
  package var cropFraction: Double?
  package var mean: [Float]?
  package var standardDeviation: [Float]?
  package var interpolation: ResampleFilter?

  package init() {}
}
