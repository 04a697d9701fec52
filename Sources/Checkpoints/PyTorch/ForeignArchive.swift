// Zip archives that torch.save did not make, told apart by the names of their entries.
import Files

/// What a zip archive without `data.pkl` is.
package enum ForeignArchive: Equatable, Sendable {
  case numPy
  case keras
  case exportedProgram
  case coreML
  case office
  case java
  /// Files of weights lie in it.
  case packed([String])
  case other([String])

  /// - Parameter names: of the entries.
  init(_ names: some Collection<String>) {
    let names = names.sorted()
    func has(_ ending: String) -> Bool { names.contains { $0.hasSuffix(ending) } }
    let weights = names.filter { name in
      [".safetensors", ".pth", ".pt", ".bin", ".ckpt", ".h5", ".onnx"].contains(where: name.hasSuffix)
    }
    self =
      if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".npy") }) {
        .numPy
      } else if has("model.weights.h5") {
        .keras
      } else if has("archive_format") || has("serialized_exported_program.json") {
        .exportedProgram
      } else if has(".mlmodel") {
        .coreML
      } else if has("[Content_Types].xml") {
        .office
      } else if has("META-INF/MANIFEST.MF") {
        .java
      } else if !weights.isEmpty {
        .packed(weights)
      } else {
        .other(names)
      }
  }

  /// What it is, and what to do about it.
  var advice: String {
    switch self {
    case .numPy:
      "is an archive of NumPy arrays (.npz), such as JAX code saves; give the safetensors or PyTorch file of the model"
    case .keras: "is a Keras model; save the model's tensors from PyTorch or as safetensors"
    case .exportedProgram: "is a program of torch.export; save the model's state_dict() with torch.save"
    case .coreML: "is a Core ML package; give the PyTorch or safetensors file that it was made from"
    case .office: "is an office document, not a checkpoint"
    case .java: "is a Java archive, not a checkpoint"
    case .packed(let names): "is a zip archive of files; unpack it and name one of \(Self.list(names))"
    case .other(let names):
      "is a zip archive without the data.pkl of torch.save"
        + (names.isEmpty ? ", and empty" : "; it holds \(Self.list(names))")
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(4).map { $0.escaped(limit: 80) }.joined(separator: ", ")
    return names.count > 4 ? "\(shown) and \(names.count - 4) more" : shown
  }
}
