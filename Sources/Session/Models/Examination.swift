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
  /// What `changed(to:)` begins from; nil where none was asked for.
  private let trail: PassTrail?

  /// Prepares the image and runs the model.
  ///
  /// - Parameters:
  ///   - rowReader: receives every row of every head during the forward pass; then `rowStatistics` are filled.
  ///   - tokenReader: receives the tokens that each block gives; see `TokenReader`.
  ///   - leavingTrail: whether the tokens that enter each block are kept, so that `changed(to:)` is short.
  ///   - progress: the fraction of layers done, 0…1; called on the calling thread.
  ///   - steps: told each layer before it is computed.
  /// - Throws: `Cancelled`; `ImageError` for a transform that is out of bounds; what `tokenReader` throws.
  package static func run(
    _ model: LoadedModel, on image: InputImage, interventions: Interventions = Interventions(),
    cancellation: Cancellation? = nil, rowReader: RowReader? = nil, tokenReader: TokenReader? = nil,
    leavingTrail: Bool = false, progress: (@Sendable (Double) -> Void)? = nil,
    steps: (@Sendable (WorkStep) -> Void)? = nil
  ) throws -> Examination {
    let count = model.model.layers.count
    steps?(.layer(0, of: count))
    let tell = steps.map { steps in
      { @Sendable (fraction: Double) in
        progress?(fraction)
        steps(.layer(afterFraction: fraction, of: count))
      }
    }
    let input = try model.model.preprocessing.apply(to: image.image)
    let planes = planes(of: input, for: model)
    let start = ContinuousClock.now
    let output = try usingMemory(for: "a forward pass") {
      try model.model.forward(
        planes, interventions: interventions, cancellation: cancellation, rowReader: rowReader,
        tokenReader: tokenReader, leavingTrail: leavingTrail, progress: tell ?? progress)
    }
    return Examination(
      model: model, image: image, interventions: interventions, input: input, output: output,
      secondsForward: start.secondsToNow)
  }

  /// The same model on the same image with other heads off and other patches hidden: what `run` gives, to the bit.
  ///
  /// The image is not prepared again. Where this examination has a trail and hides the same patches, the forward pass
  /// begins at the first layer whose heads differ.
  ///
  /// - Parameter leavingTrail: as in `run`.
  /// - Throws: `Cancelled`
  package func changed(
    to interventions: Interventions, cancellation: Cancellation? = nil, leavingTrail: Bool = false,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> Examination {
    let planes = Self.planes(of: input, for: model)
    let start = ContinuousClock.now
    let output = try usingMemory(for: "a forward pass") {
      try trail.map {
        try model.model.forward(
          planes, after: $0, interventions: interventions, cancellation: cancellation,
          leavingTrail: leavingTrail, progress: progress)
      }
        ?? model.model.forward(
          planes, interventions: interventions, cancellation: cancellation, leavingTrail: leavingTrail,
          progress: progress)
    }
    return Examination(
      model: model, image: image, interventions: interventions, input: input, output: output,
      secondsForward: start.secondsToNow)
  }

  /// The layer that `changed(to:)` begins at; nil where it is a whole pass.
  package func firstLayer(changedBy interventions: Interventions) -> Int? {
    trail?.firstLayer(changedBy: interventions)
  }

  private static func planes(of input: PreparedImage, for model: LoadedModel) -> ImagePlanes {
    let (height, width) = (model.model.preprocessing.inputHeight, model.model.preprocessing.inputWidth)
    return ImagePlanes(
      height: height, width: width, planes: Matrix(rows: 3, columns: height * width, values: input.planes))
  }

  private init(
    model: LoadedModel, image: InputImage, interventions: Interventions, input: PreparedImage,
    output: VisionModel.Output, secondsForward: Double
  ) {
    self.model = model
    self.image = image
    self.interventions = interventions
    self.input = input
    logits = output.logits
    embedding = output.embedding
    predictions = Self.predictions(output.logits, labels: model.model.labels)
    records = output.records
    pool = output.pool
    rowStatistics = output.statistics
    divergence = Divergence(outputs: output.logits ?? output.embedding, records: output.records)
    trail = output.trail
    self.secondsForward = secondsForward
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
