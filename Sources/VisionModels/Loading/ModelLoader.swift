// From files to a model: which family it is, and the family's own reading of it.
import Checkpoints
import Compute

/// A family of models: how its tensors are named, its constants, and the network that it builds.
///
/// Adding a family is one file and one entry in `families`.
protocol ModelFamily: Sendable {
  /// The name in files and JSON.
  static var name: String { get }

  /// How the names of its architectures begin, in lower case.
  static var architecturePrefixes: [String] { get }

  /// Whether the tensors, by name and shape alone, are of this family.
  static func recognises(_ checkpoint: Checkpoint) -> Bool

  /// Tensors that every model of the family has, by which a file that is nearly one of it is told.
  static var landmarks: [String] { get }

  /// Reads the model. Throws `ModelError` or `CheckpointError`.
  static func load(_ context: ModelContext) throws -> VisionModel
}

extension ModelFamily {
  static var architecturePrefixes: [String] { [name] }
}

/// All families, the most specific first.
private let families: [any ModelFamily.Type] = [
  PolaPVT.self, FLattenPVT.self, PVT.self, PVTv2.self, PolaSwin.self, FLattenSwin.self, Swin.self,
  TransformersSwin.self, DINO.self, DeiT3.self, TimmViT.self, TransformersViT.self,
]

extension VisionModel {
  /// Reads a model from an open checkpoint.
  ///
  /// The family is what `--architecture` names, else what the configuration's `architecture` names, else
  /// what the tensors look like. What does not fit is refused before any tensor is read.
  ///
  /// - Parameter progress: the share of tensors read, 0…1.
  /// - Throws: `ModelError`, `CheckpointError`.
  package static func load(
    _ checkpoint: Checkpoint, configuration: JSONValue? = nil, preprocessor: JSONValue? = nil,
    overrides: ModelOverrides = ModelOverrides(), engine: Engine, progress: ((Double) -> Void)? = nil
  ) throws -> VisionModel {
    _ = try ModelDescription.read(
      checkpoint, configuration: configuration, preprocessor: preprocessor, overrides: overrides,
      engine: engine)
    return try loadModel(
      ModelContext(
        checkpoint: checkpoint, configuration: configuration, preprocessor: preprocessor,
        overrides: overrides, engine: engine, readsValues: true, progress: progress))
  }
}

extension ModelDescription {
  /// What the model in an open checkpoint is; no tensor is read.
  ///
  /// - Throws: `ModelError`, `CheckpointError`.
  package static func read(
    _ checkpoint: Checkpoint, configuration: JSONValue? = nil, preprocessor: JSONValue? = nil,
    overrides: ModelOverrides = ModelOverrides(), engine: Engine
  ) throws -> ModelDescription {
    try loadModel(
      ModelContext(
        checkpoint: checkpoint, configuration: configuration, preprocessor: preprocessor,
        overrides: overrides, engine: engine, readsValues: false)
    ).description
  }
}

/// The names of `families`, each once.
func names(of families: [any ModelFamily.Type]) -> [String] {
  var names: [String] = []
  for family in families where !names.contains(family.name) { names.append(family.name) }
  return names
}

private func loadModel(_ context: ModelContext) throws -> VisionModel {
  let (family, source) = try family(of: context)
  context.note("family", family.name, from: source)
  return try family.load(context)
}

private func family(of context: ModelContext) throws -> (any ModelFamily.Type, Provenance) {
  let checkpoint = context.reader.checkpoint
  /// Several layouts share a name: the one whose tensors these are, else the first.
  func named(_ architecture: String) -> (any ModelFamily.Type)? {
    let name = architecture.lowercased()
    let candidates = families.filter { family in
      family.name == name || family.architecturePrefixes.contains(where: name.hasPrefix)
    }
    return candidates.first { $0.recognises(checkpoint) } ?? candidates.first
  }
  if let architecture = context.overrides.architecture {
    guard let family = named(architecture) else {
      throw ModelError.unknownArchitecture(path: context.path, name: architecture, known: names(of: families))
    }
    return (family, .flag("--architecture"))
  }
  if let architecture = context.configuration?["architecture"]?.string, let family = named(architecture) {
    return (family, .configuration("config.json architecture"))
  }
  guard let family = families.first(where: { $0.recognises(checkpoint) }) else {
    throw ModelError.unrecognised(checkpoint, families: families)
  }
  return (family, .tensors("names and shapes"))
}
