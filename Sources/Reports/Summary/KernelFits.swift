// Which kernel reads a model's queries and keys most like the model itself does.
import Attention
import Session

/// The numbers of every kernel on one image, each a mean over all heads that have it.
struct KernelMeans {
  /// What is averaged, by the name in the JSON.
  enum Number: String, CaseIterable {
    case divergence, normalizedEntropy, negativeMass, rowSum, rank, localMass, meanDistance
  }

  fileprivate struct Means {
    var numbers: [Number: Double] = [:]
    /// Heads without a divergence.
    var undefinedHeads = 0
  }

  fileprivate var kernels: [String: Means] = [:]

  /// The metrics of each number: of the whole kernel, then of its streams.
  private static let metrics: [String: [Number: [[Metric]]]] = {
    var metrics: [String: [Number: [[Metric]]]] = [:]
    for kernel in Kernel.all {
      for number in Number.allCases {
        let named = Metric.ofKernels.filter { $0.name.description == "kernels.\(number.rawValue)" }
        metrics[kernel.name, default: [:]][number] = [
          named.filter { $0.part == kernel.name },
          named.filter { $0.part?.hasPrefix("\(kernel.name).") == true },
        ]
      }
    }
    return metrics
  }()

  init(_ image: ImageNumbers) {
    let heads = image.layers.flatMap(\.heads)
    for (kernel, metrics) in Self.metrics {
      var means = Means()
      for (number, groups) in metrics {
        let values = heads.compactMap { head -> Double? in
          groups.lazy.compactMap { $0.compactMap { head[$0] }.mean }.first
        }
        if number == .divergence { means.undefinedHeads = heads.count - values.count }
        if let mean = values.mean { means.numbers[number] = mean }
      }
      if !means.numbers.isEmpty { kernels[kernel] = means }
    }
  }
}

/// The kernels of a summary, those with the smallest divergence from the model's own rows first.
package struct KernelFits: Sendable {
  /// One kernel over all images.
  package struct Fit: Sendable {
    package let kernel: String
    /// Whether the model's own layers are of this mechanism.
    package let isOwn: Bool
    package let isLinear: Bool
    /// Whether weights may be negative: then entropy is that of |a|, and there is no divergence.
    package let isSigned: Bool
    /// Of the images' means over heads.
    package let divergence: Moments
    /// The same for each image, in one order for all kernels; nil where it is undefined.
    fileprivate let divergences: [Double?]
    /// The most heads of an image whose divergence is undefined.
    package let undefinedHeads: Int
    fileprivate let means: [KernelMeans.Number: Double]

    /// Whether it has a divergence for every head of every image.
    var isRanked: Bool {
      undefinedHeads == 0 && divergence.count > 0 && divergence.count == divergences.count
    }
  }

  package let fits: [Fit]
  package let images: Int

  /// - Parameters:
  ///   - kernels: their names.
  ///   - images: the numbers of each image, in one order whatever that of the lines is.
  ///   - mechanisms: the names of those of the model's layers.
  init(_ kernels: [String], of images: [KernelMeans], mechanisms: Set<String>) {
    self.images = images.count
    fits = kernels.compactMap { name in
      Kernel(name).map { kernel in
        Fit(kernel, of: images, isOwn: mechanisms == [kernel.reading.name.rawValue])
      }
    }.enumerated().sorted { one, other in
      (one.element.isRanked ? 0 : 1, one.element.divergence.mean ?? .infinity, one.offset)
        < (other.element.isRanked ? 0 : 1, other.element.divergence.mean ?? .infinity, other.offset)
    }.map(\.element)
  }
}

extension KernelFits.Fit {
  fileprivate init(_ kernel: Kernel, of images: [KernelMeans], isOwn: Bool) {
    let means = images.map { $0.kernels[kernel.name] }
    self.kernel = kernel.name
    self.isOwn = isOwn
    isLinear = kernel.reading.isLinear
    divergences = means.map { $0?.numbers[.divergence] }
    var divergence = Moments()
    for value in divergences { if let value { divergence.add(value) } }
    self.divergence = divergence
    undefinedHeads = means.compactMap { $0?.undefinedHeads }.max() ?? 0
    var averages: [KernelMeans.Number: Double] = [:]
    for number in KernelMeans.Number.allCases {
      var moments = Moments()
      for image in means { if let value = image?.numbers[number] { moments.add(value) } }
      averages[number] = moments.mean
    }
    self.means = averages
    isSigned = averages[.negativeMass] != nil
  }
}

// MARK: In words

