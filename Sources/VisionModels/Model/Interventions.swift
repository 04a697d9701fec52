// What a user changes in a forward pass: heads switched off, places of the image hidden.
import Attention
import Compute

/// What a user changes inside a forward pass.
package struct Interventions: Sendable, Hashable {
  /// Heads whose output is zeroed before the projection, after convolution and gate.
  package var headsOff: Set<HeadPlace>
  /// Places of the input that are replaced by the image's mean in each channel.
  package var occluded: Set<Footprint>

  package init(headsOff: Set<HeadPlace> = [], occluded: Set<Footprint> = []) {
    self.headsOff = headsOff
    self.occluded = occluded
  }

  /// Whether the forward pass is the model's own.
  package var isEmpty: Bool { headsOff.isEmpty && occluded.isEmpty }

  /// What is changed as keywords with values, the same for equal interventions; nothing where all heads are on and all
  /// patches seen.
  package var entries: [(keyword: String, value: String)] {
    var entries: [(String, String)] = []
    if !headsOff.isEmpty {
      entries.append(("heads off", headsOff.sorted().map(\.description).joined(separator: ", ")))
    }
    if !occluded.isEmpty {
      entries.append(("patches hidden", occluded.map(\.description).sorted().joined(separator: "; ")))
    }
    return entries
  }
}

extension Interventions: CustomStringConvertible {
  /// `heads off 2.1, 3.0; patches hidden 3,5 of 16x16`; empty where nothing is changed.
  package var description: String {
    entries.map { "\($0.keyword) \($0.value)" }.joined(separator: "; ")
  }
}

/// The place of a token in the image, whatever the image's resolution.
package struct Footprint: Sendable, Hashable, CustomStringConvertible {
  package let grid: TokenGrid
  package let position: GridPosition

  package init(grid: TokenGrid, position: GridPosition) {
    self.grid = grid
    self.position = position
  }

  /// `3,5 of 16x16`
  package var description: String { "\(position) of \(grid.rows)x\(grid.columns)" }

  /// The pixels that the token covers of an image of the given size, all of which the grid covers: one at least, where
  /// the grid is finer than the image.
  package func pixels(height: Int, width: Int) -> (rows: Range<Int>, columns: Range<Int>) {
    func range(_ place: Int, of count: Int, in length: Int) -> Range<Int> {
      let start = place * length / count
      return start..<max(start + 1, (place + 1) * length / count)
    }
    return (
      range(position.row, of: grid.rows, in: height), range(position.column, of: grid.columns, in: width)
    )
  }
}

extension ImagePlanes {
  /// The image with places replaced by the mean of each channel.
  ///
  /// - Parameters:
  ///   - coveredHeight: of the part that the grids of the places cover, from the upper left, as `coveredWidth`.
  func occluding(_ footprints: Set<Footprint>, coveredHeight: Int, coveredWidth: Int) -> ImagePlanes {
    guard !footprints.isEmpty else { return self }
    let copy = Matrix(rows: planes.rows, columns: planes.columns, values: planes.values)
    for channel in 0..<copy.rows {
      let values = copy.row(channel)
      let mean = Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
      for footprint in footprints {
        let (rows, columns) = footprint.pixels(height: coveredHeight, width: coveredWidth)
        for row in rows {
          for column in columns { values[row * width + column] = mean }
        }
      }
    }
    return ImagePlanes(height: height, width: width, planes: copy)
  }
}
