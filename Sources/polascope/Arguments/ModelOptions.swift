// The options of every command that loads a model, and the loading itself.
import ArgumentParser
import Checkpoints
import Compute
import Files
import Imaging
import Samples
import Session
import VisionModels

/// The values of a model that the user sets; all others come from its files and its family.
struct ModelOptions: ParsableArguments {
  @Option(
    name: .customLong("name"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "What to call the model; with several models once for each, in their order.", valueName: "name"))
  var names: [String] = []

  @Option(
    help: ArgumentHelp("Attention heads of each stage, or of all.", valueName: "1,2,5,8"),
    transform: counts)
  var numHeads: [Int]?

  @Option(
    help: ArgumentHelp(
      "The part of a larger file that is the model, by what its tensors' names begin with.",
      valueName: "prefix"))
  var part: String?

  @Option(help: ArgumentHelp("The dictionary of a checkpoint that holds the model.", valueName: "name"))
  var weightsKey: String?

  @Option(help: "Architecture, where the files do not name it or name a wrong one.")
  var architecture: String?

  @Option(parsing: .unconditional, help: "Alpha of the polarity power 1 + alpha sigmoid(w).")
  var alpha: Double?

  @Option(help: "Activation of the MLPs: \(Activation.allValueStrings.joined(separator: ", ")).")
  var activation: Activation?

  @Option(help: "What becomes the image's vector: \(TokenPooling.allValueStrings.joined(separator: ", ")).")
  var pooling: TokenPooling?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Exponent of focused linear attention.", valueName: "factor"))
  var focusingFactor: Double?

  @Option(
    name: .customLong("input-size"),
    help: ArgumentHelp(
      "Another resolution, N or HEIGHTxWIDTH; of stats and kernels several, comma-separated.",
      valueName: "pixels"),
    transform: imageSizes)
  var inputSizes: [ImageSize] = []

  @Option(help: ArgumentHelp("Fraction of the resized image that the crop keeps.", valueName: "fraction"))
  var cropPct: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Mean of each color channel, from 0 to 1.", valueName: "r,g,b"), transform: channels)
  var mean: [Float]?

  @Option(
    help: ArgumentHelp("Standard deviation of each color channel.", valueName: "r,g,b"), transform: channels)
  var std: [Float]?

  @Option(help: "How images are resized: bicubic, bilinear, lanczos, nearest, box or hamming.")
  var interpolation: ResampleFilter?

  @Flag(help: "Rotate images by their EXIF orientation.")
  var exifOrientation = false

  @Option(help: ArgumentHelp("Number of threads; all cores unless given.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if names.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("--name: expected a name")
    }
    if let threads, threads < 1 { throw ValidationError("--threads: expected a number from 1") }
    let least = Preprocessing.cropFractions.lowerBound
    if let cropPct, !(least...1).contains(cropPct) {
      throw ValidationError("--crop-pct: expected a fraction from \(least) to 1")
    }
    if let mean, !mean.allSatisfy({ (0...1).contains($0) }) {
      throw ValidationError("--mean: expected numbers from 0 to 1; divide those of bytes by 255")
    }
    if let alpha, !alpha.isFinite { throw ValidationError("--alpha: expected a number") }
    if let focusingFactor, !focusingFactor.isFinite {
      throw ValidationError("--focusing-factor: expected a number")
    }
    if let std, std.contains(where: { $0 <= 0 }) {
      throw ValidationError("--std: expected numbers above 0")
    }
  }

  var overrides: ModelOverrides {
    var overrides = ModelOverrides()
    overrides.numHeads = numHeads
    overrides.architecture = architecture
    overrides.part = part
    overrides.weightsKey = weightsKey
    overrides.alpha = alpha
    overrides.focusingFactor = focusingFactor
    overrides.activation = activation
    overrides.pooling = pooling
    overrides.inputHeight = inputSizes.first?.height
    overrides.inputWidth = inputSizes.first?.width
    overrides.cropFraction = cropPct
    overrides.mean = mean
    overrides.standardDeviation = std
    overrides.interpolation = interpolation
    return overrides
  }

  /// The options that decide what models and images are, as words of a command.
  var words: [String] { overrides.words + (exifOrientation ? ["--exif-orientation"] : []) }

  /// These options once for each input size; as they are where none is given.
  var ofEachSize: [ModelOptions] {
    inputSizes.isEmpty
      ? [self]
      : inputSizes.map { size in
        var options = self
        options.inputSizes = [size]
        return options
      }
  }

