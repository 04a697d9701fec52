// A loaded model: its description, its network and the forward pass.
import Attention
import Compute
import Imaging

/// What a network computes, from image to logits, recording each attention layer on the way.
package protocol Network: Sendable {
  /// The logits, or nil where the model has no head.
  ///
  /// - Throws: `Cancelled` between layers once the pass is cancelled.
  func logits(of image: ImagePlanes, pass: ForwardPass) throws -> [Float]?
}

/// A normalised image, [channels × height·width].
package struct ImagePlanes: Sendable {
  package let height: Int
  package let width: Int
  package let planes: Matrix

  package init(height: Int, width: Int, planes: Matrix) {
    self.height = height
    self.width = width
    self.planes = planes
  }
}

/// An attention layer as the model has it, known before any forward pass.
package struct AttentionLayerDescription: Sendable {
  package let index: Int
  package let name: String
  package let mechanism: MechanismName
  package let streams: [Stream]
  package let heads: Int
  package let geometry: AttentionGeometry
}

/// What a model is, known from names, shapes and configuration alone.
package struct ModelDescription: Sendable {
  /// The family's name in files and JSON, such as `pola_pvt`.
  package let family: String
  package let hyperparameters: [Hyperparameter]
  package let preprocessing: Preprocessing
  package let layers: [AttentionLayerDescription]
  package let classCount: Int?
  /// Names of the classes, where the model or its configuration has them.
  package let labels: [String]?
  /// Tensors that the file holds and the model does not use: buffers, and parameters that its code leaves out.
  package let unusedTensors: [String]

  /// What people should know before they believe what they see, a line each.
  package var warnings: [String] {
    hyperparameters.compactMap { parameter in
      guard case .guess(let reason) = parameter.source else { return nil }
      return "\(parameter.name) \(parameter.value) is a guess: \(reason)"
    }
  }
}

/// A model with its weights, ready to run.
@dynamicMemberLookup
package struct VisionModel: Sendable {
  package let description: ModelDescription
  package let network: any Network
  package let engine: Engine

  /// Its family, layers, labels and the rest of its description.
  package subscript<Value>(dynamicMember member: KeyPath<ModelDescription, Value>) -> Value {
    description[keyPath: member]
  }

  /// What a forward pass gives.
  package struct Output: Sendable {
    package let logits: [Float]?
    /// One record per attention layer, in order.
    package let records: [AttentionRecord]
    /// Entropies and sums of every row, one dictionary per attention layer; empty where no rows were read.
    package let statistics: [[Stream: RowStatistics]]
  }

  /// The same model, its weights shared, computing on the threads of another engine of the same instruction set.
  package func running(on engine: Engine) -> VisionModel {
    precondition(
      engine.instructionSet == self.engine.instructionSet, "weights are packed for one instruction set")
    return VisionModel(description: description, network: network, engine: engine)
  }

  /// Runs the model on a normalised image.
  ///
  /// - Parameters:
  ///   - interventions: heads that are switched off, places that are hidden.
  ///   - rowReader: sees every row of every head on the way; `statistics` are filled then.
  ///   - progress: called after each attention layer with the share that is done, 0…1.
  /// - Throws: `Cancelled`.
  package func forward(
    _ image: ImagePlanes, interventions: Interventions = Interventions(), cancellation: Cancellation? = nil,
    rowReader: RowReader? = nil, progress: (@Sendable (Double) -> Void)? = nil
  ) throws -> Output {
    let pass = ForwardPass(
      engine: engine, interventions: interventions, layerCount: description.layers.count,
      cancellation: cancellation,
      rowReader: rowReader, progress: progress)
    let logits = try network.logits(of: image.occluding(interventions.occluded), pass: pass)
    return Output(logits: logits, records: pass.records, statistics: pass.statistics)
  }
}
