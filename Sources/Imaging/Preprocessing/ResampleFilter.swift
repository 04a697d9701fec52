// Pillow's resampling filters, and the integer weights that each gives to the pixels of a line.
import Glibc

/// A resampling filter by Pillow's name.
package enum ResampleFilter: String, Sendable, CaseIterable {
  case nearest, box, bilinear, hamming, bicubic, lanczos

  /// Half of the filter's width, in pixels of the coarser of the two images. 0 for `nearest`, which has no
  /// weights.
  var support: Double {
    switch self {
    case .nearest: 0
    case .box: 0.5
    case .bilinear, .hamming: 1
    case .bicubic: 2
    case .lanczos: 3
    }
  }

  /// The filter's value at distance `x`, |x| ≤ support.
  func weight(_ x: Double) -> Double {
    let distance = abs(x)
    switch self {
    case .nearest: return 0
    case .box: return x > -0.5 && x <= 0.5 ? 1 : 0
    case .bilinear: return distance < 1 ? 1 - distance : 0
    case .hamming:
      if distance == 0 { return 1 }
      return distance < 1 ? Self.sinc(distance) * (0.54 + 0.46 * cos(distance * .pi)) : 0
    case .bicubic:
      // Keys' cubic with a = −½.
      let a = -0.5
      if distance < 1 { return ((a + 2) * distance - (a + 3)) * distance * distance + 1 }
      return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0
    case .lanczos: return x >= -3 && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
    }
  }

  private static func sinc(_ x: Double) -> Double {
    x == 0 ? 1 : sin(x * .pi) / (x * .pi)
  }
}

/// The input pixels of one line and their weights, for a run of output pixels.
struct ResampleWeights {
  /// Weights are whole numbers of 2⁻²²; sums of 8-bit pixels stay within an `Int32`.
  static let precisionBits: Int32 = 22

  /// First input pixel of each output pixel.
  private(set) var starts: [Int] = []
  /// Where each output pixel's weights start in `weights`; one more entry ends the last.
  private(set) var bounds: [Int] = [0]
  private(set) var weights: [Int32] = []

  /// All input pixels that are read.
  var inputRange: Range<Int> {
    let ends = starts.indices.map { starts[$0] + bounds[$0 + 1] - bounds[$0] }
    return (starts.min() ?? 0)..<(ends.max() ?? 0)
  }

  /// Weights with which a line of `inputCount` pixels becomes one of `outputCount`, for the output pixels
  /// in `window`. Source: Pillow's `precompute_coeffs` and `normalize_coeffs_8bpc`.
  init(from inputCount: Int, to outputCount: Int, window: Range<Int>, filter: ResampleFilter) {
    let scale = Double(inputCount) / Double(outputCount)
    let filterScale = max(scale, 1)
    let support = filter.support * filterScale
    for output in window {
      let center = (Double(output) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let end = min(Int(center + support + 0.5), inputCount)
      let raw = (start..<max(end, start)).map {
        filter.weight((Double($0) - center + 0.5) * (1 / filterScale))
      }
      let sum = raw.reduce(0, +)
      for weight in raw {
        let scaled = (sum == 0 ? weight : weight / sum) * Double(1 << Self.precisionBits)
        weights.append(Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5))
      }
      starts.append(start)
      bounds.append(weights.count)
    }
  }
}
