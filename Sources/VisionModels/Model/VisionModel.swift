// A loaded model: its description, its network and the forward pass.
import Attention
import Compute
import Imaging

/// What a network computes, from image to logits, recording each attention layer on the way.
package protocol Network: Sendable {
  /// The logits and the embedding.
  ///
  /// - Throws: `Cancelled` between layers once the pass is cancelled.
  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput
}

/// A model with its weights, ready to run.
@dynamicMemberLookup
package struct VisionModel: Sendable {
  package internal(set) var description: ModelDescription
  package let network: any Network
  package let engine: Engine

  /// Its family, layers, labels and the rest of its description.
  package subscript<Value>(dynamicMember member: KeyPath<ModelDescription, Value>) -> Value {
    description[keyPath: member]
  }

  /// What a forward pass gives.
  package struct Output: Sendable {
    package let logits: [Float]?
    /// See `NetworkOutput.embedding`.
    package let embedding: [Float]?
    /// One record per attention layer, in order.
    package let records: [AttentionRecord]
    /// The record of the pooling head, nil in a model without one; its only query is the head's probe.
    package let pool: AttentionRecord?
    /// Entropies and sums of every row, one dictionary per attention layer; empty where no rows were read.
    package let statistics: [[Stream: RowStatistics]]
    /// nil where none was asked for, and where the network leaves none.
    package let trail: PassTrail?
  }

  /// The same model, its weights shared, computing on the threads of another engine of the same instruction set.
  package func running(on engine: Engine) -> VisionModel {
    precondition(
      engine.instructionSet == self.engine.instructionSet, "weights are packed for one instruction set")
    return VisionModel(description: description, network: network, engine: engine)
  }

  /// Runs the model on a normalized image.
  ///
  /// - Parameters:
  ///   - interventions: heads that are switched off, places that are hidden.
  ///   - rowReader: sees every row of every head on the way; `statistics` are filled then.
  ///   - tokenReader: sees the tokens that each block gives; see `TokenReader`.
  ///   - leavingTrail: whether the tokens that enter each block are kept for `forward(_:after:)`.
  ///   - progress: called after each attention layer with the fraction that is done, 0…1.
  /// - Throws: `Cancelled`; what `tokenReader` throws.
  package func forward(
    _ image: ImagePlanes, interventions: Interventions = Interventions(), cancellation: Cancellation? = nil,
    rowReader: RowReader? = nil, tokenReader: TokenReader? = nil, leavingTrail: Bool = false,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> Output {
    let pass = ForwardPass(
      engine: engine, interventions: interventions, layerCount: description.layers.count,
      cancellation: cancellation, rowReader: rowReader, tokenReader: tokenReader, leavesTrail: leavingTrail,
      progress: progress)
    return try run(pass, on: image, hiding: interventions.occluded)
  }

  /// What `forward` gives, to the bit, where an earlier pass on the same image left a trail: it begins at the first layer
  /// whose heads are not off and on as they were in that pass, and is a whole pass where other patches are hidden.
  ///
  /// - Throws: `Cancelled`
  package func forward(
    _ image: ImagePlanes, after trail: PassTrail, interventions: Interventions,
    cancellation: Cancellation? = nil, leavingTrail: Bool = false,
    progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> Output {
    let pass = ForwardPass(
      engine: engine, interventions: interventions, layerCount: description.layers.count,
      cancellation: cancellation, leavesTrail: leavingTrail,
      beginning: trail.firstLayer(changedBy: interventions).map(trail.before), progress: progress)
    return try run(pass, on: image, hiding: interventions.occluded)
  }

  private func run(
    _ pass: ForwardPass, on image: ImagePlanes, hiding places: Set<Footprint>
  ) throws -> Output {
    let output = try network.output(
      of: image.occluding(
        places, coveredHeight: description.coveredHeight, coveredWidth: description.coveredWidth),
      pass: pass)
    return Output(
      logits: output.logits, embedding: output.embedding, records: pass.records, pool: pass.pool,
      statistics: pass.statistics, trail: pass.trail)
  }
}
