// What the containers hand over: tensors by description and place.

/// Where a tensor's first element lies.
struct TensorLocation: Sendable {
  let source: any ByteSource
  let offset: Int

  /// Another place of the same source.
  func at(_ offset: Int) -> TensorLocation { TensorLocation(source: source, offset: offset) }
}

/// A tensor found in a file.
struct LocatedTensor {
  var description: TensorDescription
  var location: TensorLocation
}

/// Tensors found in a file and what was said about finding them.
struct FoundTensors {
  var tensors: [LocatedTensor]
  var byteCount: Int
  var remarks: [String] = []
  /// The name of the architecture, where training code saved it.
  var architecture: String?
}
