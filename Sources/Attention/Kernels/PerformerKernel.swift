// Performer's positive random features of the softmax kernel (K. Choromanski et al. 2021, arXiv:2009.14794).
import Glibc

extension MechanismName {
  static let performer = MechanismName(rawValue: "performer")
}

extension Reading {
  /// φ(x) = d^-½·(exp(W·x·d^-¼ − ‖x‖²/(2√d) − max) + 1e-4), rows divided by their sum; max is over the features of a
  /// query, and over those of all keys. W is `RandomFeatures.projection`, the same for every head of a width.
  static let performer = performing { RandomFeatures.projection(width: $0) }

  /// - Parameter projection: W `[d × d]` of a head's width d.
  static func performing(_ projection: @escaping @Sendable (_ width: Int) -> [[Double]]) -> Reading {
    Reading(.performer, title: "performer", normalization: .sum) { inputs in
      let width = inputs.queries.columns / inputs.heads
      let rows = projection(width)
      let root = Double(width).squareRoot()
      /// W·x·d^-¼ and ‖x‖²/(2√d).
      func projected(_ x: [Double]) -> (products: [Double], half: Double) {
        (
          rows.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } / root.squareRoot() },
          x.reduce(0) { $0 + $1 * $1 } / (2 * root)
        )
      }
      func features(_ x: (products: [Double], half: Double), largest: Double) -> [Double] {
        x.products.map { (exp($0 - x.half - largest) + 1e-4) / root }
      }
      return inputs.mappedKeys { keys, _ in
        let keys = keys.map(projected)
        let largest = keys.flatMap(\.products).max() ?? 0
        return keys.map { features($0, largest: largest) }
      }.mappedTokens(
        query: { x, _ in
          let query = projected(x)
          return features(query, largest: query.products.max() ?? 0)
        }, key: { x, _ in x })
    }
  }
}

/// Orthogonal random features: rows of a normal distribution made orthogonal, with the lengths that they would have
/// without.
enum RandomFeatures {
  /// Always the same W for a width d. O(d³)
  static func projection(width: Int) -> [[Double]] {
    var source = NormalNumbers(state: 0x706F_6C61_7363_6F70)
    var directions: [[Double]] = []
    while directions.count < width {
      var row = (0..<width).map { _ in source.next() }
      // Twice, so that rounding leaves nothing of the others.
      for _ in 0..<2 {
        for other in directions {
          let product = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
          for channel in row.indices { row[channel] -= product * other[channel] }
        }
      }
      let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if length > 1e-6 { directions.append(row.map { $0 / length }) }
    }
    return directions.map { direction in
      let length = (0..<width).reduce(0) { sum, _ in
        let number = source.next()
        return sum + number * number
      }.squareRoot()
      return direction.map { $0 * length }
    }
  }

  /// Normal numbers (G. Box and M. Muller 1958) of SplitMix64 (G. Steele et al. 2014).
  private struct NormalNumbers {
    var state: UInt64

    mutating func next() -> Double {
      let (radius, angle) = (uniform(), uniform())
      return (-2 * log(radius)).squareRoot() * cos(2 * .pi * angle)
    }

    /// In (0, 1].
    private mutating func uniform() -> Double {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
      return (Double((z ^ z >> 31) >> 11) + 1) / Double(1 << 53)
    }
  }
}
