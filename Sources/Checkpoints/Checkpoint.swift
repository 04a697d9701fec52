// A checkpoint: the directory of a file of weights, and the reading of single tensors as Float.
import Files

/// The tensors of a checkpoint file. Opening reads the directory only; a tensor's numbers are read
/// from the file when they are asked for.
package struct Checkpoint: Sendable {
  package let path: String
  /// Size of the file (of all shards together).
  package let byteCount: Int
  package let tensors: [String: TensorDescription]
  /// What was done to the names on the way, one line each: a wrapper taken, a prefix removed.
  package let remarks: [String]

  private let locations: [String: TensorLocation]

  /// Names of all tensors, sorted.
  package var names: [String] { tensors.keys.sorted() }

  init(path: String, byteCount: Int, located: [LocatedTensor], remarks: [String]) {
    var (located, remarks) = (located, remarks)
    remarks += strippingPrefixes(of: &located)
    self.path = path
    self.byteCount = byteCount
    self.remarks = remarks
    tensors = Dictionary(uniqueKeysWithValues: located.map { ($0.description.name, $0.description) })
    locations = Dictionary(uniqueKeysWithValues: located.map { ($0.description.name, $0.location) })
  }
}

/// Where a tensor's first element lies.
struct TensorLocation: Sendable {
  let source: any ByteSource
  let offset: Int
}

/// A tensor found in a file.
struct LocatedTensor {
  var description: TensorDescription
  var location: TensorLocation
}

/// Bytes that can be read at any offset: a file, or an entry of an archive.
protocol ByteSource: Sendable {
  /// Fills `buffer` with the bytes from `offset` on.
  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError)
}

extension RegularFile: ByteSource {
  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    do { try read(into: buffer, at: offset) } catch { throw .unreadable(error) }
  }
}

extension Checkpoint {
  /// Opens a file of weights: its kind is told from its first bytes, not from its name.
  package static func open(_ path: String) throws(CheckpointError) -> Checkpoint {
    let file: RegularFile
    do { file = try RegularFile(path) } catch { throw .unreadable(error) }
    guard try looksLikeSafetensors(file) else { throw .unrecognized(file: path) }
    let header = try SafetensorsHeader(of: file)
    return Checkpoint(
      path: path, byteCount: file.byteCount,
      located: header.tensors.map {
        LocatedTensor(description: $0.description, location: TensorLocation(source: file, offset: $0.offset))
      }, remarks: [])
  }

  /// A header that starts with a brace, or a name that claims one: damaged files get their own message.
  private static func looksLikeSafetensors(_ file: RegularFile) throws(CheckpointError) -> Bool {
    if file.path.hasSuffix(".safetensors") { return true }
    guard file.byteCount > 8 else { return false }
    do { return try file.bytes(at: 8, count: 1) == [UInt8(ascii: "{")] } catch { throw .unreadable(error) }
  }

  /// Reads the tensor `name` as Float in row-major order, whatever its strides.
  /// Throws `.noSuchTensor`, `.wrongElementCount`, `.unreadable`.
  package func read(
    _ name: String, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    guard let tensor = tensors[name], let location = locations[name] else {
      throw .noSuchTensor(file: path, name: name)
    }
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

  /// The tensor `name` as Float in row-major order.
  package func floats(_ name: String) throws(CheckpointError) -> [Float] {
    guard let tensor = tensors[name] else { throw .noSuchTensor(file: path, name: name) }
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

  private func readContiguous(
    _ type: ElementType, _ location: TensorLocation, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    if type == .float32 {
      return try location.source.fill(UnsafeMutableRawBufferPointer(destination), at: location.offset)
    }
    let chunkLength = min(destination.count, 1 << 16)
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

  /// Reads all that the tensor spans, then gathers. Cost: the span in memory, as Float.
  private func readStrided(
    _ tensor: TensorDescription, _ location: TensorLocation,
    into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) {
    let span = UnsafeMutableBufferPointer<Float>.allocate(capacity: tensor.span)
    defer { span.deallocate() }
    try readContiguous(tensor.type, location, into: span)
    var index = [Int](repeating: 0, count: tensor.shape.count)
    var offset = 0
    for position in destination.indices {
      destination[position] = span[offset]
      // Counts up the index, last axis first, moving the offset along.
      for axis in index.indices.reversed() {
        index[axis] += 1
        offset += tensor.strides[axis]
        if index[axis] < tensor.shape[axis] { break }
        offset -= index[axis] * tensor.strides[axis]
        index[axis] = 0
      }
    }
  }
}
