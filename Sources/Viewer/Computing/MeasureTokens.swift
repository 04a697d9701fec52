// The tokens that every block of a model gives: their norms and principal components.

import Attention
import AttentionMaps
import Session
import VisionModels

/// What is known of the tokens after one block.
struct LayerTokens: Sendable {
  let norms: TokenNorms
  let components: Measured<TokenComponents>
}

/// A forward pass that keeps nothing of the tokens but this.
struct MeasureTokens: Computation {
  let examination: ExaminationKey

  var lane: Lane { .sums }
  var longSum: String? { "measuring tokens" }

  func inputs(_ findings: Findings) -> (model: LoadedModel, image: InputImage)? {
    guard let model = findings[examination.loading],
      let image = findings[LoadImage(image: examination.image)],
      findings[Examine(examination)] != nil
    else { return nil }
    return (model, image)
  }

  /// By layer. Throws `Cancelled`; `ImageError` for a transform that is out of bounds.
  func run(_ inputs: (model: LoadedModel, image: InputImage), _ job: Job) throws -> [LayerTokens] {
    let blocks = BlockTokens<LayerTokens> { earlier, tokens, grid in
      // Signs follow the last block that has components.
      let before = earlier.last { $0.components.value != nil }?.components.value
      return LayerTokens(
        norms: TokenNorms(of: tokens, on: grid),
        components: try TokenComponents.of(tokens, on: grid, after: before, cancellation: job.cancellation))
    }
    _ = try Examination.run(
      inputs.model, on: inputs.image, interventions: examination.interventions,
      cancellation: job.cancellation, tokenReader: blocks.read, progress: job.progress)
    return blocks.values
  }

  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(examination) }
}

extension Subject {
  /// What is known of the tokens after the block of the current layer; nil while they are measured.
  var tokens: LayerTokens? {
    guard let layers = findings[MeasureTokens(examination: key)], layers.indices.contains(layer) else {
      return nil
    }
    return layers[layer]
  }
}
