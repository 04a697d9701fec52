// `polascope dump`: heat maps to files.
import ArgumentParser
import Attention
import AttentionMaps
import Bundles
import Files
import Imaging
import Session

struct Dump: BundledCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write heat maps to files: DIR/MODEL/IMAGE/layer02-head01-attention-q7,7.pgm.",
    discussion: """
      Layers and heads count from 0. Without --query and --at, the query is the token in the middle. Maps of \
      changed forward passes (--heads-off, --hide) go to a folder that names the change, and PGM and PNG files name it \
      too. The paths of the files are printed.
      """)

  @Argument(help: "Bundled names, checkpoint files or folders.", completion: .file())
  var models: [String]

  @OptionGroup var images: ImageOptions

  @Option(
    help: ArgumentHelp("The folder to write to, made if missing.", valueName: "dir"), completion: .directory,
    transform: writtenPath)
  var out: String

  @Option(
    name: [.long, .customLong("layer")],
    help: ArgumentHelp("all, or numbers and ranges: 0,2-5.", valueName: "layers"), transform: selection)
  var layers = IndexSelection.all

  @Option(
    name: [.long, .customLong("head")],
    help: ArgumentHelp("all, or numbers and ranges: 0,2.", valueName: "heads"), transform: selection)
  var heads = IndexSelection.all

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "R,C on the layer's token grid, cls, dist, reg0, reg1 ..., pool, mean, or (npy only) all.",
      valueName: "query"
    ),
    transform: querySelection)
  var query: QuerySelection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A pixel of the model's input; each layer takes the token there.", valueName: "x,y"),
    transform: pixel)
  var at: QuerySelection?

  @Option(
    help: ArgumentHelp(
      "\(MapKind.allCases.map(\.rawValue).joined(separator: ", ")); comma-separated. Default: attention, and "
        + "same,opposite on polarity heads.", valueName: "maps"),
    transform: mapKinds)
  var map: [MapKind]?

  @Option(help: "File format.")
  var format = MapFormat.pgm

  @Option(help: ArgumentHelp("Bits of a PGM's pixels: 8 or 16.", valueName: "bits"), transform: bitDepth)
  var depth: PGMEncoder.Depth?

  @Option(help: ArgumentHelp("Pixels of the longer side; one per key unless given.", valueName: "pixels"))
  var size: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What spans black to white: head, layer, or LO,HI.", valueName: "range"),
    transform: exportRange)
  var range = MapExport.Range.head

  @Option(
    help: ArgumentHelp(
      "Colors of PNG files: \(ColorMap.names.joined(separator: ", ")); signed maps always have diverging ones.",
      valueName: "name"),
    transform: colorMap)
  var colormap: ColorMap?

  @Flag(help: "PNG files show the map over the model's input, in the input's size unless --size is given.")
  var overlay = false

  @Flag(help: "Replace files that are there.")
  var force = false

  @OptionGroup var evidence: BundleOptions

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if query != nil, at != nil { throw ValidationError("--query and --at exclude each other") }
    try require(.matrices, for: "--query all", if: query == .all)
    try require(.colors, for: "--colormap", if: colormap != nil)
    try require(.colors, for: "--overlay", if: overlay)
    try require(.depth, for: "--depth", if: depth != nil)
    try require(.size, for: "--size", if: size != nil)
    if let size, !(1...16_384).contains(size) {
      throw ValidationError("--size: expected pixels from 1 to 16384")
    }
  }

  /// Refuses an option that the format cannot grant.
  private func require(_ feature: MapFormat.Feature, for option: String, if isGiven: Bool) throws {
    if isGiven, !format.features.contains(feature) {
      throw ValidationError("\(option) needs --format \(MapFormat.names(with: feature))")
    }
  }

  func run(_ run: CommandRun) throws {
    let named = try run.named(models, options)
    let paths = try run.imagePaths(named: images.images, images.paths)
    let engine = try run.engine(threads: options.threads)
    let loaded = try named.map { try run.load($0, options, engine: engine) }
    let scratch = run.isRepeated ? try ScratchFolder() : nil
    defer { scratch?.remove() }
    let folder = scratch?.path ?? out
    let plans = try self.plans(loaded)
    for (model, plan) in zip(loaded, plans) {
      for remark in plan.remarks { try StandardStream.error.report("\(model.name.abridged): \(remark)") }
    }
    let interventions = try changes.interventions(
      in: loaded.map { InterventionSelection.Model($0) }, layers: layers)
    let modelFolders = numberedNames(loaded.map(\.folderName))
    let imageFolders = numberedNames(paths.map(stem))
    let first = plans.firstIndex { !$0.layers.isEmpty }
    var turned = TurnedImages()
    var diverged = DivergedModels()
    for (index, (model, modelFolder)) in zip(loaded, modelFolders).enumerated()
    where !plans[index].layers.isEmpty {
      for (path, imageFolder) in zip(paths, imageFolders) {
        let bytes = try ImageBytes(run.imagePlaces[path] ?? path)
        let image = try InputImage.decode(
          bytes, of: path, digest: bytes.digest, applyingOrientation: options.exifOrientation)
        // Every model sees the same images.
        if index == first, image.needsTurning { turned.add(path) }
        let examination = try Examination.runWithProgress(
          model, on: image, interventions: interventions[index])
        diverged.add(model, on: path, examination.divergence)
        let progress = ProgressLine("writing maps of \(model.name)")
        defer { progress.finish() }
        let place = "\(modelFolder)/\(interventions[index].folder(ofImage: imageFolder))"
        let written = try export.write(
          examination, plans[index], into: "\(folder)/\(place)", program: run.program,
          progress: progress.update)
        for file in written {
          try run.print(file.escaped + "\n")
          guard let results = run.results else { continue }
          let name = "maps" + file.dropFirst(folder.count)
          if run.isRepeated {
            // The folder goes before the results are compared.
            try results.append(RegularFile.contents(of: file, limit: .max), to: name)
          } else {
            results.add(name, fileAt: file)
          }
        }
      }
    }
    try turned.report()
    try diverged.report()
  }

  /// What each model has of that which these options ask for; a usage error where none has anything.
  private func plans(_ models: [LoadedModel]) throws -> [MapExportPlan] {
    do {
      return try export.plans(
        of: models.map { ExportedModel(name: $0.name, description: $0.model.description) })
    } catch {
      throw ValidationError("\(error)")
    }
  }

  /// What these options ask for.
  private var export: MapExport {
    var export = MapExport()
    export.layers = layers
    export.heads = heads
    export.query = query ?? at ?? .center
    export.maps = map
    export.format = format
    export.depth = depth ?? .eight
    export.size = size
    export.range = range
    export.colorMap = colormap ?? .viridis
    export.isOverlay = overlay
    export.isReplacing = force
    return export
  }
}

// MARK: The options' values

extension MapFormat: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
  public var defaultValueDescription: String { name }
  public static var allValueStrings: [String] { all.map(\.name) }
}

private func bitDepth(_ text: String) throws -> PGMEncoder.Depth {
  switch text {
  case "8": .eight
  case "16": .sixteen
  default: throw ArgumentTextError(expected: "8 or 16")
  }
}

private func exportRange(_ text: String) throws -> MapExport.Range {
  switch text {
  case "head": return .head
  case "layer": return .layer
  default:
    let (low, high) = try bounds(text)
    return .fixed(low, high)
  }
}
