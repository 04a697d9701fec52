// `power`: the exponents of heads whose mechanism has one for every channel.
import Attention

extension HeadStatistic {
  /// Smallest, mean and largest exponent over the channels of a head; left out where a mechanism has none.
  static let power = HeadStatistic("power", summarized: []) { layer, head in
    guard let all = layer.record.description.mechanism.powers else { return nil }
    let powers = all[layer.record.channels(ofHead: head)].map(Double.init)
    return .members([
      "min": .number(powers.min() ?? 0), "mean": .number(powers.reduce(0, +) / Double(max(powers.count, 1))),
      "max": .number(powers.max() ?? 0),
    ])
  }
}
