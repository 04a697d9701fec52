// What a network makes of an image beside its records.
import Attention
import Compute

/// Logits, and the vector that they are made of.
package struct NetworkOutput: Sendable {
  /// nil where the model has no classifier.
  package let logits: [Float]?
  /// The image's vector as the published code returns it: what enters the classifier, or without one what the model
  /// gives; nil where its code gives none.
  package let embedding: [Float]?

  /// A vector, and the logits of a linear layer over it where there is one.
  init(_ vector: Matrix, head: Linear?, engine: Engine) {
    embedding = vector.values
    logits = head.map { engine.values(of: $0, over: vector) }
  }

  init(logits: [Float]?, embedding: [Float]?) {
    self.logits = logits
    self.embedding = embedding
  }
}

extension Engine {
  /// The outputs of a layer over one vector, [1 × inputs].
  func values(of layer: Linear, over vector: Matrix) -> [Float] {
    let outputs = Matrix(rows: 1, columns: layer.outputs)
    linear(vector, layer, into: outputs)
    return outputs.values
  }
}
