// One model applied to one image: the prepared input, the records of its layers and its predictions.
import Attention
import AttentionMaps
import Compute
import Glibc
import Imaging
import VisionModels

/// A class with the probability that the model gives it.
package struct Prediction: Sendable, Equatable {
  package let index: Int
  package let label: String
  package let probability: Double
}

/// The outcome of one forward pass.
package struct Examination: Sendable {
  package let model: LoadedModel
  package let image: InputImage
  package let interventions: Interventions
  /// What the model saw: the image after resizing, cropping and normalization.
  package let input: PreparedImage
  /// The part of it that the token grids cover, as a picture.
  package var seen: RGBImage {
    let (height, width) = (model.model.coveredHeight, model.model.coveredWidth)
    let whole = input.pixels
    return whole.height == height && whole.width == width
      ? whole : whole.cropped(x: 0, y: 0, width: width, height: height)
  }
  /// nil where the model has no head.
  package let logits: [Float]?
  /// The image's vector as the model's published code returns it, or what enters the classifier.
  package let embedding: [Float]?
  /// Every class, the most probable first; empty where the model has no head, and where a logit is not finite.
  package let predictions: [Prediction]
  /// One per attention layer.
  package let records: [AttentionRecord]
  /// Of the pooling head; nil in a model without one.
  package let pool: AttentionRecord?
  /// Entropies and sums of every row, one dictionary per attention layer; empty where no rows were read.
  package let rowStatistics: [[Stream: RowStatistics]]
  /// nil where its outputs are finite.
  package let divergence: Divergence?
  /// Of the forward pass, with the row reader.
  package let secondsForward: Double

  /// Prepares the image and runs the model.
  ///
  /// - Parameters:
  ///   - rowReader: receives every row of every head during the forward pass; then `rowStatistics` are filled.
  ///   - tokenReader: receives the tokens that each block gives; see `TokenReader`.
  ///   - progress: the fraction of layers done, 0…1; called on the calling thread.
  /// - Throws: `Cancelled`; `ImageError` for a transform that is out of bounds; what `tokenReader` throws.
  package static func run(
    _ model: LoadedModel, on image: InputImage, interventions: Interventions = Interventions(),
    cancellation: Cancellation? = nil, rowReader: RowReader? = nil, tokenReader: TokenReader? = nil,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> Examination {
    let transform = model.model.preprocessing
    let input = try transform.apply(to: image.image)
    let planes = ImagePlanes(
      height: transform.inputHeight, width: transform.inputWidth,
      planes: Matrix(rows: 3, columns: transform.inputHeight * transform.inputWidth, values: input.planes))
    let start = ContinuousClock.now
    let output = try model.model.forward(
      planes, interventions: interventions, cancellation: cancellation, rowReader: rowReader,
      tokenReader: tokenReader, progress: progress)
    return Examination(
      model: model, image: image, interventions: interventions, input: input, logits: output.logits,
      embedding: output.embedding,
      predictions: predictions(output.logits, labels: model.model.labels), records: output.records,
      pool: output.pool,
      rowStatistics: output.statistics,
      divergence: Divergence(outputs: output.logits ?? output.embedding, records: output.records),
      secondsForward: start.secondsToNow)
  }

  private static func predictions(_ logits: [Float]?, labels: [String]?) -> [Prediction] {
    guard let logits, let highest = logits.max() else { return [] }
    let weights = logits.map { exp(Double($0 - highest)) }
    let total = weights.reduce(0, +)
    guard total.isFinite else { return [] }
    return weights.enumerated()
      .map { index, weight in
        Prediction(
          index: index, label: labels.map { $0[index] } ?? "class \(index)", probability: weight / total)
      }
      .sorted { ($1.probability, $0.index) < ($0.probability, $1.index) }
  }
}
