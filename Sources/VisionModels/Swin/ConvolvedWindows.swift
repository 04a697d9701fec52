// Which windows layers have that convolve their values: tensors, masks, configurations.
import Attention
import Checkpoints

extension SwinWindows {
  /// The side of the windows of a layer with a convolution of the values beside it, from the first that says it: a
  /// tensor of the layer, the mask of a shifted layer of its kind, configurations. Published models have one window over
  /// the whole grid, and so has what nothing is said of.
  func convolvedSide(_ kind: ConvolvedAttentionKind, _ names: ConvolvedAttentionLayer.Names) throws -> Int {
    let side = try sourcedSide(kind, names)
    context.note(
      "windows of L blocks", side.map { "\($0.value)" } ?? "the whole grid",
      from: side?.source ?? .familyDefault)
    return side?.value ?? Self.sideLimit
  }

  private func sourcedSide(
    _ kind: ConvolvedAttentionKind, _ names: ConvolvedAttentionLayer.Names
  ) throws -> Sourced<Int>? {
    if let (side, tensor) = kind.windowSide(reader, names.layer) {
      return Sourced(value: side, source: .tensors(tensor))
    }
    for (stage, depth) in depths.enumerated() {
      for block in (0..<depth).map({ layout.block(stage, $0) }) {
        guard let layer = block.convolved?.layer, kind.isIn(reader, layer), let mask = block.mask,
          let shape = reader.shape(of: mask), shape.count == 3, let side = exactSquareRoot(shape[1])
        else { continue }
        return Sourced(value: side, source: .tensors(mask))
      }
    }
    let key = "model_args.window_size"
    if let side = try context.decoded(key, as: "a whole number", \.int) {
      return Sourced(value: try checked(side, key), source: .configuration("config.json \(key)"))
    }
    let saved = SavedField(dotted: "MODEL.SWIN.WINDOW_SIZE")
    guard let value = context.saved(saved) else { return nil }
    return Sourced(value: try checked(value.int, saved.place), source: .configuration(saved.place))
  }

  /// A configured side of windows.
  ///
  /// - Throws: `ModelError.invalid` for one that is none.
  private func checked(_ side: Int?, _ place: String) throws -> Int {
    guard let side, (1...Self.sideLimit).contains(side) else {
      throw ModelError.invalid(
        path: context.path, reason: "\(place) is no side of windows; expected 1 to \(Self.sideLimit)")
    }
    return side
  }
}
