// How the published code of families prepares images for evaluation.
import Imaging

/// The part of preprocessing that a family's published code fixes.
struct EvaluationTransform: Sendable {
  var cropFraction: Double
  var resizing: Resizing
  var filter: ResampleFilter
  /// Of channels in 0…1.
  var mean = imageNetMean
  var standardDeviation = imageNetStandardDeviation

  init(
    cropFraction: Double, resizing: Resizing, filter: ResampleFilter, mean: [Float] = imageNetMean,
    standardDeviation: [Float] = imageNetStandardDeviation
  ) {
    self.cropFraction = cropFraction
    self.resizing = resizing
    self.filter = filter
    self.mean = mean
    self.standardDeviation = standardDeviation
  }

  private static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
  private static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]
  private static let halves: [Float] = [0.5, 0.5, 0.5]

  /// DeiT, DINO, DINOv2, PVT and Swin in their own repositories: short side 256, center 224, bicubic, ImageNet
  /// normalization.
  static let original = EvaluationTransform(cropFraction: 0.875, resizing: .shortSide, filter: .bicubic)

  /// timm's DeiT: short side 248, center 224, bicubic, ImageNet normalization.
  static let timm = EvaluationTransform(cropFraction: 0.9, resizing: .shortSide, filter: .bicubic)

  /// What timm assumes for a field that a `pretrained_cfg` leaves out.
  static let timmDefaults = EvaluationTransform(cropFraction: 0.875, resizing: .shortSide, filter: .bicubic)

  /// FLatten and PolaFormer: squash to 256×256, then the center 224×224, bicubic.
  static let squash = EvaluationTransform(cropFraction: 0.875, resizing: .squash, filter: .bicubic)

  /// transformers' Swin: squash, bicubic, ImageNet normalization.
  static let transformersSwin = EvaluationTransform(cropFraction: 1, resizing: .squash, filter: .bicubic)

  /// transformers' ViT: squash, bilinear, ½.
  static let transformersViT = EvaluationTransform(
    cropFraction: 1, resizing: .squash, filter: .bilinear, mean: halves, standardDeviation: halves)

  /// transformers' DeiT: squash to 256×256, center 224, bicubic, ½ (the files on the hub name ImageNet's).
  static let transformersDeiT = EvaluationTransform(
    cropFraction: 0.875, resizing: .squash, filter: .bicubic, mean: halves, standardDeviation: halves)

  private static let clipMean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  private static let clipStandardDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]

  /// CLIP of OpenAI, OpenCLIP and transformers: short side and center, bicubic, CLIP's normalization.
  static let clip = EvaluationTransform(
    cropFraction: 1, resizing: .shortSide, filter: .bicubic, mean: clipMean,
    standardDeviation: clipStandardDeviation)

  /// Perception Encoders and BEiT in timm: bicubic, ½.
  static let half = EvaluationTransform(
    cropFraction: 1, resizing: .shortSide, filter: .bicubic, mean: halves, standardDeviation: halves)

  /// transformers' SigLIP and BEiT: squash, bicubic, ½.
  static let transformersSigLIP = EvaluationTransform(
    cropFraction: 1, resizing: .squash, filter: .bicubic, mean: halves, standardDeviation: halves)

  /// timm's DINOv3: all of the image, bicubic, ImageNet normalization.
  static let timmDINOv3 = EvaluationTransform(cropFraction: 1, resizing: .shortSide, filter: .bicubic)

  /// transformers' DINOv3: squash, bilinear, ImageNet normalization.
  static let transformersDINOv3 = EvaluationTransform(cropFraction: 1, resizing: .squash, filter: .bilinear)

  /// transformers' PVT, PVT v2 and SegFormer: squash, bilinear, ImageNet normalization.
  static let transformersPVT = EvaluationTransform(cropFraction: 1, resizing: .squash, filter: .bilinear)

  /// torchvision's ViT: short side 256, center 224, bilinear, ImageNet normalization.
  static let torchvision = EvaluationTransform(cropFraction: 0.875, resizing: .shortSide, filter: .bilinear)

  /// torchvision's Swin: short side `resized`, center `side`, bicubic, ImageNet normalization.
  static func torchvisionSwin(side: Int, resized: Int) -> EvaluationTransform {
    EvaluationTransform(
      cropFraction: Double(side) / Double(resized), resizing: .shortSide, filter: .bicubic)
  }

  /// Mean and standard deviation of channels by their published names.
  enum Normalization {
    case imageNet
    /// ½ and ½
    case half
    case clip
    /// 0 and 1
    case none
  }

  /// With a published normalization.
  init(cropFraction: Double, resizing: Resizing, filter: ResampleFilter, normalization: Normalization) {
    self.init(cropFraction: cropFraction, resizing: resizing, filter: filter)
    switch normalization {
    case .imageNet: break
    case .half: (mean, standardDeviation) = (Self.halves, Self.halves)
    case .clip: (mean, standardDeviation) = (Self.clipMean, Self.clipStandardDeviation)
    case .none: (mean, standardDeviation) = ([0, 0, 0], [1, 1, 1])
    }
  }
}

/// What decides how images are prepared for a model, where no flag and no file says it.
enum RecipeRule: Sendable {
  /// The family's published code, the same for all its models.
  case ofFamily
  /// The model's published name; without one the family's transform is a guess.
  case ofName
  /// Nothing: the family has no published models, and its transform is a guess.
  case ofTraining
}
