// Which preprocessing a model wants: flags, then its configuration, then what its family's code does.
import Checkpoints
import Imaging

extension ModelContext {
  /// The evaluation transform, every field noted with its source: flag, configuration, timm's default where a
  /// `pretrained_cfg` leaves a field out, the family's where there is no configuration. A field that is not computed
  /// here is refused.
  ///
  /// - Parameters:
  ///   - family: what its code does, or what belongs to the model's published name.
  ///   - isAssumed: whether models of the family are prepared for in other ways too, and nothing says how this one is.
  func preprocessing(
    height: Int, width: Int, family: Sourced<EvaluationTransform>, isAssumed: Bool = false
  ) -> Preprocessing {
    let isTimm = field("pretrained_cfg")?.object != nil
    let fallback = isTimm ? EvaluationTransform.timmDefaults : family.value
    let resize = isTimm ? nil : preprocessorResize

    /// - Parameters:
    ///   - timm: a member of `pretrained_cfg`.
    ///   - transformers: a field of `preprocessor_config.json`.
    func sourced<Value>(
      flag: (name: String, value: Value?)? = nil, timm: (key: String, read: (JSONValue) -> Value?),
      transformers: (key: String, read: (JSONValue) -> Value?)? = nil,
      saved: (field: SavedField, read: (JSONValue) -> Value?)? = nil, otherwise: Value,
      show: (Value) -> String
    ) -> (value: Value, source: Provenance) {
      if let flag, let value = flag.value { return (value, .flag(flag.name)) }
      var places = [
        ("config.json pretrained_cfg.\(timm.key)", field("pretrained_cfg.\(timm.key)"), timm.read),
        (
          "open_clip_config.json preprocess_cfg.\(timm.key)", field("preprocess_cfg.\(timm.key)"), timm.read
        ),
      ]
      if let transformers {
        let place = "preprocessor_config.json \(transformers.key)"
        places.append((place, preprocessor?[transformers.key], transformers.read))
      }
      if let saved, !isTimm, preprocessor == nil {
        places.append((saved.field.place, self.saved(saved.field), saved.read))
      }
      for (place, field, read) in places {
        guard let field, !field.isNull else { continue }
        if let value = read(field) { return (value, .configuration(place)) }
        refuse("\(place) is \(field.excerpt), which is not computed here")
      }
      return (otherwise, isTimm ? .libraryDefault("timm") : family.source)
    }
    func triple(_ value: JSONValue) -> [Float]? {
      if let value = value.double { return [Float](repeating: Float(value), count: 3) }
      return value.doubles.flatMap { $0.count == 3 ? $0.map(Float.init) : nil }
    }
    func show(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    func show(_ resizing: Resizing) -> String { resizing == .squash ? "squash" : "short side" }

    // Swin's repository: the family's resize and crop, or with `TEST.CROP` false a squash to the input size.
    let crop = sourced(
      flag: ("--crop-pct", overrides.cropFraction), timm: ("crop_pct", \.double),
      saved: (.testCrop, { $0.bool.map { $0 ? fallback.cropFraction : 1 } }),
      otherwise: fallback.cropFraction, show: decimal)
    var resizing = sourced(
      timm: ("crop_mode", Resizing.init(timm:)),
      saved: (.testCrop, { $0.bool.map { $0 ? fallback.resizing : .squash } }),
      otherwise: fallback.resizing, show: show)
    if let mode = field("preprocess_cfg.resize_mode") {
      if let known = Resizing(openCLIP: mode) {
        resizing = (known, .configuration("open_clip_config.json preprocess_cfg.resize_mode"))
      } else {
        refuse(
          "open_clip_config.json preprocess_cfg.resize_mode is \(mode.excerpt), which is not computed here")
      }
    }
    if let resize {
      resizing = (resize.resizing, .configuration("preprocessor_config.json size"))
    } else if !isTimm, let size = preprocessor?["size"], !size.isNull {
      refuse("preprocessor_config.json size is \(size.excerpt), which is not computed here")
    }
    let filter = sourced(
      flag: ("--interpolation", overrides.interpolation),
      timm: ("interpolation", { $0.string.flatMap(ResampleFilter.init) }),
      transformers: ("resample", { $0.int.flatMap(ResampleFilter.init(pillow:)) }),
      saved: (.interpolation, ResampleFilter.init(saved:)),
      otherwise: fallback.filter, show: \.rawValue)
    let range = isTimm ? nil : preprocessorRange
    var mean = sourced(
      flag: ("--mean", overrides.mean), timm: ("mean", triple), transformers: ("image_mean", triple),
      otherwise: fallback.mean, show: show)
    var deviation = sourced(
      flag: ("--std", overrides.standardDeviation), timm: ("std", triple),
      transformers: ("image_std", triple), otherwise: fallback.standardDeviation, show: show)

    if isAssumed, mean.source == .familyDefault, preprocessor == nil {
      mean.source = .guess(
        "no file and no name says how images are prepared for this model; give --mean, --std, --crop-pct "
          + "and --interpolation")
    }
    if let range {
      if overrides.mean == nil { mean = (mean.value.map { range.mean(for: $0) }, range.source) }
      if overrides.standardDeviation == nil {
        deviation = (deviation.value.map { range.deviation(for: $0) }, range.source)
      }
    }

    if !isTimm, tilesImages {
      note(
        "view", "the whole image; the class makes tiles of it besides",
        from: .configuration("preprocessor_config.json image_processor_type"))
    }
    if resize == nil || overrides.cropFraction != nil {
      note("crop fraction", decimal(crop.value), from: crop.source)
    }
    note("resize", show(resizing.value), from: resizing.source)
    note("interpolation", filter.value.rawValue, from: filter.source)
    note("mean", show(mean.value), from: mean.source)
    note("std", show(deviation.value), from: deviation.source)
    return Preprocessing(
      inputHeight: height, inputWidth: width,
      cropFraction: resize != nil && resize?.side == nil && overrides.cropFraction == nil ? 1 : crop.value,
      resizing: resizing.value,
      filter: filter.value, mean: mean.value, standardDeviation: deviation.value,
      resizedSide: overrides.cropFraction == nil && overrides.inputHeight == nil ? resize?.side : nil)
  }
}

extension Resizing {
  /// OpenCLIP's `resize_mode`; nil for those that are not computed here.
  fileprivate init?(openCLIP mode: JSONValue) {
    switch mode.string {
    case "shortest": self = .shortSide
    case "squash": self = .squash
    default: return nil
    }
  }

  /// timm's `crop_mode`; nil for those that are not computed here.
  fileprivate init?(timm mode: JSONValue) {
    switch mode.string {
    case "center": self = .shortSide
    case "squash": self = .squash
    default: return nil
    }
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
