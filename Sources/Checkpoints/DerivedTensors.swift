// Tensors that are other tensors in another order, or one behind another.

extension TensorDescription {
  /// A matrix that is stored by columns, under another name; the elements stay where they are.
  func transposed(_ name: String) -> TensorDescription {
    precondition(shape.count == 2 && isContiguous)
    return TensorDescription(
      name: name, type: type, shape: [shape[1], shape[0]], strides: [1, max(shape[1], 1)],
      elementCount: elementCount)
  }
}

/// Bytes of several sources, one behind another.
struct JoinedBytes: ByteSource {
  private let parts: [(source: any ByteSource, offset: Int, start: Int, count: Int)]

  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    for part in parts {
      let range =
        max(offset, part.start)..<max(offset, part.start, min(offset + buffer.count, part.start + part.count))
      guard !range.isEmpty else { continue }
      try part.source.fill(
        UnsafeMutableRawBufferPointer(
          rebasing: buffer[(range.lowerBound - offset)..<(range.upperBound - offset)]),
        at: part.offset + range.lowerBound - part.start)
    }
  }

  /// Tensors [1 × tokens × channels] as one, joined by their tokens; nil where they are none, or differ in channels or
  /// number format.
  static func join(_ tensors: [LocatedTensor], as name: String) -> LocatedTensor? {
    var (parts, start, count) = ([(source: any ByteSource, offset: Int, start: Int, count: Int)](), 0, 0)
    guard let first = tensors.first?.description, first.shape.count == 3 else { return nil }
    for tensor in tensors {
      let description = tensor.description
      guard description.type == first.type, description.shape.count == 3, description.shape[0] == 1,
        description.shape[2] == first.shape[2], description.isContiguous
      else { return nil }
      let length = description.elementCount * description.type.size
      parts.append((tensor.location.source, tensor.location.offset, start, length))
      let (end, overflows) = start.addingReportingOverflow(length)
      let (sum, sumOverflows) = count.addingReportingOverflow(description.shape[1])
      guard !overflows, !sumOverflows else { return nil }
      (start, count) = (end, sum)
    }
    guard
      let description = TensorDescription(
        checking: name, type: first.type, shape: [1, count, first.shape[2]])
    else { return nil }
    return LocatedTensor(
      description: description, location: TensorLocation(source: JoinedBytes(parts: parts), offset: 0))
  }
}

/// Chosen elements of a source, in a chosen order.
struct GatheredElements: ByteSource {
  let source: any ByteSource
  /// The first byte of the elements that are chosen from.
  let offset: Int
  /// Bytes of an element.
  let size: Int
  /// Which element each one is.
  let elements: [Int]

  func fill(_ buffer: UnsafeMutableRawBufferPointer, at start: Int) throws(CheckpointError) {
    // All that is chosen from, at once: a tensor of the file.
    let held = UnsafeMutableRawBufferPointer.allocate(
      byteCount: ((elements.max() ?? -1) + 1) * size, alignment: 8)
    defer { held.deallocate() }
    try source.fill(held, at: offset)
    for place in buffer.indices {
      let (index, byte) = (start + place).quotientAndRemainder(dividingBy: size)
      buffer[place] = held[elements[index] * size + byte]
    }
  }
}
