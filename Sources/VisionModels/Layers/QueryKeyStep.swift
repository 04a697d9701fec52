// What a layer does to its queries and keys between their projection and the attention.
import Attention
import Compute

/// A change of queries and keys, with its weights. A layer's record holds queries and keys as the last step left
/// them.
protocol QueryKeyStep: Sendable {
  /// Changes queries and keys in place, [tokens × channels] each: `prefix` tokens, then those of `grid` in row-major
  /// order.
  func apply(queries: Matrix, keys: Matrix, heads: Int, prefix: Int, grid: TokenGrid, engine: Engine)
}

/// The layer that a step is part of.
struct QueryKeyPlace {
  let layer: Int
  let heads: Int
  /// Channels of a head.
  let headWidth: Int
  /// The patches at the model's input size.
  let grid: TokenGrid
}

/// A step as a layout states it, before its weights are read.
protocol QueryKeyStepDescription: Sendable {
  /// Whether it turns queries and keys by their positions.
  var rotates: Bool { get }

  /// The step, nil where the file has none of its tensors.
  ///
  /// - Parameter norms: the model's.
  func step(_ reader: ParameterReader, at place: QueryKeyPlace, norms: NormRule) throws -> (any QueryKeyStep)?

  /// Notes what a model with this step does.
  func note(in context: ModelContext)
}

/// Layer norms over the channels of a head, one of queries and one of keys (qk norm).
struct QueryKeyNorm: QueryKeyStep {
  private let queries: LayerNorm
  private let keys: LayerNorm

  func apply(queries: Matrix, keys: Matrix, heads: Int, prefix: Int, grid: TokenGrid, engine: Engine) {
    for (matrix, norm) in [(queries, self.queries), (keys, self.keys)] {
      let width = matrix.columns / heads
      for head in 0..<heads {
        let part = matrix.columns(head * width..<(head + 1) * width)
        engine.layerNorm(part, norm, into: part)
      }
    }
  }

  /// What the norms are called in a checkpoint, without `.weight`.
  struct Names: QueryKeyStepDescription {
    let queries: String
    let keys: String

    var rotates: Bool { false }

    func step(
      _ reader: ParameterReader, at place: QueryKeyPlace, norms: NormRule
    ) throws -> (any QueryKeyStep)? {
      guard reader.has("\(queries).weight") else { return nil }
      return QueryKeyNorm(
        queries: try reader.norm(queries, channels: place.headWidth, norms),
        keys: try reader.norm(keys, channels: place.headWidth, norms))
    }

    func note(in context: ModelContext) {
      let exists = context.reader.has("\(queries).weight")
      context.record(.qkNorm, FactValue(.bool(exists)))
      guard exists else { return }
      context.note("qk norm", "layer norm over each head", from: .tensors(queries))
    }
  }
}
