// From the MODEL argument of a command to a model that runs.
import Checkpoints
import Compute
import Files
import VisionModels

/// The models and images that come with the program.
package struct BundledSamples: Sendable {
  /// Folders of models by name.
  package let models: [String: String]
  package let imagePaths: [String]

  package init(models: [String: String], imagePaths: [String]) {
    self.models = models
    self.imagePaths = imagePaths
  }

  package static let none = BundledSamples(models: [:], imagePaths: [])

  /// The path that a MODEL argument means: a bundled name wins unless it contains a slash.
  package func path(forModel argument: String) -> String {
    argument.contains("/") ? argument : models[argument] ?? argument
  }
}

/// A model with its name, its file and how long it took to load.
package struct LoadedModel: Sendable {
  /// What is shown.
  package let name: String
  /// The name of the folder for its maps.
  package let folderName: String
  /// The file that holds the weights.
  package let path: String
  package let byteCount: Int
  /// Of the tensors that the model uses, as they were read; see `Checkpoint.digest`. Empty for a model that was loaded
  /// without.
  package let digest: String
  package let model: VisionModel
  /// Remarks on how the file was read, such as a prefix that was removed.
  package let remarks: [String]
  package let secondsToLoad: Double

  /// Opens, recognizes and packs a model.
  ///
  /// - Parameters:
  ///   - named: a bundled name, a checkpoint file or a folder, and what it is called.
  ///   - place: where the model is, if not where its name says; then `path` is what the file is called by.
  ///   - withDigest: false where no number that is kept comes from the model.
  ///   - progress: the fraction of tensors read, 0…1; called on the calling thread.
  /// - Throws: `CheckpointError`, `ModelError`.
  package static func load(
    _ named: NamedModel, samples: BundledSamples = .none,
    at place: (folderOrFile: String, path: String)? = nil, overrides: ModelOverrides = ModelOverrides(),
    engine: Engine, withDigest: Bool = true, progress: ((Double) -> Void)? = nil
  ) throws -> LoadedModel {
    let start = ContinuousClock.now
    let files = try ModelFiles.locate(place?.folderOrFile ?? samples.path(forModel: named.argument))
    let opened = try Checkpoint.open(files.weights)
    let checkpoint = withDigest ? opened : opened.withoutDigest
    let model = try usingMemory(for: "the weights of a model") {
      try VisionModel.load(
        checkpoint, configuration: files.configuration, preprocessor: files.preprocessor,
        overrides: overrides, sharesOverrides: named.isOneOfSeveral, engine: engine, progress: progress)
    }
    let digest = withDigest ? try model.description.digest() ?? "" : ""
    return LoadedModel(
      name: named.name, folderName: named.folderName, path: place?.path ?? checkpoint.path,
      byteCount: checkpoint.byteCount,
      digest: digest, model: model,
      remarks: [files.remark].compactMap(\.self) + checkpoint.remarks + model.description.remarks,
      secondsToLoad: start.secondsToNow)
  }

  /// The same for an argument that is called by its stem.
  package static func load(
    _ argument: String, samples: BundledSamples = .none, overrides: ModelOverrides = ModelOverrides(),
    engine: Engine, progress: ((Double) -> Void)? = nil
  ) throws -> LoadedModel {
    try load(
      NamedModel.all([argument], samples: samples)[0], samples: samples, overrides: overrides, engine: engine,
      progress: progress)
  }

  /// The same model on the threads of another engine; see `VisionModel.running(on:)`.
  package func running(on engine: Engine) -> LoadedModel {
    LoadedModel(
      name: name, folderName: folderName, path: path, byteCount: byteCount, digest: digest,
      model: model.running(on: engine), remarks: remarks, secondsToLoad: secondsToLoad)
  }
}

