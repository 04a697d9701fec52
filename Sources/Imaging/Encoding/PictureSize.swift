// The size of a picture that shows a grid of values.

/// The size of a picture in pixels.
package struct PictureSize: Sendable, Hashable {
  package let rows: Int
  package let columns: Int

  /// The size of a grid of `rows` × `columns`, both at least 1, scaled so that its longer side has `longer` pixels.
  ///
  /// - Parameter longer: nil: one pixel for each place.
  package init(rows: Int, columns: Int, longer: Int?) {
    let scale = longer ?? max(rows, columns)
    self.rows = max(1, rows * scale / max(rows, columns))
    self.columns = max(1, columns * scale / max(rows, columns))
  }
}
