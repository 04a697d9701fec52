// The functions of single numbers inside MLPs, and what configurations call them.
import Compute

/// A function of single numbers.
package enum Activation: CaseIterable, Sendable {
  /// ½·x·(1 + erf(x/√2))
  case gelu
  /// ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³)))
  case tanhGELU
  /// x·σ(1.702x), OpenAI's CLIP.
  case quickGELU
  /// x·σ(x)
  case silu
  /// max(x, 0)
  case relu

  /// The names that configurations of timm and transformers have for it, its own first.
  package var names: [String] {
    switch self {
    case .gelu: ["gelu", "gelu_python", "gelu_erf"]
    case .tanhGELU: ["gelu_tanh", "gelu_pytorch_tanh", "gelu_new", "gelu_python_tanh", "gelu_fast"]
    case .quickGELU: ["quick_gelu", "quickgelu"]
    case .silu: ["silu", "swish"]
    case .relu: ["relu"]
    }
  }

  /// The activation that a configuration calls `name`; nil for a name that is not known.
  package init?(named name: String) {
    guard let activation = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
    self = activation
  }

  /// What the field calls it.
  var title: String {
    switch self {
    case .gelu: "GELU (erf)"
    case .tanhGELU: "GELU (tanh)"
    case .quickGELU: "QuickGELU"
    case .silu: "SiLU"
    case .relu: "ReLU"
    }
  }

  /// What the field calls a gated MLP with it.
  var gatedTitle: String {
    switch self {
    case .gelu: "GeGLU (erf)"
    case .tanhGELU: "GeGLU (tanh)"
    case .quickGELU: "gated QuickGELU"
    case .silu: "SwiGLU"
    case .relu: "ReGLU"
    }
  }

  /// Replaces every element by its value.
  func apply(to matrix: Matrix, engine: Engine) {
    switch self {
    case .gelu: engine.applyGELU(matrix)
    case .tanhGELU: engine.applyTanhGELU(matrix)
    case .quickGELU: engine.applySwish(matrix, slope: 1.702)
    case .silu: engine.applySwish(matrix, slope: 1)
    case .relu: engine.applyReLU(matrix)
    }
  }
}
