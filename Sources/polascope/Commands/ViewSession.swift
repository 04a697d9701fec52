// `view --session FILE` where the file is there: the session says what is on the screen.
import ArgumentParser
import Checkpoints
import Files
import Session
import Viewer
import VisionModels

extension View {
  /// What the viewer starts with: all of the session, and of the command line what is about the program.
  ///
  /// - Throws: `SessionError`; `ValidationError` for options about the screen, which the session says.
  func viewerOptions(of file: String) throws -> ViewerOptions {
    let samples = BundledSamples.bundled
    let session = try SavedSession.open(file, samples: samples)
    let modelOptions = try Self.modelOptions(session.options, file: file)
    try check(agreesWith: session, file: file)
    let arguments = session.models.map(\.argument)
    var named = NamedModel.all(arguments, samples: samples)
    if session.models.contains(where: { $0.name != nil }) {
      let names = zip(session.models, named).map { $0.name ?? $1.name }
      named = NamedModel.all(arguments, samples: samples, names: names)
    }
    var viewer = ViewerOptions(
      models: arguments, images: try Self.paths(of: session, file: file), samples: samples)
    for model in arguments {
      let path = samples.path(forModel: model)
      if watch, ModelWatch.isMissing(path) {
        viewer.missing.append(path)
        continue
      }
      do {
        _ = try Checkpoint.open(ModelFiles.locate(path).weights)
      } catch {
        throw SessionError.model(file, "\(error)")
      }
    }
    viewer.named = named
    viewer.argumentModels = Array(arguments.indices)
    viewer.imageArguments = session.images
    viewer.imageLabels = ImageLabels(foldersOf: session.images)
    viewer.overrides = modelOptions.overrides
    viewer.applyingOrientation = modelOptions.exifOrientation
    try viewer.take(session, from: file)
    for path in viewer.imagesOfSession {
      do {
        _ = try InputImage.load(path)
      } catch {
        throw SessionError.images(file, "\(error)")
      }
    }
    if let bookmark {
      viewer.open(
        bookmark: try index(ofBookmark: bookmark, among: viewer.bookmarkNotes.count, in: file))
    }
    setProgram(&viewer)
    return viewer
  }

  private static func paths(of session: SavedSession, file: String) throws -> [String] {
    do {
      return try imagePaths(session.images)
    } catch {
      throw SessionError.images(file, "\(error)")
    }
  }

  /// The options that a session keeps: what the program writes there itself, and nothing else.
  private static func modelOptions(_ words: [String], file: String) throws -> ModelOptions {
    let options: ModelOptions
    do {
      options = try ModelOptions.parse(words)
    } catch {
      throw SessionError.options(file, ModelOptions.message(for: error).abridged)
    }
    guard options.words == words else {
      throw SessionError.options(
        file,
        "'\(words.joined(separator: " ").abridged)' are not the options of models, as they are written here")
    }
    return options
  }

  /// Refuses what the session says otherwise. The models and images of the session may be named again.
  private func check(agreesWith session: SavedSession, file: String) throws {
    let samples = BundledSamples.bundled
    func resolved(_ paths: [String]) -> [String] { paths.map { resolvedPath($0) ?? $0 } }
    func located(_ models: [String]) -> [String] { resolved(models.map(samples.path(forModel:))) }
    let known = located(session.models.map(\.argument))
    // A model on both sides is there once, unless it has two names.
    let once = SessionPaths.alike(models, samples: samples).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    if !models.isEmpty, located(models) != known, located(once) != known {
      throw refusal("MODEL", file)
    }
    if !images.isEmpty, resolved(images) != resolved(session.images) { throw refusal("--image", file) }
    if !options.words.isEmpty, options.words != session.options {
      throw refusal("options of models", file)
    }
    if !options.names.isEmpty, options.names != session.models.map(\.name) { throw refusal("--name", file) }
    if let option = optionsOfTheScreen.first { throw refusal(option, file) }
  }

  private func refusal(_ what: String, _ file: String) -> ValidationError {
    ValidationError(
      "--session \(file.abridged) is there and says what to show: leave out \(what), or name a file that is not there"
    )
  }

  /// The options that are given and say what is on the screen.
  private var optionsOfTheScreen: [String] {
    let given: [(String, Bool)] = [
      ("--start-image", startImage != nil), ("--layer", layer != nil), ("--head", head != nil),
      ("--b-layer", bLayer != nil),
      ("--b-head", bHead != nil), ("--b-query", bQuery != nil), ("--b-point", bPoint != nil),
      ("--b-image", bImage != nil), ("--query", query != nil), ("--point", point != nil),
      ("--probe", probe != nil), ("--pin", !pins.isEmpty), ("--view", view != nil), ("--zoom", zoom != nil),
      ("--page", page != nil), ("--map", map != nil), ("--incoming", incoming), ("--overlay", overlay),
      ("--scale", scale != nil), ("--exponent", exponent != nil), ("--order", order != nil),
      ("--metric", metric != nil), ("--focus", focus != nil), ("--colormap", colormap != nil),
      ("--heads-off", !changes.headsOff.isEmpty), ("--hide", !changes.hide.isEmpty),
    ]
    return given.filter(\.1).map(\.0)
  }
}
