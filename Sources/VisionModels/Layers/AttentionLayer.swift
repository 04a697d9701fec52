// What every attention layer of a network gives.
import Attention
import Compute

/// An attention layer with its weights.
protocol AttentionLayer: Sendable {
  var name: String { get }
  var heads: Int { get }
  var mechanism: any Mechanism { get }
  /// W_O, without any layer scale.
  var projection: Linear { get }

  /// Whether the attended values are multiplied with a gate.
  var hasGate: Bool { get }
  /// Whether a convolution of the values is added to the attended ones.
  var hasConvolution: Bool { get }

  /// Where queries and keys are in the image when the tokens cover `grid`.
  func geometry(on grid: TokenGrid) -> AttentionGeometry

  /// Applies the norm that a layer may have between the attended values and its projection, [tokens × channels].
  func normalize(_ attended: Matrix, engine: Engine)

  /// Attends over normalized tokens, [tokens × channels].
  ///
  /// - Parameter outputs: the tokens whose attended values are read afterwards; those of others may be left unwritten.
  /// - Returns: the layer's record, of all tokens, and what enters the projection, [tokens × channels].
  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix)
}

extension AttentionLayer {
  var hasGate: Bool { false }
  var hasConvolution: Bool { false }

  func normalize(_ attended: Matrix, engine: Engine) {}

  /// The layer as it is known before a forward pass over tokens on `grid`.
  func description(index: Int, on grid: TokenGrid) -> AttentionLayerDescription {
    AttentionLayerDescription(
      index: index, name: name, mechanism: mechanism.facts, heads: heads, geometry: geometry(on: grid),
      hasGate: hasGate, hasConvolution: hasConvolution)
  }
}
