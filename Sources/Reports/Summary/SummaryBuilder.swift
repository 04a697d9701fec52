// Collects lines of `polascope stats` and `polascope kernels` for a summary: which are of one model, which repeat or contradict another.
import Files
import Session
import VisionModels

/// Collects lines in any order; the summary does not depend on it.
package struct SummaryBuilder {
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
    let first: LineSource
    var namings: Set<ModelNaming> = []
    var numbers: CountedNumbers
    /// Of every image, where kernels are summarized.
    var means: [String: KernelMeans] = [:]
    /// Of every image the normalized entropy of every head, where `stats` is summarized.
    var entropies: [String: [[Double?]]] = [:]

    init(_ first: ImageNumbers, bytes: Int, key: Key, shape: [Shape], source: LineSource) {
      self.key = key
      self.bytes = bytes
      family = first.family
      self.shape = shape
      isSigned = first.layers.map(\.isSigned)
      self.first = source
      numbers = CountedNumbers(
        headCounts: shape.map(\.heads), metrics: key.kernels == nil ? Metric.all : Metric.ofKernels)
    }

    private static let entropy = Metric.all.first { $0.description == "normalizedEntropy.attention" }

    /// The entropies of its layers, in one order of the images; nil for kernels.
    ///
    /// - Parameter paths: of the images that count.
    func levels(named name: String, _ paths: [String]) -> LayerLevels? {
      guard key.kernels == nil else { return nil }
      var levels = LayerLevels(model: name, isSigned: isSigned)
      for path in paths { if let image = entropies[path] { levels.add(image) } }
      return levels
    }

    /// Adds what a line has of an image and no line before it.
    ///
    /// - Returns: whether there is anything.
    mutating func add(_ line: ImageNumbers, at path: String, file: UInt64?, source: LineSource) -> Bool {
      let new = numbers.add(line, at: path, file: file, source: source)
      if new.contains(.always) {
        if key.kernels != nil {
          means[path] = KernelMeans(line)
        } else if let entropy = Self.entropy {
          entropies[path] = line.layers.map { layer in layer.heads.map { $0[entropy] } }
        }
      }
      return !new.isEmpty
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
  /// A pair of model and image counts once, however often it occurs with the same numbers, and so does a file that
  /// several paths lead to or that was copied. Of lines of which one was asked for more, all numbers count.
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
    let source = LineSource(file: file, line: number)
    let shape = numbers.layers.map { Shape(name: $0.name, mechanism: $0.mechanism, heads: $0.heads.count) }
    let known = indices[key]
    let digest = line.imageDigest.map { digest in
      var hash = XXHash64()
      hash.update(digest.utf8)
      return hash.value
    }
    if let first = known.flatMap({ models[$0].numbers.file(at: line.image) }), let digest,
      first.hash != digest
    {
      throw failure(
        "\(name) has numbers of another image at \(line.image.escaped(limit: 200)) than in "
          + "\(first.source.description): their \"imageDigest\" differ; leave one of the lines out")
    }
    for request in StatisticsRequest.allCases {
      guard let known = known.flatMap({ models[$0].numbers.numbers(at: line.image, request) }),
        let hash = numbers.hashes[request], known.hash != hash
      else { continue }
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
    if !models[index].add(numbers, at: line.image, file: digest, source: source) { repetitions += 1 }
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
      let paths = model.numbers.distinctPaths
      return Summary.Model(
        name: labels[model.key.identity] ?? "",
        otherNames: Set(model.namings.map(\.name)).subtracting([naming?.name ?? ""]).sorted(),
        identity: model.key.identity, interventions: model.key.interventions,
        kernels: model.key.kernels,
        fits: model.key.kernels.map {
          KernelFits(
            $0, of: paths.compactMap { model.means[$0] }, mechanisms: Set(model.shape.map(\.mechanism)))
        },
        levels: model.levels(
          named: (labels[model.key.identity] ?? "")
            + (model.key.interventions.isEmpty ? "" : ", \(model.key.interventions)"), paths),
        bytes: naming?.bytes ?? 0, family: model.family, images: paths.count,
        copies: model.numbers.pathCount - paths.count, failures: failureCounts[index] ?? 0,
        layers: zip(model.numbers.layers, model.shape.indices).map { numbers, layer in
          Summary.Layer(
            name: model.shape[layer].name, mechanism: model.shape[layer].mechanism,
            isSigned: model.isSigned[layer], heads: numbers.heads.map(distributions),
            numbers: distributions(numbers.layer))
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
      for (path, hash) in model.numbers.files {
        if digests[path, default: hash] != hash { unlike.insert(path) }
        digests[path] = hash
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
      let failed = images.filter { image in !fitting.contains { models[$0].numbers.has(image) } }
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
          bytes: namings[failing.identity]?.bytes ?? 0, family: "", images: 0, copies: 0,
          failures: failed.count,
          layers: []))
    }
    return (counts, others)
  }
}
