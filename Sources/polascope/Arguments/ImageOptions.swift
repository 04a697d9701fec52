// The --image option and the examination of images, with progress.
import ArgumentParser
import Files
import Session

/// The images of a command.
struct ImageOptions: ParsableArguments {
  @Option(
    name: .customLong("image"), parsing: .singleValue,
    help: ArgumentHelp("A PNG, JPEG or PNM file, or a folder of them; repeatable.", valueName: "path"))
  var images: [String] = []

  func validate() throws {
    if images.isEmpty { throw ValidationError("name at least one image: --image PATH") }
  }

  /// The files, folders opened. Throws `InputError`.
  func paths() throws -> [String] { try InputImage.paths(from: images) }
}

extension Examination {
  /// Runs a model on an image, with progress on the terminal; prints the image's warning there, if it has one.
  static func runWithProgress(_ model: LoadedModel, on image: InputImage) throws -> Examination {
    if let warning = image.image.warning {
      try StandardStream.error.report("\(image.path.abridged): \(warning)")
    }
    let progress = ProgressLine("running \(model.name) on \(image.name)")
    defer { progress.finish() }
    return try run(model, on: image, progress: progress.update)
  }
}
