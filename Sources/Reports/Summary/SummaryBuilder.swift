// Collects lines of `polascope stats` and `polascope kernels` for a summary: which are of one model, which repeat or contradict another.
import Files
import Session
import VisionModels

/// Collects lines in any order; the summary does not depend on it.
package struct SummaryBuilder {
  /// Where a line was read.
  private struct Source {
    let file: String
    let line: Int

    var description: String { "line \(line) of \(file.abridged)" }
  }

  /// What the lines of one model share.
  private struct Key: Hashable {
    let identity: ModelIdentity
    let interventions: Interventions
    /// nil for lines of `stats`.
    let kernels: [String]?
  }

  private struct Model {
    let key: Key
    let bytes: Int
    let family: String
    let shape: [Shape]
    /// By layer, whether weights may be negative.
    let isSigned: [Bool]
    let first: Source
    var namings: Set<ModelNaming> = []
    /// The images with a hash of their numbers.
    var images: [String: (hash: UInt64, source: Source)] = [:]
    /// Of every layer and head.
    var numbers: [[[Metric: [Double]]]]
    /// Of every image, where kernels are summarized.
    var means: [String: KernelMeans] = [:]
    /// Of every image the normalized entropy of every head, where `stats` is summarized.
    var entropies: [String: [[Double?]]] = [:]

    init(_ first: ImageNumbers, key: Key, shape: [Shape], source: Source) {
      self.key = key
      bytes = first.modelBytes
      family = first.family
      self.shape = shape
      isSigned = first.layers.map(\.isSigned)
      self.first = source
      numbers = shape.map { .init(repeating: [:], count: $0.heads) }
    }

    private static let entropy = Metric.all.first { $0.description == "normalizedEntropy.attention" }

    /// The entropies of its layers, in one order of the images; nil for kernels.
    func levels(named name: String) -> LayerLevels? {
      guard key.kernels == nil else { return nil }
      var levels = LayerLevels(model: name, isSigned: isSigned)
      for image in entropies.sorted(by: { $0.key < $1.key }) { levels.add(image.value) }
      return levels
    }

    mutating func add(_ image: ImageNumbers, of path: String) {
      if key.kernels != nil {
        means[path] = KernelMeans(image)
      } else if let entropy = Self.entropy {
        entropies[path] = image.layers.map { layer in layer.heads.map { $0[entropy] } }
      }
      for (layer, values) in image.layers.enumerated() {
        for (head, values) in values.heads.enumerated() {
          for (metric, value) in values { numbers[layer][head][metric, default: []].append(value) }
        }
      }
    }

    /// Whether numbers can be of this model.
    func fits(_ image: ImageNumbers, shape: [Shape]) -> Bool {
      // Without a digest, the size of the file is what is known of the weights.
      family == image.family && self.shape == shape
        && (image.identity.digest != nil || bytes == image.modelBytes)
    }

    /// Whether lines of failures can be of this model.
    func fits(_ failure: Failing) -> Bool {
      key.interventions == failure.interventions && key.kernels == failure.kernels
        && namings.contains { $0.name == failure.model }
    }
  }

  /// All that lines of failures say of their model.
  private struct Failing: Hashable {
    let model: String
    let interventions: Interventions
    let kernels: [String]?
  }

  private struct Shape: Equatable {
    let name: String
    let mechanism: String
    let heads: Int
  }

  private var models: [Model] = []
  private var indices: [Key: Int] = [:]
  /// The first model of each identity: whatever is changed in them, they have the same layers.
  private var firsts: [ModelIdentity: Int] = [:]
  private var failures: Set<StatisticsLine.Pair> = []
  private var repetitions = 0

  package init() {}

  /// Adds a line.
  ///
  /// A pair of model and image counts once, however often it occurs with the same numbers.
  ///
  /// - Throws: `StatisticsLineError` for a line that contradicts another one.
  package mutating func add(_ line: StatisticsLine, file: String, number: Int) throws(StatisticsLineError) {
    func failure(_ reason: String) -> StatisticsLineError {
      StatisticsLineError(file: file, line: number, reason: reason)
    }
    guard case .numbers(let numbers) = line.content else {
      if !failures.insert(line.pair).inserted { repetitions += 1 }
      return
    }
    let name = line.model.escaped(limit: 80)
    let source = Source(file: file, line: number)
    let shape = numbers.layers.map { Shape(name: $0.name, mechanism: $0.mechanism, heads: $0.heads.count) }
    let key = Key(
      identity: numbers.identity, interventions: line.interventions, kernels: line.kernels)
    if let known = indices[key].flatMap({ models[$0].images[line.image] }), known.hash != numbers.hash {
      throw failure(
        "\(name) has other numbers on \(line.image.escaped(limit: 200)) than in \(known.source.description)")
    }
    if let known = firsts[numbers.identity].map({ models[$0] }), !known.fits(numbers, shape: shape) {
      let first = known.first.description
      throw failure(
        numbers.identity.digest == nil
          ? "\(name) is another model than the one of that name in \(first); summarize them separately"
          : "\(name) has the digest of the model in \(first), but other layers; one of the lines was changed")
    }
    let index = indices[key] ?? models.count
    if index == models.count {
      indices[key] = index
      if firsts[numbers.identity] == nil { firsts[numbers.identity] = index }
      models.append(Model(numbers, key: key, shape: shape, source: source))
    }
    models[index].namings.insert(
      ModelNaming(name: line.model, path: numbers.modelPath, bytes: numbers.modelBytes))
    if models[index].images.updateValue((numbers.hash, source), forKey: line.image) != nil {
      repetitions += 1
    } else {
      models[index].add(numbers, of: line.image)
    }
  }

  /// - Parameters:
  ///   - fractions: of the quantiles, each in 0…1.
  ///   - names: the numbers to report.
  package func summary(fractions: [Double], names: Set<Metric.Name>) -> Summary {
    let metrics = (Metric.all + Metric.ofKernels).filter { names.contains($0.name) }
    let (failureCounts, withoutNumbers) = countedFailures()
    let namings = firstNamings
    let labels = ModelLabels.labels(of: namings)
    let all = models.indices.map { index in
      let model = models[index]
      let naming = namings[model.key.identity]
      return Summary.Model(
        name: labels[model.key.identity] ?? "",
        otherNames: Set(model.namings.map(\.name)).subtracting([naming?.name ?? ""]).sorted(),
        identity: model.key.identity, interventions: model.key.interventions,
        kernels: model.key.kernels,
        fits: model.key.kernels.map {
          KernelFits($0, of: model.means, mechanisms: Set(model.shape.map(\.mechanism)))
        },
        levels: model.levels(
          named: (labels[model.key.identity] ?? "")
            + (model.key.interventions.isEmpty ? "" : ", \(model.key.interventions)")),
        bytes: naming?.bytes ?? 0, family: model.family, images: model.images.count,
        failures: failureCounts[index] ?? 0,
        layers: model.shape.indices.map { layer in
          Summary.Layer(
            name: model.shape[layer].name, mechanism: model.shape[layer].mechanism,
            isSigned: model.isSigned[layer],
            heads: model.numbers[layer].map { numbers in
              metrics.compactMap { metric in
                Distribution(numbers[metric] ?? [], fractions: fractions).map { (metric, $0) }
              }
            })
        })
    }
    return Summary(
      models: (withoutNumbers + all).sorted { one, other in
        (one.name, one.interventions.description, one.kernels?.joined(separator: ",") ?? "")
          < (other.name, other.interventions.description, other.kernels?.joined(separator: ",") ?? "")
      }, fractions: fractions, repetitions: repetitions)
  }

  /// The first of the names and paths of each identity.
  private var firstNamings: [ModelIdentity: ModelNaming] {
    var namings: [ModelIdentity: ModelNaming] = [:]
    for model in models {
      let all = model.namings.union(namings[model.key.identity].map { [$0] } ?? [])
      namings[model.key.identity] = all.min()
    }
    return namings
  }

  /// The failures of images that have no numbers, which lines count by the name of a model: those of names that one
  /// model has, by its index, and the others as models without numbers.
  private func countedFailures() -> ([Int: Int], [Summary.Model]) {
    var (counts, others): ([Int: Int], [Summary.Model]) = ([:], [])
    let groups = Dictionary(grouping: failures) {
      Failing(model: $0.model, interventions: $0.interventions, kernels: $0.kernels)
    }
    for (failing, pairs) in groups {
      let name = failing.model
      let named = models.indices.filter { models[$0].fits(failing) }
      let failed = pairs.filter { pair in !named.contains { models[$0].images[pair.image] != nil } }
      if failed.isEmpty { continue }
      if named.count == 1 {
        counts[named[0], default: 0] += failed.count
      } else {
        others.append(
          Summary.Model(
            name: named.isEmpty ? name : "\(name), one of \(named.count) models", otherNames: [],
            identity: nil, interventions: failing.interventions, kernels: failing.kernels, fits: nil,
            levels: nil, bytes: 0, family: "", images: 0,
            failures: failed.count, layers: []))
      }
    }
    return (counts, others)
  }
}
