// A row-major matrix of floats, or a view of a part of one.

/// A view of `rows × columns` floats, `stride` apart from row to row.
///
/// A value over shared storage: copies and the views `rows(_:)` and `columns(_:)` see the same floats.
/// Unchecked: whoever writes to a matrix must not share it with another thread at that time.
package struct Matrix: @unchecked Sendable {
  package let storage: FloatBuffer
  package let offset: Int
  package let rows: Int
  package let columns: Int
  package let stride: Int

  /// `rows × columns` zeros.
  ///
  /// Rows that are a multiple of 2 KiB apart would fall on one or two sets of the first-level cache, so such a stride
  /// gets 16 floats more.
  package init(rows: Int, columns: Int) {
    self.init(unwrittenRows: rows, columns: columns)
    storage.pointer.update(repeating: 0, count: storage.count)
  }

  /// `rows × columns` floats that hold anything until they are written: for what an operation writes whole.
  package init(unwrittenRows rows: Int, columns: Int) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot be \(rows) × \(columns)")
    let stride = Matrix.paddedStride(columns)
    self.init(
      storage: FloatBuffer(unwritten: rows * stride), offset: 0, rows: rows, columns: columns, stride: stride)
  }

  /// `rows × columns` floats, given row by row.
  package init(rows: Int, columns: Int, values: [Float]) {
    precondition(values.count == rows * columns, "\(values.count) floats are not \(rows) × \(columns)")
    self.init(unwrittenRows: rows, columns: columns)
    values.withUnsafeBufferPointer { source in
      guard let source = source.baseAddress else { return }
      for i in 0..<rows {
        (pointer + i * stride).update(from: source + i * columns, count: columns)
      }
    }
  }

  /// The distance of rows of `columns` floats.
  static func paddedStride(_ columns: Int) -> Int {
    columns > 0 && columns.isMultiple(of: 512) ? columns + 16 : columns
  }

  /// A view of `storage` from `offset` on.
  init(storage: FloatBuffer, offset: Int, rows: Int, columns: Int, stride: Int) {
    self.storage = storage
    self.offset = offset
    self.rows = rows
    self.columns = columns
    self.stride = stride
  }
}

// MARK: Elements

extension Matrix {
  /// Element (0, 0).
  package var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

  /// Row `i`, `columns` floats.
  package func row(_ i: Int) -> UnsafeMutableBufferPointer<Float> {
    precondition(i >= 0 && i < rows, "row \(i) of \(rows)")
    return UnsafeMutableBufferPointer(start: pointer + i * stride, count: columns)
  }

  package subscript(row: Int, column: Int) -> Float {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return pointer[row * stride + column]
    }
    nonmutating set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      pointer[row * stride + column] = newValue
    }
  }

  /// A packed copy, row by row.
  package var values: [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { target, count in
      for i in 0..<rows where columns > 0 {
        (target.baseAddress! + i * columns).initialize(from: pointer + i * stride, count: columns)
      }
      count = rows * columns
    }
  }
}

// MARK: Views

extension Matrix {
  /// The columns `range` of every row; shares the storage.
  package func columns(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// The rows `range`; shares the storage.
  package func rows(_ range: Range<Int>) -> Matrix {
    precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns,
      stride: stride)
  }
}
