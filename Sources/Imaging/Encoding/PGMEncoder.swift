// Maps as PGM (Netpbm P5), 8 or 16 bits, with comments.
import Files

package enum PGMEncoder {
  /// Bits a sample; 16-bit samples are big-endian, as the format has them.
  package enum Depth: Int, Sendable {
    case eight = 8
    case sixteen = 16

    var maximum: Int { (1 << rawValue) - 1 }
  }

  /// A PGM of `values`, `[height × width]`: round(maximum · (x − low)/(high − low)), cut at both ends; 0 for
  /// what is not finite, such as NaN ("no key"), and everywhere when `high` = `low`. Each of `comments` becomes a line, escaped.
  package static func encode(
    _ values: [Float], width: Int, height: Int, low: Float, high: Float, depth: Depth, comments: [String] = []
  ) -> [UInt8] {
    precondition(values.count == width * height)
    let header =
      "P5\n" + comments.map { "# \($0.escaped)\n" }.joined() + "\(width) \(height)\n\(depth.maximum)\n"
    var bytes = Array(header.utf8)
    bytes.reserveCapacity(bytes.count + values.count * depth.rawValue / 8)
    for value in values {
      let level = level(of: value, low: low, high: high, maximum: depth.maximum)
      if depth == .sixteen { bytes.append(UInt8(level >> 8)) }
      bytes.append(UInt8(level & 0xFF))
    }
    return bytes
  }

  private static func level(of value: Float, low: Float, high: Float, maximum: Int) -> Int {
    // In Double: 65535 levels of a Float range would lose their last bit.
    let range = Double(high) - Double(low)
    let level = Double(maximum) * (Double(value) - Double(low)) / range
    guard range > 0, value.isFinite, !level.isNaN else { return 0 }
    return Int(max(0, min(level.rounded(), Double(maximum))))
  }
}
