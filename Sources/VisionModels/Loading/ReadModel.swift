// A model that a family has read: with its preprocessing, labels, and the sources of all values.
import Attention
import Checkpoints
import Files

extension ModelContext {
  /// The model that a family has read, with its preprocessing and labels, and the sources of all values.
  ///
  /// - Parameters:
  ///   - size: of the input in pixels.
  ///   - transform: the family's own evaluation transform.
  ///   - recipe: what decides it where no flag and no file does.
  ///   - pool: the pooling head, where the model has one.
  ///   - patch: pixels along a side of the tokens of every layer, where they may leave a rest of the input.
  func model(
    family: String, size: (height: Int, width: Int), transform: EvaluationTransform,
    recipe: RecipeRule = .ofFamily,
    layers: [AttentionLayerDescription], pool: AttentionLayerDescription? = nil, patch: Int = 1,
    classCount: Int?, network: any Network
  ) -> VisionModel {
    let named = recipe == .ofName && preprocessor == nil ? namedRecipe : nil
    let preprocessing = preprocessing(
      height: size.height, width: size.width,
      family: named ?? Sourced(value: transform, source: .familyDefault), isAssumed: recipe != .ofFamily)
    record(.classes, FactValue(.integer(classCount ?? 0)))
    if let classCount {
      record(.labels, FactValue(.integer(classCount)))
      note("classes", "\(classCount)", from: .tensors("shape of the head"))
    }
    let labels = classCount.flatMap(labels)
    let rest = (rows: size.height % patch, columns: size.width % patch)
    if rest != (0, 0) {
      note(
        "patches cover", "\(size.height - rest.rows)×\(size.width - rest.columns) of the input",
        from: .tensors("patches of \(patch)×\(patch)"))
    }
    var description = ModelDescription(
      family: family, hyperparameters: hyperparameters, preprocessing: preprocessing, layers: layers,
      pool: pool,
      classCount: classCount, labels: labels,
      unusedTensors: reader.unused.filter { !reader.beside.contains($0) })
    description.rest = rest
    return VisionModel(description: description, network: network, engine: engine)
  }

  /// Names of the classes, control characters escaped: `label_names` (timm), `id2label` (transformers),
  /// ImageNet-1k's for 1000 classes.
  private func labels(classCount: Int) -> [String]? {
    if let field = field("label_names") {
      if let names = field.strings, names.count == classCount {
        note("labels", "\(classCount) names", from: .configuration("config.json label_names"))
        return names.map { $0.escaped(limit: 200) }
      }
      warn("config.json label_names does not name the \(classCount) classes of the head; it is not used")
    }
    if let field = field("id2label") {
      if let names = field.object, names.count == classCount {
        note("labels", "\(classCount) names", from: .configuration("config.json id2label"))
        return (0..<classCount).map { names["\($0)"]?.string?.escaped(limit: 200) ?? "class \($0)" }
      }
      warn("config.json id2label does not name the \(classCount) classes of the head; it is not used")
    }
    if classCount == ImageNetLabels.names.count {
      note("labels", "ImageNet-1k", from: .tensors("a head of \(classCount) classes"))
      return ImageNetLabels.names
    }
    return nil
  }
}
