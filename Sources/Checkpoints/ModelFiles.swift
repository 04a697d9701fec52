// The files that make up a MODEL argument: weights, and the configurations beside them.
import Files
import Glibc

/// The files of a model: a checkpoint file, or a folder in the Hugging Face layout.
package struct ModelFiles: Sendable, Equatable {
  /// What was asked for.
  package let path: String
  /// The file of weights, or the index of its shards: what `Checkpoint.open` takes.
  package let weights: String
  /// `config.json`, of timm or transformers.
  package let configuration: JSONValue?
  /// `preprocessor_config.json` of transformers.
  package let preprocessor: JSONValue?
  /// Other files of weights in the folder that was asked for, by name.
  package let leftAside: [String]
}

extension ModelFiles {
  /// Names of a folder's weights; the first that is there is taken. The Hugging Face hub's names come first.
  private static let weightNames = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
    "model.pth", "model.pt",
  ]
  /// Endings of a folder's single file of weights under another name.
  private static let weightEndings = [".safetensors", ".pth", ".pt", ".bin", ".ckpt", exportEnding]
  /// What a model is exported as: taken where a folder has no other weights.
  private static let exportEnding = ".onnx"

  private static let configurationName = "config.json"
  private static let openCLIPConfigurationName = "open_clip_config.json"
  private static let preprocessorName = "preprocessor_config.json"

  /// Beginnings of files that trainers save beside the weights.
  private static let trainerFiles = [
    "optimizer", "scheduler", "scaler", "training_args", "rng_state", "trainer_state",
  ]

  /// Finds the files of the model at `path`: a file of weights with what lies beside it, or a folder.
  package static func locate(_ path: String) throws(CheckpointError) -> ModelFiles {
    let weights = try weights(at: path)
    let folder = parent(of: weights.taken)
    return ModelFiles(
      path: path, weights: weights.taken, configuration: try configuration(of: weights.taken, in: folder),
      preprocessor: try json(preprocessorName, in: folder), leftAside: weights.leftAside)
  }

  /// The paths of all that a load of the model at `path` may read beside its `Checkpoint.parts`: the file of weights,
  /// and the configurations, which may not be there.
  package static func paths(of path: String) throws(CheckpointError) -> (
    weights: String, configurations: [String]
  ) {
    let weights = try weights(at: path).taken
    let folder = parent(of: weights)
    let names = [configurationName, openCLIPConfigurationName, preprocessorName]
    return (weights, names.map { join(folder, $0) })
  }

  /// Which file was taken where there are several; nil where there is one.
  package var remark: String? {
    guard !leftAside.isEmpty else { return nil }
    let taken = weights.split(separator: "/").last.map(String.init) ?? weights
    let shown = leftAside.prefix(8).map { $0.escaped(limit: 80) }.joined(separator: ", ")
    let more = leftAside.count > 8 ? " and \(leftAside.count - 8) more" : ""
    return
      "the folder has several files of weights: \(taken.escaped(limit: 80)) is taken, \(shown)\(more) left aside; "
      + "name a file to choose it"
  }

  /// `config.json`; OpenCLIP's own configuration for OpenCLIP's own file, and where there is no other.
  private static func configuration(
    of weights: String, in folder: String
  ) throws(CheckpointError) -> JSONValue? {
    let isOpenCLIP = weights.split(separator: "/").last?.hasPrefix("open_clip_") ?? false
    if isOpenCLIP, let own = try json(openCLIPConfigurationName, in: folder) { return own }
    if let common = try json(configurationName, in: folder) { return common }
    return try json(openCLIPConfigurationName, in: folder)
  }

  private static func isFolder(_ path: String) throws(CheckpointError) -> Bool {
    var status = stat()
    guard path.withSystemPath({ stat($0, &status) }) == 0 else {
      throw .unreadable(errno == ENOENT || errno == ENOTDIR ? .notFound(path) : .refused(path, errno))
    }
    return status.st_mode & S_IFMT == S_IFDIR
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// The file of weights of the model at `path`, which may be that file, and the names of a folder's others.
  private static func weights(
    at path: String
  ) throws(CheckpointError) -> (taken: String, leftAside: [String]) {
    try isFolder(path) ? weights(in: path) : (taken: path, leftAside: [])
  }

  /// The file of weights to take, and the names of the others.
  ///
  /// - Throws: `CheckpointError.severalWeights` where no name says which is meant.
  private static func weights(
    in folder: String
  ) throws(CheckpointError) -> (taken: String, leftAside: [String]) {
    let names = try fileNames(in: folder)
    let all = names.filter { name in
      (weightEndings.contains(where: name.hasSuffix) || weightNames.contains(name))
        && !trainerFiles.contains(where: name.hasPrefix)
    }
    let saved = all.filter { !$0.hasSuffix(exportEnding) }
    let files = saved.isEmpty ? all : saved
    // Parts of a model are no other models, unless nothing else is there.
    let named = files.filter { !$0.contains(/[0-9]-of-[0-9]/) }
    let whole = named.isEmpty ? files : named
    let exports = saved.isEmpty ? [] : all.filter { $0.hasSuffix(exportEnding) }
    func others(than name: String) -> [String] { whole.filter { $0 != name } + exports }
    if let name = weightNames.first(where: names.contains) { return (join(folder, name), others(than: name)) }
    for ending in weightEndings {
      let candidates = whole.filter { $0.hasSuffix(ending) }
      guard let name = candidates.first else { continue }
      // Of one stem, they are one model in several formats.
      let stem = name.dropLast(ending.count)
      let strangers = whole.filter { other in other != name && !weightEndings.contains { other == stem + $0 }
      }
      guard candidates.count == 1, strangers.isEmpty else {
        throw .severalWeights(folder: folder, names: Array(whole.prefix(8)))
      }
      return (join(folder, name), others(than: name))
    }
    throw .noWeights(folder: folder)
  }

  /// Names of what lies in `folder`, sorted.
  private static func fileNames(in folder: String) throws(CheckpointError) -> [String] {
    do { return try folderContents(folder).sorted() } catch { throw .unreadable(error) }
  }

  /// The JSON file `name` of `folder`; nil where there is none.
  private static func json(_ name: String, in folder: String) throws(CheckpointError) -> JSONValue? {
    do {
      return try JSONValue.load(join(folder, name))
    } catch .unreadable(.notFound) {
      return nil
    }
  }
}
