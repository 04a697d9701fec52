// The numbers that `stats` writes of a head and `summary` summarizes, by their names and places in the JSON.

/// One number of a head.
package struct Metric: Hashable, Sendable {
  /// What a number is called, for all its parts.
  package struct Name: Hashable, Sendable, CustomStringConvertible {
    package let description: String

    fileprivate init(description: String) { self.description = description }

    /// The name `text`; nil where no number has it.
    package init?(_ text: String) {
      guard let name = Name.all.first(where: { $0.description == text }) else { return nil }
      self = name
    }

    /// All there are, in the order of reports.
    package static let all: [Name] = Metric.all.reduce(into: []) { names, metric in
      if names.last != metric.name { names.append(metric.name) }
    }
  }

  package let name: Name
  /// A stream, or one of the four pairs of signs; nil for numbers of the whole head.
  package let part: String?
  /// The keys that lead to it from the JSON object of a head.
  package let path: [String]

  init(name: String, part: String?, path: [String]) {
    self.name = Name(description: name)
    self.part = part
    self.path = path
  }

  /// `normalizedEntropy.same`.
  package var description: String { part.map { "\(name).\($0)" } ?? name.description }

  /// All there are, in the order of reports.
  package static let all: [Metric] = HeadStatistic.all.flatMap(\.metrics)
}
