// The size of a model's input in pixels: which file or flag says it.
import Checkpoints

extension ModelContext {
  /// The first of the fields `keys` of `config.json` that is there, as height and width: one number for both, a pair, or
  /// an object with `height` and `width`.
  ///
  /// - Throws: `ModelError.invalid` for a field that is no size.
  func configuredSize(_ keys: [String]) throws -> Sourced<(height: Int, width: Int)>? {
    for key in keys {
      let size = try decoded(key, as: "one number, or height and width") {
        value -> (height: Int, width: Int)? in
        if let side = value.int { return (side, side) }
        if let pair = value.ints { return pair.count == 2 ? (pair[0], pair[1]) : nil }
        guard let height = value["height"]?.int, let width = value["width"]?.int else { return nil }
        return (height, width)
      }
      if let size { return Sourced(value: size, source: .configuration(place(of: key))) }
    }
    return nil
  }

  /// Tokens of a layer that are computed at all, 512².
  private static let tokenLimit = 1 << 18

  /// The input size: flag, then configuration, then what the tensors were trained on.
  ///
  /// - Parameters:
  ///   - trained: what the tensors were trained on; nil where no tensor depends on the size.
  ///   - multiple: what both sides must be multiples of.
  ///   - leavesRest: whether files may give a size that is no multiple, whose rest at the right and bottom is not seen.
  ///   - cell: pixels along a side of the first token.
  ///   - evaluated: the size at which the family's code evaluates, where that is not what it was trained on.
  /// - Throws: `ModelError.invalid` for a size that is no multiple of `multiple` or beyond reason, or that the
  ///   configuration does not give as numbers; `.undetermined` where nothing gives one.
  func inputSize(
    trained: (height: Int, width: Int)?, multiple: Int, cell: Int, leavesRest: Bool = false,
    evaluated: Sourced<(height: Int, width: Int)>? = nil
  ) throws -> (height: Int, width: Int) {
    let size: (height: Int, width: Int)
    let source: Provenance
    if let height = overrides.inputHeight, let width = overrides.inputWidth {
      size = (height, width)
      source = .flag("--input-size")
    } else if let configured = try configuredInputSize {
      size = configured
      source = .configuration(place(of: "pretrained_cfg.input_size"))
    } else if let side = field("model_cfg.vision_cfg.image_size"),
      let sides = side.ints ?? side.int.map({ [$0, $0] }),
      sides.count == 2
    {
      size = (sides[0], sides[1])
      source = .configuration(place(of: "model_cfg.vision_cfg.image_size"))
    } else if let (height, width, key) = preprocessorInputSize {
      size = (height, width)
      source = .configuration("preprocessor_config.json \(key)")
    } else if let evaluated {
      size = evaluated.value
      source = evaluated.source
    } else if let trained {
      size = trained
      source = .tensors("shapes of the position embeddings")
    } else {
      throw ModelError.undetermined(path: path, value: "the input size", advice: "give it with --input-size")
    }
    let hasRest: Bool
    if case .configuration = source { hasRest = leavesRest } else { hasRest = false }
    guard multiple > 0, (1...8192).contains(size.height), (1...8192).contains(size.width),
      hasRest
        ? size.height >= multiple && size.width >= multiple
        : size.height % multiple == 0 && size.width % multiple == 0
    else {
      throw ModelError.invalid(
        path: path,
        reason: "input size \(size.height)×\(size.width) does not work: both sides must be multiples of "
          + "\(multiple), at most 8192")
    }
    guard cell > 0, (size.height / cell) * (size.width / cell) <= Self.tokenLimit else {
      throw ModelError.invalid(
        path: path,
        reason: "input size \(size.height)×\(size.width) makes more than \(Self.tokenLimit) tokens; choose a "
          + "smaller --input-size")
    }
    note("input size", "\(size.height)×\(size.width)", from: source)
    return size
  }

  /// timm's `input_size`, which is [channels, height, width].
  private var configuredInputSize: (height: Int, width: Int)? {
    get throws {
      try decoded("pretrained_cfg.input_size", as: "channels, height and width") { value in
        guard let size = value.ints, size.count == 3 else { return nil }
        if size[0] != 3 {
          refuse("\(place(of: "pretrained_cfg.input_size")) has \(size[0]) channels; images have 3 here")
        }
        return (size[1], size[2])
      }
    }
  }

  /// What is cut out, or squashed to, according to `preprocessor_config.json`.
  private var preprocessorInputSize: (height: Int, width: Int, key: String)? {
    let isCropped = preprocessor?["do_center_crop"]?.bool == true
    if isCropped, let size = preprocessor?["crop_size"], !size.isNull, size.int == nil,
      size["height"]?.int == nil || size["width"]?.int == nil
    {
      refuse("preprocessor_config.json crop_size is \(size.excerpt), which is not computed here")
    }
    for key in ["crop_size", "size"] where key == "size" || isCropped {
      if let side = preprocessor?[key]?.int { return (side, side, key) }
      if let height = preprocessor?[key]?["height"]?.int, let width = preprocessor?[key]?["width"]?.int {
        return (height, width, key)
      }
    }
    return nil
  }
}
