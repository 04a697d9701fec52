// From files to a model: which family it is, and the family's own reading of it.
import CMemory
import Checkpoints
import Compute
import Files

extension VisionModel {
  /// Reads a model from an open checkpoint: from the part of it that a family reads wholly.
  ///
  /// The family is what `--architecture` names, else what the configuration's `architecture` names, else
  /// what the tensors look like. What does not fit is refused before any tensor is read.
  ///
  /// - Parameters:
  ///   - sharesOverrides: whether the overrides are those of several models: one that this model cannot follow is then
  ///     warned of, else refused.
  ///   - progress: the fraction of tensors read, 0…1.
  /// - Throws: `ModelError`, `CheckpointError`.
  package static func load(
    _ checkpoint: Checkpoint, configuration: JSONValue? = nil, preprocessor: JSONValue? = nil,
    overrides: ModelOverrides = ModelOverrides(), sharesOverrides: Bool = false, engine: Engine,
    progress: ((Double) -> Void)? = nil
  ) throws -> VisionModel {
    func context(_ part: Checkpoint, _ root: String, readsValues: Bool) -> ModelContext {
      ModelContext(
        checkpoint: part, root: root, configuration: configuration, preprocessor: preprocessor,
        overrides: overrides, sharesOverrides: sharesOverrides, engine: engine, readsValues: readsValues,
        progress: readsValues ? progress : nil)
    }
    let found = try findModel(checkpoint, overrides: overrides) { context($0, $1, readsValues: false) }
    // Each weight is held once, as a float; what more it takes to run the model is found out by running it.
    let needed = bytes(ofFloats: found.described.used.lazy.map { found.part.tensors[$0]?.elementCount ?? 0 })
    let room = memory_room()
    if needed > room { throw ModelError.noRoom(path: checkpoint.path, needed: needed, room: room) }
    var model = try loadModel(context(found.part, found.root, readsValues: true), of: checkpoint)
    model.description.part = found.described.model.part
    model.description.checkpoint = found.described.model.checkpoint
    return model
  }
}

extension ModelDescription {
  /// What the model in an open checkpoint is; no tensor is read. See `VisionModel.load`.
  ///
  /// - Throws: `ModelError`, `CheckpointError`.
  package static func read(
    _ checkpoint: Checkpoint, configuration: JSONValue? = nil, preprocessor: JSONValue? = nil,
    overrides: ModelOverrides = ModelOverrides(), sharesOverrides: Bool = false, engine: Engine
  ) throws -> ModelDescription {
    try findModel(checkpoint, overrides: overrides) { part, root in
      ModelContext(
        checkpoint: part, root: root, configuration: configuration, preprocessor: preprocessor,
        overrides: overrides, sharesOverrides: sharesOverrides, engine: engine, readsValues: false)
    }.described.model.description
  }
}

/// The part of a checkpoint that is the model, described.
private func findModel(
  _ checkpoint: Checkpoint, overrides: ModelOverrides,
  context: @escaping (Checkpoint, _ root: String) -> ModelContext
) throws -> ModelSearch.Found {
  do {
    return try ModelSearch(checkpoint.namingFoldedWeights(), overrides: overrides) { part, root in
      let context = context(part, root)
      let model = try loadModel(context, of: checkpoint)
      return .init(model: model, used: context.reader.used, beside: context.reader.beside)
    }.model()
  } catch let error as ModelError {
    throw error.explained(given: overrides, isGraph: checkpoint.isGraph)
  }
}

extension ModelError {
  /// The same with what may be the cause beside the tensors: heads that a flag gives, or the exporter of a graph.
  fileprivate func explained(given overrides: ModelOverrides, isGraph: Bool) -> ModelError {
    switch self {
    case .tensorMismatch(let path, _, let missing, let misshapen, _):
      if let heads = overrides.numHeads, missing.isEmpty, !misshapen.isEmpty {
        let given = heads.map(String.init).joined(separator: ",")
        return .invalid(path: path, reason: "with --num-heads \(given) it \(reason)")
      }
      return isGraph ? .invalid(path: path, reason: reason + Self.adviceOfGraphs) : self
    case .unknownFamily(let path, _, _, _):
      return isGraph ? .invalid(path: path, reason: reason + Self.adviceOfGraphs) : self
    default: return self
    }
  }

