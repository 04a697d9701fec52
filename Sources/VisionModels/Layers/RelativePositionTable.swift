// A learned bias for every offset between two patches, and for pairs with a token in front of them (BEiT).
import Attention
import Compute

/// A table [(2H−1)(2W−1) + 3 × heads] as a layout states it: the offsets of two patches of an H×W grid, then query in
/// front to key patch, query patch to key in front, and the token in front to itself (Bao et al. 2021, arXiv:2106.08254).
struct RelativePositionTable: Sendable {
  /// The tensor.
  let name: String
  /// Pairs of all heads beyond which a table is not spread out, 2 GB.
  private static let pairLimit = 1 << 29

  /// The heads that the table has; nil where there is none.
  static func heads(_ name: String) -> HeadTensor {
    HeadTensor(name: name, rank: 2, axis: 1, meaning: .heads)
  }

  /// The bias of every pair, [heads × N × N]; nothing where values are not read.
  ///
  /// - Throws: `ModelError.invalid` where the table is not that of the grid, or too large to be spread out.
  func pairs(_ reader: ParameterReader, heads: Int, prefix: Int, grid: TokenGrid) throws -> [Float] {
    let path = reader.checkpoint.path
    let offsets = (2 * grid.rows - 1) * (2 * grid.columns - 1)
    let entries = offsets + (prefix == 1 ? 3 : 0)
    guard prefix <= 1 else {
      throw ModelError.invalid(
        path: path, reason: "\(name) knows one token in front of the patches; the file has \(prefix)")
    }
    if let shape = reader.shape(of: name), shape.count == 2, shape[0] != entries {
      throw ModelError.invalid(
        path: path,
        reason: "\(name) has \(shape[0]) offsets, but \(grid.rows)×\(grid.columns) patches have \(entries); "
          + "tables of another grid are not interpolated here, choose the --input-size that it was trained on"
      )
    }
    let tokens = prefix + grid.count
    guard tokens * tokens <= Self.pairLimit / max(heads, 1) else {
      throw ModelError.invalid(
        path: path, reason: "\(name) would need a bias for \(heads)·\(tokens)² pairs; too many")
    }
    let table = try reader.values(name, shape: [entries, heads])
    guard reader.readsValues else { return [] }
    var pairs = [Float](repeating: 0, count: heads * tokens * tokens)
    for query in 0..<tokens {
      for key in 0..<tokens {
        let entry: Int
        switch (query < prefix, key < prefix) {
        case (true, true): entry = offsets + 2
        case (true, false): entry = offsets
        case (false, true): entry = offsets + 1
        case (false, false):
          let (from, to) = (grid.position(at: query - prefix), grid.position(at: key - prefix))
          let down = from.row - to.row + grid.rows - 1
          entry = down * (2 * grid.columns - 1) + from.column - to.column + grid.columns - 1
        }
        for head in 0..<heads { pairs[(head * tokens + query) * tokens + key] = table[entry * heads + head] }
      }
    }
    return pairs
  }

  /// The side of the square grid that such a table covers, with the entries of a token in front; nil where it covers
  /// none.
  static func side(_ reader: ParameterReader, _ name: String, prefix: Int) -> Int? {
    guard let shape = reader.shape(of: name), shape.count == 2,
      let span = exactSquareRoot(shape[0] - (prefix == 1 ? 3 : 0)), span % 2 == 1
    else { return nil }
    return (span + 1) / 2
  }
}
