// Which preprocessing a model wants: flags, then its configuration, then what its family's code does.
import Checkpoints
import Imaging

/// Means and standard deviations that recur, for channels in 0…1.
enum Normalisation {
  static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
  static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]
}

/// The part of preprocessing that a family's published code fixes.
struct FamilyPreprocessing: Sendable {
  var cropFraction: Double
  var resizing: Resizing
  var filter: ResampleFilter
  var mean: [Float] = Normalisation.imageNetMean
  var standardDeviation: [Float] = Normalisation.imageNetStandardDeviation

  /// Squash to 256×256, then the centre 224×224, bicubic: the evaluation of FLatten and PolaFormer.
  static let squash = FamilyPreprocessing(cropFraction: 0.875, resizing: .squash, filter: .bicubic)

  /// What timm assumes for a field that a `pretrained_cfg` leaves out.
  static let timm = FamilyPreprocessing(cropFraction: 0.875, resizing: .shortSide, filter: .bicubic)
}

extension ModelContext {
  /// Tokens of a layer that are computed at all, 512².
  private static let tokenLimit = 1 << 18

  /// The input size: flag, then configuration, then what the tensors were trained on.
  ///
  /// - Parameters:
  ///   - multiple: what both sides must be multiples of.
  ///   - cell: pixels along a side of the first token.
  ///   - evaluated: the side at which the family's code evaluates, where that is not what it was trained on.
  /// - Throws: `ModelError.invalid` for a size that is no multiple of `multiple` or beyond reason.
  func inputSize(
    trained: (height: Int, width: Int), multiple: Int, cell: Int, evaluated: Sourced<Int>? = nil
  ) throws -> (height: Int, width: Int) {
    let size: (height: Int, width: Int)
    let source: Provenance
    if let height = overrides.inputHeight, let width = overrides.inputWidth {
      size = (height, width)
      source = .flag("--input-size")
    } else if let configured = configuration?["pretrained_cfg"]?["input_size"]?.ints, configured.count == 3 {
      size = (configured[1], configured[2])
      source = .configuration("config.json pretrained_cfg.input_size")
    } else if let (height, width, key) = preprocessorInputSize {
      size = (height, width)
      source = .configuration("preprocessor_config.json \(key)")
    } else if let evaluated {
      size = (evaluated.value, evaluated.value)
      source = evaluated.source
    } else {
      size = trained
      source = .tensors("shapes of the position embeddings")
    }
    guard multiple > 0, (1...8192).contains(size.height), (1...8192).contains(size.width),
      size.height % multiple == 0, size.width % multiple == 0
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

  /// What is cut out, or squashed to, according to `preprocessor_config.json`.
  private var preprocessorInputSize: (height: Int, width: Int, key: String)? {
    for key in ["crop_size", "size"] where key == "size" || preprocessor?["do_center_crop"]?.bool == true {
      if let side = preprocessor?[key]?.int { return (side, side, key) }
      if let height = preprocessor?[key]?["height"]?.int, let width = preprocessor?[key]?["width"]?.int {
        return (height, width, key)
      }
    }
    return nil
  }

  /// The evaluation transform, every field noted with its source: flag, configuration, timm's default where a
  /// `pretrained_cfg` leaves a field out, the family's where there is no configuration.
  func preprocessing(height: Int, width: Int, family: FamilyPreprocessing) -> Preprocessing {
    let recipe = configuration?["pretrained_cfg"]
    let fallback = recipe == nil ? family : .timm
    let resize = recipe == nil ? preprocessorResize : nil

    func sourced<Value>(
      flag: (name: String, value: Value?)? = nil, timm: (key: String, read: (JSONValue) -> Value?),
      transformers: (key: String, read: (JSONValue) -> Value?)? = nil, otherwise: Value
    ) -> (Value, Provenance) {
      if let flag, let value = flag.value { return (value, .flag(flag.name)) }
      if let value = recipe?[timm.key].flatMap(timm.read) {
        return (value, .configuration("config.json pretrained_cfg.\(timm.key)"))
      }
      if let transformers, let value = preprocessor?[transformers.key].flatMap(transformers.read) {
        return (value, .configuration("preprocessor_config.json \(transformers.key)"))
      }
      return (otherwise, recipe == nil ? .familyDefault : .libraryDefault("timm"))
    }
    func triple(_ value: JSONValue) -> [Float]? {
      value.doubles.flatMap { $0.count == 3 ? $0.map(Float.init) : nil }
    }
    func show(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }

    let crop = sourced(
      flag: ("--crop-pct", overrides.cropFraction), timm: ("crop_pct", \.double),
      otherwise: fallback.cropFraction)
    var resizing = sourced(
      timm: ("crop_mode", { $0.string.map { $0 == "squash" ? .squash : .shortSide } }),
      otherwise: fallback.resizing)
    if let resize { resizing = (resize.resizing, .configuration("preprocessor_config.json size")) }
    let filter = sourced(
      flag: ("--interpolation", overrides.interpolation),
      timm: ("interpolation", { $0.string.flatMap(ResampleFilter.init) }),
      transformers: ("resample", { $0.int.flatMap(ResampleFilter.init(pillow:)) }),
      otherwise: fallback.filter)
    let mean = sourced(
      flag: ("--mean", overrides.mean), timm: ("mean", triple), transformers: ("image_mean", triple),
      otherwise: fallback.mean)
    let deviation = sourced(
      flag: ("--std", overrides.standardDeviation), timm: ("std", triple),
      transformers: ("image_std", triple), otherwise: fallback.standardDeviation)

    if resize == nil || overrides.cropFraction != nil {
      note("crop fraction", decimal(crop.0), from: crop.1)
    }
    note("resize", resizing.0 == .squash ? "squash" : "short side", from: resizing.1)
    note("interpolation", filter.0.rawValue, from: filter.1)
    note("mean", show(mean.0), from: mean.1)
    note("std", show(deviation.0), from: deviation.1)
    return Preprocessing(
      inputHeight: height, inputWidth: width, cropFraction: crop.0, resizing: resizing.0, filter: filter.0,
      mean: mean.0, standardDeviation: deviation.0,
      resizedSide: overrides.cropFraction == nil && overrides.inputHeight == nil ? resize?.side : nil)
  }

  /// How `preprocessor_config.json` resizes: to a short side, or both sides without keeping the proportion.
  private var preprocessorResize: (resizing: Resizing, side: Int)? {
    guard let size = preprocessor?["size"] else { return nil }
    if let side = size["shortest_edge"]?.int { return (.shortSide, side) }
    if let side = size.int { return (.squash, side) }
    if let height = size["height"]?.int, height == size["width"]?.int { return (.squash, height) }
    return nil
  }
}

extension ResampleFilter {
  /// Pillow's number of the filter, as transformers stores it.
  fileprivate init?(pillow number: Int) {
    switch number {
    case 0: self = .nearest
    case 1: self = .lanczos
    case 2: self = .bilinear
    case 3: self = .bicubic
    default: return nil
    }
  }
}
