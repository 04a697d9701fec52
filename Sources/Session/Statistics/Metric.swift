// The numbers that `stats` and `kernels` write of a head and `summary` summarizes, by their names and places in the JSON.
import Attention

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
    package static let all: [Name] = (Metric.all + Metric.ofLayers + Metric.ofKernels).reduce(into: []) {
      names, metric in
      if names.last != metric.name { names.append(metric.name) }
    }
  }

  package let name: Name
  /// A stream, or one of the four pairs of signs; nil for numbers of the whole head.
  package let part: String?
  /// The keys that lead to it from the JSON object of a head.
  package let path: [String]
  /// What a line needs to have been asked for to hold it.
  package let request: StatisticsRequest
  /// Of all of these: a line has some thousand numbers, each looked up by its metric.
  private let hash: Int

  init(name: String, part: String?, path: [String], request: StatisticsRequest) {
    self.name = Name(description: name)
    self.part = part
    self.path = path
    self.request = request
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(part)
    hasher.combine(path)
    hash = hasher.finalize()
  }

  package static func == (one: Metric, other: Metric) -> Bool {
    one.hash == other.hash && one.path == other.path && one.name == other.name && one.part == other.part
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// `normalizedEntropy.same`; `kernels.normalizedEntropy.polarity-3.same`.
  package var description: String { part.map { "\(name).\($0)" } ?? name.description }

  /// Those of `stats`, in the order of reports.
  package static let all: [Metric] = HeadStatistic.all.flatMap(\.metrics)

  /// Those of `stats` that are of a whole layer; their paths begin at its JSON object.
  package static let ofLayers: [Metric] = ["mean", "max"].map { part in
    Metric(name: "tokenNorm", part: part, path: ["tokenNorm", part], request: .extras)
  }

  /// Those of `kernels`: a part for each kernel, or for each of its streams.
  package static let ofKernels: [Metric] = HeadStatistic.ofReadings.flatMap { statistic in
    statistic.summarized.flatMap { number in
      Kernel.all.flatMap { kernel in number.metrics(of: statistic, kernel) }
    }
  }
}

extension SummarizedNumber {
  /// This number of a kernel, once for each of its parts that the kernel has.
  fileprivate func metrics(of statistic: HeadStatistic, _ kernel: Kernel) -> [Metric] {
    let streams = Set(kernel.reading.streams + [.attention]).map(\.rawValue)
    return parts.filter { $0.map(streams.contains) ?? true }.map { part in
      let isWhole = part == nil || part == Stream.attention.rawValue
      return Metric(
        name: "kernels.\(name ?? statistic.key)",
        part: isWhole ? kernel.name : "\(kernel.name).\(part ?? "")",
        path: ["kernels", kernel.name, statistic.key] + [part, member].compactMap(\.self), request: .always)
    }
  }
}
