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
}

extension ModelFiles {
  /// Names of a folder's weights; the first that is there is taken. The Hugging Face hub's names come first.
  private static let weightNames = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json",
    "model.pth", "model.pt",
  ]
  /// Endings of a folder's single file of weights under another name.
  private static let weightEndings = [".safetensors", ".pth", ".pt", ".bin", ".ckpt"]

  /// Finds the files of the model at `path`: a file of weights with what lies beside it, or a folder.
  package static func locate(_ path: String) throws(CheckpointError) -> ModelFiles {
    let isFolder = try isFolder(path)
    let folder = isFolder ? path : parent(of: path)
    return ModelFiles(
      path: path, weights: isFolder ? try weights(in: path) : path,
      configuration: try json("config.json", in: folder),
      preprocessor: try json("preprocessor_config.json", in: folder))
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

  private static func weights(in folder: String) throws(CheckpointError) -> String {
    let names = try fileNames(in: folder)
    if let name = weightNames.first(where: names.contains) { return join(folder, name) }
    for ending in weightEndings {
      let candidates = names.filter { $0.hasSuffix(ending) }
      if candidates.count > 1 { throw .severalWeights(folder: folder, names: Array(candidates.prefix(8))) }
      if let name = candidates.first { return join(folder, name) }
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
