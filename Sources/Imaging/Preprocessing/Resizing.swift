// Resizing an image, bit for bit as Pillow 13 does: across and down, each pass rounded to bytes.

extension RGBImage {
  /// The image at `width` × `height`.
  package func resized(width: Int, height: Int, by filter: ResampleFilter) -> RGBImage {
    resized(width: width, height: height, by: filter, columns: 0..<width, rows: 0..<height)
  }

  /// The part of the resized image within `columns` and `rows`: the same bytes as resizing and then
  /// cropping, without making the rest. Cost: every input pixel in the window once for each filter tap.
  func resized(
    width: Int, height: Int, by filter: ResampleFilter, columns: Range<Int>, rows: Range<Int>
  ) -> RGBImage {
    precondition(self.width > 0 && self.height > 0 && width > 0 && height > 0)
    if filter == .nearest { return nearest(width: width, height: height, columns: columns, rows: rows) }
    let down =
      height == self.height
      ? nil : ResampleWeights(from: self.height, to: height, window: rows, filter: filter)
    let across =
      width == self.width
      ? nil : ResampleWeights(from: self.width, to: width, window: columns, filter: filter)
    var result: RGBImage
    switch (across, down) {
    case (nil, nil):
      result = cropped(x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count)
    case (let across?, nil): result = resampledAcross(across, rows: rows)
    case (nil, let down?): result = resampledDown(down, columns: columns)
    case (let across?, let down?):
      if height < self.height, self.height - height > 2 * (self.width - width) {
        // Pillow 13 goes down first where the height loses more than twice as many pixels as the width.
        let inputColumns = across.inputRange
        result = resampledDown(down, columns: inputColumns)
          .resampledAcross(across, rows: 0..<rows.count, firstColumn: inputColumns.lowerBound)
      } else {
        let inputRows = down.inputRange
        result = resampledAcross(across, rows: inputRows)
          .resampledDown(down, columns: 0..<columns.count, firstRow: inputRows.lowerBound)
      }
    }
    result.warning = warning
    return result
  }

  /// Each of `rows` through `weights`; the image's first column is column `firstColumn` of the weights' input.
  private func resampledAcross(
    _ weights: ResampleWeights, rows: Range<Int>, firstColumn: Int = 0
  ) -> RGBImage {
    let newWidth = weights.starts.count
    let count = newWidth * rows.count * 3
    let result = [UInt8](unsafeUninitializedCapacity: count) { output, initialized in
      pixels.withUnsafeBufferPointer { input in
        weights.weights.withUnsafeBufferPointer { taps in
          for row in rows {
            let line = row * width * 3
            var target = (row - rows.lowerBound) * newWidth * 3
            for column in 0..<newWidth {
              var (red, green, blue) = (roundingHalf, roundingHalf, roundingHalf)
              var source = line + (weights.starts[column] - firstColumn) * 3
              for tap in weights.bounds[column]..<weights.bounds[column + 1] {
                let weight = taps[tap]
                red &+= Int32(input[source]) &* weight
                green &+= Int32(input[source + 1]) &* weight
                blue &+= Int32(input[source + 2]) &* weight
                source += 3
              }
              output[target] = clipped(red)
              output[target + 1] = clipped(green)
              output[target + 2] = clipped(blue)
              target += 3
            }
          }
        }
      }
      initialized = count
    }
    return RGBImage(width: newWidth, height: rows.count, pixels: result)
  }

  /// Each of `columns` through `weights`; the image's first row is row `firstRow` of the weights' input.
  private func resampledDown(
    _ weights: ResampleWeights, columns: Range<Int>, firstRow: Int = 0
  ) -> RGBImage {
    let newHeight = weights.starts.count
    let rowLength = columns.count * 3
    let result = [UInt8](unsafeUninitializedCapacity: rowLength * newHeight) { output, initialized in
      pixels.withUnsafeBufferPointer { input in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: rowLength) { sums in
          for row in 0..<newHeight {
            sums.initialize(repeating: roundingHalf)
            var source = (weights.starts[row] - firstRow) * width * 3 + columns.lowerBound * 3
            for tap in weights.bounds[row]..<weights.bounds[row + 1] {
              let weight = weights.weights[tap]
              for index in 0..<rowLength { sums[index] &+= Int32(input[source + index]) &* weight }
              source += width * 3
            }
            for index in 0..<rowLength { output[row * rowLength + index] = clipped(sums[index]) }
          }
        }
      }
      initialized = rowLength * newHeight
    }
    return RGBImage(width: columns.count, height: newHeight, pixels: result)
  }

  /// The pixel under the middle of each output pixel; positions are summed up as Pillow sums them.
  private func nearest(width: Int, height: Int, columns: Range<Int>, rows: Range<Int>) -> RGBImage {
    func positions(from inputCount: Int, to outputCount: Int, _ wanted: Range<Int>) -> [Int] {
      let step = Double(inputCount) / Double(outputCount)
      var position = step * 0.5
      for _ in 0..<wanted.lowerBound { position += step }
      return wanted.map { _ in
        defer { position += step }
        return min(Int(position), inputCount - 1)
      }
    }
    let sourceColumns = positions(from: self.width, to: width, columns)
    let sourceRows = positions(from: self.height, to: height, rows)
    var result: [UInt8] = []
    result.reserveCapacity(columns.count * rows.count * 3)
    for row in sourceRows {
      for column in sourceColumns {
        let start = (row * self.width + column) * 3
        result.append(contentsOf: pixels[start..<(start + 3)])
      }
    }
    return RGBImage(width: columns.count, height: rows.count, pixels: result, warning: warning)
  }
}

/// One half in units of the weights.
private let roundingHalf: Int32 = 1 << (ResampleWeights.precisionBits - 1)

/// A weighted sum as a byte.
@inline(__always)
private func clipped(_ sum: Int32) -> UInt8 {
  UInt8(truncatingIfNeeded: max(0, min(255, sum >> ResampleWeights.precisionBits)))
}
