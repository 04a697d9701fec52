// One run of a command: the words that called it, where what it names lies, and what is kept of it for a bundle.
import Bundles
import Compute
import Files
import Session
import VisionModels

/// What a command runs with beside its options: a first run finds its files itself and may be kept in a bundle; a run
/// that is repeated has them from a bundle, prints nothing and writes to no place that the command names.
final class CommandRun {
  /// A run that is done again.
  struct Repetition {
    let manifest: BundleManifest
    /// Where models lie, by their arguments.
    let models: [String: String]
    /// Where images and other files lie, by their paths.
    let files: [String: String]
    /// What was used of the processor, where it is there and nothing else is asked for.
    let instructionSet: InstructionSet?
  }

  /// Those after the program's name.
  let words: [String]
  /// Name and version of the program that is named in results.
  let program: String
  /// nil where no results are kept.
  let results: ResultStore?
  let repetition: Repetition?
  private var manifest: BundleManifest
  /// Paths of the images and of the tables that were read.
  var images: [String] = []
  private var tables: [String] = []

  /// A first run.
  ///
  /// - Parameter isKept: whether its results are.
  init(isKept: Bool = false) {
    words = Array(commandLineArguments.dropFirst())
    program = Release.name
    results = isKept ? ResultStore() : nil
    repetition = nil
    manifest = BundleManifest(program: program, command: words, instructionSet: "")
  }

  init(repeating repetition: Repetition) {
    words = repetition.manifest.command
    program = repetition.manifest.program
    results = ResultStore()
    self.repetition = repetition
    manifest = BundleManifest(program: program, command: words, instructionSet: "")
  }

  /// Whether it is the run of a bundle, done again.
  var isRepeated: Bool { repetition != nil }

  /// Writes to the standard output; nothing of a repeated run.
  ///
  /// - Throws: `WriteError`.
  func print(_ text: String) throws(WriteError) {
    if !isRepeated { try StandardStream.output.write(text) }
  }

  // MARK: What it runs on

  /// The threads and kernels.
  ///
  /// - Throws: `ComputeError`.
  func engine(threads: Int?) throws(ComputeError) -> Engine {
    let engine = try Engine(threads: threads, instructionSet: repetition?.instructionSet)
    manifest.instructionSet = engine.instructionSet.rawValue
    return engine
  }

  /// The MODEL arguments with what they are called; see `ModelOptions.named`.
  func named(_ arguments: [String], _ options: ModelOptions, takesSizes: Bool = false) throws -> [NamedModel]
  {
    let named =
      if let names = repetition?.manifest.names, names.map(\.argument) == arguments {
        names.map {
          NamedModel(
            argument: $0.argument, name: $0.name, folderName: $0.folder, isOneOfSeveral: names.count > 1)
        }
      } else {
        try options.named(arguments, takesSizes: takesSizes)
      }
    manifest.names = named.map {
      BundleManifest.Name(argument: $0.argument, name: $0.name, folder: $0.folderName)
    }
    return named
  }

  /// Where a model is, if not where its argument says.
  func place(of model: NamedModel) -> String? { repetition?.models[model.argument] }

  /// Loads a model; see `ModelOptions.load`.
  ///
  /// - Throws: `UnlistedInput` where a bundle does not have it.
  func load(_ model: NamedModel, _ options: ModelOptions, engine: Engine) throws -> LoadedModel {
    let known = repetition?.manifest.models.first { $0.argument == model.argument }?.file.path
    if isRepeated, known == nil { throw UnlistedInput(path: model.argument) }
    let place = place(of: model).map { (folderOrFile: $0, path: known ?? $0) }
    let loaded = try options.load(model, at: place, engine: engine)
    guard results != nil else { return loaded }
    let entry = BundleManifest.Model(
      argument: model.argument, name: loaded.name,
      file: manifest.models.first { $0.file.path == loaded.path }?.file
        ?? BundleManifest.Input(loaded.path, at: place.map { weightsFile(of: $0.folderOrFile) }),
      digest: loaded.digest, family: loaded.model.family,
      settings: loaded.settings(applyingOrientation: options.exifOrientation))
    if !manifest.models.contains(entry) { manifest.models.append(entry) }
    return loaded
  }

  /// Takes down an image that a list gave.
  func note(image path: String) { if results != nil { images.append(path) } }

  /// Where images lie that are not at their paths.
  var imagePlaces: [String: String] { repetition?.files ?? [:] }

  /// Where a table of the command lies.
  ///
  /// - Throws: `UnlistedInput` where a bundle does not have it: its command could name a pipe that never ends.
  func place(ofFile path: String) throws(UnlistedInput) -> String {
    if !tables.contains(path) { tables.append(path) }
    guard let repetition else { return path }
    guard repetition.manifest.files.contains(where: { $0.path == path }) else {
      throw UnlistedInput(path: path)
    }
    return repetition.files[path] ?? path
  }

  /// The classes of images by the folders that the command names; nil where there are none.
  func labels(foldersOf paths: [String]) -> ImageLabels? {
    let folders = repetition?.manifest.classFolders ?? ImageLabels.classFolders(of: paths)
    manifest.classFolders = folders
    return ImageLabels(classFolders: folders)
  }

  /// What a bundle says of the run so far, but for its results.
  func finishedManifest() -> BundleManifest {
    func inputs(_ paths: [String]) -> [BundleManifest.Input] {
      paths.map { BundleManifest.Input($0, at: repetition?.files[$0]) }
    }
    manifest.images = inputs(images)
    manifest.files = inputs(tables)
    return manifest
  }
}

/// A model or a table that the command of a bundle names, and that the bundle does not list.
struct UnlistedInput: Error, CustomStringConvertible {
  let path: String

  var description: String { "its command names \(path.abridged), which the bundle does not list" }
}
