// The paper's question, answered from data: does polarity-aware attention have the lower entropy?
import Attention
import Session

/// Whether one model's attention has a lower entropy than the other's, measured on the same images.
package struct Answer: Sendable {
  /// The model that is asked about: the polarity-aware one if only one of them is, else B.
  package let isAboutA: Bool
  package let subject: ComparedModel
  package let other: ComparedModel
  /// The head pairs that count: those with the two kinds of attention that the question is about.
  private let deciding: Set<Sides<HeadPlace>>
  /// Of every image the mean over the deciding head pairs, the subject's less the other's.
  package private(set) var attention = Differences()
  /// The same for the mean of the entropies of the subject's two streams, where it has them, less that of the other's
  /// streams or, without streams, of its attention.
  package private(set) var streams = Differences()
  /// Means over images and deciding heads.
  package private(set) var levels = Sides(a: Moments(), b: Moments())
  package private(set) var streamLevels: [Stream: Moments] = [:]
  /// The differences of `attention`, image by image.
  package private(set) var perImage: [Double] = []

  init(_ models: Sides<ComparedModel>, pairs: [Sides<HeadPlace>]) {
    isAboutA = models.a.separatesSigns && !models.b.separatesSigns
    subject = isAboutA ? models.a : models.b
    other = isAboutA ? models.b : models.a
    let asksForPolarity = subject.separatesSigns && !other.separatesSigns
    let isAboutA = isAboutA
    deciding = Set(
      pairs.filter { places in
        let layers = models.layers(at: places)
        return !asksForPolarity || (isAboutA ? layers.a : layers.b).mechanism.separatesSigns
      })
  }

  /// Those of them whose entropies are defined on an image.
  private var compared: Set<Sides<HeadPlace>> = []

  /// How many head pairs the means are over.
  package var headCount: Int { compared.count }
  /// How many more would count, had they a defined entropy on any image.
  package var undefinedHeadCount: Int { deciding.count - compared.count }

  mutating func add(_ image: ImageComparison) {
    var difference = 0.0
    var level = (subject: 0.0, other: 0.0)
    var streamDifference = 0.0
    var streamSums: [Stream: Double] = [:]
    var (count, streamCount) = (0, 0)
    for pair in image.heads where deciding.contains(pair.places) {
      guard let comparable = pair.comparable else { continue }
      compared.insert(pair.places)
      let (mine, others) = isAboutA ? (comparable.a, comparable.b) : (comparable.b, comparable.a)
      difference += mine - others
      level.subject += mine
      level.other += others
      count += 1
      let (entropies, otherEntropies) =
        isAboutA ? (pair.entropies.a, pair.entropies.b) : (pair.entropies.b, pair.entropies.a)
      if !pair.isPooled, let same = entropies[.same], let opposite = entropies[.opposite] {
        // Streams are compared with streams where the other has some.
        let otherStreams = [otherEntropies[.same], otherEntropies[.opposite]].compactMap(\.self)
        let otherLevel = otherStreams.count == 2 ? (otherStreams[0] + otherStreams[1]) / 2 : others
        streamDifference += (same + opposite) / 2 - otherLevel
        streamSums[.same, default: 0] += same
        streamSums[.opposite, default: 0] += opposite
        streamCount += 1
      }
    }
    guard count > 0 else { return }
    attention.add(difference / Double(count))
    perImage.append(difference / Double(count))
    levels.a.add(level.subject / Double(count))
    levels.b.add(level.other / Double(count))
    guard streamCount > 0 else { return }
    streams.add(streamDifference / Double(streamCount))
    for (stream, sum) in streamSums {
      streamLevels[stream, default: Moments()].add(sum / Double(streamCount))
    }
  }

  /// What is called lower or higher may be so by chance with this probability: 1 − that of the intervals.
  static let significance = 0.05

  package enum Verdict: String, Sendable {
    case lower, higher, undecided
  }

  /// Lower or higher where the whole interval of the mean difference lies on one side of zero; undecided else, and
  /// on a single image.
  package static func verdict(_ differences: Differences) -> Verdict {
    guard let interval = differences.interval else { return .undecided }
    return interval.upperBound < 0 ? .lower : interval.lowerBound > 0 ? .higher : .undecided
  }
}

