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
  /// The input size: flag, then `pretrained_cfg.input_size`, then what the tensors were trained on.
  ///
  /// - Throws: `ModelError.invalid` for a size that is no multiple of `multiple` or beyond reason.
  func inputSize(trained: (height: Int, width: Int), multiple: Int) throws -> (height: Int, width: Int) {
    var size = trained
    var source = Provenance.tensors("shapes of the position embeddings")
    if let height = overrides.inputHeight, let width = overrides.inputWidth {
      size = (height, width)
      source = .flag("--input-size")
    } else if let configured = configuration?["pretrained_cfg"]?["input_size"]?.ints, configured.count == 3 {
      size = (configured[1], configured[2])
      source = .configuration("config.json pretrained_cfg.input_size")
    }
    guard multiple > 0, (1...8192).contains(size.height), (1...8192).contains(size.width),
      size.height % multiple == 0, size.width % multiple == 0
    else {
      throw ModelError.invalid(
        path: path,
        reason: "input size \(size.height)×\(size.width) does not work: both sides must be multiples of "
          + "\(multiple), at most 8192")
    }
    note("input size", "\(size.height)×\(size.width)", from: source)
    return size
  }

  /// The evaluation transform, every field noted with its source.
  func preprocessing(height: Int, width: Int, family: FamilyPreprocessing) -> Preprocessing {
    let recipe = configuration?["pretrained_cfg"]
    let fallback = recipe == nil ? family : .timm
    func pick<Value>(
      _ name: String, _ flag: (String, Value?)?, _ key: String, _ read: (JSONValue) -> Value?,
      _ otherwise: Value, show: (Value) -> String
    ) -> Value {
      if let flag, let value = flag.1 {
        note(name, show(value), from: .flag(flag.0))
        return value
      }
      if let value = recipe?[key].flatMap(read) {
        note(name, show(value), from: .configuration("config.json pretrained_cfg.\(key)"))
        return value
      }
      note(name, show(otherwise), from: .familyDefault)
      return otherwise
    }
    func triple(_ value: JSONValue) -> [Float]? {
      value.doubles.flatMap { $0.count == 3 ? $0.map(Float.init) : nil }
    }
    func show(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }

    return Preprocessing(
      inputHeight: height, inputWidth: width,
      cropFraction: pick(
        "crop fraction", ("--crop-pct", overrides.cropFraction), "crop_pct", \.double,
        fallback.cropFraction, show: decimal),
      resizing: pick(
        "resize", nil, "crop_mode", { $0.string.map { $0 == "squash" ? .squash : .shortSide } },
        fallback.resizing, show: { $0 == .squash ? "squash" : "short side" }),
      filter: pick(
        "interpolation", ("--interpolation", overrides.interpolation.flatMap(ResampleFilter.init)),
        "interpolation", { $0.string.flatMap(ResampleFilter.init) }, fallback.filter, show: \.rawValue),
      mean: pick("mean", ("--mean", overrides.mean), "mean", triple, fallback.mean, show: show),
      standardDeviation: pick(
        "std", ("--std", overrides.standardDeviation), "std", triple, fallback.standardDeviation, show: show))
  }
}
