// `bias`: the range of a head's position bias.
import AttentionMaps

extension HeadStatistic {
  /// Smallest and largest position bias of a head, `null` where one is not finite; left out where logits have none.
  static let positionBias = HeadStatistic("bias", isExtra: true, summarized: []) { layer, head in
    layer.record.positionBias(head: head).map { bias in
      let range = bias.value
      return .members([
        "min": .number(range.map { Double($0.lowerBound) }),
        "max": .number(range.map { Double($0.upperBound) }),
      ])
    }
  }
}
