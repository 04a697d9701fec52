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

  /// What lines say of an image.
  private struct Image {
    /// A hash of the digest of its file, and the first line that states it; nil as long as none does.
    var file: (digest: UInt64, source: Source)?
    /// Hashes of the numbers that were asked for.
    var numbers: [StatisticsRequest: (hash: UInt64, source: Source)] = [:]
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
    var images: [String: Image] = [:]
    /// Of every layer and head.
    var numbers: [[[Metric: [Double]]]]
    /// Of every layer as a whole.
    var layerNumbers: [[Metric: [Double]]]
    /// Of every image, where kernels are summarized.
    var means: [String: KernelMeans] = [:]
    /// Of every image the normalized entropy of every head, where `stats` is summarized.
    var entropies: [String: [[Double?]]] = [:]

    init(_ first: ImageNumbers, bytes: Int, key: Key, shape: [Shape], source: Source) {
      self.key = key
      self.bytes = bytes
      family = first.family
      self.shape = shape
      isSigned = first.layers.map(\.isSigned)
      self.first = source
      numbers = shape.map { .init(repeating: [:], count: $0.heads) }
      layerNumbers = shape.map { _ in [:] }
    }

    private static let entropy = Metric.all.first { $0.description == "normalizedEntropy.attention" }

    /// The entropies of its layers, in one order of the images; nil for kernels.
    func levels(named name: String) -> LayerLevels? {
      guard key.kernels == nil else { return nil }
      var levels = LayerLevels(model: name, isSigned: isSigned)
      for image in entropies.sorted(by: { $0.key < $1.key }) { levels.add(image.value) }
      return levels
    }

    /// Adds the numbers that were asked for by `requests`, of the image at a path.
    mutating func add(_ image: ImageNumbers, of path: String, _ requests: Set<StatisticsRequest>) {
      if requests.contains(.always) {
        if key.kernels != nil {
          means[path] = KernelMeans(image)
        } else if let entropy = Self.entropy {
          entropies[path] = image.layers.map { layer in layer.heads.map { $0[entropy] } }
        }
      }
      for (layer, values) in image.layers.enumerated() {
        for (head, values) in values.heads.enumerated() {
          for (metric, value) in values where requests.contains(metric.request) {
            numbers[layer][head][metric, default: []].append(value)
          }
        }
        for (metric, value) in values.numbers where requests.contains(metric.request) {
          layerNumbers[layer][metric, default: []].append(value)
        }
      }
    }

    /// Whether a line can be of this model.
    func fits(_ line: StatisticsLine, _ image: ImageNumbers, shape: [Shape]) -> Bool {
      // Without a digest, the size of the file is what is known of the weights.
      family == image.family && self.shape == shape
        && (line.identity.digest != nil || bytes == line.modelBytes)
    }

    /// Whether failures are of this model; those of older versions say nothing of it but its name.
    func fits(_ failing: Key) -> Bool {
      guard case .name(let name) = failing.identity else { return key == failing }
      return key.interventions == failing.interventions && key.kernels == failing.kernels
        && namings.contains { $0.name == name }
    }
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
  /// The images that failed.
  private var failures: [Key: Set<String>] = [:]
  private var failureNamings: [ModelIdentity: Set<ModelNaming>] = [:]
  private var repetitions = 0

  package init() {}

  /// Adds a line.
  ///
  /// A pair of model and image counts once, however often it occurs with the same numbers. Of lines of which one was
  /// asked for more, all numbers count.
  ///
  /// - Throws: `StatisticsLineError` for a line that contradicts another one.
  package mutating func add(_ line: StatisticsLine, file: String, number: Int) throws(StatisticsLineError) {
    func failure(_ reason: String) -> StatisticsLineError {
      StatisticsLineError(file: file, line: number, reason: reason)
    }
    let key = Key(identity: line.identity, interventions: line.interventions, kernels: line.kernels)
    let naming = ModelNaming(name: line.model, path: line.modelPath, bytes: line.modelBytes)
    guard case .numbers(let numbers) = line.content else {
      failureNamings[line.identity, default: []].insert(naming)
      if !failures[key, default: []].insert(line.image).inserted { repetitions += 1 }
      return
    }
    let name = line.model.escaped(limit: 80)
    let source = Source(file: file, line: number)
    let shape = numbers.layers.map { Shape(name: $0.name, mechanism: $0.mechanism, heads: $0.heads.count) }
    let known = indices[key].flatMap { models[$0].images[line.image] } ?? Image()
    let digest = line.imageDigest.map { digest in
      var hash = XXHash64()
      hash.update(digest.utf8)
      return hash.value
    }
    if let first = known.file, let digest, first.digest != digest {
      throw failure(
        "\(name) has numbers of another image at \(line.image.escaped(limit: 200)) than in "
          + "\(first.source.description): their \"imageDigest\" differ; leave one of the lines out")
    }
    for request in StatisticsRequest.allCases {
      guard let known = known.numbers[request], let hash = numbers.hashes[request], known.hash != hash else {
        continue
      }
      throw failure(
        "\(name) has other numbers on \(line.image.escaped(limit: 200)) than in \(known.source.description)")
    }
    if let known = firsts[line.identity].map({ models[$0] }), !known.fits(line, numbers, shape: shape) {
      let first = known.first.description
      throw failure(
        line.identity.digest == nil
          ? "\(name) is another model than the one of that name in \(first); summarize them separately"
          : "\(name) has the digest of the model in \(first), but other layers; one of the lines was changed")
    }
    let index = indices[key] ?? models.count
    if index == models.count {
      indices[key] = index
      if firsts[line.identity] == nil { firsts[line.identity] = index }
      models.append(Model(numbers, bytes: line.modelBytes, key: key, shape: shape, source: source))
    }
    models[index].namings.insert(naming)
    let new = numbers.hashes.filter { known.numbers[$0.key] == nil }
    if new.isEmpty { repetitions += 1 }
    var image = known
    if image.file == nil { image.file = digest.map { ($0, source) } }
    for (request, hash) in new { image.numbers[request] = (hash, source) }
    models[index].images[line.image] = image
    models[index].add(numbers, of: line.image, Set(new.keys))
  }

  /// - Parameters:
  ///   - fractions: of the quantiles, each in 0…1.
  ///   - names: the numbers to report.
  package func summary(fractions: [Double], names: Set<Metric.Name>) -> Summary {
    let metrics = (Metric.all + Metric.ofLayers + Metric.ofKernels).filter { names.contains($0.name) }
    func distributions(_ numbers: [Metric: [Double]]) -> [(metric: Metric, distribution: Distribution)] {
      metrics.compactMap { metric in
        Distribution(numbers[metric] ?? [], fractions: fractions).map { (metric, $0) }
      }
    }
    let namings = firstNamings
    let labels = ModelLabels.labels(of: namings)
    let (failureCounts, withoutNumbers) = countedFailures(namings, labels)
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
            heads: model.numbers[layer].map(distributions),
            numbers: distributions(model.layerNumbers[layer]))
        })
    }
    return Summary(
      models: (withoutNumbers + all).sorted { one, other in
        (one.name, one.interventions.description, one.kernels?.joined(separator: ",") ?? "")
          < (other.name, other.interventions.description, other.kernels?.joined(separator: ",") ?? "")
      }, fractions: fractions, repetitions: repetitions, unlikeImages: unlikeImages)
  }

  /// The paths at which lines of several models have several images.
  private var unlikeImages: [String] {
    guard models.count > 1 else { return [] }
    var digests: [String: UInt64] = [:]
    var unlike: Set<String> = []
    for model in models {
      for (path, image) in model.images {
        guard let digest = image.file?.digest else { continue }
        if digests[path, default: digest] != digest { unlike.insert(path) }
        digests[path] = digest
      }
    }
    return unlike.sorted()
  }

  /// The first of the names and paths of each identity. What is known by its name alone, and has no numbers, needs none.
  private var firstNamings: [ModelIdentity: ModelNaming] {
    var namings: [ModelIdentity: Set<ModelNaming>] = failureNamings.filter { $0.key.digest != nil }
    for model in models { namings[model.key.identity, default: []].formUnion(model.namings) }
    return namings.compactMapValues { $0.min() }
  }

  /// The failures of images that have no numbers: those of one model, by its index, and the others as models without
  /// numbers. Lines of older versions count for the model of their name, where there is one.
  private func countedFailures(
    _ namings: [ModelIdentity: ModelNaming], _ labels: [ModelIdentity: String]
  ) -> ([Int: Int], [Summary.Model]) {
    var (counts, others): ([Int: Int], [Summary.Model]) = ([:], [])
    for (failing, images) in failures {
      let fitting = models.indices.filter { models[$0].fits(failing) }
      let failed = images.filter { image in !fitting.contains { models[$0].images[image] != nil } }
      if failed.isEmpty { continue }
      if fitting.count == 1 {
        counts[fitting[0], default: 0] += failed.count
        continue
      }
      let name: String
      if case .name(let given) = failing.identity {
        name = fitting.isEmpty ? given : "\(given), one of \(fitting.count) models"
      } else {
        name = labels[failing.identity] ?? ""
      }
      others.append(
        Summary.Model(
          name: name, otherNames: [], identity: failing.identity.digest == nil ? nil : failing.identity,
          interventions: failing.interventions, kernels: failing.kernels, fits: nil, levels: nil,
          bytes: namings[failing.identity]?.bytes ?? 0, family: "", images: 0, failures: failed.count,
          layers: []))
    }
    return (counts, others)
  }
}
