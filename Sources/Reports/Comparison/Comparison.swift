// Two models compared over many images.
import Attention
import AttentionMaps
import Session
import VisionModels

/// What a comparison knows of each model.
package struct ComparedModel: Sendable {
  package let name: String
  package let family: String
  package let labels: [String]?
  package let layers: [AttentionLayerDescription]

  package init(_ model: LoadedModel) {
    name = model.name
    family = model.model.family
    labels = model.model.labels
    layers = model.model.layers
  }

  /// The mechanism that it is known by: the first that separates signs, else the first that replaces the standard
  /// attention, else that one. nil without a layer.
  package var mechanism: MechanismFacts? {
    let mechanisms = layers.map(\.mechanism)
    return mechanisms.first(where: \.separatesSigns) ?? mechanisms.first { !$0.isStandard }
      ?? mechanisms.first
  }

  /// Whether it has layers that separate signs.
  var separatesSigns: Bool { mechanism?.separatesSigns == true }
}

/// Everything that is known of a head pair over all images.
package struct HeadDifference: Sendable {
  package let layer: Int
  package let head: Int
  /// Mean normalised entropy of each stream.
  package fileprivate(set) var entropies = Sides<[Stream: Moments]>(a: [:], b: [:])
  /// Of the comparable entropies.
  package fileprivate(set) var difference = Differences()
  package fileprivate(set) var divergence = Moments()
  package fileprivate(set) var budgets = Sides(a: MeanBudget(), b: MeanBudget())
  /// Whether entropies were compared after pooling, because the key grids differ.
  package let isPooled: Bool
}

/// Mean shares of the four pairs of signs.
package struct MeanBudget: Sendable {
  package private(set) var pp = Moments(), nn = Moments(), pn = Moments(), np = Moments()

  mutating func add(_ budget: PolarityBudget) {
    pp.add(budget.pp)
    nn.add(budget.nn)
    pn.add(budget.pn)
    np.add(budget.np)
  }

  /// In the order pp, nn, pn, np; nil without any.
  package var shares: [Double]? {
    guard let pp = pp.mean, let nn = nn.mean, let pn = pn.mean, let np = np.mean else { return nil }
    return [pp, nn, pn, np]
  }
}

/// How often each model names the true class.
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

  package var shares: Sides<Double>? {
    guard images > 0 else { return nil }
    return Sides(
      a: Double(bothRight + onlyA) / Double(images), b: Double(bothRight + onlyB) / Double(images))
  }
}

/// A comparison that grows image by image.
package struct Comparison: Sendable {
  package let models: Sides<ComparedModel>
  package private(set) var images = 0
  package private(set) var failures = 0
  package private(set) var heads: [HeadDifference]
  /// Heads that only one of the models has, as (layer, head).
  package let unpaired: Sides<[(layer: Int, head: Int)]>
  package private(set) var accuracy = Accuracy()
  /// Images to which both give the same class.
  package private(set) var agreements = 0
  /// Images to which both give a class.
  package private(set) var classified = 0
  /// Of each image the mean over the head pairs that decide: of `attention`, and of B's streams one by one.
  package private(set) var answer: Answer

  package init(_ a: LoadedModel, _ b: LoadedModel) {
    let models = Sides(a: ComparedModel(a), b: ComparedModel(b))
    self.models = models
    heads = zip(models.a.layers, models.b.layers).flatMap { layerA, layerB in
      (0..<min(layerA.heads, layerB.heads)).map { head in
        HeadDifference(
          layer: layerA.index, head: head, isPooled: layerA.geometry.keyGrid != layerB.geometry.keyGrid)
      }
    }
    func alone(_ layers: [AttentionLayerDescription], beside others: [AttentionLayerDescription]) -> [(
      layer: Int, head: Int
    )] {
      layers.enumerated().flatMap { index, layer in
        let paired = index < others.count ? min(layer.heads, others[index].heads) : 0
        return (paired..<layer.heads).map { (index, $0) }
      }
    }
    unpaired = Sides(
      a: alone(models.a.layers, beside: models.b.layers), b: alone(models.b.layers, beside: models.a.layers))
    answer = Answer(models)
  }

  /// Adds an image.
  ///
  /// - Parameter label: its true class for each of the models, where it is known.
  package mutating func add(_ image: ImageComparison, label: Sides<Int?> = Sides(a: nil, b: nil)) {
    precondition(image.heads.count == heads.count, "another pair of models")
    images += 1
    for (index, pair) in image.heads.enumerated() {
      for (stream, entropy) in pair.entropies.a {
        heads[index].entropies.a[stream, default: Moments()].add(entropy)
      }
      for (stream, entropy) in pair.entropies.b {
        heads[index].entropies.b[stream, default: Moments()].add(entropy)
      }
      if let comparable = pair.comparable { heads[index].difference.add(comparable.b - comparable.a) }
      if let divergence = pair.divergence { heads[index].divergence.add(divergence) }
      if let budget = pair.budgets.a { heads[index].budgets.a.add(budget) }
      if let budget = pair.budgets.b { heads[index].budgets.b.add(budget) }
    }
    answer.add(image)
    guard let a = image.classes.a, let b = image.classes.b else { return }
    classified += 1
    if a == b { agreements += 1 }
    if let labelA = label.a, let labelB = label.b { accuracy.add(a: a == labelA, b: b == labelB) }
  }

  /// Notes an image that could not be read.
  package mutating func addFailure() { failures += 1 }
}
