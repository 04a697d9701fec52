// A checkpoint: the directory of a file of weights, and the reading of single tensors as Float.
import Files

/// The tensors of a checkpoint file. Opening reads the directory only; a tensor's numbers are read from the file on
/// request.
package struct Checkpoint: Sendable {
  package let path: String
  /// Size of the file (of all shards together).
  package let byteCount: Int
  /// Paths of the other files that hold tensors: the shards of an index, the data beside an ONNX graph.
  package let parts: [String]
  /// By name. A file whose tensors are in dictionaries of dictionaries gives them the keys on the way to them, with a
  /// dot between.
  package internal(set) var tensors: [String: TensorDescription]
  /// How the file was read, a line each.
  package let remarks: [String]
  /// Whether the file is a graph (ONNX), whose exporter may have made other constants of weights.
  package let isGraph: Bool
  /// What training code saved beside the tensors, an object: its configuration, arguments, counters.
  package let saved: JSONValue
  /// Why some tensors cannot be read, by name; the others can.
  package internal(set) var unreadable: [String: CheckpointError]

  var locations: [String: TensorLocation]

  /// Names of all tensors that can be read, sorted.
  package var names: [String] { tensors.keys.sorted() }

  init(path: String, _ found: FoundTensors) {
    self.path = path
    byteCount = found.byteCount
    parts = found.parts
    remarks = found.remarks
    isGraph = found.isGraph
    saved = found.saved
    unreadable = found.unreadable
    tensors = Dictionary(uniqueKeysWithValues: found.tensors.map { ($0.description.name, $0.description) })
    locations = Dictionary(uniqueKeysWithValues: found.tensors.map { ($0.description.name, $0.location) })
  }
}

extension Checkpoint {
  /// Opens a file of weights, or the index (`.json`) of its shards. Its first bytes decide what kind it is, not
  /// its name.
  package static func open(_ path: String) throws(CheckpointError) -> Checkpoint {
    let found =
      try path.hasSuffix(".json") ? ShardIndex(path: path).open(by: findTensors) : findTensors(in: path)
    return Checkpoint(path: path, found)
  }

  /// The tensors of a single file, under the names it gives them.
  private static func findTensors(in path: String) throws(CheckpointError) -> FoundTensors {
    let file: RegularFile
    let start: [UInt8]
    do {
      file = try RegularFile(path)
      start = try file.bytes(at: 0, count: min(file.byteCount, ForeignFile.signatureLength))
    } catch { throw .unreadable(error) }
    if start.starts(with: PyTorchFile.zipSignature) { return try PyTorchFile.openZip(file) }
    if PyTorchFile.isLegacy(start) { return try PyTorchFile.openLegacy(file) }
    if start.dropFirst(8).first != UInt8(ascii: "{") {
      if ONNXFile.matches(start) { return try ONNXFile.findTensors(in: file) }
      if let kind = ForeignFile(start: start) { throw .foreign(file: path, kind) }
      // A damaged file under the right name gets the format's own message.
      if path.hasSuffix(".onnx") { return try ONNXFile.findTensors(in: file) }
      guard path.hasSuffix(".safetensors") else { throw .unrecognized(file: path) }
    }
    return try SafetensorsHeader.findTensors(in: file)
  }

  /// Reads the tensor `name` as Float in row-major order, whatever its strides.
  /// Throws `.noSuchTensor`, `.wrongElementCount`, and `.unreadable` or `.zip` where the file has changed or is damaged.
  package func read(
    _ name: String, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name] else { throw missing(name) }
    guard tensor.elementCount == destination.count else {
      throw .wrongElementCount(
        file: path, name: name, needed: tensor.elementCount, given: destination.count)
    }
    if tensor.isContiguous {
      try readContiguous(tensor, from: 0, into: destination)
    } else {
      try readStrided(tensor, into: destination)
    }
  }

  /// Reads as many elements of the tensor `name` as `destination` has room for, from the element `start` on, else
  /// as `read(_:into:)`. Some elements of a tensor that is not contiguous cost as much as all.
  package func read(
    _ name: String, from start: Int, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name] else { throw missing(name) }
    let end = start + destination.count
    guard start >= 0, end <= tensor.elementCount else {
      throw .wrongElementCount(file: path, name: name, needed: tensor.elementCount, given: end)
    }
    if tensor.isContiguous {
      try readContiguous(tensor, from: start, into: destination)
    } else if destination.count == tensor.elementCount {
      try readStrided(tensor, into: destination)
    } else {
      _ = destination.update(fromContentsOf: try floats(name)[start..<end])
    }
  }

  /// The tensor `name` as Float in row-major order.
  package func floats(_ name: String) throws(CheckpointError) -> [Float] {
    guard let tensor = tensors[name] else { throw missing(name) }
    var problem: CheckpointError?
    let values = [Float](unsafeUninitializedCapacity: tensor.elementCount) { buffer, initialized in
      do throws(CheckpointError) {
        try read(name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<tensor.elementCount]))
        initialized = tensor.elementCount
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    return values
  }

  /// Why a tensor cannot be read.
  func missing(_ name: String) -> CheckpointError {
    unreadable[name] ?? .noSuchTensor(file: path, name: name)
  }

  private func readContiguous(
    _ tensor: TensorDescription, from start: Int, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let type = tensor.type
    if type == .float32 {
      return try readStored(tensor, from: start * 4, into: UnsafeMutableRawBufferPointer(destination))
    }
    let chunkLength = min(destination.count, 1 << 20)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkLength * type.size, alignment: 8)
    defer { chunk.deallocate() }
    for first in stride(from: 0, to: destination.count, by: max(chunkLength, 1)) {
      let count = min(chunkLength, destination.count - first)
      let bytes = UnsafeMutableRawBufferPointer(rebasing: chunk[..<(count * type.size)])
      try readStored(tensor, from: (start + first) * type.size, into: bytes)
      type.convert(
        UnsafeRawBufferPointer(bytes),
        into: UnsafeMutableBufferPointer(rebasing: destination[first..<(first + count)]))
    }
  }

  /// Reads all of a tensor whose elements lie in another order.
  private func readStrided(
    _ tensor: TensorDescription, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    if tensor.type == .float32 {
      return try readStored(tensor, from: 0, into: UnsafeMutableRawBufferPointer(destination))
    }
    let stored = UnsafeMutableRawBufferPointer.allocate(
      byteCount: destination.count * tensor.type.size, alignment: 8)
    defer { stored.deallocate() }
    try readStored(tensor, from: 0, into: stored)
    tensor.type.convert(UnsafeRawBufferPointer(stored), into: destination)
  }

  /// Reads elements as the file stores them, in row-major order, and adds them to the tensor's hash.
  ///
  /// - Parameter start: the first byte; 0 for a tensor that is not contiguous, which is read as a whole.
  func readStored(
    _ tensor: TensorDescription, from start: Int, into bytes: UnsafeMutableRawBufferPointer
  ) throws(CheckpointError) {
    guard let location = locations[tensor.name] else { throw missing(tensor.name) }
    if tensor.isContiguous {
      try location.source.fill(bytes, at: location.offset + start)
    } else {
      try tensor.gather(from: location, into: bytes)
    }
    location.hash?.take(UnsafeRawBufferPointer(bytes), from: start)
  }
}
