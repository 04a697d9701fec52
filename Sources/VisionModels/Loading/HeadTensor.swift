// Tensors whose shape gives a number of heads.

/// A tensor with an axis as long as a layer has heads, or as long as a head is wide.
struct HeadTensor: Sendable {
  enum Meaning: Sendable {
    case heads
    case headWidth
  }

  let name: String
  /// The number of axes that the tensor must have.
  let rank: Int
  let axis: Int
  let meaning: Meaning
  /// What the width of a head must be a multiple of.
  var widthMultiple = 1

  /// A norm over the channels of a head, `<name>.weight`.
  static func norm(_ name: String) -> HeadTensor {
    HeadTensor(name: "\(name).weight", rank: 1, axis: 0, meaning: .headWidth)
  }

  /// The heads of a layer; nil where the file has no such tensor.
  ///
  /// - Throws: `ModelError.invalid` for a shape that does not split `channels` into equal heads.
  func heads(_ reader: ParameterReader, channels: Int) throws -> Int? {
    guard let shape = reader.shape(of: name) else { return nil }
    guard shape.count == rank, shape[axis] > 0, channels % shape[axis] == 0,
      case let (length, other) = (shape[axis], channels / shape[axis]),
      case let (heads, width) = meaning == .heads ? (length, other) : (other, length),
      heads > 0, width > 0, width % widthMultiple == 0
    else {
      let multiple = widthMultiple == 1 ? "" : ", each a multiple of \(widthMultiple) wide"
      throw ModelError.invalid(
        path: reader.checkpoint.path,
        reason: "\(name) has shape \(shape), which does not split \(channels) channels into heads\(multiple)")
    }
    return heads
  }
}
