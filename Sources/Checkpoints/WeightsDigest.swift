// The digest of tensors, which tells models with other weights apart.
import Files

extension Checkpoint {
  /// Bytes that are read at a time for nothing but their hash.
  private static let hashedPart = 1 << 18

  /// A digest of the tensors `names` as they are stored, 16 hexadecimal digits: equal for equal names, number formats,
  /// shapes and elements, whatever file they are in and in which order.
  ///
  /// It is XXH64 (seed 0) of an entry for each tensor, ordered by the bytes of its name: the name, the number format,
  /// the rank, each length, and XXH64 of the elements in row-major order. Texts are UTF-8 behind their length, numbers
  /// have eight bytes, all numbers the lowest byte first. The elements that were read before are not read again: the
  /// digest is that of what was read.
  ///
  /// - Parameter progress: the fraction of tensors that are done, 0…1.
  /// - Throws: as `read(_:into:)`.
  package func digest(
    of names: [String], progress: ((Double) -> Void)? = nil
  ) throws(CheckpointError) -> String {
    if locations.values.contains(where: { $0.hash == nil }) {
      var whole = self
      for (name, location) in locations where location.hash == nil {
        whole.locations[name]?.hash = TensorHash()
      }
      return try whole.digest(of: names, progress: progress)
    }
    var digest = XXHash64()
    func add(_ text: String) {
      digest.update(UInt64(text.utf8.count))
      digest.update(text.utf8)
    }
    let ordered = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    for (index, name) in ordered.enumerated() {
      guard let tensor = tensors[name], let hash = locations[name]?.hash else { throw missing(name) }
      try readRest(of: tensor, for: hash)
      add(name)
      add(tensor.type.rawValue)
      digest.update(UInt64(tensor.shape.count))
      for length in tensor.shape { digest.update(UInt64(length)) }
      digest.update(hash.value)
      progress?(Double(index + 1) / Double(ordered.count))
    }
    return digest.digits
  }

  /// The same tensors, whose reading leaves nothing behind for a digest: it costs a third as much as the reading.
  package var withoutDigest: Checkpoint {
    var plain = self
    for name in locations.keys { plain.locations[name]?.hash = nil }
    return plain
  }

  /// Reads as `read(_:from:into:)` and leaves the digest of what was read to the caller, so that one thread can see to
  /// it while others use the elements.
  ///
  /// - Returns: what takes them into the digest: to be called before the elements change and before the next ones of
  ///   the tensor are taken in. nil where that is done already.
  /// - Throws: as `read(_:from:into:)`.
  package func readLeavingDigest(
    _ name: String, from start: Int, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) -> (() -> Void)? {
    guard let tensor = tensors[name], let location = locations[name], let hash = location.hash,
      tensor.type == .float32, tensor.isContiguous, start >= 0,
      destination.count <= tensor.elementCount - start
    else {
      try read(name, from: start, into: destination)
      return nil
    }
    let bytes = UnsafeMutableRawBufferPointer(destination)
    try location.source.fill(bytes, at: location.offset + start * tensor.type.size)
    return { hash.take(UnsafeRawBufferPointer(bytes), from: start * tensor.type.size) }
  }

  /// Reads what no one has read of a tensor.
  private func readRest(of tensor: TensorDescription, for hash: TensorHash) throws(CheckpointError) {
    let byteCount = tensor.elementCount * tensor.type.size
    var start = hash.byteCount
    guard start < byteCount else { return }
    let capacity = tensor.isContiguous ? min(Self.hashedPart, byteCount - start) : byteCount
    let part = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 8)
    defer { part.deallocate() }
    while start < byteCount {
      let bytes = UnsafeMutableRawBufferPointer(rebasing: part[..<min(capacity, byteCount - start)])
      try readStored(tensor, from: start, into: bytes)
      start += bytes.count
    }
  }
}