extension KernelFits {
  /// Below this a difference is called one: 1 − the confidence of the intervals.
  private static let significance = 0.05

  var table: TextTable {
    var table = TextTable(
      [
        .text("kernel"), .number("JS"), .number("95 %"), .number("n"), .number("H"), .number("neg."),
        .number("Σ"), .number("rank"), .number("3×3"), .number("distance"),
      ])
    for fit in fits {
      func mean(_ number: KernelMeans.Number, _ digits: Int) -> String { fit.means[number].fixed(digits) }
      let half = fit.divergence.interval.map(\.halfWidth)
      table.append([
        fit.kernel + (fit.isOwn ? " (own)" : ""),
        fit.divergence.mean.fixed(4) + (fit.undefinedHeads > 0 && fit.divergence.count > 0 ? "*" : ""),
        half.map { "±\($0.fixed(4))" } ?? "–", "\(fit.divergence.count)",
        mean(.normalizedEntropy, 3) + (fit.isSigned ? " |a|" : ""), mean(.negativeMass, 3), mean(.rowSum, 3),
        mean(.rank, 1), mean(.localMass, 3), mean(.meanDistance, 1),
      ])
    }
    return table
  }

  /// The answer to the question which linear attention is nearest, and what limits it.
  var sentences: [String] {
    var sentences = [
      "Means over all heads, then over \(counted(images, "image")): JS is the Jensen–Shannon divergence from the model's "
        + "own rows in nats, with the 95 % interval of Student's t; H the normalized entropy, neg. the fraction of "
        + "negative weights, Σ the sum of a row, 3×3 the attention on the keys around the query, distance in pixels."
    ]
    if fits.contains(where: \.isSigned) {
      sentences.append(
        "|a|: weights may be negative; H is that of their sizes and does not compare with the others, and a divergence "
          + "is undefined.")
    }
    if fits.contains(where: { $0.undefinedHeads > 0 && $0.divergence.count > 0 }) {
      sentences.append("* Not of every head: rows without any weight have no divergence. It is not ranked.")
    }
    let candidates = fits.filter { $0.isRanked && $0.isLinear && !$0.isOwn }
    guard let best = candidates.first, let mean = best.divergence.mean else {
      return sentences + ["No linear kernel has a divergence from the model's rows in every head."]
    }
    let interval = best.divergence.interval.map {
      "95 % interval \($0.lowerBound.fixed(4)) to \($0.upperBound.fixed(4)), n = \(images)"
    }
    sentences.append(
      "Nearest to the model's own rows of the linear kernels: \(best.kernel), JS \(mean.fixed(4)) "
        + "(\(interval ?? "one image, which has no interval")).")
    let others = candidates.dropFirst()
    guard images > 1, !others.isEmpty else { return sentences }
    let tests = holmCorrected(others.map { Self.differences(best, $0).probability })
    let undecided = zip(others, tests).filter { ($0.1 ?? 1) >= Self.significance }.map(\.0.kernel)
    sentences.append(
      undecided.isEmpty
        ? "These images tell it apart from all \(others.count) others (paired t tests, corrected by Holm)."
        : "These images do not tell it apart from \(undecided.joined(separator: ", ")) (paired t tests, corrected by "
          + "Holm).")
    return sentences
      + ["It is a reading of what another attention trained, not what a model with that kernel would learn."]
  }

  /// Of one kernel less another's, image by image.
  private static func differences(_ one: Fit, _ other: Fit) -> Moments {
    var differences = Moments()
    for (a, b) in zip(one.divergences, other.divergences) {
      if let a, let b { differences.add(b - a) }
    }
    return differences
  }
}

extension KernelFits: Encodable {
  private struct Encoded: Encodable {
    let kernel: String
    let own: Bool
    let linear: Bool
    let signed: Bool
    let images: Int
    let undefinedHeads: Int
    let divergence: Double?
    let interval: [Double]?
    let means: [String: Double]
  }

  /// A list in the order of the ranking; what is undefined is left out.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      fits.map { fit in
        Encoded(
          kernel: fit.kernel, own: fit.isOwn, linear: fit.isLinear, signed: fit.isSigned,
          images: fit.divergence.count, undefinedHeads: fit.undefinedHeads, divergence: fit.divergence.mean,
          interval: fit.divergence.interval.map { [$0.lowerBound, $0.upperBound] },
          means: Dictionary(
            uniqueKeysWithValues: fit.means.filter { $0.key != .divergence }.map {
              ($0.key.rawValue, $0.value)
            }))
      })
  }
}
