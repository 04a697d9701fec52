// `power`: the exponents of heads whose mechanism has one for every channel.
import Attention

extension HeadStatistic {
  /// Smallest, mean and largest exponent over the channels of a head, `null` where one is not finite; left out where a
  /// mechanism has none.
  static let power = HeadStatistic("power", summarized: []) { layer, head in
    guard let all = layer.record.description.mechanism.powers else { return nil }
    let powers = all[layer.record.channels(ofHead: head)].map(Double.init)
    let isFinite = powers.allSatisfy(\.isFinite)
    return .members([
      "min": .number(isFinite ? powers.min() : nil),
      "mean": .number(isFinite ? powers.reduce(0, +) / Double(max(powers.count, 1)) : nil),
      "max": .number(isFinite ? powers.max() : nil),
    ])
  }
}
