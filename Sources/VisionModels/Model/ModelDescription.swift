// What a model is, before any weight is read: values with their sources, layers, classes, warnings.
import Attention
import Checkpoints
import Imaging

/// What a model is, known from names, shapes and configuration alone.
package struct ModelDescription: Sendable {
  /// The family's name in files and JSON, such as `pola_pvt`.
  package let family: String
  package let hyperparameters: [Hyperparameter]
  package let preprocessing: Preprocessing
  package let layers: [AttentionLayerDescription]
  /// The pooling head, whose only query is a learned one; it comes after the last layer and is no layer itself. nil in a
  /// model without one.
  package let pool: AttentionLayerDescription?
  package let classCount: Int?
  /// Names of the classes, where the model or its configuration has them.
  package let labels: [String]?
  /// Tensors that the file holds and the model does not use: buffers, and parameters that its code leaves out.
  package let unusedTensors: [String]
  /// Pixels of the input that no patch covers, at the bottom and at the right: no token sees them.
  package internal(set) var rest = (rows: 0, columns: 0)
  /// The part of the file that the model is.
  package internal(set) var part = ModelPart.all(count: 0)
  /// The tensors of that part; nil for a model that comes from no file.
  package internal(set) var checkpoint: Checkpoint?
  /// Where the model differs from what its configuration says, a line each.
  package internal(set) var configurationWarnings: [String] = []
  /// Options of the user that change nothing of it, such as `--alpha`.
  package internal(set) var unfollowedOptions: [String] = []

  /// The part of the input that the token grids lie over, from the upper left, in pixels.
  package var coveredHeight: Int { preprocessing.inputHeight - rest.rows }
  package var coveredWidth: Int { preprocessing.inputWidth - rest.columns }

  /// The tensors of the model, by name.
  package var tensors: [TensorDescription] {
    guard let checkpoint else { return [] }
    return checkpoint.names.compactMap { checkpoint.tensors[$0] }
  }

  /// What a reader should know before trusting the results, a line each.
  package var warnings: [String] {
    let guesses: [String] = hyperparameters.compactMap { parameter in
      guard case .guess(let reason) = parameter.source else { return nil }
      return "\(parameter.name) \(parameter.value) is a guess: \(reason)"
    }
    return guesses + configurationWarnings
  }
}
