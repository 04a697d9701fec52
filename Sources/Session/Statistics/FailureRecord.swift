// The line of an image that has no numbers, as `polascope stats` writes it.
import Files
import VisionModels

/// Why there are no numbers of a model on an image. The model is stated as in lines with numbers.
package struct FailureRecord: Sendable {
  /// What all lines of a run on one model share, as text: a list of images that are none has a line for each.
  package struct Subject: Sendable {
    /// The members that come after those of the image, without the brace in front.
    fileprivate let members: String

    private struct Members: Encodable {
      let model: String
      let modelFile: StatisticsRecord.ModelFile
      let settings: [String: String]
      let interventions: InterventionsJSON?
      let kernels: [String]?
    }

    /// - Parameters:
    ///   - interventions: what would have been changed in the forward pass.
    ///   - kernels: the names of those that were asked for; nil for lines of `stats`.
    ///   - applyingOrientation: whether images are rotated by their EXIF orientation, for the record.
    /// - Throws: what `JSONEncoder` throws.
    package init(
      _ model: LoadedModel, interventions: Interventions = Interventions(), kernels: [String]? = nil,
      applyingOrientation: Bool = false
    ) throws {
      let text = try jsonText(
        Members(
          model: model.name, modelFile: StatisticsRecord.ModelFile(model),
          settings: model.settings(applyingOrientation: applyingOrientation),
          interventions: InterventionsJSON(interventions), kernels: kernels))
      members = String(text.dropFirst())
    }
  }

  private let subject: Subject
  private let image: String
  private let imageDigest: String?
  private let error: String

  /// - Parameters:
  ///   - image: the path.
  ///   - imageDigest: of its file; nil where that could not be read.
  package init(of subject: Subject, on image: String, imageDigest: String? = nil, error: any Error) {
    self.subject = subject
    self.image = image
    self.imageDigest = imageDigest
    self.error = "\(error)"
  }

  /// One line of JSON without a line break at its end; its keys are sorted, as those of lines with numbers.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package var json: String {
    get throws {
      let digest = try imageDigest.map { #""imageDigest":\#(try jsonText($0)),"# } ?? ""
      return #"{"error":\#(try jsonText(error)),"image":\#(try jsonText(image)),\#(digest)"# + subject.members
    }
  }
}
