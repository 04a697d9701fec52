// Where the numbers of a model end: NaN or infinity in its outputs, and the first layer and the weights that have such.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Files
import VisionModels

/// Outputs that are not finite.
package struct Divergence: Sendable, Hashable {
  /// The first attention layer whose queries, keys or values are not finite; nil where those of all layers are.
  package let layer: Int?
  /// Its name in the checkpoint.
  private let name: String

  /// nil where the outputs, logits or without a classifier the image's vector, are finite.
  init?(outputs: [Float]?, records: [AttentionRecord]) {
    guard let outputs, !outputs.allSatisfy(\.isFinite) else { return nil }
    let first = records.first { record in
      let inputs = record.inputs
      return ![inputs.queries, inputs.keys, inputs.values].allSatisfy { $0.values.allSatisfy(\.isFinite) }
    }
    layer = first?.index
    name = first?.name ?? ""
  }

  /// `from layer 2 on`, or where it is not in the inputs of any layer.
  package var place: String { layer.map { "from layer \($0) on" } ?? "behind the last layer" }

  /// What is said of an image: which outputs, from which layer on, and which weights are no numbers.
  ///
  /// - Parameter weights: names of tensors; see `LoadedModel.weightsThatAreNotFinite`.
  package func words(weights: [String]) -> String {
    let start =
      layer.map { "queries, keys or values are not finite from layer \($0) (\(name.escaped(limit: 80))) on" }
      ?? "queries, keys and values of all layers are finite"
    let shown = weights.prefix(3).map { $0.escaped(limit: 80) }.joined(separator: ", ")
    let more = weights.count > 3 ? " and \(weights.count - 3) more" : ""
    return "the outputs are not finite; \(start); "
      + (weights.isEmpty ? "all weights are finite" : "weights that are not finite: \(shown)\(more)")
  }
}

extension LoadedModel {
  /// The names of tensors that the model uses and that hold a NaN or an infinity, sorted. Reads all weights again.
  ///
  /// - Throws: `CheckpointError` for a file that has changed.
  package func weightsThatAreNotFinite() throws(CheckpointError) -> [String] {
    guard let checkpoint = model.description.checkpoint else { return [] }
    let unused = Set(model.description.unusedTensors)
    var names: [String] = []
    for name in checkpoint.names where !unused.contains(name) {
      if try !checkpoint.floats(name).allSatisfy(\.isFinite) { names.append(name) }
    }
    return names
  }
}
