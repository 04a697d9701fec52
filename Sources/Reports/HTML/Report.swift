// What the report says of one to six models: numbers of every head over all images, and of every image over all heads.
import Attention
import AttentionMaps
import Session

/// The numbers of one model on one image.
package struct ReportReading: Sendable {
  struct Head: Sendable {
    /// Mean normalized entropies of the rows of every stream where they are defined, as `stats` writes them.
    let entropies: [Stream: Double]
    let budget: PolarityBudget?
  }

  /// By layer.
  let heads: [[Head]]
  /// The most probable class; nil without a classifier.
  let top: Prediction?
}

extension ReportReading {
  /// Reads every row of every head. O(Σ layers heads·N·n·d)
  ///
  /// - Throws: `Cancelled`.
  package init(_ examination: Examination) throws {
    self.init(
      try examination.records.map { try LayerStatistics(of: $0) }, top: examination.predictions.first)
  }

  /// - Parameter layers: of every layer of the model, in order.
  init(_ layers: [LayerStatistics], top: Prediction?) {
    self.top = top
    heads = layers.map { layer in
      (0..<layer.record.heads).map { head in
        var entropies: [Stream: Double] = [:]
        for stream in layer.names {
          entropies[stream] = layer.summary(head: head, stream: stream)?.normalizedEntropy.value
        }
        return Head(entropies: entropies, budget: layer.record.polarityBudget(head: head).value)
      }
    }
  }

  /// The mean over all heads of the normalized entropy of `attention`; nil where none is defined.
  var level: Double? {
    heads.joined().compactMap { $0.entropies[.attention] }.mean
  }
}

/// A report that grows image by image.
package struct Report: Sendable {
  /// How many models one report shows.
  package static let modelCounts = 1...6
  /// How many images it shows with their maps.
  static let shownImages = 14

  /// One image.
  struct Entry: Sendable {
    let path: String
    /// By model; see `ReportReading.level`.
    let levels: [Double?]
    /// Of every model but the first: its normalized entropy less that of the first, mean over the paired heads.
    let differences: [Double?]
    /// By model.
    let classes: [Prediction?]
    /// By model, whether its class is the true one; nil where that is not known.
    let isRight: [Bool?]
  }

  package let models: [ComparedModel]
  /// By model and layer, the means over images.
  private(set) var heads: [[[HeadDifference.Side]]]
  private(set) var entries: [Entry] = []
  /// Whether any image has a difference to the first model.
  private var hasDifferences = false

  package init(_ models: [ComparedModel]) {
    precondition(Self.modelCounts.contains(models.count))
    self.models = models
    heads = models.map { model in
      model.layers.map { layer in
        (0..<layer.heads).map { HeadDifference.Side(place: HeadPlace(layer: layer.index, head: $0)) }
      }
    }
  }

  /// Adds an image.
  ///
  /// - Parameters:
  ///   - readings: of every model.
  ///   - comparisons: of the first model with each of the others.
  ///   - labels: its true class for each comparison, where it is known.
  package mutating func add(
    _ image: String, _ readings: [ReportReading], _ comparisons: [ImageComparison], labels: [Sides<Int?>]
  ) {
    precondition(readings.count == models.count && comparisons.count == models.count - 1)
    for (model, reading) in readings.enumerated() {
      for (layer, numbers) in reading.heads.enumerated() {
        for (head, number) in numbers.enumerated() {
          heads[model][layer][head].add(number.entropies, number.budget)
        }
      }
    }
    let truths = labels.prefix(1).map(\.a) + labels.map(\.b)
    entries.append(
      Entry(
        path: image, levels: readings.map(\.level),
        differences: comparisons.map { comparison in
          comparison.heads.compactMap(\.entropyDifference).mean
        },
        classes: readings.map(\.top),
        isRight: readings.indices.map { model in
          guard truths.indices.contains(model), let truth = truths[model], let top = readings[model].top
          else { return nil }
          return top.index == truth
        }))
    if entries[entries.count - 1].differences.contains(where: { $0 != nil }) { hasDifferences = true }
  }
}

// MARK: Which images are shown

extension Report {
  /// Whether images are ordered by the entropies of the first model: there is no other, or none whose entropies compare
  /// with them.
  var ordersByLevel: Bool { !hasDifferences }

  /// The number by which images are ordered: the mean of the differences to the first model, or the level of that model;
  /// nil where there is none.
  func order(of entry: Entry) -> Double? {
    if ordersByLevel { return entry.levels[0] }
    return entry.differences.compactMap(\.self).mean
  }

  /// What that number is called.
  var orderTitle: String {
    if ordersByLevel { return "mean normalized entropy" + (models.count > 1 ? " of A" : "") }
    return models.count == 2 ? "B − A" : "mean of the differences to A"
  }

  /// All images, the lowest number first, those without one last; equal ones in the order in which they were read.
  var orderedEntries: [Entry] {
    entries.map(order).enumerated().sorted { one, other in
      (one.element ?? .infinity, one.offset) < (other.element ?? .infinity, other.offset)
    }.map { entries[$0.offset] }
  }

  /// `count` images: those with the lowest numbers, the lowest first, and those with the highest, the highest first.
  ///
  /// - Returns: paths as they were added.
  func shownPaths(_ count: Int) -> (lowest: [String], highest: [String]) {
    let paths = orderedEntries.map(\.path)
    let low = (min(count, paths.count) + 1) / 2
    return (Array(paths.prefix(low)), paths.suffix(min(count, paths.count) - low).reversed())
  }

  /// The longest folder, with its slash, that all images are in; empty where there is none.
  var commonFolder: String {
    guard let first = entries.first?.path, let end = first.lastIndex(of: "/") else { return "" }
    var folder = first[...end]
    for entry in entries {
      while !folder.isEmpty, !entry.path.hasPrefix(folder) {
        folder = folder.dropLast().lastIndex(of: "/").map { folder[...$0] } ?? ""
      }
    }
    return String(folder)
  }
}
