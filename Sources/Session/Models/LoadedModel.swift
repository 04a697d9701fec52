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
  /// Folder or file stem of the argument.
  package let name: String
  /// The file that holds the weights.
  package let path: String
  package let byteCount: Int
  package let model: VisionModel
  /// Remarks on how the file was read, such as a prefix that was removed.
  package let remarks: [String]
  package let secondsToLoad: Double

  /// Opens, recognizes and packs a model.
  ///
  /// - Parameters:
  ///   - argument: a bundled name, a checkpoint file or a folder.
  ///   - progress: the fraction of tensors read, 0…1; called on the calling thread.
  /// - Throws: `CheckpointError`, `ModelError`.
  package static func load(
    _ argument: String, samples: BundledSamples = .none, overrides: ModelOverrides = ModelOverrides(),
    engine: Engine, progress: ((Double) -> Void)? = nil
  ) throws -> LoadedModel {
    let start = ContinuousClock.now
    let path = samples.path(forModel: argument)
    let files = try ModelFiles.locate(path)
    let checkpoint = try Checkpoint.open(files.weights)
    let model = try VisionModel.load(
      checkpoint, configuration: files.configuration, preprocessor: files.preprocessor, overrides: overrides,
      engine: engine, progress: progress)
    return LoadedModel(
      name: stem(of: path), path: checkpoint.path, byteCount: checkpoint.byteCount, model: model,
      remarks: checkpoint.remarks + model.description.remarks, secondsToLoad: start.secondsToNow)
  }

  /// The same model on the threads of another engine; see `VisionModel.running(on:)`.
  package func running(on engine: Engine) -> LoadedModel {
    LoadedModel(
      name: name, path: path, byteCount: byteCount, model: model.running(on: engine), remarks: remarks,
      secondsToLoad: secondsToLoad)
  }
}

/// What is known about a model before its weights are read.
package struct InspectedModel: Sendable {
  /// Folder or file stem of the argument.
  package let name: String
  /// The file that holds the weights.
  package let path: String
  package let byteCount: Int
  package let description: ModelDescription
  /// Remarks on how the file was read, such as a prefix that was removed.
  package let remarks: [String]
  package let tensors: [TensorDescription]

  /// Opens and recognizes a model.
  ///
  /// - Parameter argument: a bundled name, a checkpoint file or a folder.
  /// - Throws: `CheckpointError`, `ModelError`.
  package static func read(
    _ argument: String, samples: BundledSamples = .none, overrides: ModelOverrides = ModelOverrides(),
    engine: Engine
  ) throws -> InspectedModel {
    let path = samples.path(forModel: argument)
    let files = try ModelFiles.locate(path)
    let checkpoint = try Checkpoint.open(files.weights)
    let description = try ModelDescription.read(
      checkpoint, configuration: files.configuration, preprocessor: files.preprocessor, overrides: overrides,
      engine: engine)
    return InspectedModel(
      name: stem(of: path), path: checkpoint.path, byteCount: checkpoint.byteCount, description: description,
      remarks: checkpoint.remarks + description.remarks, tensors: description.tensors)
  }
}

extension ModelDescription {
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
