// Two models compared over many images.
import Attention
import AttentionMaps
import Session
import VisionModels

/// What a comparison needs to know about a model.
package struct ComparedModel: Sendable {
  package let name: String
  /// Of its weights.
  package let digest: String
  package let family: String
  package let layers: [AttentionLayerDescription]
  /// What is changed in its forward passes.
  package var interventions = Interventions()
  /// nil for a model without a classifier.
  var classes: Classes?

  /// What a classifier tells apart.
  struct Classes: Equatable {
    let count: Int
    /// nil where they are known by their numbers alone.
    let labels: [String]?
  }
}

extension ComparedModel {
  package init(_ model: LoadedModel, interventions: Interventions) {
    self.interventions = interventions
    name = model.name
    digest = model.digest
    family = model.model.family
    layers = model.model.layers
    classes = model.model.description.classCount.map { Classes(count: $0, labels: model.model.labels) }
  }

  /// `, heads off 2.1` after its name; empty where nothing is changed.
  var changes: String { interventions.isEmpty ? "" : ", \(interventions)" }

  /// The mechanism that it is known by: the first that separates signs, else the first that replaces the standard
  /// attention, else that one. nil without a layer.
  package var mechanism: MechanismFacts? {
    let mechanisms = layers.map(\.mechanism)
    return mechanisms.first(where: \.separatesSigns) ?? mechanisms.first { !$0.isStandard }
      ?? mechanisms.first
  }

  /// Whether it has layers whose weights may be negative.
  var hasSignedRows: Bool { layers.contains(where: \.mechanism.hasSignedRows) }

  /// Whether it has layers that separate signs.
  var separatesSigns: Bool { mechanism?.separatesSigns == true }
}

extension Sides<ComparedModel> {
  /// Whether a class of one is that of the same number of the other: as many, and of the same names where both have some.
  var shareClasses: Bool {
    guard let classesA = a.classes, let classesB = b.classes else { return false }
    let labels = [classesA.labels, classesB.labels].compactMap(\.self)
    return classesA.count == classesB.count && Set(labels).count < 2
  }

  /// The layers of a pair of heads.
  func layers(at places: Sides<HeadPlace>) -> Sides<AttentionLayerDescription> {
    Sides<AttentionLayerDescription>(a: a.layers[places.a.layer], b: b.layers[places.b.layer])
  }
}

/// A pair of heads over all images.
package struct HeadDifference: Sendable {
  /// The head of one side.
  package struct Side: Sendable {
    package let place: HeadPlace
    /// Mean normalized entropy of each stream.
    package fileprivate(set) var entropies: [Stream: Moments] = [:]
    package fileprivate(set) var budget = MeanBudget()

    init(place: HeadPlace) { self.place = place }

    mutating func add(_ entropies: [Stream: Double], _ budget: PolarityBudget?) {
      for (stream, entropy) in entropies { self.entropies[stream, default: Moments()].add(entropy) }
      if let budget { self.budget.add(budget) }
    }
  }

  package fileprivate(set) var sides: Sides<Side>
  /// Of the comparable entropies.
  package fileprivate(set) var difference = Differences()
  package fileprivate(set) var divergence = Moments()
  /// Whether entropies were compared after pooling, because the keys that queries see differ.
  package let isPooled: Bool
  /// Whether weights may be negative: then entropies are those of |a|/Σ|a|.
  package let isSigned: Sides<Bool>

  fileprivate init(_ places: Sides<HeadPlace>, in layers: Sides<AttentionLayerDescription>) {
    sides = places.map { Side(place: $0) }
    isPooled = !layers.a.geometry.hasKeys(like: layers.b.geometry)
    isSigned = layers.map(\.mechanism.hasSignedRows)
  }

  package var places: Sides<HeadPlace> { sides.map(\.place) }
}

