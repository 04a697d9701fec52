// Where the numbers of a model end: NaN or infinity in its outputs or rows, and the first layer and the weights that have such.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Files
import VisionModels

/// Outputs that are not finite, or rows of attention.
package struct Divergence: Sendable, Hashable {
  /// What is not finite in the first layer that has such.
  private enum Part: String {
    case inputs = "queries, keys or values"
    case rows = "rows of attention"
  }

  /// The first attention layer whose queries, keys, values or rows are not finite; nil where those of all layers are.
  package let layer: Int?
  /// Its name in the checkpoint.
  private let name: String
  private let part: Part
  private let areOutputsFinite: Bool

  /// nil where the outputs, logits or without a classifier the image's vector, are finite.
  ///
  /// Where they are not, reads the rows of the layer in front of the first whose inputs are not.
  init?(outputs: [Float]?, records: [AttentionRecord]) {
    guard let outputs, !outputs.allSatisfy(\.isFinite) else { return nil }
    let first = records.firstIndex { record in
      let inputs = record.inputs
      return ![inputs.queries, inputs.keys, inputs.values].allSatisfy { $0.values.allSatisfy(\.isFinite) }
    }
    areOutputsFinite = false
    let before = (first ?? records.count) - 1
    if records.indices.contains(before),
      let rows = try? LayerStatistics(of: records[before]), rows.hasRowsThatAreNotFinite
    {
      (layer, name, part) = (records[before].index, records[before].name, .rows)
    } else {
      (layer, name, part) = (first.map { records[$0].index }, first.map { records[$0].name } ?? "", .inputs)
    }
  }

  /// What is known once rows are: where their numbers end before those of what goes into a layer, they are where it
  /// begins. nil where nothing is amiss.
  ///
  /// - Parameters:
  ///   - found: of the forward pass.
  ///   - rows: the first layer that has a head whose rows are not finite.
  init?(_ found: Divergence?, rows: AttentionRecord?) {
    guard let rows, (found?.layer).map({ rows.index < $0 }) ?? true else {
      guard let found else { return nil }
      self = found
      return
    }
    layer = rows.index
    name = rows.name
    part = .rows
    areOutputsFinite = found == nil
  }

  /// `from layer 2 on`, or where it is not in the inputs of any layer.
  package var place: String { layer.map { "from layer \($0) on" } ?? "behind the last layer" }

  /// What is said of an image: which outputs, from which layer on, and which weights are no numbers.
  ///
  /// - Parameter weights: names of tensors; see `ModelDescription.weightsThatAreNotFinite`.
  package func words(weights: [String]) -> String {
    let start =
      layer.map { "\(part.rawValue) are not finite from layer \($0) (\(name.escaped(limit: 80))) on" }
      ?? "queries, keys and values of all layers are finite"
    let outputs = areOutputsFinite ? "the outputs are finite" : "the outputs are not finite"
    return [outputs, start, Session.words(notFinite: weights) ?? "all weights are finite"]
      .joined(separator: "; ")
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
