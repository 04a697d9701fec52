// Maps as PGM: gray levels, with comments that say what they show.
import Imaging

extension MapFormat {
  /// Netpbm's P5, 8 or 16 bits; places without a key are 0.
  package static let pgm = MapFormat("pgm", features: [.depth, .size]) { written, export, _ in
    let grid = written.map.grid
    let size = PictureSize(rows: grid.rows, columns: grid.columns, longer: export.size)
    return PGMEncoder.encode(
      written.map.values(in: size), width: size.columns, height: size.rows, low: written.low,
      high: written.high, depth: export.depth, comments: written.metadata { _ in "written as 0" }.comments)
  }
}
