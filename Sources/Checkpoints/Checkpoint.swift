// A checkpoint: the directory of a file of weights, and the reading of single tensors as Float.
import Files

/// The tensors of a checkpoint file. Opening reads the directory only; a tensor's numbers are read from the file on
/// request.
package struct Checkpoint: Sendable {
  package let path: String
  /// Size of the file (of all shards together).
  package let byteCount: Int
  /// By name. A file whose tensors are in dictionaries of dictionaries gives them the keys on the way to them, with a
  /// dot between.
  package internal(set) var tensors: [String: TensorDescription]
  /// How the file was read, a line each.
  package let remarks: [String]
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
    remarks = found.remarks
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
      if let kind = ForeignFile(start: start) { throw .foreign(file: path, kind) }
      // A damaged file under the right name gets the format's own message.
      guard path.hasSuffix(".safetensors") else { throw .unrecognized(file: path) }
    }
    return try SafetensorsHeader.findTensors(in: file)
  }

  /// Reads the tensor `name` as Float in row-major order, whatever its strides.
  /// Throws `.noSuchTensor`, `.wrongElementCount`, and `.unreadable` or `.zip` where the file has changed or is damaged.
  package func read(
    _ name: String, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name], let location = locations[name] else { throw missing(name) }
    guard tensor.elementCount == destination.count else {
      throw .wrongElementCount(
        file: path, name: name, needed: tensor.elementCount, given: destination.count)
    }
    if tensor.isContiguous {
      try readContiguous(tensor.type, location, into: destination)
    } else {
      try readStrided(tensor, location, into: destination)
    }
  }

  /// Reads as many elements of the tensor `name` as `destination` has room for, from the element `start` on, else
  /// as `read(_:into:)`. Some elements of a tensor that is not contiguous cost as much as all.
  package func read(
    _ name: String, from start: Int, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name], let location = locations[name] else { throw missing(name) }
    let end = start + destination.count
    guard start >= 0, end <= tensor.elementCount else {
      throw .wrongElementCount(file: path, name: name, needed: tensor.elementCount, given: end)
    }
    if tensor.isContiguous {
      let offset = location.offset + start * tensor.type.size
      try readContiguous(tensor.type, location.at(offset), into: destination)
    } else if destination.count == tensor.elementCount {
      try readStrided(tensor, location, into: destination)
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

  private func missing(_ name: String) -> CheckpointError {
    unreadable[name] ?? .noSuchTensor(file: path, name: name)
  }

  private func readContiguous(
    _ type: ElementType, _ location: TensorLocation, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    if type == .float32 {
      return try location.source.fill(UnsafeMutableRawBufferPointer(destination), at: location.offset)
    }
    let chunkLength = min(destination.count, 1 << 20)
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: chunkLength * type.size, alignment: 8)
    defer { chunk.deallocate() }
    for start in stride(from: 0, to: destination.count, by: max(chunkLength, 1)) {
      let count = min(chunkLength, destination.count - start)
      let bytes = UnsafeMutableRawBufferPointer(rebasing: chunk[..<(count * type.size)])
      try location.source.fill(bytes, at: location.offset + start * type.size)
      type.convert(
        UnsafeRawBufferPointer(bytes),
        into: UnsafeMutableBufferPointer(rebasing: destination[start..<(start + count)]))
    }
  }

  /// Elements of storage that are held while a tensor in another order is gathered.
  private static let windowLength = 1 << 19

  /// Goes through the tensor in the order of its storage, holding a part of that at a time. Where elements
  /// overlap there is no such order, and all that the tensor spans is held.
  private func readStrided(
    _ tensor: TensorDescription, _ location: TensorLocation,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let targetStrides = TensorDescription.contiguousStrides(tensor.shape)
    let axes = tensor.shape.indices.filter { tensor.shape[$0] > 1 }
      .sorted { tensor.strides[$0] > tensor.strides[$1] }
    let capacity = tensor.isOverlapping ? tensor.span : min(tensor.span, Self.windowLength)
    let window = UnsafeMutableBufferPointer<Float>.allocate(capacity: capacity)
    defer { window.deallocate() }
    var held = 0..<0
    var index = [Int](repeating: 0, count: axes.count)
    var (offset, target) = (0, 0)
    for _ in destination.indices {
      if !held.contains(offset) {
        held = offset..<offset + min(capacity, tensor.span - offset)
        try readContiguous(
          tensor.type, location.at(location.offset + offset * tensor.type.size),
          into: UnsafeMutableBufferPointer(rebasing: window[..<held.count]))
      }
      destination[target] = window[offset - held.lowerBound]
      // Counts up the index, the densest axis first, moving both places along.
      for position in axes.indices.reversed() {
        let axis = axes[position]
        index[position] += 1
        offset += tensor.strides[axis]
        target += targetStrides[axis]
        if index[position] < tensor.shape[axis] { break }
        offset -= index[position] * tensor.strides[axis]
        target -= index[position] * targetStrides[axis]
        index[position] = 0
      }
    }
  }
}
