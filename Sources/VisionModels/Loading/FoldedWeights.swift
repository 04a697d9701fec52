// Weights of an ONNX graph that its exporter made of parameters whose names it dropped.
import Checkpoints

extension Checkpoint {
  /// What the reader of ONNX calls a weight without a name, behind the name of the module that uses it.
  private static let unnamed = "onnx::"

  /// The tensors with the names that families know for relative position biases and for position embeddings, where a
  /// file has those under no name; others as they are.
  ///
  /// - Throws: `CheckpointError` where a bias cannot be read.
  func namingFoldedWeights() throws(CheckpointError) -> Checkpoint {
    var checkpoint = self
    for name in names where isGraph && name.hasSuffix("class_embedding") {
      // Expanded to a batch of one image.
      guard let shape = tensors[name]?.shape, shape.count == 3, shape[0] == 1, shape[1] == 1 else { continue }
      checkpoint = checkpoint.replacing(name, by: name, shape: [shape[2]], elements: Array(0..<shape[2]))
    }
    for name in names {
      guard let start = name.firstRange(of: Self.unnamed)?.lowerBound, let shape = tensors[name]?.shape,
        start == name.startIndex || name[..<start].hasSuffix(".")
      else { continue }
      let module = String(name[..<start])
      if let table = try biasTable(name, shape: shape) {
        // The classes of transformers have a module for it.
        let place = tensors[module + "q_proj.weight"] == nil ? module : module + "relative_position_bias."
        checkpoint = checkpoint.replacing(
          name, by: place + "relative_position_bias_table", shape: [table.count / shape[1], shape[1]],
          elements: table)
      } else if name.hasSuffix(Self.unnamed + "Concat"), shape.count == 3,
        tensors[module + "cls_token"] != nil
      {
        let isTransformers = module.split(separator: ".").last == "embeddings"
        let position = module + (isTransformers ? "position_embeddings" : "pos_embed")
        checkpoint = checkpoint.renaming { $0 == name ? position : $0 }
      }
    }
    return checkpoint
  }

  /// Which elements of the biases of a window, [1 × heads × queries × keys], are the table that they were taken from,
  /// [(2·side − 1)² × heads]: the bias of each offset between query and key, rows first. nil where pairs of one
  /// offset have unlike biases, or the shape is not that of a square window.
  private func biasTable(_ name: String, shape: [Int]) throws(CheckpointError) -> [Int]? {
    guard shape.count == 4, shape[0] == 1, shape[1] > 0, shape[2] == shape[3], shape[2] > 0,
      let side = exactSquareRoot(shape[2])
    else { return nil }
    let (heads, tokens, offsets) = (shape[1], shape[2], 2 * side - 1)
    var table: [Int] = []
    for offset in 0..<(offsets * offsets) {
      let (down, right) = (offset / offsets - side + 1, offset % offsets - side + 1)
      let query = max(down, 0) * side + max(right, 0)
      let key = max(-down, 0) * side + max(-right, 0)
      for head in 0..<heads { table.append((head * tokens + query) * tokens + key) }
    }
    let biases = try floats(name)
    for query in 0..<tokens {
      for key in 0..<tokens {
        let down = query / side - key / side + side - 1
        let right = query % side - key % side + side - 1
        for head in 0..<heads {
          let bias = biases[(head * tokens + query) * tokens + key]
          let same = biases[table[(down * offsets + right) * heads + head]]
          guard bias.bitPattern == same.bitPattern else { return nil }
        }
      }
    }
    return table
  }
}
