// The entropies of several models' layers side by side, paired by depth.
import Session

/// The mean normalized entropy of every layer of a model, over its heads and then over images.
package struct LayerLevels: Sendable {
  package let model: String
  /// By layer, of each image's mean over the heads that have one.
  package private(set) var layers: [Moments]
  /// Of each image's mean over all heads.
  package private(set) var whole = Moments()
  /// By layer, whether weights may be negative: then the entropy is that of |a|/Σ|a|.
  package let isSigned: [Bool]

  init(model: String, isSigned: [Bool]) {
    self.model = model
    self.isSigned = isSigned
    layers = isSigned.map { _ in Moments() }
  }

  /// Adds an image.
  ///
  /// - Parameter entropies: of the heads of every layer; nil where one is undefined.
  mutating func add(_ entropies: [[Double?]]) {
    precondition(entropies.count == layers.count, "another model")
    for (layer, heads) in entropies.enumerated() {
      if let mean = heads.compactMap(\.self).mean { layers[layer].add(mean) }
    }
    if let mean = entropies.joined().compactMap(\.self).mean { whole.add(mean) }
  }
}

extension [LayerLevels] {
  /// How many models one table holds.
  static var tableSizes: ClosedRange<Int> { 2...6 }

  /// A row for each layer of the deepest model beside the layers at its depth of the others, and one for all layers.
  var table: TextTable {
    let depth = map(\.layers.count).max() ?? 0
    var table = TextTable([.text("layer")] + map { .number($0.model) })
    for row in 0..<depth {
      table.append(
        ["\(row)"]
          + map { model in
            guard let layer = Self.layer(atRow: row, of: depth, in: model.layers.count) else { return "–" }
            let number = model.layers.count == depth ? "" : "\(layer): "
            return number + Self.text(model.layers[layer], isSigned: model.isSigned[layer])
          })
    }
    table.append(["all"] + map { Self.text($0.whole, isSigned: $0.isSigned.contains(true)) })
    return table
  }

  /// What readers of the table must know.
  var remarks: [String] {
    var remarks = [
      "Side by side: the mean normalized entropy of the attention maps (1 = uniform) over the heads of a layer, then over "
        + "images (n = \(map { "\($0.whole.count)" }.joined(separator: ", "))), ± the half of its 95 % interval by "
        + "Student's t, which a single image does not have."
    ]
    if Set(map(\.layers.count)).count > 1 {
      remarks.append(
        "Layers are paired by depth, first with first and last with last; 5: is layer 5 of its model.")
    }
    if contains(where: { $0.isSigned.contains(true) }) {
      remarks.append(
        signedEntropyRemark)
    }
    return remarks
  }

  /// The layer of a model with `count` layers at a row of a table with `rows`: the first and the last correspond.
  private static func layer(atRow row: Int, of rows: Int, in count: Int) -> Int? {
    guard count > 0 else { return nil }
    guard count < rows, rows > 1 else { return row }
    return (2 * row * (count - 1) + rows - 1) / (2 * (rows - 1))
  }

  private static func text(_ moments: Moments, isSigned: Bool) -> String {
    let half = moments.interval.map { " ±\($0.halfWidth.fixed(3))" } ?? ""
    return moments.mean.fixed(3) + half + (isSigned ? " |a|" : "")
  }
}