  /// Starts the threads that all models share. Throws `ComputeError`.
  func engine() throws -> Engine { try Engine(threads: threads) }

  /// What a command changes in each of its models, which are described before any is loaded.
  ///
  /// - Parameters:
  ///   - place: where a model is, if not where its argument says.
  ///   - isSilent: whether it was already said which model lacks a head that another has.
  /// - Throws: `ValidationError` for heads and patches that are not there, `CheckpointError`, `ModelError`.
  func interventions(
    _ changes: InterventionOptions, in models: [NamedModel], layers: IndexSelection = .all, engine: Engine,
    place: (NamedModel) -> String? = { _ in nil }, isSilent: Bool = false
  ) throws -> [Interventions] {
    if changes.selection.isEmpty { return models.map { _ in Interventions() } }
    let described = try models.map {
      try InspectedModel.read(
        $0, samples: .bundled, at: place($0), overrides: overrides, engine: engine)
    }
    return try changes.interventions(
      in: described.map { InterventionSelection.Model($0) }, layers: layers, isSilent: isSilent)
  }

  /// The MODEL arguments of a command with what they are called: by `--name`, else by as much of their paths as tells
  /// them apart.
  ///
  /// - Parameters:
  ///   - mayBeMissing: whether a model that is not there is waited for.
  ///   - takesSizes: whether the command runs the models at several input sizes.
  /// - Throws: `ValidationError` where `--name` is given for another number of models, or several sizes for one;
  ///   `UnknownModel`.
  func named(
    _ arguments: [String], mayBeMissing: Bool = false, takesSizes: Bool = false
  ) throws -> [NamedModel] {
    if inputSizes.count > 1, !takesSizes {
      throw ValidationError("--input-size: this command takes one size; stats and kernels take several")
    }
    if !mayBeMissing, let unknown = arguments.lazy.compactMap({ UnknownModel($0) }).first { throw unknown }
    guard names.isEmpty || names.count == arguments.count else {
      throw ValidationError(
        "--name: given \(names.count) times for \(arguments.count) "
          + "\(arguments.count == 1 ? "model" : "models"); give it once for each, in their order")
    }
    // One model may be given twice, for two sides of the viewer.
    let called = Dictionary(grouping: zip(names, arguments), by: \.0)
    if let twice = called.filter({ Set($0.value.map(\.1)).count > 1 }).keys.min() {
      throw ValidationError("--name: two models would be called \(twice.abridged); choose two names")
    }
    return NamedModel.all(arguments, samples: .bundled, names: names.isEmpty ? nil : names)
  }

  /// Loads a model, with progress on the terminal, and warns there of values that were guessed.
  ///
  /// - Parameter place: where the model is and what its file is called, if not as its argument says.
  /// - Throws: `CheckpointError` or `ModelError`.
  func load(
    _ model: NamedModel, at place: (folderOrFile: String, path: String)? = nil, engine: Engine
  ) throws -> LoadedModel {
    let progress = ProgressLine("loading \(model.name)")
    let loaded: LoadedModel
    do {
      defer { progress.finish() }
      loaded = try LoadedModel.load(
        model, samples: .bundled, at: place, overrides: overrides, engine: engine, progress: progress.update)
    }
    let folderOrFile = place?.folderOrFile ?? BundledSamples.bundled.path(forModel: model.argument)
    if let remark = try ModelFiles.locate(folderOrFile).remark {
      try StandardStream.error.report("\(model.argument.abridged): \(remark)")
    }
    if let summary = loaded.model.part.summary, !loaded.model.part.leftAside.isEmpty {
      try StandardStream.error.report("\(loaded.path.abridged): \(summary)")
    }
    for warning in loaded.model.warnings {
      try StandardStream.error.report("\(loaded.path.abridged): warning: \(warning)")
    }
    return loaded
  }
}

extension ResampleFilter: ExpressibleByArgument {}

extension TokenPooling: ExpressibleByArgument {}

extension Activation: ExpressibleByArgument {
  public init?(argument: String) { self.init(named: argument) }

  public static var allValueStrings: [String] { allCases.map { $0.names[0] } }
}

extension BundledSamples {
  /// The samples that are installed beside the program.
  static let bundled = BundledSamples(
    models: Dictionary(
      uniqueKeysWithValues: Samples.models.compactMap { name in Samples.folder(named: name).map { (name, $0) }
      }),
    imagePaths: Samples.images)
}