/// What is known about a model that is not run.
package struct InspectedModel: Sendable {
  /// What is shown.
  package let name: String
  /// The file that holds the weights.
  package let path: String
  package let byteCount: Int
  /// Of the tensors that the model uses; nil where they were not read, and where they cannot be, which a remark explains.
  package let digest: String?
  package let description: ModelDescription
  /// Remarks on how the file was read, such as a prefix that was removed.
  package let remarks: [String]
  package let tensors: [TensorDescription]
  /// See `ModelDescription.weightsThatAreNotFinite`; empty where the weights were not read, or cannot be.
  package let weightsThatAreNotFinite: [String]

  /// Opens and recognizes a model.
  ///
  /// - Parameters:
  ///   - named: a bundled name, a checkpoint file or a folder, and what it is called.
  ///   - place: where the model is, if not where its name says.
  ///   - withDigest: whether the weights are read: for their digest, and for numbers that are not finite.
  ///   - progress: the fraction of tensors read, 0…1; called on the calling thread.
  /// - Throws: `CheckpointError`, `ModelError`.
  package static func read(
    _ named: NamedModel, samples: BundledSamples = .none, at place: String? = nil,
    overrides: ModelOverrides = ModelOverrides(), engine: Engine, withDigest: Bool = false,
    progress: ((Double) -> Void)? = nil
  ) throws -> InspectedModel {
    let files = try ModelFiles.locate(place ?? samples.path(forModel: named.argument))
    let checkpoint = try Checkpoint.open(files.weights)
    let description = try ModelDescription.read(
      checkpoint, configuration: files.configuration, preprocessor: files.preprocessor, overrides: overrides,
      sharesOverrides: named.isOneOfSeveral, engine: engine)
    var remarks = [files.remark].compactMap(\.self) + checkpoint.remarks + description.remarks
    var digest: String?
    var notFinite: [String] = []
    do {
      if withDigest {
        digest = try description.digest(progress: progress)
        notFinite = try description.weightsThatAreNotFinite()
      }
    } catch {
      remarks.append("the weights cannot be read, so they have no digest: \(error)")
    }
    return InspectedModel(
      name: named.name, path: checkpoint.path, byteCount: checkpoint.byteCount, digest: digest,
      description: description, remarks: remarks,
      tensors: description.tensors, weightsThatAreNotFinite: notFinite)
  }
}

extension ModelDescription {
  /// The digest of the tensors that the model uses, under their names in the part of the file that is the model: two
  /// files agree where all that the numbers of their models depend on does. nil for a model that comes from no file.
  ///
  /// - Parameter progress: the fraction of tensors read, 0…1.
  /// - Throws: `CheckpointError` where a tensor cannot be read.
  fileprivate func digest(progress: ((Double) -> Void)? = nil) throws(CheckpointError) -> String? {
    guard let checkpoint else { return nil }
    let unused = Set(unusedTensors)
    return try checkpoint.digest(of: checkpoint.names.filter { !unused.contains($0) }, progress: progress)
  }

  /// Remarks on which part of the file the model is, and on tensors that it does not use.
  fileprivate var remarks: [String] {
    let part = part.summary.map { [$0] } ?? []
    guard !unusedTensors.isEmpty else { return part }
    let shown = unusedTensors.prefix(4).map { $0.escaped(limit: 80) }.joined(separator: " ")
    let more = unusedTensors.count > 4 ? " and \(unusedTensors.count - 4) more" : ""
    return part + ["tensors that the model does not use: \(shown)\(more)"]
  }
}

/// The last component of a path without its extension; of a folder, its name.
package func stem(of path: String) -> String {
  var last = path.split(separator: "/").last.map(String.init) ?? path
  if last == "." || last == ".." {
    last = resolvedPath(path)?.split(separator: "/").last.map(String.init) ?? last
  }
  if isFolder(path) { return last }
  guard let dot = last.lastIndex(of: "."), dot != last.startIndex else { return last }
  return String(last[..<dot])
}

extension ContinuousClock.Instant {
  /// Seconds from this instant to now.
  var secondsToNow: Double {
    let (seconds, attoseconds) = duration(to: .now).components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