  private static let adviceOfGraphs =
    "; an ONNX exporter may compute constants of weights and keep only those: give the checkpoint that it exported"

  /// The description without the path.
  private var reason: String {
    String(description[(description.firstRange(of: ": ")?.upperBound ?? description.startIndex)...])
  }
}

/// - Parameter file: what the context's checkpoint is a part of.
private func loadModel(_ context: ModelContext, of file: Checkpoint) throws -> VisionModel {
  let (family, source) = try family(of: context)
  context.note("family", family.name, from: source)
  let isRecognized = family.recognizes(context.reader.checkpoint)
  do {
    // Of a family that was only named, tensors that do not fit say more than a configuration.
    if isRecognized { try context.refuseOtherModels(family.configuration) }
    var model = try family.load(context)
    if !isRecognized { try context.refuseOtherModels(family.configuration) }
    context.check(family.configuration)
    if let refusal = context.refusal { throw refusal }
    model.description.unfollowedOptions = try context.checkOverrides(of: model.layers)
    context.checkSaved(family.savedConfiguration)
    context.checkZeroBiases(in: file)
    model.description.configurationWarnings = context.warnings
    return model
  } catch let error as ModelError {
    // A name may be like those of a family whose tensors these are not: then their kind says most.
    let checkpoint = context.reader.checkpoint
    guard context.overrides.architecture == nil, !isRecognized,
      let kind = UnsupportedKind(of: checkpoint, among: checkpoint.names)
    else { throw error }
    throw kind.refusal(of: context.path)
  }
}

/// The family to read a checkpoint with, and what named it.
private func family(of context: ModelContext) throws -> (any ModelFamily.Type, Provenance) {
  let checkpoint = context.reader.checkpoint
  /// Several layouts share a name: the one whose tensors these are, else the first.
  func named(_ architecture: String) -> (any ModelFamily.Type)? {
    let name = architecture.lowercased()
    let candidates = ModelFamilies.all.filter { family in
      family.name == name || family.architecturePrefixes.contains(where: name.hasPrefix)
    }
    return candidates.first { $0.recognizes(checkpoint) } ?? candidates.first
  }
  if let architecture = context.overrides.architecture {
    guard let family = named(architecture) else {
      throw ModelError.unknownArchitecture(
        path: context.path, name: architecture, known: ModelFamilies.names)
    }
    context.checkGivenArchitecture()
    return (family, .flag("--architecture"))
  }
  if let architecture = try context.decoded("architecture", as: "a name", \.string) {
    if let family = named(architecture) { return (family, .configuration("config.json architecture")) }
    context.warn(
      "config.json architecture is \"\(architecture.escaped(limit: 60))\", which is no architecture known "
        + "here; the tensors decide the family")
  }
  guard let family = ModelFamilies.all.first(where: { $0.recognizes(checkpoint) }) else {
    throw refusal(of: checkpoint)
  }
  return (family, .tensors("names and shapes"))
}

/// The bytes of so many floats, at most `Int.max`: strides of zero make any number of elements of few bytes.
func bytes(ofFloats counts: some Sequence<Int>) -> Int {
  counts.reduce(0) { sum, count in
    let (bytes, isLarge) = count.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    let (total, overflows) = sum.addingReportingOverflow(bytes)
    return isLarge || overflows ? .max : total
  }
}

/// Why a checkpoint that no family recognizes is not read: its kind where that is known, else the nearest family.
private func refusal(of checkpoint: Checkpoint) -> ModelError {
  let names = checkpoint.names
  if names.isEmpty { return .noTensors(path: checkpoint.path) }
  if let kind = UnsupportedKind(of: checkpoint, among: names) { return kind.refusal(of: checkpoint.path) }
  // Names without a dot first: they say most.
  let held = names.filter { !$0.contains(".") } + names.filter { $0.contains(".") }
  return .unknownFamily(
    path: checkpoint.path, known: ModelFamilies.names, held: held,
    nearest: NearestFamily(
      to: checkpoint, among: ModelFamilies.all.map { (name: $0.name, landmarks: $0.landmarks) }))
}
