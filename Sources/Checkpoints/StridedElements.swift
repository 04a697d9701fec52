// The elements of a tensor that lie in another order than row-major, brought into that order.

extension TensorDescription {
  /// Elements of storage that are held while a tensor in another order is gathered.
  private static let windowLength = 1 << 19

  /// Fills `destination` with all elements as they are stored, in row-major order.
  func gather(
    from location: TensorLocation, into destination: UnsafeMutableRawBufferPointer
  ) throws(CheckpointError) {
    switch type.size {
    case 8: try gather(UInt64.self, from: location, into: destination)
    case 4: try gather(UInt32.self, from: location, into: destination)
    case 2: try gather(UInt16.self, from: location, into: destination)
    default: try gather(UInt8.self, from: location, into: destination)
    }
  }

  /// Goes through the tensor in the order of its storage, holding a part of that at a time. Where elements
  /// overlap there is no such order, and all that the tensor spans is held.
  @inline(__always)
  private func gather<Element: BitwiseCopyable>(
    _: Element.Type, from location: TensorLocation, into destination: UnsafeMutableRawBufferPointer
  ) throws(CheckpointError) {
    let size = MemoryLayout<Element>.size
    precondition(destination.count == elementCount * size)
    let targetStrides = Self.contiguousStrides(shape)
    let axes = shape.indices.filter { shape[$0] > 1 }.sorted { strides[$0] > strides[$1] }
    let capacity = isOverlapping ? span : min(span, Self.windowLength)
    let window = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity * size, alignment: 8)
    defer { window.deallocate() }
    var held = 0..<0
    var index = [Int](repeating: 0, count: axes.count)
    var (offset, target) = (0, 0)
    for _ in 0..<elementCount {
      if !held.contains(offset) {
        held = offset..<offset + min(capacity, span - offset)
        try location.source.fill(
          UnsafeMutableRawBufferPointer(rebasing: window[..<(held.count * size)]),
          at: location.offset + offset * size)
      }
      destination.storeBytes(
        of: window.loadUnaligned(fromByteOffset: (offset - held.lowerBound) * size, as: Element.self),
        toByteOffset: target * size, as: Element.self)
      // Counts up the index, the densest axis first, moving both places along.
      for position in axes.indices.reversed() {
        let axis = axes[position]
        index[position] += 1
        offset += strides[axis]
        target += targetStrides[axis]
        if index[position] < shape[axis] { break }
        offset -= index[position] * strides[axis]
        target -= index[position] * targetStrides[axis]
        index[position] = 0
      }
    }
  }
}
