// One tensor as a checkpoint's directory describes it.

/// A tensor's name, number format and layout; its numbers stay in the file.
package struct TensorDescription: Sendable, Equatable {
  package let name: String
  package let type: ElementType
  package let shape: [Int]
  /// Elements from one index to the next along each axis, within the tensor's storage.
  package let strides: [Int]
  /// The product of the shape (checked against overflow when the file was opened).
  package let elementCount: Int

  /// Whether elements follow one another in row-major order.
  package var isContiguous: Bool {
    elementCount == 0
      || zip(shape, zip(strides, Self.contiguousStrides(shape))).allSatisfy { $0 == 1 || $1.0 == $1.1 }
  }

  /// Whether elements share storage or interleave: an axis steps within the reach of denser axes, so that no walk
  /// through the storage meets every element once and in order.
  var isOverlapping: Bool {
    var reach = 0
    for (length, stride) in zip(shape, strides).filter({ $0.0 > 1 }).sorted(by: { $0.1 < $1.1 }) {
      guard stride > reach else { return true }
      reach += (length - 1) * stride
    }
    return false
  }

  /// Elements of storage from the first to the last that the tensor touches.
  var span: Int {
    elementCount == 0 ? 0 : zip(shape, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
  }
}

extension TensorDescription {
  /// A description whose counts are known to fit an `Int`; nil where they do not, or are negative.
  init?(checking name: String, type: ElementType, shape: [Int], strides: [Int]? = nil) {
    guard let count = Self.checkedProduct(shape), count.multipliedReportingOverflow(by: 8).overflow == false
    else { return nil }
    let strides = strides ?? Self.contiguousStrides(shape)
    guard strides.count == shape.count, strides.allSatisfy({ $0 >= 0 }) else { return nil }
    var span = 1
    for (length, stride) in zip(shape, strides) where length > 1 && count > 0 {
      let (reach, reachOverflows) = (length - 1).multipliedReportingOverflow(by: stride)
      let (sum, sumOverflows) = span.addingReportingOverflow(reach)
      guard !reachOverflows, !sumOverflows else { return nil }
      span = sum
    }
    guard span.multipliedReportingOverflow(by: 8).overflow == false else { return nil }
    self.init(name: name, type: type, shape: shape, strides: strides, elementCount: count)
  }

  /// The same tensor under another name.
  func named(_ name: String) -> TensorDescription {
    TensorDescription(name: name, type: type, shape: shape, strides: strides, elementCount: elementCount)
  }

  /// The number of elements of `shape`, nil where a length is negative or the product overflows.
  static func checkedProduct(_ shape: [Int]) -> Int? {
    var product = 1
    for length in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflows else { return nil }
      product = next
    }
    return product
  }

  /// Row-major strides of `shape`.
  static func contiguousStrides(_ shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() {
      strides[axis] = strides[axis + 1] &* max(shape[axis + 1], 1)
    }
    return strides
  }
}
