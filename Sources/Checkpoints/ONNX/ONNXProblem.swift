// What can be wrong with an ONNX file, and which ONNX files are not read.
import Files

/// Why an ONNX file, or a tensor of it, was not read.
package enum ONNXProblem: Error, Equatable, CustomStringConvertible {
  case damaged(String, byteOffset: Int)
  /// A field states more bytes than the message around it has.
  case beyondEnd(length: UInt64, available: Int, byteOffset: Int)
  case wrongType(field: String, byteOffset: Int)
  /// The graph has no weights.
  case noTensors
  /// Numbers are rounded to integers; the operator that says so.
  case quantized(operation: String)
  /// No weight has the name of a module of the model.
  case noModuleNames(example: String)
  case namelessTensor(byteOffset: Int)
  case duplicateName(String)
  case unsupportedType(name: String, type: String)
  case tensorTooLarge(name: String)
  case noData(name: String)
  /// The data of a tensor is stored in pieces, or in two ways.
  case inPieces(name: String)
  /// The field of the data is not that of the number format.
  case otherData(name: String)
  case sizeMismatch(name: String, shapeNeeds: Int, stored: Int)
  case sparse(name: String)
  /// Data in another file: the file must lie beside the ONNX file.
  case notAFileName(name: String, location: String)
  case tooManyFiles(Int, limit: Int)
  case badExternalData(name: String, field: String)
  case beyondExternalFile(name: String, location: String, end: Int, byteCount: Int)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    return switch self {
    case .damaged(let what, let offset): "is not a valid ONNX file: \(what), at byte \(offset)"
    case .beyondEnd(let length, let available, let offset):
      "is not a valid ONNX file: the field at byte \(offset) should have \(length) bytes and has \(available); the "
        + "download may be incomplete"
    case .wrongType(let field, let offset):
      "is not a valid ONNX file: \(field) has the wrong wire type, at byte \(offset)"
    case .noTensors: "is an ONNX file without weights"
    case .quantized(let operation):
      "is a quantized ONNX file (its graph has \(quoted(operation))), whose attention is not that of the model; export "
        + "the model in floating point"
    case .noModuleNames(let example):
      "is an ONNX file whose weights have no names of modules (\(quoted(example)) is one); export the model from "
        + "PyTorch with torch.onnx.export, or save its state_dict()"
    case .namelessTensor(let offset): "is not a valid ONNX file: a tensor has no name, at byte \(offset)"
    case .duplicateName(let name): "tensor \(quoted(name)) occurs twice"
    case .unsupportedType(let name, let type):
      "tensor \(quoted(name)) has the element type \(type), which is not supported"
    case .tensorTooLarge(let name): "the shape of tensor \(quoted(name)) is too large"
    case .noData(let name): "tensor \(quoted(name)) has no data"
    case .inPieces(let name):
      "the data of tensor \(quoted(name)) is stored in several fields, which is not supported"
    case .otherData(let name): "the data of tensor \(quoted(name)) is of another type than it states"
    case .sizeMismatch(let name, let needed, let stored):
      "tensor \(quoted(name)) needs \(needed) bytes by its shape and has \(stored)"
    case .sparse(let name): "tensor \(quoted(name)) is sparse, which is not supported"
    case .notAFileName(let name, let location):
      "the data of tensor \(quoted(name)) should be in \(quoted(location)), which is not the name of a file beside it"
    case .tooManyFiles(let count, let limit): "its data is in \(count) other files, more than \(limit)"
    case .badExternalData(let name, let field):
      "tensor \(quoted(name)) has its data in another file, but no valid \(quoted(field))"
    case .beyondExternalFile(let name, let location, let end, let count):
      "tensor \(quoted(name)) ends at byte \(end) of \(quoted(location)), which has \(count); the download may be "
        + "incomplete"
    }
  }
}