// MARK: In words

extension ComparedModel {
  /// `fashion-relu (linear attention)`.
  fileprivate func described(_ name: String) -> String {
    mechanism.map { "\(name) (\($0.kind))" } ?? name
  }
}

extension Answer {
  /// The names, with the sides where they are equal.
  private var names: (subject: String, other: String) {
    guard subject.name == other.name else { return (subject.name, other.name) }
    return ("\(subject.name) (\(isAboutA ? "A" : "B"))", "\(other.name) (\(isAboutA ? "B" : "A"))")
  }

  package var question: String {
    "Is the entropy of \(subject.described(names.subject)) lower than that of \(other.described(names.other))?"
  }

  /// A few sentences: the verdict, by how much, on how many images, and what limits it.
  package var sentences: [String] {
    guard let mean = attention.mean, let mine = levels.a.mean, let others = levels.b.mean else {
      return [
        subject.hasSignedRows || other.hasSignedRows
          ? "Not compared: weights of one of the models may be negative. The entropy of |a| is another number than that of "
            + "a row, and a divergence of such rows is undefined."
          : "Nothing could be compared: no head pair has a defined entropy on any image."
      ]
    }
    let what =
      subject.streams == 2
      ? "the mean of its two streams, which is never sharper than the streams are on average"
      : "its attention"
    var sentences = [
      "\(Self.opening(attention)) For \(what), the mean normalized entropy over "
        + "\(counted(headCount, "paired head"))\(leftOut) is \(mine.fixed(3)) against \(others.fixed(3)): "
        + "\(Self.sized(mean, of: attention)), and lower on \(attention.lower) of "
        + "\(counted(attention.count, "image"))."
    ]
    if let difference = streams.mean, let same = streamLevels[.same]?.mean,
      let opposite = streamLevels[.opposite]?.mean
    {
      sentences.append(
        "\(Self.opening(streams)) For its streams one by one, \(same.fixed(3)) (same) and \(opposite.fixed(3)) "
          + "(opposite), the mean of the two entropies is \(Self.sized(difference, of: streams)), and "
          + "lower on \(streams.lower) of \(counted(streams.count, "image")).")
    }
    if subject.separatesSigns == other.separatesSigns {
      sentences.append(
        subject.separatesSigns
          ? "Both models are polarity-aware, so this is not the comparison of the PolaFormer paper."
          : "Neither model is polarity-aware, so this is not the comparison of the PolaFormer paper.")
    }
    sentences.append(
      "This holds for these weights and images; it does not say what the mechanisms would do in other models."
    )
    return sentences
  }

  /// What the means leave out.
  private var leftOut: String {
    undefinedHeadCount == 0
      ? "" : " (\(undefinedHeadCount) more without a defined entropy left out)"
  }

  private static func opening(_ differences: Differences) -> String {
    switch verdict(differences) {
    case .lower: "Yes."
    case .higher: "No, it is higher."
    case .undecided: differences.count > 1 ? "Not decided by these images." : "Not decided by one image."
    }
  }

  /// `higher by 0.132 (95 % interval 0.130 to 0.134, n = 14)`.
  private static func sized(_ mean: Double, of differences: Differences) -> String {
    let side = mean < 0 ? "lower" : "higher"
    guard let interval = differences.interval else { return "\(side) by \(abs(mean).fixed(3))" }
    let ends = [interval.lowerBound, interval.upperBound].map { mean < 0 ? -$0 : $0 }.sorted()
    return "\(side) by \(abs(mean).fixed(3)) (95 % interval \(ends[0].fixed(3)) to \(ends[1].fixed(3)), "
      + "n = \(differences.count))"
  }
}

extension ComparedModel {
  /// The most streams that a head has.
  fileprivate var streams: Int { layers.map(\.streams.count).max() ?? 1 }
}

/// `1 image`, `3 images`, `2 copies`.
func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}
