// The JSON values of `polascope stats`.

/// A value that `stats` writes.
package enum StatisticsValue: Sendable, Equatable {
  /// `null` where it is nil or not finite.
  case number(Double?)
  case count(Int)
  case text(String)
  case flag(Bool)
  case list([StatisticsValue])
  case members([String: StatisticsValue])

  package static let undefined = StatisticsValue.number(nil)
}

extension StatisticsValue {
  /// A member of an object; nil for any other value.
  package subscript(key: String) -> StatisticsValue? {
    if case .members(let members) = self { members[key] } else { nil }
  }

  /// The value as a number; nil where it is undefined or none.
  package var double: Double? {
    switch self {
    case .number(let value): value.flatMap { $0.isFinite ? $0 : nil }
    case .count(let count): Double(count)
    case .text, .flag, .list, .members: nil
    }
  }
}

extension StatisticsValue: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number: if let double { try container.encode(double) } else { try container.encodeNil() }
    case .count(let count): try container.encode(count)
    case .text(let text): try container.encode(text)
    case .flag(let flag): try container.encode(flag)
    case .list(let values): try container.encode(values)
    case .members(let members): try container.encode(members)
    }
  }
}
