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
  /// - Parameter weights: names of tensors; see `ModelDescription.weightsThatAreNotFinite`.
  package func words(weights: [String]) -> String {
    let start =
      layer.map { "queries, keys or values are not finite from layer \($0) (\(name.escaped(limit: 80))) on" }
      ?? "queries, keys and values of all layers are finite"
    return "the outputs are not finite; \(start); "
      + (Session.words(notFinite: weights) ?? "all weights are finite")
  }
}

extension ModelDescription {
  /// The names of tensors that the model uses and that hold a NaN or an infinity, sorted. Reads all weights.
  ///
  /// - Throws: `CheckpointError` where a tensor cannot be read.
  package func weightsThatAreNotFinite() throws(CheckpointError) -> [String] {
    guard let checkpoint else { return [] }
    let unused = Set(unusedTensors)
    var names: [String] = []
    for name in checkpoint.names where !unused.contains(name) {
      if try checkpoint.floats(name).contains(where: { !$0.isFinite }) { names.append(name) }
    }
    return names
  }
}

/// `weights that are not finite: a, b, c and 2 more`; nil for none.
package func words(notFinite weights: [String]) -> String? {
  guard !weights.isEmpty else { return nil }
  let shown = weights.prefix(3).map { $0.escaped(limit: 80) }.joined(separator: ", ")
  return "weights that are not finite: \(shown)\(weights.count > 3 ? " and \(weights.count - 3) more" : "")"
}
