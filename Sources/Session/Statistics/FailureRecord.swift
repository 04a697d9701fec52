// The line of an image that has no numbers, as `polascope stats` writes it.
import Files
import VisionModels

/// Why there are no numbers of a model on an image. The model is stated as in lines with numbers.
package struct FailureRecord: Sendable, Encodable {
  private let model: String
  private let modelFile: StatisticsRecord.ModelFile
  private let settings: [String: String]
  private let image: String
  private let imageDigest: String?
  private let interventions: InterventionsJSON?
  /// The names of the kernels that were asked for; nil for a line of `stats`.
  private let kernels: [String]?
  private let error: String

  /// - Parameters:
  ///   - image: the path.
  ///   - imageDigest: of its file; nil where that could not be read.
  ///   - interventions: what would have been changed in the forward pass.
  ///   - kernels: their names, for a line of `kernels`.
  ///   - applyingOrientation: whether images are rotated by their EXIF orientation, for the record.
  package init(
    of model: LoadedModel, on image: String, imageDigest: String? = nil,
    interventions: Interventions = Interventions(),
    kernels: [String]? = nil, applyingOrientation: Bool = false, error: any Error
  ) {
    self.model = model.name
    modelFile = StatisticsRecord.ModelFile(model)
    settings = model.settings(applyingOrientation: applyingOrientation)
    self.image = image
    self.imageDigest = imageDigest
    self.interventions = InterventionsJSON(interventions)
    self.kernels = kernels
    self.error = "\(error)"
  }

  /// One line of JSON without a line break at its end.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package var json: String {
    get throws { try jsonText(self) }
  }
}
