// What can be wrong with a file that torch.save wrote.
import Files

/// Which rule a PyTorch file breaks.
package enum PyTorchProblem: Error, Equatable, CustomStringConvertible {
  case pickle(PickleError)
  /// The archive has no `data.pkl`.
  case foreignArchive(ForeignArchive)
  case bigEndian
  /// Nothing in the pickle is a tensor under a name; what it holds instead, in a few words.
  case noTensors(holding: String)
  /// A TorchScript program whose modules hold no tensors.
  case frozenScript
  case tooManyValues
  case duplicateName(String)
  case unsupportedType(name: String, type: String)
  case storageMissing(key: String)
  case storageDiffers(key: String, described: Int, stored: Int)
  case storageTooShort(key: String, needed: Int, available: Int)
  case tensorBeyondStorage(name: String)
  case tensorTooLarge(name: String)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    return switch self {
    case .pickle(let error): error.description
    case .foreignArchive(let kind): kind.advice
    case .bigEndian: "was written on a big-endian machine, which is not supported"
    case .noTensors(let contents):
      "holds no tensors (it is \(contents)); save a model's state_dict() with torch.save"
    case .frozenScript:
      "is a TorchScript program whose modules hold no tensors, as torch.jit.freeze leaves it; save the program "
        + "before it is frozen, or the model's state_dict()"
    case .tooManyValues: "its dictionaries and lists hold one another so often that they are not followed"
    case .duplicateName(let name): "tensor \(quoted(name)) occurs twice"
    case .unsupportedType(let name, let type):
      "tensor \(quoted(name)) has the element type \(quoted(type)), which is not supported"
    case .storageMissing(let key): "storage \(quoted(key)) is missing; the file is incomplete"
    case .storageDiffers(let key, let described, let stored):
      "storage \(quoted(key)) has \(stored) elements, but its description says \(described)"
    case .storageTooShort(let key, let needed, let available):
      "storage \(quoted(key)) needs \(needed) bytes and has \(available); the file is incomplete"
    case .tensorBeyondStorage(let name): "tensor \(quoted(name)) reaches beyond its storage"
    case .tensorTooLarge(let name): "tensor \(quoted(name)) has more elements than the file has bytes"
    }
  }
}
