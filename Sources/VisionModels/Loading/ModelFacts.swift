// What a model computes, as configurations would say it.
import Attention
import Checkpoints

/// A fact of a model that configurations repeat under their own names.
enum ModelFact: Hashable, Sendable {
  case classes
  /// The same of a model with a head; one without may come of one that had any.
  case labels
  /// Channels where the head reads.
  case features
  /// Channels of the first stage, and of every stage.
  case width
  case widths
  /// Layers, layers of every stage, and stages.
  case depth
  case depths
  case stages
  case heads
  case headsPerStage
  case patch
  /// The sides of the kernels that embed the patches of every stage, and how far apart patches are.
  case kernels
  case strides
  /// The input size of the tensors, or where none depends on it, of the model.
  case trainedSize
  case mlpRatio
  case mlpRatios
  case mlpWidth
  case activation
  case gatedMLP
  case qkvBias
  case qkNorm
  case layerScale
  case classToken
  case registers
  /// Whether positions cover patches alone.
  case positionsOnPatches
  case preNorm
  /// Whether there is a norm after the blocks, and whether it is there or after pooling.
  case lastNorm
  case anyLastNorm
  case pooledNorm
  case pooling
  /// The heads of a pooling head, and whether tokens that are no patches are pooled.
  case poolHeads
  case pooledPrefix
  /// The activation after the layer that gives the embedding.
  case embeddingActivation
  /// timm's name of the norms with their ε.
  case normLayer
  /// Whether norms are after attention and MLP.
  case normsAfter
  /// Whether queries and keys are turned by their positions, and by which: timm's name of the kind, the base of the
  /// frequencies, what is added to rows and columns, the grid that they are scaled to, which of them come first, and
  /// whether pairs of channels are half a head apart.
  case rotary
  case rotaryKind
  case rotaryBase
  case rotaryOffset
  case rotaryGrid
  case rotaryOrder
  case rotaryHalves
  /// The window of the first layer.
  case window
  /// L or S for every stage.
  case attention
  /// The sides of the cells that become one key, of linear and of softmax stages.
  case linearReductions
  case softmaxReductions
  case pooledKeys
  /// How many agents every stage has.
  case agents
  /// The side of the convolution of values in linear attention.
  case valueKernel
}

extension ModelFact {
  /// Whether no tensor decides it: the family's code does, or a configuration.
  var isFreeOfTensors: Bool { Self.free.contains(self) }

  private static let free: Set<ModelFact> = [
    .activation, .pooling, .poolHeads, .pooledPrefix, .embeddingActivation, .normLayer, .normsAfter, .rotary,
    .rotaryKind, .rotaryBase, .rotaryOffset,
    .rotaryGrid, .rotaryOrder, .rotaryHalves,
  ]
}

/// The value of a fact: how it is shown, and which values of a configuration agree with it.
struct FactValue {
  let shown: String
  let agrees: (JSONValue) -> Bool

  init(_ shown: String, agrees: @escaping (JSONValue) -> Bool) {
    self.shown = shown
    self.agrees = agrees
  }

  /// A value that a configuration may write in several ways, the first of which is shown.
  init(_ forms: JSONValue...) {
    self.init(forms[0].excerpt) { value in forms.contains { $0.agrees(with: value) } }
  }

  /// A size of both sides, one number where they are equal.
  static func size(_ height: Int, _ width: Int) -> FactValue {
    let pair: JSONValue = .array([.integer(height), .integer(width)])
    return height == width ? FactValue(.integer(height), pair) : FactValue(pair)
  }

  /// The sides in pixels of a grid of patches; sides that are no multiples of the patch have a rest that is not seen.
  static func trainedSize(_ grid: TokenGrid, patch: Int) -> FactValue {
    let sides = [grid.rows * patch, grid.columns * patch]
    return FactValue(size(sides[0], sides[1]).shown) { value in
      guard let given = value.ints ?? value.int.map({ [$0, $0] }), given.count == 2 else { return false }
      return given[0] / patch == grid.rows && given[1] / patch == grid.columns
    }
  }

  static func list(_ numbers: [Int]) -> FactValue { FactValue(.array(numbers.map(JSONValue.integer))) }

  /// The width of MLPs as a multiple of their channels, rounded down to whole numbers; one ratio for all.
  static func mlpRatio(_ mlps: [(mlp: FeedForward, channels: Int)]) -> FactValue {
    FactValue(decimal(Double(mlps[0].mlp.rows) / Double(mlps[0].channels))) { value in
      mlps.allSatisfy { agrees(value, $0.mlp, $0.channels) }
    }
  }

  /// The same, a ratio for each stage.
  static func mlpRatios(_ stages: [(mlp: FeedForward, channels: Int)]) -> FactValue {
    let ratios = stages.map { decimal(Double($0.mlp.rows) / Double($0.channels)) }
    return FactValue("[\(ratios.joined(separator: ", "))]") { value in
      guard let array = value.array, array.count == stages.count else { return false }
      return zip(array, stages).allSatisfy { agrees($0, $1.mlp, $1.channels) }
    }
  }

  /// The names that configurations have for an activation.
  static func activation(_ form: FeedForward.Form) -> FactValue {
    let names: [String]
    switch form {
    case .plain(let activation), .convolved(let activation, _): names = activation.names
    case .smoothed: names = Activation.gelu.names
    // transformers' DINOv2 states the activation of its other MLPs.
    case .gated(let activation): names = activation.names + ["gelu"]
    }
    return FactValue("\"\(names[0])\"") { value in names.contains { $0 == value.string } }
  }

  private static func agrees(_ ratio: JSONValue, _ mlp: FeedForward, _ channels: Int) -> Bool {
    guard let ratio = ratio.double, case let width = (Double(channels) * ratio).rounded(.down),
      width > 0, width < 1e12
    else { return false }
    // Of a gated MLP, transformers' DINOv2 takes ⅔ of the width, rounded up to a multiple of 8.
    return Int(width) == mlp.rows || mlp.form.isGated && Int(width) == mlp.hidden
      || mlp.form.isGated && (Int((width * 2 / 3).rounded(.down)) + 7) / 8 * 8 == mlp.hidden
  }
}

extension JSONValue {
  /// Whether two values are the same, whole numbers and others compared as numbers.
  func agrees(with other: JSONValue) -> Bool {
    if let (number, otherNumber) = (double, other.double) as? (Double, Double) {
      return abs(number - otherNumber) <= 1e-6 * max(abs(number), abs(otherNumber))
    }
    if let array, let others = other.array {
      return array.count == others.count && zip(array, others).allSatisfy { $0.agrees(with: $1) }
    }
    return self == other
  }
}
