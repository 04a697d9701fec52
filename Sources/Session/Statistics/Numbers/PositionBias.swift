// `bias`: the range of a head's position bias.
import AttentionMaps

extension HeadStatistic {
  /// Smallest and largest position bias of a head; left out where logits have none.
  static let positionBias = HeadStatistic("bias", isExtra: true, summarized: []) { layer, head in
    layer.record.positionBias(head: head).map {
      .members(["min": .number(Double($0.lowerBound)), "max": .number(Double($0.upperBound))])
    }
  }
}
