// What can be wrong with a checkpoint, in one line that names the file.
import Files

/// Why a checkpoint could not be opened or read. The description is one line, `FILE: what and what to do`.
package enum CheckpointError: Error, Equatable, CustomStringConvertible {
  case unreadable(FileError)
  /// Neither safetensors nor a PyTorch or ONNX file, nor anything else that is known.
  case unrecognized(file: String)
  /// A file of another kind.
  case foreign(file: String, ForeignFile)
  case safetensors(file: String, SafetensorsProblem)
  case json(JSONError)
  case zip(file: String, ZipProblem)
  case pyTorch(file: String, PyTorchProblem)
  case onnx(file: String, ONNXProblem)
  case shards(file: String, ShardProblem)
  /// The folder holds no weights, or several files that could be meant.
  case noWeights(folder: String)
  case severalWeights(folder: String, names: [String])
  case noSuchTensor(file: String, name: String)
  /// A buffer of `given` elements was handed over for a tensor that has `needed`.
  case wrongElementCount(file: String, name: String, needed: Int, given: Int)

  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .unrecognized(let file):
      "\(file.abridged): is neither a safetensors file nor one that PyTorch saved, nor an ONNX file"
    case .foreign(let file, let kind): "\(file.abridged): \(kind.advice)"
    case .safetensors(let file, let problem): "\(file.abridged): \(problem)"
    case .json(let error): error.description
    case .zip(let file, let problem): "\(file.abridged): \(problem)"
    case .pyTorch(let file, let problem): "\(file.abridged): \(problem)"
    case .onnx(let file, let problem): "\(file.abridged): \(problem)"
    case .shards(let file, let problem): "\(file.abridged): \(problem)"
    case .noWeights(let folder):
      "\(folder.abridged): holds no weights (model.safetensors, pytorch_model.bin or one .pth file)"
    case .severalWeights(let folder, let names):
      "\(folder.abridged): holds several weight files; pass one of them as MODEL: "
        + names.map { $0.escaped(limit: 80) }.joined(separator: ", ")
    case .noSuchTensor(let file, let name): "\(file.abridged): has no tensor '\(name.escaped(limit: 120))'"
    case .wrongElementCount(let file, let name, let needed, let given):
      "\(file.abridged): tensor '\(name.escaped(limit: 120))' has \(needed) elements, but \(given) were requested"
    }
  }
}
