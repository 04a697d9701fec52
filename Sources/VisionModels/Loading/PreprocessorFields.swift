// What transformers' `preprocessor_config.json` does to an image, where its fields need more than reading.
import Checkpoints
import Imaging

/// How pixels become numbers where a preprocessor does not divide them by 255 and normalize them: as a mean and a
/// standard deviation of channels in 0…1, which is what models are run with.
struct PreprocessorRange {
  /// What a pixel's 0…255 is multiplied by.
  fileprivate let factor: Double
  fileprivate let normalizes: Bool
  let source: Provenance

  /// With m, s and the factor f, (f·byte − m)/s = (byte/255 − m/(255f))/(s/(255f)).
  func mean(for mean: Float) -> Float { normalizes ? Float(Double(mean) / (255 * factor)) : 0 }

  func deviation(for deviation: Float) -> Float {
    Float((normalizes ? Double(deviation) : 1) / (255 * factor))
  }
}

extension ModelContext {
  /// nil where it is as usual.
  var preprocessorRange: PreprocessorRange? {
    let rescales = preprocessor?["do_rescale"]?.bool ?? true
    let normalizes = preprocessor?["do_normalize"]?.bool ?? true
    var factor = rescales ? 1.0 / 255 : 1
    var key = normalizes ? "do_rescale" : "do_normalize"
    if rescales, let field = preprocessor?["rescale_factor"], !field.isNull {
      guard let value = field.double, value > 0, value.isFinite else {
        refuse("preprocessor_config.json rescale_factor is \(field.excerpt); expected a number above 0")
        return nil
      }
      if abs(value * 255 - 1) > 1e-6 { (factor, key) = (value, "rescale_factor") }
    }
    guard factor != 1.0 / 255 || !normalizes else { return nil }
    return PreprocessorRange(
      factor: factor, normalizes: normalizes, source: .configuration("preprocessor_config.json \(key)"))
  }

  /// How the image is resized: to a short side, or to both sides without keeping the proportion; `side` is nil where
  /// these are the sides of the input. nil for a size that is missing or not computed here.
  var preprocessorResize: (resizing: Resizing, side: Int?)? {
    guard let size = preprocessor?["size"] else { return nil }
    if size["longest_edge"]?.isNull == false { return nil }
    // The first of its views is the whole image, squashed.
    if tilesImages, let side = size["shortest_edge"]?.int ?? size.int { return (.squash, side) }
    if let side = size["shortest_edge"]?.int { return (.shortSide, side) }
    if let side = size.int { return (isShortestEdge ? .shortSide : .squash, side) }
    guard let height = size["height"]?.int, let width = size["width"]?.int else { return nil }
    if height == width { return (.squash, height) }
    return preprocessor?["do_center_crop"]?.bool == true ? nil : (.squash, nil)
  }

  /// What a size of one number means: the shorter side, or both. A field says it, else the class does.
  private var isShortestEdge: Bool {
    if let isSquare = preprocessor?["default_to_square"]?.bool { return !isSquare }
    return ["CLIP", "ChineseCLIP", "Bit"].contains(where: preprocessorClass.hasPrefix)
  }

  private var preprocessorClass: String {
    preprocessor?["image_processor_type"]?.string ?? preprocessor?["feature_extractor_type"]?.string ?? ""
  }

  /// Whether the class makes several views of an image, as LLaVA-NeXT does: the whole, and tiles of it.
  var tilesImages: Bool {
    ["LlavaNextImageProcessor", "LlavaOnevisionImageProcessor"].contains(where: preprocessorClass.hasPrefix)
  }
}
