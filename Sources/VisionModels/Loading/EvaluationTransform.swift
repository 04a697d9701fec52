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

  private static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
  private static let imageNetStandardDeviation: [Float] = [0.229, 0.224, 0.225]
  private static let half: [Float] = [0.5, 0.5, 0.5]

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
    cropFraction: 1, resizing: .squash, filter: .bilinear, mean: half, standardDeviation: half)

  /// transformers' DeiT: squash to 256×256, center 224, bicubic, ½ (the files on the hub name ImageNet's).
  static let transformersDeiT = EvaluationTransform(
    cropFraction: 0.875, resizing: .squash, filter: .bicubic, mean: half, standardDeviation: half)
}