/// Mean fractions of the four pairs of signs.
package struct MeanBudget: Sendable {
  package private(set) var pp = Moments(), nn = Moments(), pn = Moments(), np = Moments()

  mutating func add(_ budget: PolarityBudget) {
    pp.add(budget.pp)
    nn.add(budget.nn)
    pn.add(budget.pn)
    np.add(budget.np)
  }

  /// In the order pp, nn, pn, np; nil without any.
  package var fractions: [Double]? {
    guard let pp = pp.mean, let nn = nn.mean, let pn = pn.mean, let np = np.mean else { return nil }
    return [pp, nn, pn, np]
  }
}

/// How often each model predicts the true class.
package struct Accuracy: Sendable, Equatable {
  /// Images whose class is known.
  package private(set) var images = 0
  package private(set) var bothRight = 0
  package private(set) var onlyA = 0
  package private(set) var onlyB = 0

  mutating func add(a: Bool, b: Bool) {
    images += 1
    if a && b { bothRight += 1 } else if a { onlyA += 1 } else if b { onlyB += 1 }
  }

  package var fractions: Sides<Double>? {
    guard images > 0 else { return nil }
    return Sides(
      a: Double(bothRight + onlyA) / Double(images), b: Double(bothRight + onlyB) / Double(images))
  }
}

/// A comparison that grows image by image.
package struct Comparison: Sendable {
  package let models: Sides<ComparedModel>
  package private(set) var images = 0
  /// Images whose file is that of one of `images`, byte for byte; they do not count.
  package private(set) var copies = 0
  package private(set) var failures = 0
  package private(set) var heads: [HeadDifference]
  /// Heads without a partner in the other model.
  package let unpaired: Sides<[HeadPlace]>
  package private(set) var accuracy = Accuracy()
  /// Images to which both give the same class.
  package private(set) var agreements = 0
  /// Images to which both give one of the same classes.
  package private(set) var classified = 0
  package private(set) var answer: Answer
  /// B − A of every image, mean over the paired heads whose entropies compare.
  package private(set) var overall = Differences()

  package init(
    _ a: LoadedModel, _ b: LoadedModel,
    interventions: Sides<Interventions> = Sides(a: Interventions(), b: Interventions())
  ) {
    self.init(
      Sides(
        a: ComparedModel(a, interventions: interventions.a),
        b: ComparedModel(b, interventions: interventions.b)))
  }

  init(_ models: Sides<ComparedModel>) {
    self.models = models
    let pairing = HeadPairing(models.map { ModelPlaces($0.layers) })
    heads = pairing.pairs.map { HeadDifference($0, in: models.layers(at: $0)) }
    unpaired = pairing.unpaired
    answer = Answer(models, pairs: pairing.pairs)
  }

  /// Adds an image.
  ///
  /// - Parameter label: its true class for each of the models, where it is known.
  package mutating func add(_ image: ImageComparison, label: Sides<Int?> = Sides(a: nil, b: nil)) {
    precondition(image.heads.count == heads.count, "another pair of models")
    images += 1
    for (index, pair) in image.heads.enumerated() {
      heads[index].sides.a.add(pair.entropies.a, pair.budgets.a)
      heads[index].sides.b.add(pair.entropies.b, pair.budgets.b)
      if let difference = pair.entropyDifference { heads[index].difference.add(difference) }
      if let divergence = pair.divergence { heads[index].divergence.add(divergence) }
    }
    answer.add(image)
    if let mean = image.heads.compactMap(\.entropyDifference).mean { overall.add(mean) }
    guard let a = image.classes.a, let b = image.classes.b else { return }
    if models.shareClasses {
      classified += 1
      if a == b { agreements += 1 }
    }
    if let labelA = label.a, let labelB = label.b { accuracy.add(a: a == labelA, b: b == labelB) }
  }

  /// Counts an image that is a copy of one that was added.
  package mutating func addCopy() { copies += 1 }

  /// Counts an image that could not be read.
  package mutating func addFailure() { failures += 1 }
}
