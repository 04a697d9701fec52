// What every file format yields: tensors by description and location.

/// Where a tensor's first element lies.
struct TensorLocation: Sendable {
  let source: any ByteSource
  let offset: Int
  /// Of the elements, as far as they were read, whatever the tensor is called; nil where nobody asks for it.
  var hash: TensorHash? = TensorHash()
}

/// A tensor found in a file.
struct LocatedTensor {
  var description: TensorDescription
  var location: TensorLocation
}

/// The tensors of a file, with remarks on how they were found.
struct FoundTensors {
  var tensors: [LocatedTensor]
  var byteCount: Int
  /// Paths of the other files that hold some of them.
  var parts: [String] = []
  var remarks: [String] = []
  /// Whether the file is a graph, whose exporter may have changed weights.
  var isGraph = false
  /// What training code saved beside them.
  var saved = JSONValue.object([:])
  /// Why other tensors cannot be read, by name.
  var unreadable: [String: CheckpointError] = [:]
}
