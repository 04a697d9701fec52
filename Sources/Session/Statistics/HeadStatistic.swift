// The members of a head's JSON object in `stats`: one file each in Numbers/, and a line in the list below.
import Attention

extension HeadStatistic {
  /// All members, in the order of reports.
  package static let all: [HeadStatistic] = [
    entropy, normalizedEntropy, signed, negativeMass, agents, rowSum, emptyRows, weakRows, polarity,
    meanDistance,
    massInBox, power, gate,
    rank, sinks, massMaskSize, pooledEntropy, attentionFraction, positionBias,
    localMass, aboveUniform, negligible, queryNormCorrelation, entropyHistogram,
    confusion, singularValues, keyValueRank, powerHistogram, gateHistogram, gateCorrelation,
  ]

  /// The members of a kernel's object in the lines of `kernels`.
  package static let ofReadings: [HeadStatistic] = [
    entropy, normalizedEntropy, divergence, signed, negativeMass, rowSum, emptyRows, rank, localMass,
    meanDistance,
  ]
}

/// One member of the JSON object of a head: a number, or an object of numbers.
package struct HeadStatistic: Sendable {
  /// Its key in the object of the head, or for an extra one in the head's `extra`.
  package let key: String
  /// Whether only `stats --extra` computes it.
  package let isExtra: Bool
  /// Whether every head of every model has it, with `null` where it is undefined: what was asked for and lacks it is of
  /// another version.
  package let isOfEveryHead: Bool
  /// What a line needs to have been asked for to hold it.
  package let request: StatisticsRequest
  /// The numbers in it that `summary` reads.
  package let metrics: [Metric]
  /// The same, before they have a place.
  let summarized: [SummarizedNumber]
  /// Its value for every head of a layer; nil leaves the member out. Throws `Cancelled`.
  let values: @Sendable (MeasuredLayer) throws -> [StatisticsValue?]

  /// - Parameter summarized: the numbers that `summary` reads.
  init(
    _ key: String, isExtra: Bool = false, isOfEveryHead: Bool = false, needsBox: Bool = false,
    summarized: [SummarizedNumber],
    values: @escaping @Sendable (MeasuredLayer) throws -> [StatisticsValue?]
  ) {
    self.key = key
    self.isExtra = isExtra
    self.isOfEveryHead = isOfEveryHead
    self.values = values
    self.summarized = summarized
    let request: StatisticsRequest = isExtra ? .extras : needsBox ? .box : .always
    self.request = request
    let place = isExtra ? ["extra", key] : [key]
    metrics = summarized.flatMap { number in
      number.parts.map { part in
        let path = place + [part, number.member].compactMap(\.self)
        return Metric(name: number.name ?? key, part: part, path: path, request: request)
      }
    }
  }

  /// A member whose heads are computed one by one.
  ///
  /// - Parameter value: of the head with this number.
  init(
    _ key: String, isExtra: Bool = false, isOfEveryHead: Bool = false, needsBox: Bool = false,
    summarized: [SummarizedNumber],
    value: @escaping @Sendable (MeasuredLayer, Int) throws -> StatisticsValue?
  ) {
    self.init(
      key, isExtra: isExtra, isOfEveryHead: isOfEveryHead, needsBox: needsBox, summarized: summarized,
      values: { layer in
        try (0..<layer.record.heads).map { head in
          try layer.check()
          return try value(layer, head)
        }
      })
  }

  /// A member with a value for each stream.
  ///
  /// - Parameters:
  ///   - isLeftOutOfSignedRows: whether heads whose weights may be negative have no such member.
  ///   - value: of a stream of the head with this number; nil leaves the stream out.
  init(
    streamsOf key: String, isExtra: Bool = false, isOfEveryHead: Bool = false,
    summarized: [SummarizedNumber] = [.ofEachStream()],
    isLeftOutOfSignedRows: Bool = false,
    value: @escaping @Sendable (MeasuredLayer, Int, Stream) throws -> StatisticsValue?
  ) {
    self.init(
      key, isExtra: isExtra, isOfEveryHead: isOfEveryHead, summarized: summarized,
      value: { layer, head in
        if isLeftOutOfSignedRows, layer.hasSignedRows { return nil }
        var members: [String: StatisticsValue] = [:]
        for stream in Stream.allCases { members[stream.rawValue] = try value(layer, head, stream) }
        return .members(members)
      })
  }
}

/// Which number of a member `summary` reads, and what it is called there.
struct SummarizedNumber: Sendable {
  /// nil: the member's key.
  let name: String?
  /// The keys of the parts that it is read of; nil for a member that has none.
  let parts: [String?]
  /// The key in an object that holds it beside other numbers.
  let member: String?

  /// The member itself.
  static let whole = SummarizedNumber(name: nil, parts: [nil], member: nil)

  static func ofEach(_ parts: [String]) -> SummarizedNumber {
    SummarizedNumber(name: nil, parts: parts, member: nil)
  }

  /// - Parameters:
  ///   - name: nil: the member's key.
  ///   - member: where a stream has an object of numbers.
  static func ofEachStream(_ member: String? = nil, named name: String? = nil) -> SummarizedNumber {
    SummarizedNumber(name: name, parts: Stream.allCases.map(\.rawValue), member: member)
  }
}
