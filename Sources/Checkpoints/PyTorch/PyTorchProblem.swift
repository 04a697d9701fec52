// What can be wrong with a file that torch.save wrote.
import Files

/// Which rule a PyTorch file breaks.
package enum PyTorchProblem: Error, Equatable, CustomStringConvertible {
  case pickle(PickleError)
  case noPickle
  case bigEndian
  case noStateDictionary
  case torchScript
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
    case .noPickle: "the archive holds no data.pkl; it was not made by torch.save"
    case .bigEndian: "was written on a big-endian machine, which is not supported"
    case .noStateDictionary:
      "holds no dictionary of a model's tensors; save model.state_dict(), not the model or the optimizer"
    case .torchScript:
      "is a TorchScript program; in Python, torch.save(torch.jit.load(FILE).state_dict(), NEW) makes a file of its tensors"
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
