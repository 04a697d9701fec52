// The --image option and the examination of images, with progress.
import ArgumentParser
import Files
import Session
import VisionModels

/// The images of a command.
struct ImageOptions: ParsableArguments {
  @Option(
    name: .customLong("image"), parsing: .singleValue,
    help: ArgumentHelp(
      "A PNG, JPEG, WebP, BMP or PNM file, or a folder of them; repeatable.", valueName: "path"),
    completion: .file())
  var images: [String] = []

  func validate() throws {
    if images.isEmpty { throw ValidationError("name at least one image: --image PATH") }
  }

  /// The files, folders opened; see `imagePaths`.
  func paths() throws -> [String] { try imagePaths(images) }
}

/// The files that arguments mean, folders opened; says on the standard error how many images are left out there.
///
/// - Throws: `InputError`.
func imagePaths(_ arguments: [String]) throws -> [String] {
  let found = try InputImage.paths(from: arguments)
  if let remark = found.leftOut.remark { try StandardStream.error.report(remark) }
  return found.paths
}

extension Examination {
  /// Runs a model on an image, with progress on the terminal; prints the image's warning there, if it has one.
  static func runWithProgress(
    _ model: LoadedModel, on image: InputImage, interventions: Interventions
  ) throws -> Examination {
    if let warning = image.image.warning {
      try StandardStream.error.report("\(image.path.abridged): \(warning)")
    }
    let count = model.model.layers.count
    let progress = ProgressLine("running \(model.name) on \(image.name)") {
      "\(WorkStep.layer(afterFraction: $0, of: count))"
    }
    defer { progress.finish() }
    return try run(model, on: image, interventions: interventions, progress: progress.update)
  }
}
