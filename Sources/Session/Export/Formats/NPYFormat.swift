// Maps as NumPy's arrays: the values themselves.
import Imaging

extension MapFormat {
  /// Little-endian Float: (keyRows, keyCols) of one query, (queries, keys) of all.
  package static let npy = MapFormat(
    "npy", features: [], matrixHeader: { queries, keys in NPYEncoder.header(shape: [queries, keys]) }
  ) { written, _, _ in
    NPYEncoder.encode(written.map.values, shape: [written.map.grid.rows, written.map.grid.columns])
  }
}
