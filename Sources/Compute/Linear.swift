// Linear layers: y = x·Wᵀ + b with the work that follows fused in.
import Glibc

/// A linear layer y = x·Wᵀ + b.
package struct Linear: Sendable {
  package let inputs: Int
  package let outputs: Int
  let weight: [Float]
  let bias: [Float]?

  /// Packs `weight` `[outputs × inputs]` and `bias` `[outputs]` for `engine`.
  package init(
    weight: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?, inputs: Int, outputs: Int,
    engine: Engine
  ) {
    precondition(weight.count == inputs * outputs && (bias?.count ?? outputs) == outputs)
    self.inputs = inputs
    self.outputs = outputs
    self.weight = Array(weight)
    self.bias = bias.map { Array($0) }
  }

  package init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, engine: Engine) {
    self = weight.withUnsafeBufferPointer { weight in
      guard let bias else {
        return Linear(weight: weight, bias: nil, inputs: inputs, outputs: outputs, engine: engine)
      }
      return bias.withUnsafeBufferPointer {
        Linear(weight: weight, bias: $0, inputs: inputs, outputs: outputs, engine: engine)
      }
    }
  }
}

/// What a linear layer does with its product before it is stored.
package enum Epilogue: Sendable {
  /// x·Wᵀ; a bias is ignored.
  case product
  /// x·Wᵀ + b
  case bias
  /// gelu(x·Wᵀ + b), exact: ½·y·(1 + erf(y/√2))
  case gelu
  /// residual + x·Wᵀ + b; the residual `[tokens × outputs]` may be the output itself.
  case residual(Matrix)
}

extension Engine {
  /// `output` `[tokens × outputs]` ← x·Wᵀ `[tokens × inputs]`, finished by `epilogue`.
  package func linear(_ x: Matrix, _ layer: Linear, _ epilogue: Epilogue = .bias, into output: Matrix) {
    precondition(x.columns == layer.inputs && output.columns == layer.outputs && x.rows == output.rows)
    for i in 0..<x.rows {
      let a = x.row(i)
      let y = output.row(i)
      for o in 0..<layer.outputs {
        var sum: Float = 0
        for k in 0..<layer.inputs { sum += a[k] * layer.weight[o * layer.inputs + k] }
        let biased = sum + (layer.bias?[o] ?? 0)
        switch epilogue {
        case .product: y[o] = sum
        case .bias: y[o] = biased
        case .gelu: y[o] = 0.5 * biased * (1 + erff(biased * 0.70710678))
        case .residual(let residual): y[o] = residual[i, o] + biased
        }
      }
    }
  }
}
