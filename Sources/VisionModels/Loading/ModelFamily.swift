// What a family of models states about itself.
import Checkpoints

/// A family of models: how its tensors are named, its constants, and the network that it builds.
///
/// Adding a family is one file and one entry in `ModelFamilies.all`.
protocol ModelFamily: Sendable {
  /// The name in files and JSON.
  static var name: String { get }

  /// How the names of its architectures begin, in lower case.
  static var architecturePrefixes: [String] { get }

  /// Whether the tensors, by name and shape alone, are of this family.
  static func recognizes(_ checkpoint: Checkpoint) -> Bool

  /// Tensors that every model of the family has; a file that has most of them is nearly one of it.
  static var landmarks: [String] { get }

  /// What it does with the fields of `config.json`.
  static var configuration: ConfigurationFields { get }

  /// What it does with the fields of the configuration that training code saved in a checkpoint.
  static var savedConfiguration: ConfigurationFields { get }

  /// Reads the model.
  ///
  /// - Throws: `ModelError`, `CheckpointError`.
  static func load(_ context: ModelContext) throws -> VisionModel
}

extension ModelFamily {
  static var architecturePrefixes: [String] { [name] }
  static var savedConfiguration: ConfigurationFields { [:] }
}
